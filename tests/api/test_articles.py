"""The list of articles: the sets and counts of the search page, strict about parameters."""

from datetime import date
from urllib.parse import urlsplit

import pytest

from archive.search.engine import EngineUnavailable
from tests.factories import make_article, make_entity, make_source, make_topic

pytestmark = pytest.mark.django_db

LIST = "/api/v1/articles"


@pytest.fixture
def iran():
    return make_entity("Iran", code="IR", names={"id": "Iran", "fa": "ایران"})


@pytest.fixture
def russia():
    return make_entity("Russia", code="RU", names={"id": "Rusia"})


@pytest.fixture
def archive(iran, russia, indexed):
    """Four articles about two countries, one of them undated, and a bloc."""
    asean = make_entity("ASEAN", "bloc")
    shoigu = make_entity("Sergei Shoigu", "person")
    trade = make_topic("Trade")
    make_article("Oil and gas", "Iran sells oil.", about=[iran, asean], on=date(1998, 5, 21))
    make_article(
        "Visit to Tehran",
        "Russia and Iran talk about oil.",
        about=[iran, russia, shoigu],
        topics=[trade],
        on=(date(2024, 8, 5), date(2024, 8, 6)),
        edtf="[2024-08-05,2024-08-06]",
        date_basis="inferred",
        date_note="The text says so.",
    )
    make_article("Kremlin", "Minyak Rusia.", about=[russia], language="id", on=date(2001, 1, 1))
    make_article("Without a date", "Nobody knows when the oil ran out.", about=[russia])
    make_article("Draft", "Oil.", about=[iran], status="draft")
    indexed()


def titles(answer):
    return [result["title"] for result in answer.json()["results"]]


def refused(client, query):
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 400, query
    assert answer["Content-Type"] == "application/problem+json"
    return answer.json()


def walk(client, query):
    """All pages, by following `next`."""
    address, pages = f"{LIST}?{query}", []
    while address:
        answer = client.get(address).json()
        pages.append([result["title"] for result in answer["results"]])
        parts = urlsplit(answer["next"] or "")
        address = f"{parts.path}?{parts.query}" if parts.path else ""
    return pages


# --- What it says


def test_a_result_says_what_the_article_is_and_what_it_is_about(client, archive):
    answer = client.get(f"{LIST}?q=oil&country=iran&country=russia")

    assert answer["Content-Type"] == "application/json"
    data = answer.json()
    assert data["count"] == 1
    [result] = data["results"]
    assert result["title"] == "Visit to Tehran"
    assert result["url"] == f"http://testserver/articles/{result['id']}/visit-to-tehran/"
    assert result["date"] == {
        "edtf": "[2024-08-05,2024-08-06]",
        "earliest": "2024-08-05",
        "latest": "2024-08-06",
        "basis": "inferred",
        "note": "The text says so.",
    }
    assert result["language"] == "en"
    assert result["source"] == "the-courier"
    assert result["countries"] == ["iran", "russia"]
    assert result["persons"] == ["sergei-shoigu"]
    assert result["organizations"] == []
    assert result["topics"] == ["trade"]
    assert any("<mark>oil</mark>" in snippet for snippet in result["snippets"])
    assert data["next"] is None


def test_an_undated_article_has_an_empty_date(client, archive):
    [result] = client.get(f"{LIST}?undated=only").json()["results"]

    assert (result["date"]["edtf"], result["date"]["earliest"]) == ("", None)


def test_facets_are_parameters_and_their_values_can_be_asked_for(client, archive):
    data = client.get(LIST).json()

    assert set(data["facets"]) == {
        "country",
        "person",
        "organization",
        "topic",
        "language",
        "source",
    }
    for name, choices in data["facets"].items():
        for choice in choices:
            there = client.get(LIST, {name: choice["value"]}).json()
            assert there["count"] == choice["count"], (name, choice)


def test_countries_leave_out_blocs(client, archive):
    values = [choice["value"] for choice in client.get(LIST).json()["facets"]["country"]]

    assert sorted(values) == ["iran", "russia"]


def test_in_a_facet_that_widens_the_count_is_the_total_after_adding(client, archive):
    data = client.get(f"{LIST}?country=iran&country_match=any").json()

    counts = {choice["value"]: choice["count"] for choice in data["facets"]["country"]}
    assert data["count"] == 2
    assert counts == {"iran": 2, "russia": 4}


def test_labels_are_in_the_language_asked_for(client, archive):
    labels = {
        lang: [c["label"] for c in client.get(LIST, {"lang": lang}).json()["facets"]["country"]]
        for lang in ("en", "id", "fa", "zh-Hans")
    }

    assert labels["en"] == ["Russia", "Iran"]
    assert labels["id"] == ["Rusia", "Iran"]
    assert labels["fa"] == ["Russia", "ایران"]
    assert labels["zh-Hans"] == ["Russia", "Iran"]


def test_addresses_of_pages_are_those_of_the_language(client, archive):
    first = client.get(f"{LIST}?lang=id").json()["results"][0]
    other = client.get(f"{LIST}?lang=fa").json()["results"][0]

    assert urlsplit(first["url"]).path.startswith("/id/articles/")
    assert urlsplit(other["url"]).path.startswith("/articles/")


def test_what_was_understood_is_said(client, archive):
    heard = client.get(f"{LIST}?q=Rusia").json()["understood"]

    assert heard["entities"] == [
        {"words": "Rusia", "kind": "country", "value": "russia", "label": "Russia"}
    ]
    assert heard["relaxed"] is False


def test_a_relaxed_search_says_so(client, archive):
    data = client.get(f"{LIST}?q=gas+visit").json()

    assert data["understood"]["relaxed"] is True
    assert data["count"] == 2


def test_a_broken_query_is_repaired_and_not_refused(client, archive):
    data = client.get(LIST, {"q": '"oil'}).json()

    assert data["count"] == 4  # one of them says minyak
    assert data["understood"]["repairs"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=oil",
        "q=minyak",
        "q=Russia",
        "q=Russia&literal=1",
        "q=gas+visit",
        "q=%22nothing+at+all%22",
        "country=iran",
        "country=iran&country=russia",
        "country=iran&country=russia&country_match=any",
        "not_country=iran",
        "person=sergei-shoigu",
        "topic=trade&language=en",
        "source=the-courier",
        "date_from=1998&date_to=2001",
        "date_from=2024-08&undated=include",
        "date_to=Mei+1998",
        "undated=exclude",
        "undated=only",
        "q=oil&sort=oldest",
    ],
)
def test_totals_are_those_of_the_page(client, archive, query):
    page = client.get(f"/search/?{query}", follow=True)
    assert page.status_code == 200
    total = page.context.get("total", 0)

    assert client.get(f"{LIST}?{query}").json()["count"] == total


# --- Pages


@pytest.mark.parametrize("sort", ["newest", "oldest"])
@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_cursors_reach_every_result_once_and_in_order(client, archive, sort, size):
    whole = titles(client.get(f"{LIST}?sort={sort}&page_size=100"))

    pages = walk(client, f"sort={sort}&page_size={size}")

    assert [title for page in pages for title in page] == whole
    assert all(len(page) == size for page in pages[:-1])
    assert len(whole) == 4


def test_without_words_the_newest_stand_first_and_the_undated_last(client, archive):
    assert titles(client.get(LIST)) == [
        "Visit to Tehran",
        "Kremlin",
        "Oil and gas",
        "Without a date",
    ]


def test_articles_that_arrive_meanwhile_do_not_move_the_next_page(client, archive, indexed):
    first = client.get(f"{LIST}?page_size=2").json()
    make_article("News", on=date(2026, 1, 1))
    indexed()

    following = urlsplit(first["next"])

    assert titles(client.get(f"{following.path}?{following.query}")) == [
        "Oil and gas",
        "Without a date",
    ]


def test_a_ranking_is_paged_too(client, archive):
    whole = titles(client.get(f"{LIST}?q=oil"))

    assert [title for page in walk(client, "q=oil&page_size=1") for title in page] == whole


def test_pages_can_be_numbered(client, archive):
    assert titles(client.get(f"{LIST}?page=2&page_size=3")) == ["Without a date"]
    assert titles(client.get(f"{LIST}?page=9")) == []


# --- What it refuses


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("colour=red", "colour"),
        ("country=atlantis", "country"),
        ("not_topic=nothing", "not_topic"),
        ("language=klingonese", "language"),
        ("source=nowhere", "source"),
        ("sort=best", "sort"),
        ("undated=maybe", "undated"),
        ("country_match=some", "country_match"),
        ("literal=yes", "literal"),
        ("date_from=31+February+2001", "date_from"),
        ("date_to=soon", "date_to"),
        ("date_from=2001&date_to=1998", "date_to"),
        ("page=0", "page"),
        ("page=101", "page"),
        ("page=two", "page"),
        ("page_size=0", "page_size"),
        ("page_size=101", "page_size"),
        ("page_size=-5", "page_size"),
        ("page_size=1e2", "page_size"),
        ("lang=klingonese", "lang"),
        ("lang=../../etc", "lang"),
        ("cursor=abc", "cursor"),
        ("cursor=%00", "cursor"),
        ("cursor=e30", "cursor"),
        ("cursor=bnVsbA", "cursor"),
        ("cursor=" + "A" * 5000, "cursor"),
        ("sort=newest&sort=oldest", "sort"),
        ("q=a&q=b", "q"),
        ("country=" + "x" * 200, "country"),
        ("country=iran%00", "country"),
        ("&".join(f"person=p{n}" for n in range(40)), "person"),
    ],
)
def test_what_is_unknown_or_malformed_is_refused_by_name(client, archive, query, parameter):
    problem = refused(client, query)

    assert problem["parameter"] == parameter
    assert problem["status"] == 400
    assert problem["detail"]


def test_a_cursor_of_another_order_is_refused(client, archive):
    cursor = urlsplit(client.get(f"{LIST}?sort=newest&page_size=1").json()["next"]).query
    cursor = next(part for part in cursor.split("&") if part.startswith("cursor="))

    assert refused(client, f"sort=oldest&{cursor}")["parameter"] == "cursor"
    assert refused(client, f"q=oil&{cursor}")["parameter"] == "cursor"
    assert refused(client, f"page=2&{cursor}")["parameter"] == "page"


def test_empty_values_are_as_if_they_were_not_given(client, archive):
    assert client.get(f"{LIST}?q=&country=&date_from=&sort=&page=&cursor=").json()["count"] == 4


def test_it_cannot_be_written_to(client, archive):
    answer = client.post(LIST)

    assert answer.status_code == 405
    assert "GET" in answer["Allow"]


def test_every_site_may_read_it(client, archive):
    for answer in (client.get(LIST), client.get(f"{LIST}?colour=red"), client.options(LIST)):
        assert answer["Access-Control-Allow-Origin"] == "*"


def test_while_the_index_rests_it_says_when_to_come_again(client, archive, monkeypatch, engine):
    def resting(*_arguments):
        raise EngineUnavailable

    monkeypatch.setattr(engine, "summary", resting)
    monkeypatch.setattr(engine, "hits", resting)

    answer = client.get(LIST)

    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert answer["Content-Type"] == "application/problem+json"


def test_a_page_of_many_articles_asks_the_database_no_more_than_one_of_few(
    client, archive, indexed, iran, django_assert_max_num_queries
):
    for number in range(30):
        make_article(f"More {number}", about=[iran], on=date(2020, 1, 1))
    make_source("Another")
    indexed()

    with django_assert_max_num_queries(12):
        client.get(f"{LIST}?country=iran&q=more&page_size=30")
