"""References in the styles of APA, Chicago and MLA, with dates as they are known."""

from dataclasses import replace

import pytest

from archive.citing.citable import Citable, citable
from archive.citing.styles import apa, chicago, mla, styles
from tests.factories import make_article, make_source

FIRST = Citable(
    number=1,
    title="Iran dan Rusia Berada di Jalur Penguatan Kerja Sama",
    authors=("sl",),
    source="",
    archive="Archive of Foreign Affairs",
    url="",
    permalink="https://archive.example/a/1/",
    language="id",
    edtf="[2024-08-05,2024-08-06]",
    inferred=True,
)
PRINTED = replace(
    FIRST,
    title="Talks in Vienna",
    authors=("Mary Jones", "Budi Santoso"),
    source="The Courier",
    language="en",
    edtf="2015-07-14",
    inferred=False,
)


def test_an_inferred_date_is_said_to_be_one_in_every_style():
    assert [style.name for style in styles(FIRST)] == ["APA", "Chicago", "MLA"]
    assert apa(FIRST) == (
        'sl. ([ca. 2024, August]). <i lang="id">Iran dan Rusia Berada di Jalur '
        "Penguatan Kerja Sama.</i> Archive of Foreign Affairs. https://archive.example/a/1/"
    )
    assert chicago(FIRST) == (
        'sl. “<span lang="id">Iran dan Rusia Berada di Jalur Penguatan Kerja Sama.</span>” '
        "[ca. August 2024]. Archive of Foreign Affairs, no. 1. "
        "https://archive.example/a/1/."
    )
    assert mla(FIRST) == (
        'sl. “<span lang="id">Iran dan Rusia Berada di Jalur Penguatan Kerja Sama.</span>” '
        "[ca. Aug. 2024]. <i>Archive of Foreign Affairs</i>, archive.example/a/1/."
    )


@pytest.mark.parametrize(
    ("edtf", "in_chicago"),
    [
        ("2024-08", "[ca. August 2024]"),
        ("[2024-08-05,2024-08-06]", "[ca. August 2024]"),
        ("2024-08-06", "[ca. August 6, 2024]"),
        ("[2024-07-31,2024-08-01]", "[ca. 2024]"),
        ("2024~", "[ca. 2024]"),
        ("199X", "[ca. 1990–1999]"),
        ("2015-22", "[ca. 2015]"),
        ("0098", "[ca. 98]"),
        ("XXXX-08-06", "[August 6, n.d.]"),
    ],
)
def test_an_inferred_date_is_cited_as_about_what_all_its_days_share(edtf, in_chicago):
    found = chicago(replace(PRINTED, edtf=edtf, inferred=True))
    assert f"<i>The Courier</i>, {in_chicago}. Archive" in found


def test_a_printed_day_in_a_publication():
    assert apa(PRINTED) == (
        'Mary Jones and Budi Santoso. (2015, July 14). <span lang="en">Talks in Vienna.</span> '
        "<i>The Courier</i>. Archive of Foreign Affairs. https://archive.example/a/1/"
    )
    assert chicago(PRINTED) == (
        'Mary Jones and Budi Santoso. “<span lang="en">Talks in Vienna.</span>” '
        "<i>The Courier</i>, July 14, 2015. Archive of Foreign Affairs, no. 1. "
        "https://archive.example/a/1/."
    )
    assert mla(PRINTED) == (
        'Mary Jones and Budi Santoso. “<span lang="en">Talks in Vienna.</span>” '
        "<i>The Courier</i>, 14 July 2015. <i>Archive of Foreign Affairs</i>, "
        "archive.example/a/1/."
    )


def test_without_an_author_the_title_comes_first():
    unsigned = replace(PRINTED, authors=())
    assert apa(unsigned).startswith('<span lang="en">Talks in Vienna.</span> (2015, July 14).')
    assert chicago(unsigned).startswith("“")
    assert mla(unsigned).startswith("“")


@pytest.mark.parametrize(
    ("edtf", "in_apa", "in_chicago", "in_mla"),
    [
        ("2015", "(2015)", "2015.", "2015."),
        ("2015-07", "(2015, July)", "July 2015.", "July 2015."),
        ("2015-09", "(2015, September)", "September 2015.", "Sept. 2015."),
        ("199X", "(1990s)", "1990s.", "1990s."),
        ("2015~", "(ca. 2015)", "ca. 2015.", "ca. 2015."),
        ("2015?", "(2015?)", "2015?", "2015?"),
        ("2015-21", "(2015, Spring)", "Spring 2015.", "Spring 2015."),
        (
            "2015-07-14/2015-07-16",
            "(2015, July 14–16)",
            "July 14–16, 2015.",
            "14–16 July 2015.",
        ),
        ("XXXX-08-06", "(n.d., August 6)", "August 6, n.d.", "6 Aug., n.d."),
        ("", "(n.d.)", "n.d.", "Courier</i>. <i>Archive"),
        ("not a date", "(n.d.)", "n.d.", "Courier</i>. <i>Archive"),
    ],
)
def test_a_date_is_cited_as_it_is_known(edtf, in_apa, in_chicago, in_mla):
    dated = replace(PRINTED, edtf=edtf)
    assert f" {in_apa}. " in apa(dated)
    assert f"<i>The Courier</i>, {in_chicago}" in chicago(dated)
    assert in_mla in mla(dated)


def test_a_title_that_ends_with_a_mark_gets_no_full_stop():
    asking = replace(PRINTED, title="Peace at last?")
    assert "Peace at last?</span>”" in chicago(asking)
    assert "Peace at last?</span> <i>" in apa(asking)


def test_what_is_shown_is_safe_in_a_page_and_turned_the_right_way():
    hostile = replace(PRINTED, title='<b onclick="x">', source="<i>", authors=("<script>",))
    for style in styles(hostile):
        assert "<b" not in style.html
        assert "<script" not in style.html
    arabic = replace(PRINTED, title="محادثات", language="ar")
    assert '<span lang="ar" dir="rtl">محادثات.</span>' in chicago(arabic)
    unknown = replace(FIRST, language="und")
    assert "<i>Iran dan Rusia" in apa(unknown)
    assert "lang=" not in mla(unknown)


@pytest.mark.django_db
def test_an_article_becomes_citable():
    article = make_article(
        "Talks  in Vienna",
        source=make_source("The Courier"),
        byline="Mary Jones and Budi Santoso",
        edtf="2015-07-14",
        date_basis="inferred",
        url="https://courier.example/1",
    )
    found = citable(article, "The archive", "https://archive.example/a/1/")
    assert found.authors == ("Mary Jones", "Budi Santoso")
    assert (found.title, found.source) == ("Talks in Vienna", "The Courier")
    assert found.inferred
    assert found.key == f"archive-{article.pk}"


@pytest.mark.django_db
def test_a_source_that_nobody_wrote_down_is_not_cited():
    article = make_article(source=make_source("Source not recorded", slug="unrecorded"))
    found = citable(article, "The archive", "https://archive.example/a/1/")
    assert (found.source, found.authors, found.edtf) == ("", (), "")
