"""Pages are made once for each version of the archive, and not sent twice to one reader."""

from datetime import date

import pytest

from archive.models import Article
from tests.factories import make_article, make_entity

pytestmark = pytest.mark.django_db


@pytest.fixture
def iran(indexed):
    iran = make_entity("Iran")
    make_article("Talks", on=date(2024, 8, 6), about=[iran])
    indexed()
    return iran


def test_who_has_a_page_already_is_told_so(client, iran):
    for address in ("/", "/countries/iran/", Article.objects.get().get_absolute_url()):
        tag = client.get(address)["ETag"]
        again = client.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b""), address
        weak = client.get(address, headers={"If-None-Match": f'"x", W/{tag}'})
        assert weak.status_code == 304
        assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_page_that_changed_is_sent(client, iran, indexed):
    tag = client.get("/countries/iran/")["ETag"]
    iran.name = "Persia"
    iran.save()
    response = client.get("/countries/iran/", headers={"If-None-Match": tag})
    assert response.status_code == 200
    assert "Persia" in response.content.decode()
    tag = response["ETag"]
    make_article("More talks", about=[iran])
    indexed()
    response = client.get("/countries/iran/", headers={"If-None-Match": tag})
    assert "More talks" in response.content.decode()


def test_each_language_and_each_query_is_a_page_of_its_own(client, iran):
    tags = {client.get(path)["ETag"] for path in ("/", "/id/", "/?x=1")}
    assert len(tags) == 3


def test_a_kept_page_asks_the_database_one_question(client, iran, django_assert_num_queries):
    first = client.get("/countries/iran/")
    with django_assert_num_queries(1):
        again = client.get("/countries/iran/")
    assert again.content == first.content
    assert again["ETag"] == first["ETag"]


def test_what_is_missing_has_no_tag(client, iran):
    response = client.get("/countries/nowhere/", headers={"If-None-Match": "*"})
    assert response.status_code == 404
    assert not response.has_header("ETag")
