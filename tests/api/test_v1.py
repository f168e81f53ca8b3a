"""What holds for the whole API: its document, its headers, and that answers are not sent twice."""

import pytest

from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(client):
    answer = client.get("/api/v1/openapi.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    return answer.json()


def test_the_document_names_every_address(document):
    assert document["openapi"].startswith("3.1")
    assert sorted(document["paths"]) == sorted(
        f"/api/v1/{path}"
        for path in (
            "articles", "articles/{pk}", "countries", "countries/{slug}", "people",
            "people/{slug}", "organizations", "organizations/{slug}", "topics", "topics/{slug}",
            "relations", "relations/{first}/{second}", "timeline", "suggest",
        )
    )  # fmt: skip


def test_every_parameter_is_explained(document):
    for path, operations in document["paths"].items():
        assert list(operations) == ["get"]
        for parameter in operations["get"]["parameters"]:
            if parameter["in"] == "query":
                assert parameter["description"], (path, parameter)
                assert "" not in parameter["schema"].get("enum", [])


def test_problems_are_described_as_they_are(document):
    responses = document["paths"]["/api/v1/articles"]["get"]["responses"]

    assert set(responses) == {"200", "400", "503"} or set(responses) == {200, 400, 503}
    for status, answer in responses.items():
        kind = "application/json" if int(status) == 200 else "application/problem+json"
        assert list(answer["content"]) == [kind]


def test_an_answer_is_not_sent_twice(client, world):
    first = client.get("/api/v1/countries")
    again = client.get("/api/v1/countries", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path", ["articles?q=oil", "countries/iran", "timeline", "suggest?q=ira", "openapi.json"]
)
def test_who_has_an_answer_costs_one_question_until_something_changes(
    client, world, indexed, django_assert_num_queries, path
):
    tag = client.get(f"/api/v1/{path}")["ETag"]
    with django_assert_num_queries(1):
        assert client.get(f"/api/v1/{path}", headers={"If-None-Match": tag}).status_code == 304
    assert client.get(f"/api/v1/{path}", headers={"If-None-Match": '"other"'}).status_code == 200

    make_article("Oil again")
    indexed()
    assert client.get(f"/api/v1/{path}", headers={"If-None-Match": tag}).status_code == 200


def test_each_query_and_each_language_has_its_own_tag_and_a_fault_has_none(client, world):
    paths = ("articles", "articles?q=oil", "articles?q=oil&lang=id", "articles?q=gas")

    assert len({client.get(f"/api/v1/{path}")["ETag"] for path in paths}) == 4
    assert not client.get("/api/v1/articles?colour=red").has_header("ETag")


def test_browsers_may_ask_from_anywhere(client, world):
    before = client.options("/api/v1/countries")

    assert before.status_code == 204
    assert before["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    for path in ("countries", "nothing", "articles?x=1", "openapi.json"):
        assert client.get(f"/api/v1/{path}")["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(client, world, method):
    answer = getattr(client, method)("/api/v1/countries")

    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"


def test_head_is_answered_as_get_is(client, world):
    answer = client.head("/api/v1/articles?q=oil")

    assert (answer.status_code, answer.content) == (200, b"")
    assert client.head("/api/v1/articles?colour=red").status_code == 400


def test_letters_of_every_script_stand_as_they_are(client, world):
    assert "ایران".encode() in client.get("/api/v1/countries/iran").content


@pytest.mark.parametrize("value", ["9" * 5000, "-1", "1e9", "NaN", "[]", "null", "\ud7ff", "%00"])
def test_no_value_is_a_fault_of_ours(client, world, value):
    for path in ("articles", "countries", "timeline", "relations", "suggest"):
        for name in (
            "page_size",
            "page",
            "year",
            "month",
            "cursor",
            "country",
            "date_from",
            "lang",
            "q",
        ):
            status = client.get(f"/api/v1/{path}", {name: value}).status_code
            assert status in {200, 400}, (path, name)


def test_articles_are_as_they_are_described(ask, world):
    for query in ("", "?q=oil+zebra", "?q=Rusia&lang=id", '?q="oil&country=iran'):
        for result in ask(f"articles{query}")["results"]:
            ask(f"articles/{result['id']}")


@pytest.mark.parametrize("code", ["id.x1", "id@foo", "en_US.utf8", "xx", "-", "id-" + "a" * 90])
def test_what_is_no_language_is_refused_by_name(client, world, code):
    answer = client.get("/api/v1/suggest", {"q": "ir", "lang": code})
    assert answer.status_code == 400
    assert "lang" in answer.json()["detail"] + str(answer.json())
