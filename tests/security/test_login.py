"""S13, S14, S16 to S20: who logs in, from where, how often, and where to."""

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.environment import networks
from tests.factories import make_article

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "a long and good word", "another word"


@pytest.fixture
def curator():
    return User.objects.create_superuser("curator", password=RIGHT)


def log_in(client, password, name="curator", **more):
    return client.post("/admin/login/", {"username": name, "password": password}, **more)


def from_address(address):
    return Client(REMOTE_ADDR=address)


def test_the_sixth_attempt_is_429_and_the_right_word_no_longer_helps(curator):
    client = from_address("192.0.2.7")
    said = [log_in(client, WRONG).status_code for _ in range(5)]
    assert said[0] == 200
    assert log_in(client, WRONG).status_code == 429
    assert log_in(client, RIGHT).status_code == 429


def test_nobody_else_is_locked_out(curator):
    User.objects.create_superuser("other", password=RIGHT)
    attacker = from_address("192.0.2.7")
    for _ in range(8):
        log_in(attacker, WRONG)
    assert log_in(from_address("198.51.100.1"), RIGHT).status_code == 302
    assert log_in(from_address("192.0.2.7"), RIGHT, name="other").status_code == 302


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded"),
    [
        ("", "192.0.2.7", ""),
        ("10.0.0.0/8", "10.0.0.2", "192.0.2.7"),
        ("10.0.0.0/8", "10.0.0.2", "192.0.2.7, 10.0.0.3"),
    ],
    ids=["no proxy", "one proxy", "two proxies"],
)
def test_the_address_counted_is_the_reader_s(curator, settings, trusted, peer, forwarded):
    settings.TRUSTED_PROXIES = networks(trusted)
    client = Client(REMOTE_ADDR=peer)
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    for _ in range(6):
        answer = log_in(client, WRONG, headers=headers)
    assert answer.status_code == 429
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {"192.0.2.7"}
    if forwarded:  # a second reader behind the same proxies is free
        other = {"x-forwarded-for": forwarded.replace("192.0.2.7", "198.51.100.9")}
        assert log_in(Client(REMOTE_ADDR=peer), RIGHT, headers=other).status_code == 302


def test_who_writes_addresses_of_his_own_gains_nothing(curator):
    client = from_address("192.0.2.7")
    for number in range(6):
        said = log_in(client, WRONG, headers={"x-forwarded-for": f"203.0.113.{number}"})
    assert said.status_code == 429


def test_whether_a_name_exists_cannot_be_told(curator):
    known, unknown = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="192.0.2.2")
    pages = [log_in(known, WRONG), log_in(unknown, WRONG, name="nobody")]
    assert pages[0].status_code == pages[1].status_code == 200
    one, other = (page.text.replace("curator", "X").replace("nobody", "X") for page in pages)
    tokens = "csrfmiddlewaretoken"
    assert [line for line in one.splitlines() if tokens not in line] == [
        line for line in other.splitlines() if tokens not in line
    ]


def test_an_unknown_name_costs_the_hashing_of_a_password_too(curator, monkeypatch):
    """What takes the time of a login is done for both, so the clock tells nothing."""
    hashed = []
    real = User.set_password
    monkeypatch.setattr(
        User, "set_password", lambda self, word: hashed.append(1) or real(self, word)
    )
    log_in(Client(), WRONG, name="nobody")
    assert hashed == [1]


def test_drafts_and_missing_articles_are_told_apart_by_nothing(client, indexed):
    draft = make_article("A secret", status="draft")
    indexed()
    missing = draft.pk + 1000
    one = client.get(f"/articles/{draft.pk}/a-secret/")
    other = client.get(f"/articles/{missing}/a-secret/")
    assert one.status_code == other.status_code == 404
    assert one.content == other.content
    for address in (
        f"/a/{draft.pk}/",
        f"/articles/{draft.pk}/cite.bib",
        f"/api/v1/articles/{draft.pk}",
    ):
        assert client.get(address).status_code == 404
    assert "A secret" not in client.get("/search/?q=secret").text


@pytest.mark.parametrize(
    "target",
    ["//evil.example/", "https://evil.example/", "https:evil.example", "\\\\evil.example",
     "/\\evil.example", "http:///evil.example", "javascript:alert(1)", "///evil.example",
     "/%0d%0aLocation:%20https://evil.example", "https://testserver@evil.example/"],
)  # fmt: skip
def test_after_a_login_one_stays_on_the_site(client, curator, target):
    fields = {"username": "curator", "password": RIGHT, "next": target}
    answer = client.post(f"/admin/login/?next={target}", fields)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith(("//", "/\\"))
    assert "\n" not in answer["Location"]
    assert client.get(answer["Location"].partition("%0d")[0]).status_code in (200, 302, 404)


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "//evil.example/%2e%2e", "/id//evil.example"]
)
def test_an_address_that_looks_like_a_host_leads_nowhere_else(client, path):
    answer = client.get(path)
    where = answer.get("Location", "")
    assert not where.startswith(("//", "/\\", "http"))


def test_a_form_from_elsewhere_is_refused_and_staff_are_told_why(curator):
    client = Client(enforce_csrf_checks=True)
    answer = log_in(client, RIGHT)
    assert answer.status_code == 403
    client.force_login(curator)
    for address in ("/admin/logout/", "/admin/archive/article/add/", "/admin/password_change/"):
        assert client.post(address, {}).status_code == 403, address


def test_the_session_is_new_after_a_login_and_gone_after_a_logout(client, curator):
    client.get("/admin/login/")
    client.force_login(curator)
    before = client.session.session_key
    client.logout()
    log_in(client, RIGHT)
    assert client.session.session_key != before
    key = client.session.session_key
    client.post("/admin/logout/")
    thief = Client()
    thief.cookies["sessionid"] = key
    assert thief.get("/admin/").status_code == 302


def test_a_planted_session_is_not_taken_over(curator):
    victim = Client()
    victim.cookies["sessionid"] = "planted-by-somebody"
    log_in(victim, RIGHT)
    assert victim.cookies["sessionid"].value != "planted-by-somebody"


def test_a_session_ends_after_eight_hours(settings):
    assert settings.SESSION_COOKIE_AGE == 8 * 3600
    assert settings.SESSION_SERIALIZER.endswith("JSONSerializer")


def test_what_staff_see_is_kept_by_no_cache(client, curator, indexed):
    article = make_article("Oil")
    indexed()
    public = article.get_absolute_url()
    assert "no-store" not in client.get(public).get("Cache-Control", "")
    client.force_login(curator)
    client.get("/admin/")
    for address in ("/admin/", "/admin/x.css", "/admin/archive/article/x.css", "/id/admin/"):
        assert "no-store" in client.get(address)["Cache-Control"], address


@pytest.mark.parametrize(
    "address", ["/about/x.css", "/search/x.css", "/countries/iran/x.css", "/a/1/x.js"]
)
def test_a_page_under_the_name_of_a_file_is_none(client, address):
    assert client.get(address).status_code == 404


def test_no_header_that_a_cache_does_not_look_at_changes_a_page(client):
    plain = client.get("/about/").content
    for name in (
        "x-forwarded-host",
        "x-host",
        "x-original-url",
        "x-rewrite-url",
        "x-forwarded-proto",
    ):
        assert client.get("/about/", headers={name: "evil.example"}).content == plain


def test_the_policy_of_passwords_is_set(settings):
    assert len(settings.AUTH_PASSWORD_VALIDATORS) == 4
    assert reverse("admin:password_change")
