"""Pages that say what went wrong."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.test import RequestFactory

from archive.views import errors


def get(path="/nowhere/"):
    return RequestFactory().get(path)


@pytest.mark.django_db
def test_an_unknown_address_offers_a_search_for_its_words(client):
    response = client.get("/pages/iran-and_russia.html")
    html = response.content.decode()
    assert response.status_code == 404
    assert 'value="iran and_russia"' in html
    assert 'action="/search/"' in html
    assert "noindex" in html


@pytest.mark.django_db
def test_an_unknown_address_in_indonesian_is_answered_in_indonesian(client):
    html = client.get("/id/entah/").content.decode()
    assert '<html lang="id">' in html
    assert 'action="/id/search/"' in html


@pytest.mark.parametrize("path", ["/articles/7/secret-title/", "/a/7/", "/id/articles/7/secret/"])
def test_words_of_an_article_s_address_are_not_repeated(path):
    assert errors.words_of(path) == ""


@pytest.mark.parametrize(
    ("handler", "exception", "status", "words"),
    [
        (errors.bad_request, SuspiciousOperation(), 400, "This request cannot be read"),
        (errors.forbidden, PermissionDenied(), 403, "This page is not open to you"),
        (errors.not_found, Http404(), 404, "There is no page at this address"),
    ],
)
def test_each_error_says_in_words_what_is_the_case(handler, exception, status, words):
    response = handler(get(), exception=exception)
    assert response.status_code == status
    assert words in response.content.decode()


@pytest.mark.parametrize(
    ("handler", "status"), [(errors.server_error, 500), (errors.unavailable, 503)]
)
def test_faults_of_the_server_need_no_database_and_no_list_of_files(handler, status, monkeypatch):
    def broken(_path):
        raise ValueError("no manifest")

    monkeypatch.setattr(errors, "static", broken)
    response = handler(None)
    html = response.content.decode()
    assert response.status_code == status
    assert "<h1>" in html
    assert 'lang="id"' in html
    assert "stylesheet" not in html
