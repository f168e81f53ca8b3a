"""From a result one goes to the one before and the one after, and back to the list."""

import re
from datetime import date

import pytest

from tests.factories import make_article, make_entity

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles(indexed):
    made = [make_article(f"Peace {day}", on=date(2024, 8, day)) for day in (3, 2, 1)]
    make_article("War", on=date(2024, 8, 2))
    indexed()
    return made


def links(client, address):
    html = client.get(address).content.decode()
    found = re.search(r'<nav class="trail".*?</nav>', html)
    return re.findall(r'href="([^"]+)"', found[0].replace("&amp;", "&")) if found else None


def test_results_lead_to_each_other_in_the_order_of_the_list(client, articles):
    html = client.get("/search/?q=peace&sort=newest").content.decode()
    first = re.search(r'<h3><a href="([^"]+)"', html)[1].replace("&amp;", "&")
    assert first == f"{articles[0].get_absolute_url()}?q=peace&sort=newest&at=1"
    back, after = links(client, first)
    assert back == "/search/?q=peace&sort=newest"
    back, before, last = links(client, after)
    assert (before, last.partition("?")[0]) == (first, articles[2].get_absolute_url())
    assert links(client, last) == [back, after]


def test_the_page_says_which_result_of_how_many_it_is(client, articles):
    page = client.get(f"{articles[1].get_absolute_url()}?q=peace&sort=newest&at=2").content.decode()
    assert "Result 2 of 3" in page
    assert '<link rel="canonical" href="http://testserver/articles/' in page
    assert "at=2" not in re.search(r'<link rel="canonical"[^>]+>', page)[0]


@pytest.mark.parametrize("query", ["at=2", "q=peace&at=9", "q=peace", "q=peace&at=x", "q=zzz&at=1"])
def test_without_its_place_in_a_list_an_article_stands_alone(client, articles, query):
    response = client.get(f"{articles[0].get_absolute_url()}?{query}&sort=oldest")
    assert response.status_code == 200
    assert "Result list" not in response.content.decode()


def test_the_second_page_is_where_its_results_lead_back_to(client, indexed):
    for number in range(25):
        make_article(f"Peace {number}")
    indexed()
    html = client.get("/search/?q=peace&page=2").content.decode()
    first = re.search(r'<h3><a href="([^"]+)"', html)[1].replace("&amp;", "&")
    assert first.endswith("?q=peace&at=21")
    assert links(client, first)[0] == "/search/?q=peace&page=2"


def test_an_article_of_a_list_is_read_in_a_bounded_number_of_queries(
    client, indexed, django_assert_max_num_queries
):
    countries = [make_entity(f"Country {n}", code=f"C{n}") for n in range(8)]
    made = [
        make_article(f"Peace {day}", on=date(2024, 8, day), about=countries) for day in (1, 2, 3)
    ]
    indexed()
    query = "q=peace&country=country-1&country=country-2&sort=newest&at=2"
    with django_assert_max_num_queries(11):
        page = client.get(f"{made[1].get_absolute_url()}?{query}").content.decode()
    assert "Result 2 of 3" in page
