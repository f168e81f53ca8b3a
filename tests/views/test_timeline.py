"""The timeline: all years, a year by months, a month by days, a day, and what has no date."""

import re
from datetime import date

import pytest

from tests.factories import make_article, make_entity
from tests.views.test_entities import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(indexed):
    iran = make_entity("Iran")
    for day in (1, 2, 6):
        make_article(f"Talks {day}", on=date(2024, 8, day), about=[iran])
    make_article("Autumn", on=(date(2024, 9, 1), date(2024, 10, 31)), about=[iran])
    make_article("Long ago", on=date(1998, 5, 21))
    make_article("No date at all")
    indexed()


def test_all_years_stand_in_decades(client, archive):
    response = client.get("/timeline/")
    text = words(response)
    assert "5 dated articles, 1998 to 2024; 1 has no date ." in text
    assert re.search(r"1990s – – – – – – – – 1998: 1 –", text)
    assert "2000s" not in text
    html = response.content.decode()
    assert 'href="/timeline/2024/"><span class="vh">2024: </span>4<' in html
    assert 'href="/search/?date_from=2020&amp;date_to=2029"' in html


def test_a_year_shows_its_months_its_articles_and_the_years_beside_it(client, archive):
    response = client.get("/timeline/2024/")
    text = words(response)
    assert "4 articles. 1 has no sure month and counts as possible" in text
    assert re.search(r"Busiest countries .*Iran 4", text)
    assert "‹ 1998" in text
    html = response.content.decode()
    assert 'href="/timeline/2024/08/" rel="nofollow" aria-label="Aug 2024: 3 articles"' in html
    assert 'aria-label="Sep 2024: 1 article, 1 of them possibly"' in html
    assert 'href="/search/?date_from=2024&amp;date_to=2024"' in html


def test_a_month_shows_its_days_and_a_day_its_articles(client, archive):
    html = client.get("/timeline/2024/08/").content.decode()
    assert 'href="/timeline/2024/08/06/" rel="nofollow" aria-label="6 Aug 2024: 1 article"' in html
    text = words(client.get("/timeline/2024/08/06/"))
    assert "Timeline 2024 August 2024 6 August 2024" in text
    assert "Talks 6" in text
    assert "Talks 2" not in text
    assert "‹ 2 August 2024" in text


def test_a_day_that_is_only_possible_says_so(client, archive):
    text = words(client.get("/timeline/2024/09/15/"))
    assert "1 article. 1 has no sure day" in text


def test_numbers_are_those_of_the_search_they_lead_to(client, archive):
    for period in ("2024", "2024-08", "2024-09", "2024-08-06"):
        page = client.get(f"/timeline/{period.replace('-', '/')}/")
        search = client.get(f"/search/?date_from={period}&date_to={period}")
        assert page.context["total"] == search.context["total"], period


def test_a_time_without_articles_says_so_and_is_in_no_index(client, archive):
    response = client.get("/timeline/2001/")
    assert "No article here is of this time." in words(response)
    assert 'content="noindex"' in response.content.decode()
    assert "‹ 1998" in words(response)
    assert "2024 ›" in words(response)


@pytest.mark.parametrize(
    "address",
    [
        "0000",
        "9999",
        "2024/13",
        "2024/00",
        "2024/02/30",
        "2024/0",
        "2024/2/30",
        "20240",
        "2023/02/29",
    ],
)
def test_what_the_calendar_does_not_have_is_missing(client, archive, address):
    assert client.get(f"/timeline/{address}/").status_code == 404


@pytest.mark.parametrize("prefix", ["", "/id"])
@pytest.mark.parametrize(
    ("typed", "page"), [("8", "08"), ("8/6", "08/06"), ("08/6", "08/06"), ("8/06", "08/06")]
)
def test_a_period_without_its_noughts_leads_to_its_page(client, archive, prefix, typed, page):
    response = client.get(f"{prefix}/timeline/2024/{typed}/")
    assert response.status_code == 301
    assert response["Location"] == f"{prefix}/timeline/2024/{page}/"


def test_the_first_and_the_last_year_of_the_calendar_have_pages(client, archive):
    for year in ("0001", "9998"):
        assert client.get(f"/timeline/{year}/").status_code == 200
        assert client.get(f"/timeline/{year}/12/").status_code == 200


def test_what_has_no_date_has_a_page(client, archive):
    text = words(client.get("/timeline/undated/"))
    assert "Of 1 article nothing says when it is from." in text
    assert "No date at all" in text
    assert "Talks" not in text


def test_in_indonesian_dates_are_said_so(client, archive):
    text = words(client.get("/id/timeline/2024/08/06/"))
    assert "6 Agustus 2024" in text
    assert "‹ 2 Agustus 2024" in text


def test_an_archive_without_dates_has_a_timeline(client, indexed):
    indexed()
    assert "No article has a date yet." in words(client.get("/timeline/"))
    assert "No article here is without a date." in words(client.get("/timeline/undated/"))


def test_a_page_of_the_timeline_asks_the_database_few_questions(
    client, archive, django_assert_max_num_queries
):
    for address in ("", "2024/", "2024/08/", "2024/08/06/", "undated/"):
        with django_assert_max_num_queries(8):
            client.get(f"/timeline/{address}")
