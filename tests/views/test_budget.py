"""Who asks for too many pages at once is sent to the API."""

import pytest
from django.core.cache import caches

from archive.views import budget
from tests.factories import make_article

pytestmark = pytest.mark.django_db

OPEN = "203.0.114.7"  # of the open internet


@pytest.fixture(autouse=True)
def _few(monkeypatch, indexed):
    caches["budget"].clear()
    monkeypatch.setattr(budget, "PAGES", 3)
    make_article("Peace")
    indexed()


def ask(client, address, sender=OPEN, times=1):
    return [client.get(address, REMOTE_ADDR=sender).status_code for _each in range(times)]


def test_beyond_the_budget_a_page_points_to_the_api(client):
    assert ask(client, "/search/?q=peace", times=3) == [200, 200, 200]
    response = client.get("/search/?q=peace", REMOTE_ADDR=OPEN)
    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 60
    assert 'href="/api/"' in response.content.decode()


def test_the_budget_is_of_one_address_and_of_expensive_pages_only(client):
    ask(client, "/search/facet/country/", times=4)
    assert ask(client, "/search/", sender="203.0.114.8") == [200]
    assert ask(client, "/", times=5) == [200] * 5
    assert ask(client, "/search/") == [429]


def test_addresses_of_one_network_of_version_6_share_theirs(client):
    for number in range(3):
        ask(client, "/search/", sender=f"2a00:1450::{number}")
    assert ask(client, "/search/", sender="2a00:1450::ffff") == [429]
    assert ask(client, "/search/", sender="2a00:1450:0:1::1") == [200]


def test_an_address_of_version_4_is_the_same_however_it_is_written(client):
    ask(client, "/search/", sender=f"::ffff:{OPEN}", times=3)
    assert ask(client, "/search/") == [429]
    assert ask(client, "/search/", sender="::ffff:203.0.114.8") == [200]


@pytest.mark.parametrize("sender", ["127.0.0.1", "::ffff:10.0.0.5", "10.0.0.5", "::1", "unix:"])
def test_what_is_not_of_the_open_internet_has_no_budget(client, sender):
    assert ask(client, "/search/", sender=sender, times=6) == [200] * 6
