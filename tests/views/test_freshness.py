"""Pages are made once for each version of the archive, and not sent twice to one reader."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils.http import http_date, parse_http_date

from archive.models import Article, IndexJob, Kind, Office
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


@pytest.fixture
def later():
    """A while after the last change."""
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=5), tick=False):
        yield


def test_a_page_says_when_the_archive_was_last_changed(client, iran, later):
    changed = client.get("/countries/iran/")["Last-Modified"]
    assert abs(parse_http_date(changed) - datetime.now(UTC).timestamp()) < 60
    again = client.get("/countries/iran/", headers={"If-Modified-Since": changed})
    assert (again.status_code, again.content) == (304, b"")
    before = http_date(parse_http_date(changed) - 1)
    assert client.get("/countries/iran/", headers={"If-Modified-Since": before}).status_code == 200


def test_the_tag_goes_before_the_time(client, iran, later):
    seen = client.get("/countries/iran/")
    headers = {"If-None-Match": '"other"', "If-Modified-Since": seen["Last-Modified"]}
    assert client.get("/countries/iran/", headers=headers).status_code == 200
    long_ago = {"If-None-Match": seen["ETag"], "If-Modified-Since": http_date(0)}
    assert client.get("/countries/iran/", headers=long_ago).status_code == 304


def test_every_sort_of_change_gives_a_page_another_time(client, iran, indexed):
    seen = []
    office = Office(person=make_entity("Ebrahim Raisi", Kind.PERSON), post="President", of=iran)
    changes = [indexed, lambda: rename(iran, "Persia"), office.save, indexed]
    for number, change in enumerate(changes):
        now = datetime.now(UTC) + timedelta(hours=number)
        with time_machine.travel(now, tick=False):
            if change is indexed:
                make_article("More talks", about=[iran])
            change()
        with time_machine.travel(now + timedelta(minutes=1), tick=False):
            seen.append(client.get("/countries/iran/").headers.get("Last-Modified"))
    assert len(set(seen)) == len(changes)
    assert None not in seen


def test_while_the_index_is_behind_or_a_second_is_not_over_no_time_is_told(client, iran, later):
    assert client.get("/").has_header("Last-Modified")
    with time_machine.travel(datetime.now(UTC), tick=False):
        rename(iran, "Persia")
        assert not client.get("/").has_header("Last-Modified")
    IndexJob.objects.enqueue([Article.objects.get().pk])
    assert not client.get("/").has_header("Last-Modified")


def rename(row, name):
    row.name = name
    row.save()


def test_what_is_missing_has_no_tag(client, iran):
    headers = {"If-None-Match": "*", "If-Modified-Since": http_date(time.time() + 60)}
    response = client.get("/countries/nowhere/", headers=headers)
    assert response.status_code == 404
    assert not response.has_header("ETag")
