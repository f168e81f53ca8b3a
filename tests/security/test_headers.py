"""H1, S15 and the rules of the HTTP Observatory: the same headers on everything we answer."""

import http.client
import re
import socket

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.running import Archive
from tests.security.addresses import every_address

POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'",
    "img-src": "'self' data:", "font-src": "'self'", "connect-src": "'self'",
    "manifest-src": "'self'", "object-src": "'none'", "form-action": "'self'",
    "frame-ancestors": "'none'", "base-uri": "'none'",
}  # fmt: skip
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
SMUGGLED = "Content-Length: 1\r\nTransfer-Encoding: chunked"
TELLING = ("Server", "X-Powered-By", "Via", "X-AspNet-Version")


def policy_of(response):
    return dict(
        part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";")
    )


def check(response, address):
    for name, value in HEADERS.items():
        assert response[name] == value, (address, name)
    assert policy_of(response) == POLICY, address
    assert "camera=()" in response["Permissions-Policy"], address
    for name in TELLING:
        assert name not in response, (address, name)


class Browser(Client):
    """One that speaks HTTPS, as behind a proxy."""

    def get(self, address, **more):
        return super().get(address, secure=True, **more)


@pytest.fixture
def in_production(settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 63_072_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME = "__Host-sessionid"
    settings.CSRF_COOKIE_NAME = "__Host-csrftoken"
    return Browser()


@pytest.mark.django_db
def test_every_address_found_or_not_carries_every_header(client, indexed):
    indexed()
    addresses = every_address()
    assert len(addresses) > 20
    for address in [*addresses, "/nowhere/", "/static/nowhere.css", "/healthz", "/readyz"]:
        check(client.get(address), address)
    for method in ("post", "put", "delete", "options", "head", "trace"):
        check(getattr(client, method)("/"), method)


@pytest.mark.django_db
def test_pages_of_the_admin_carry_them_and_are_stored_nowhere(client, indexed):
    indexed()
    client.force_login(User.objects.create_superuser("root", password="x"))
    index = client.get("/admin/")
    pages = sorted(set(re.findall(r'href="(/admin/[^"#?]*)"', index.text)))
    assert len(pages) > 10
    for address in ["/admin/", *pages, "/admin/x.css", "/admin/archive/article/999999/change/"]:
        response = client.get(address)
        check(response, address)
        assert "no-store" in response["Cache-Control"], address


@pytest.mark.django_db
def test_in_production_https_is_held_for_two_years(in_production):
    response = in_production.get("/about/")
    assert response["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    plain = Client().get("/about/?x=1")
    assert (plain.status_code, plain["Location"]) == (301, "https://testserver/about/?x=1")


def observatory(response, cookies):
    """The score of the rules that the MDN HTTP Observatory publishes; A+ is 100 and more."""
    policy, held = policy_of(response), response.get("Strict-Transport-Security", "")
    seconds = int(re.search(r"max-age=(\d+)", held)[1]) if held else 0
    unsafe = re.search(r"unsafe-|https?:|\*", response["Content-Security-Policy"])
    flags = [cookie["secure"] and cookie["samesite"] for cookie in cookies]
    score = 100
    score += (10 if policy["default-src"] == "'none'" else 5) if not unsafe else -20
    score += 5 if response["Referrer-Policy"] in ("same-origin", "no-referrer") else 0
    score += 5 if policy.get("frame-ancestors") == "'none'" else 0
    score += 10 if response["Cross-Origin-Resource-Policy"] == "same-origin" else 0
    score += 10 if response["Cross-Origin-Opener-Policy"] == "same-origin" else 0
    score += 10 if response["Cross-Origin-Embedder-Policy"] == "require-corp" else 0
    score += 5 if all(flags) else -20
    score += (5 if "preload" in held else 0) if seconds >= 15_768_000 else -20
    score += 0 if response["X-Content-Type-Options"] == "nosniff" else -5
    score += -50 if "Access-Control-Allow-Origin" in response else 0
    return score


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/", "/about/", "/search/?q=iran", "/admin/login/", "/nowhere/"]
)
def test_the_observatory_s_rules_count_to_a_plus(in_production, indexed, address):
    indexed()
    response = in_production.get(address)
    assert observatory(response, in_production.cookies.values()) >= 140


@pytest.mark.django_db
def test_cookies_are_bound_to_the_host_and_closed_to_scripts(in_production):
    User.objects.create_superuser("root", password="x")
    in_production.get("/admin/login/")
    word = {"username": "root", "password": "x"}
    assert in_production.post("/admin/login/", word, secure=True).status_code == 302
    names = {"__Host-csrftoken": "Lax", "__Host-sessionid": "Lax"}
    assert set(in_production.cookies) == set(names)
    for cookie in in_production.cookies.values():
        assert cookie["path"] == "/"
        assert not cookie["domain"]
        assert cookie["samesite"] == "Lax"
    # of a reader's visit: the privacy page promises that it ends with it
    assert in_production.cookies["__Host-csrftoken"]["max-age"] == ""
    assert in_production.cookies["__Host-csrftoken"]["expires"] == ""
    token = in_production.get("/admin/login/").cookies.get("__Host-csrftoken")
    assert token is None or (token["secure"] and token["httponly"])


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "ev il", "x:y:z", ""])
def test_a_foreign_host_is_refused(client, settings, host):
    settings.ALLOWED_HOSTS = ["testserver"]
    response = client.get("/", headers={"host": host or "[::"})
    check(response, host)
    assert response.status_code == 400
    assert host not in response.text or not host


@pytest.mark.slow
def test_what_gunicorn_refuses_by_itself_carries_them_too(tmp_path):
    """Requests that never reach the archive: too long, malformed, of no known method."""
    with Archive(tmp_path / "data").served() as site:
        host, port = site.address.removeprefix("http://").split(":")
        for request, status in (
            (f"GET /{'x' * 9000} HTTP/1.1\r\nHost: a\r\n\r\n", 414),
            ("GET / HTTP/9.9\r\nHost: a\r\n\r\n", 505),
            ("nonsense\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n", 400),
            (f"GET / HTTP/1.1\r\nHost: a\r\nX-Long: {'x' * 70_000}\r\n\r\n", 431),
            (f"POST / HTTP/1.1\r\nHost: a\r\n{SMUGGLED}\r\n\r\n0", 400),
        ):
            with socket.create_connection((host, int(port)), timeout=30) as connection:
                connection.sendall(request.encode())
                answer = http.client.HTTPResponse(connection)
                answer.begin()
            assert answer.status in (status, 400), request[:40]
            for name, value in HEADERS.items():
                assert answer.getheader(name) == value, (request[:40], name)
            assert "default-src 'none'" in answer.getheader("Content-Security-Policy")
