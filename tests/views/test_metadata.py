"""What programs read of an article's page: as Zotero and search engines read it."""

import json
from datetime import date

import pytest
from lxml import html

from tests.factories import make_article, make_entity, make_source, make_tag, make_topic

pytestmark = pytest.mark.django_db


def read(client, article):
    """The page as a tree."""
    return html.fromstring(client.get(article.get_absolute_url()).content.decode())


def item(client, article):
    """An item as a reference manager makes it of the `citation_*` elements: lists of values."""
    found = {}
    for element in read(client, article).xpath('//meta[starts-with(@name, "citation_")]'):
        name = element.get("name").removeprefix("citation_")
        found.setdefault(name, []).append(element.get("content"))
    return found


def described(client, article):
    [script] = read(client, article).xpath('//script[@type="application/ld+json"]')
    return json.loads(script.text)


def test_a_reference_manager_finds_title_authors_date_and_publication(client):
    article = make_article(
        "Talks “in” Vienna & elsewhere",
        on=date(2015, 7, 14),
        byline="Mary Jones and Budi Santoso",
        source=make_source("The Courier"),
        language="en",
    )

    assert item(client, article) == {
        "title": ["Talks “in” Vienna & elsewhere"],
        "author": ["Mary Jones", "Budi Santoso"],
        "publication_date": ["2015/07/14"],
        "journal_title": ["The Courier"],
        "language": ["en"],
        "fulltext_html_url": [f"http://testserver/a/{article.pk}/"],
    }


@pytest.mark.parametrize(
    ("span", "edtf", "shown"),
    [
        ((date(2015, 7, 1), date(2015, 7, 31)), "2015-07", ["2015/07"]),
        ((date(2015, 1, 1), date(2015, 12, 31)), "2015", ["2015"]),
        ((date(1990, 1, 1), date(1999, 12, 31)), "199X", None),
        (date(2024, 8, 6), "2024-08-06?", None),
        (date(2024, 8, 6), "2024-08-06~", None),
    ],
)
def test_a_date_is_given_as_far_as_it_is_sure(client, span, edtf, shown):
    assert item(client, make_article(on=span, edtf=edtf)).get("publication_date") == shown


def test_nobody_and_nothing_are_left_out(client):
    bare = make_article("ایران", language="und", source=make_source("-", slug="unrecorded"))

    assert set(item(client, bare)) == {"title", "fulltext_html_url"}
    assert item(client, bare)["title"] == ["ایران"]


def test_a_search_engine_reads_what_it_is_about_and_what_it_mentions(client):
    iran = make_entity("Iran", wikidata="Q794")
    article = make_article("Talks", byline="A and B", topics=[make_topic("Peace")])
    make_tag(article, iran, central=True)
    make_tag(article, make_entity("A. Person", "person"))
    make_tag(article, make_entity("Nobody", "person"), "rejected")

    data = described(client, article)

    assert data["@type"] == "NewsArticle"
    assert data["about"] == [
        {"@type": "Country", "name": "Iran", "sameAs": "https://www.wikidata.org/entity/Q794"},
        {"@type": "DefinedTerm", "name": "Peace"},
    ]
    assert data["mentions"] == [{"@type": "Person", "name": "A. Person"}]
    assert [one["name"] for one in data["author"]] == ["A", "B"]


def test_without_anything_central_it_is_about_all_of_it(client):
    article = make_article("Talks", about=[make_entity("Iran"), make_entity("Iraq")])

    data = described(client, article)

    assert [one["name"] for one in data["about"]] == ["Iran", "Iraq"]
    assert "mentions" not in data


# Title, byline, span, EDTF, language: what both ways of reading must find as authors and date.
READ = {
    "a month, two authors": (
        ("Talks", "Jones, Mary; Sukarno", (date(2015, 7, 1), date(2015, 7, 31)), "2015-07", "en"),
        (["Jones, Mary", "Sukarno"], "2015-07"),
    ),
    "a year, no author": (
        ("Pembicaraan", "", (date(2015, 1, 1), date(2015, 12, 31)), "2015", "id"),
        ([], "2015"),
    ),
    "one of two days, in Arabic": (
        (
            "محادثات في فيينا",
            "علي رضائي و نرجس محمدي",
            (date(2024, 8, 5), date(2024, 8, 6)),
            "[2024-08-05,2024-08-06]",
            "ar",
        ),
        (["علي رضائي", "نرجس محمدي"], "2024-08"),
    ),
    "one of two months": (
        ("Talks", "sl", (date(2024, 7, 31), date(2024, 8, 1)), "[2024-07-31,2024-08-01]", "en"),
        (["sl"], "2024"),
    ),
    "no date, markup in the title": (
        ("</script><b>\"Talks\" & 'more'", "", None, "", "en"),
        ([], ""),
    ),
}


@pytest.mark.parametrize("case", READ)
def test_both_ways_of_reading_find_the_same_item(client, case):
    (title, byline, span, edtf, language), (authors, day) = READ[case]
    article = make_article(title, byline=byline, on=span, edtf=edtf, language=language)

    found, data = item(client, article), described(client, article)

    assert found["title"] == [title] == [data["headline"]]
    assert found.get("author", []) == authors == [one["name"] for one in data.get("author", [])]
    assert found.get("publication_date", [""]) == [day.replace("-", "/")]
    assert data.get("datePublished", "") == day
    assert found["language"] == [data["inLanguage"]] == [language]
    assert found["fulltext_html_url"] == [data["url"]]
