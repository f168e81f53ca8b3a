"""What happens to every request: headers, proxies, health, and a database that is busy."""

import pytest
from django.contrib.auth.models import User
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from archive.environment import networks
from archive.middleware import TrustedProxyMiddleware, UnavailableMiddleware
from archive.search.engine import EngineUnavailable
from tests.databases import sqlite_only

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/healthz", 200),
        ("/no-such-page/", 404),
        ("/admin/", 302),
        ("/admin/login/", 200),
        ("/id/admin/login/", 200),
        ("/search/?q=" + "a" * 5000, 200),
    ],
)
def test_every_answer_carries_every_header(client, address, status):
    response = client.get(address)
    assert response.status_code == status
    assert HEADERS.items() <= dict(response.headers).items()
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY
    assert "camera=()" in response["Permissions-Policy"]


def test_files_and_refused_hosts_carry_them_too(client, settings, tmp_path):
    (tmp_path / "style.css").write_text("p { color: black }")
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_AUTOREFRESH = True
    settings.ALLOWED_HOSTS = ["testserver"]
    file = client.get("/static/style.css")
    wrong_host = client.get("/", headers={"host": "evil.example"})
    assert (file.status_code, wrong_host.status_code) == (200, 400)
    for response in (file, wrong_host):
        assert HEADERS.items() <= dict(response.headers).items()
        assert set(response["Content-Security-Policy"].split("; ")) == POLICY


@pytest.mark.django_db
def test_staff_pages_are_stored_nowhere_and_public_pages_may_be(client):
    assert "no-store" in client.get("/admin/login/")["Cache-Control"]
    assert "no-store" in client.get("/id/admin/login/")["Cache-Control"]
    assert "no-store" not in client.get("/about/").get("Cache-Control", "")
    client.force_login(User.objects.create_superuser("curator", password="x"))
    assert "private" in client.get("/admin/")["Cache-Control"]


@pytest.mark.django_db
def test_head_is_answered_as_get_is_without_a_body(settings):
    get, head = RequestFactory().get("/about/"), RequestFactory().head("/about/")
    settings.ALLOWED_HOSTS = ["testserver"]
    with_body, without = (get_wsgi_application().get_response(request) for request in (get, head))
    assert with_body["Content-Length"] == without["Content-Length"]
    assert (len(with_body.content), len(without.content)) == (int(without["Content-Length"]), 0)


class TestHealth:
    def test_answers_without_a_database_and_whatever_the_host(self, client, settings):
        settings.SECURE_SSL_REDIRECT = True
        response = client.get("/healthz", headers={"host": "10.1.2.3:8000"})
        assert (response.status_code, response.json()) == (200, {"status": "ok"})

    @pytest.mark.django_db
    def test_the_archive_is_ready_when_all_is_well(self, client, indexed):
        indexed()
        response = client.get("/readyz", headers={"host": "10.1.2.3:8000"})
        assert (response.status_code, response.json()) == (200, {"status": "ok"})
        assert "no-store" in response["Cache-Control"]


class TestTrustedProxies:
    @pytest.fixture
    def seen(self, settings):
        """A function that tells address, scheme and host of a request after the middleware."""
        settings.ALLOWED_HOSTS = ["*"]

        def seen(peer, trusted="", **headers):
            settings.TRUSTED_PROXIES = networks(trusted)
            request = RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers)
            TrustedProxyMiddleware(lambda _request: HttpResponse())(request)
            assert not [name for name in request.META if "FORWARDED" in name]
            return request.META["REMOTE_ADDR"], request.scheme, request.get_host()

        return seen

    def test_nobody_is_believed_unasked(self, seen):
        said = {"x-forwarded-for": "9.9.9.9", "x-forwarded-proto": "https"}
        wanted = ("10.0.0.1", "http", "testserver")
        assert seen("10.0.0.1", **said, **{"x-forwarded-host": "evil.example"}) == wanted

    def test_a_trusted_proxy_is_believed(self, seen):
        said = {"x-forwarded-for": "9.9.9.9", "x-forwarded-proto": "https"}
        wanted = ("9.9.9.9", "https", "archive.example")
        assert (
            seen("10.0.0.1", "10.0.0.0/8", **said, **{"x-forwarded-host": "archive.example"})
            == wanted
        )

    @pytest.mark.parametrize(
        ("forwarded", "client"),
        [
            ("1.1.1.1, 9.9.9.9", "9.9.9.9"),  # the first was written by the client itself
            ("1.1.1.1, 9.9.9.9, 10.0.0.2", "9.9.9.9"),  # two proxies
            ("10.0.0.3", "10.0.0.3"),  # a client within our own network
            ("nonsense, 10.0.0.2", "10.0.0.2"),
            ("2001:db8::1", "2001:db8::1"),
            ("", "10.0.0.1"),
        ],
    )
    def test_the_client_is_whom_the_last_trusted_proxy_saw(self, seen, forwarded, client):
        address, _scheme, _host = seen("10.0.0.1", "10.0.0.0/8", **{"x-forwarded-for": forwarded})
        assert address == client

    def test_a_scheme_that_is_none_is_not_believed(self, seen):
        _address, scheme, _host = seen(
            "10.0.0.1", "10.0.0.1", **{"x-forwarded-proto": "javascript"}
        )
        assert scheme == "http"

    def test_behind_a_proxy_that_speaks_https_nothing_is_redirected(self, client, settings):
        settings.SECURE_SSL_REDIRECT = True
        settings.TRUSTED_PROXIES = networks("127.0.0.1")
        assert client.get("/no-such-page/").status_code == 301
        assert (
            client.get("/no-such-page/", headers={"x-forwarded-proto": "https"}).status_code == 404
        )


class TestUnavailable:
    @sqlite_only
    @pytest.mark.parametrize(
        "fault",
        [
            OperationalError("database is locked"),
            OperationalError("disk I/O error"),
            DatabaseError("database disk image is malformed"),
            EngineUnavailable("being rebuilt"),
        ],
    )
    def test_what_passes_by_itself_is_said_as_try_again(self, rf, fault):
        response = UnavailableMiddleware(lambda _request: HttpResponse()).process_exception(
            rf.get("/"), fault
        )
        assert response.status_code == 503
        assert int(response["Retry-After"]) > 0

    @sqlite_only
    @pytest.mark.parametrize("fault", [OperationalError("no such table: x"), ValueError("locked")])
    def test_other_faults_stay_faults(self, rf, fault):
        middleware = UnavailableMiddleware(lambda _request: HttpResponse())
        assert middleware.process_exception(rf.get("/"), fault) is None
