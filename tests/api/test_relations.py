"""Pairs of countries, the timeline, and suggestions."""

import pytest

pytestmark = pytest.mark.django_db


def pairs(data):
    return [
        ("-".join(one["value"] for one in row["countries"]), row["count"])
        for row in data["results"]
    ]


def test_pairs_come_with_the_articles_about_both(ask, world):
    data = ask("relations?lang=id")

    assert pairs(data) == [("iran-russia", 2), ("china-iran", 1)]
    assert data["results"][0]["url"] == "http://testserver/id/relations/iran/russia/"
    assert data["results"][0]["countries"][1] == {"value": "russia", "label": "Rusia", "count": 2}


def test_the_pairs_of_one_country(ask, client, world):
    assert pairs(ask("relations?country=china")) == [("china-iran", 1)]
    assert client.get("/api/v1/relations?country=atlantis").json()["parameter"] == "country"


def test_pairs_are_paged(ask, world):
    first = ask("relations?page_size=1")
    second = ask(first["next"].removeprefix("http://testserver/api/v1/"))

    assert pairs(first) + pairs(second) == [("iran-russia", 2), ("china-iran", 1)]
    assert second["next"] is None


def test_one_pair_is_the_same_in_either_order(ask, client, world):
    one, other = ask("relations/iran/russia"), ask("relations/russia/iran")

    assert one == other
    assert one["count"] == ask("articles?country=iran&country=russia")["count"] == 2
    assert [(p["period"], p["count"]) for p in one["periods"]] == [("2023", 1), ("2024", 1)]
    assert client.get(one["feed"]).status_code == 200
    for path in ("relations/iran/iran", "relations/iran/atlantis", "relations/iran/opec"):
        assert client.get(f"/api/v1/{path}").status_code == 404


def test_years_count_what_may_be_of_them_and_what_surely_is(ask, world):
    data = ask("timeline")

    assert (data["count"], data["undated"], data["unit"]) == (4, 1, "year")
    assert data["periods"] == [
        {"period": "2023", "count": 1, "certain": 1},
        {"period": "2024", "count": 2, "certain": 2},
    ]


def test_months_of_a_year_of_a_search(ask, world):
    months = {one["period"]: one for one in ask("timeline?q=oil&year=2024")["periods"]}

    assert len(months) == 12
    assert months["2024-08"] == {"period": "2024-08", "count": 1, "certain": 1}
    assert ask("timeline?year=2024")["periods"][0] == {
        "period": "2024-01",
        "count": 1,
        "certain": 0,
    }


def test_days_of_a_month(ask, client, world):
    days = {one["period"]: one["certain"] for one in ask("timeline?year=2024&month=8")["periods"]}

    assert (len(days), days["2024-08-06"], days["2024-08-07"]) == (31, 1, 0)
    refused = client.get("/api/v1/timeline?year=2024&month=8&q=oil").json()
    assert refused["parameter"] == "q"


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("year=0", "year"),
        ("year=10000", "year"),
        ("month=3", "month"),
        ("year=2024&month=13", "month"),
    ],
)
def test_periods_that_are_none_are_refused(client, world, query, parameter):
    answer = client.get(f"/api/v1/timeline?{query}")

    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)


@pytest.mark.parametrize("year", [1, 9999])
def test_the_first_and_the_last_year_can_be_asked_for(ask, world, year):
    assert all(one["count"] == 0 for one in ask(f"timeline?year={year}&month=12")["periods"])


def test_suggestions_have_labels_and_addresses_in_the_language(ask, client, world):
    [russia] = ask("suggest?q=rus&lang=id")["suggestions"]

    assert (russia["kind"], russia["slug"], russia["label"]) == ("country", "russia", "Rusia")
    assert (russia["url"], russia["count"]) == ("/id/countries/russia/", 2)
    [iran] = ask("suggest?q=ایر&lang=fa")["suggestions"]
    assert (iran["label"], iran["url"]) == ("ایران", "/countries/iran/")
    assert client.get(iran["url"]).status_code == 200


def test_nothing_typed_suggests_nothing(ask, world):
    assert ask("suggest") == ask("suggest?q=+") == {"suggestions": []}
