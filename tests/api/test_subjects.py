"""Countries, people, organisations and topics: counted, paged, and each by itself."""

import pytest

pytestmark = pytest.mark.django_db


def counts(data):
    return {one["value"]: one["count"] for one in data["results"]}


def test_countries_come_with_their_counts_most_covered_first(ask, world):
    data = ask("countries")

    assert [(one["value"], one["count"]) for one in data["results"]] == [
        ("iran", 3),
        ("russia", 2),
        ("china", 2),
    ]
    assert (data["count"], data["articles"], data["next"]) == (3, 4, None)
    assert data["results"][0]["code"] == "IR"
    assert data["results"][0]["url"] == "http://testserver/countries/iran/"


def test_a_search_says_among_which_articles_they_are_counted(ask, world):
    assert counts(ask("countries?q=oil&topic=trade")) == {"iran": 2, "russia": 2}
    assert counts(ask("people?country=iran")) == {"sergei-shoigu": 1}
    assert counts(ask("organizations?date_from=2023&date_to=2023")) == {"opec": 1}
    assert ask("countries?q=zebra")["results"] == []


def test_the_number_is_that_of_the_search(ask, world):
    for path, parameter in (("countries", "country"), ("people", "person"), ("topics", "topic")):
        for value, count in counts(ask(path)).items():
            assert ask(f"articles?{parameter}={value}")["count"] == count


def test_topics_count_their_parts_and_name_their_parent(ask, world):
    found = {one["value"]: (one["count"], one["parent"]) for one in ask("topics")["results"]}

    assert found == {"trade": (3, None), "oil": (2, "trade")}


def test_cursors_reach_them_all(ask, client, world):
    seen, address = [], "/api/v1/countries?page_size=2"
    while address:
        data = client.get(address).json()
        seen += [one["value"] for one in data["results"]]
        address = (data["next"] or "").removeprefix("http://testserver")

    assert seen == ["iran", "russia", "china"]


def test_one_entity_tells_its_names_and_offices(ask, world):
    person = ask("people/sergei-shoigu")

    assert person["aliases"] == [{"text": "Sergei Shoigo", "language": "", "kind": "misspelling"}]
    assert person["offices"] == [
        {"post": "Secretary", "of": "russia", "start": "2024-05-12", "end": ""}
    ]
    country = ask("countries/iran?lang=id")
    assert (country["names"]["fa"], country["wikidata"], country["count"]) == ("ایران", "Q794", 3)
    assert country["feed"] == "http://testserver/id/countries/iran/feed.atom"


def test_one_topic_tells_its_parts(ask, client, world):
    topic = ask("topics/trade?lang=id")

    assert (topic["label"], topic["parts"], topic["count"]) == ("Perdagangan", ["oil"], 3)
    assert client.get(topic["feed"]).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "countries/nowhere",
        "people/iran",
        "topics/nothing",
        "organizations/x",
        "nothing",
        "",
        "articles/-1",
        "articles/one",
        "countries/a%0Ab",
    ],
)
def test_what_is_not_there_is_a_problem(client, world, path):
    answer = client.get(f"/api/v1/{path}")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 404


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("countries?sort=newest", "sort"),
        ("countries?page=2", "page"),
        ("countries?country=atlantis", "country"),
        ("people?page_size=1000", "page_size"),
        ("topics?cursor=%25%25", "cursor"),
        ("countries/iran?q=oil", "q"),
        ("topics/trade?lang=klingonese", "lang"),
    ],
)
def test_what_is_unknown_is_refused_by_name(client, world, path, parameter):
    answer = client.get(f"/api/v1/{path}")

    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)


def test_a_cursor_of_articles_is_no_cursor_of_a_list(client, ask, world):
    cursor = ask("articles?sort=newest&page_size=1")["next"].partition("cursor=")[2]

    assert client.get(f"/api/v1/countries?cursor={cursor}").json()["parameter"] == "cursor"


def test_few_queries_are_needed(client, world, django_assert_max_num_queries):
    for path in ("countries", "people?q=oil", "topics", "countries/iran"):
        with django_assert_max_num_queries(6):
            client.get(f"/api/v1/{path}")
