"""Pairs of countries: the matrix, the list, and the page of a pair."""

import re
from datetime import date

import pytest

from archive.models import Alias, Kind, Redirect
from archive.search.engine import EngineUnavailable
from archive.search.engines.memory import MemoryEngine
from tests.factories import make_article, make_entity, make_topic
from tests.views.test_entities import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(indexed):
    """Iran and Russia in four articles, one of them with a year alone; each alone in others."""
    iran = make_entity("Iran", code="IR")
    russia = make_entity("Russia", code="RU", names={"id": "Rusia"})
    shoigu = make_entity("Sergei Shoigu", Kind.PERSON)
    council = make_entity("Security Council", Kind.ORGANIZATION)
    topic = make_topic("Sanctions")
    Alias.objects.create(entity=russia, text="Soviet Union", language="en", kind="historical")
    Alias.objects.create(entity=russia, text="Soviets", language="en", kind="historical")
    for day in (1, 2, 3):
        make_article(
            f"Talks {day}", on=date(2024, 8, day), about=[iran, russia, shoigu, council],
            topics=[topic],
        )  # fmt: skip
    make_article("A year", on=(date(1998, 1, 1), date(1998, 12, 31)), about=[iran, russia])
    make_article("Iran alone", on=date(2024, 8, 9), about=[iran])
    for number in range(4):
        make_article(f"Russia {number}", on=date(2023, 1, 1), about=[russia])
    indexed()
    return {"iran": iran, "russia": russia}


def test_a_pair_says_how_much_of_each_country_it_is(client, archive):
    text = words(client.get("/relations/iran/russia/"))
    assert "4 articles are about both, from 1998 to 2024." in text
    assert "Counted with former names: Soviet Union ." in text
    assert "of 5 about Iran 80%" in text
    assert "of 8 about Russia 50%" in text
    assert "busiest year 2024" in text


def test_a_pair_shows_who_and_what_is_in_both_and_when(client, archive):
    text = words(client.get("/relations/iran/russia/"))
    assert re.search(r"People in both .*Sergei Shoigu 3", text)
    assert re.search(r"Organisations in both .*Security Council 3", text)
    assert re.search(r"Sanctions 3 2.3×", text)  # 3 of 4, and 3 of all 9
    assert re.search(r"Busiest months .*August 2024 3 *$", text)
    assert re.search(r"2024 3 – 75% 100% ", text)
    assert re.search(r"1998 1 – 100% 100%", text)
    assert text.index("Talks 3") < text.index("Talks 1") < text.index("A year")
    assert "alone" not in text


def test_the_number_of_a_pair_is_that_of_the_search_it_leads_to(client, archive):
    response = client.get("/relations/iran/russia/")
    address = "/search/?country=iran&country=russia"
    assert f'href="{address.replace("&", "&amp;")}"' in response.content.decode()
    assert response.context["total"] == client.get(address).context["total"] == 4


def test_the_other_order_leads_to_the_one_address(client, archive):
    response = client.get("/relations/russia/iran/?x=1")
    assert (response.status_code, response["Location"]) == (301, "/relations/iran/russia/?x=1")


def test_a_country_that_was_renamed_leads_on(client, archive):
    Redirect.objects.create(old_path="/countries/persia/", new_path="/countries/iran/")
    for old in ("/relations/persia/russia/", "/relations/russia/persia/"):
        response = client.get(f"/id{old}")
        assert (response.status_code, response["Location"]) == (301, "/id/relations/iran/russia/")


@pytest.mark.parametrize("pair", ["iran/iran", "iran/nowhere", "nowhere/iran"])
def test_what_is_no_pair_is_missing(client, archive, pair):
    assert client.get(f"/relations/{pair}/").status_code == 404


def test_a_pair_without_articles_says_so_and_is_in_no_index(client, archive):
    make_entity("Chad")
    response = client.get("/relations/chad/iran/")
    assert "No article here is about both yet." in words(response)
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_relations_list_the_pairs_and_draw_them(client, archive, indexed):
    third = make_entity("Chad")
    make_article(about=[archive["iran"], third])
    indexed()
    response = client.get("/relations/")
    assert re.search(r"Most covered pairs .*Iran × Russia 4 .*Chad × Iran 1", words(response))
    html = response.content.decode()
    assert "<title>Iran × Russia: 4 articles</title>" in html
    assert html.count('class="q0"><rect x') == 1  # Chad and Russia have no article in common


def test_two_boxes_lead_to_a_pair(client, archive):
    response = client.get("/relations/?one=russia&other=iran")
    assert (response.status_code, response["Location"]) == (302, "/relations/iran/russia/")
    for useless in ("one=iran&other=iran", "one=x&other=y", "one="):
        response = client.get(f"/relations/?{useless}")
        assert (response.status_code, response["Location"]) == (302, "/relations/")


def test_an_archive_without_pairs_says_so(client, indexed):
    make_article(about=[make_entity("Iran")])
    indexed()
    response = client.get("/relations/")
    assert "No article here is about two countries yet." in words(response)
    assert "<figure" not in response.content.decode()


def test_without_an_index_the_pages_say_so_and_nobody_keeps_them(client, archive, monkeypatch):
    def fail(*_arguments):
        raise EngineUnavailable

    monkeypatch.setattr(MemoryEngine, "summary", fail)
    for address in ("/relations/", "/relations/iran/russia/"):
        response = client.get(address)
        assert "The search index is being prepared" in words(response)
        assert "no-store" in response["Cache-Control"]


def test_a_pair_asks_the_database_at_most_ten_questions(
    client, archive, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10):
        client.get("/relations/iran/russia/")
    with django_assert_max_num_queries(10):
        client.get("/relations/")


def test_a_name_with_characters_that_are_no_text_leads_to_the_page(client, db):
    assert client.get("/relations/?one=%00&other=a").status_code == 302
