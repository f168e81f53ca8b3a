"""A reader reports an error, and it reaches the curators."""

import pytest
from django.core.cache import caches

from archive.models import ErrorReport
from archive.views import reports
from tests.factories import make_article
from tests.views.test_entities import words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_spent():
    caches["budget"].clear()


@pytest.fixture
def address():
    return f"/articles/{make_article('Visit').pk}/report/"


def test_a_report_is_kept_and_the_reader_thanked(client, address):
    response = client.post(address, {"message": "It was 1998.", "contact": "a@b.example"})
    assert (response.status_code, response["Location"]) == (302, f"{address}?sent=1")
    report = ErrorReport.objects.get()
    assert (report.message, report.contact, report.settled_at) == (
        "It was 1998.",
        "a@b.example",
        None,
    )
    assert "The report is with the curators." in words(client.get(response["Location"]))


def test_an_empty_report_is_explained_and_what_was_typed_stays(client, address):
    response = client.post(address, {"message": " ", "contact": "<me>"})
    assert response.status_code == 400
    assert "Say what is wrong." in words(response)
    assert 'value="&lt;me&gt;"' in response.content.decode()
    assert not ErrorReport.objects.exists()


def test_too_many_reports_of_one_address_are_not_taken(client, address):
    for _each in range(reports.REPORTS):
        client.post(address, {"message": "Wrong."})
    response = client.post(address, {"message": "One more."})
    assert response.status_code == 429
    assert "One more." in response.content.decode()
    assert ErrorReport.objects.count() == reports.REPORTS
    other = client.post(address, {"message": "Wrong."}, REMOTE_ADDR="192.0.2.9")
    assert other.status_code == 302


def test_what_fills_the_box_that_nobody_sees_is_no_report(client, address):
    response = client.post(address, {"message": "Buy", "website": "http://spam.example"})
    assert response.status_code == 302
    assert not ErrorReport.objects.exists()


def test_a_report_needs_the_form_it_came_from(address):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, {"message": "Wrong."}).status_code == 403
    strict.get(address)
    token = strict.cookies["csrftoken"].value
    response = strict.post(address, {"message": "Wrong.", "csrfmiddlewaretoken": token})
    assert response.status_code == 302


@pytest.mark.parametrize(("status", "code"), [("draft", 404), ("withdrawn", 410)])
def test_only_an_article_that_can_be_read_can_be_reported(client, status, code):
    article = make_article("Secret", status=status)
    address = f"/articles/{article.pk}/report/"
    assert client.get(address).status_code == code
    assert client.post(address, {"message": "Wrong."}).status_code == code
    assert not ErrorReport.objects.exists()


def test_the_article_leads_to_the_form(client, address):
    article = client.get(address).context["article"]
    assert f'href="{address}"' in client.get(article.get_absolute_url()).content.decode()
