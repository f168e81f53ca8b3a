"""A query string becomes a search, whatever it holds."""

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.filters import ArticleFilter
from archive.models import Kind
from archive.search.engine import Any, Not, Period, Term, Undated
from archive.search.request import PARAMETERS
from tests.factories import make_entity, make_source, make_topic

pytestmark = pytest.mark.django_db


def asked(query):
    return ArticleFilter(QueryDict(query)).search


def test_nothing_asked_is_everything():
    request = asked("")
    assert request.filters() == ()
    assert not request.address
    assert (request.order, request.page) == ("relevance", 1)


def test_slugs_become_terms():
    iran, russia = make_entity("Iran"), make_entity("Russia")
    assert asked("country=iran&country=russia").filters() == (
        Term("country", iran.pk),
        Term("country", russia.pk),
    )


def test_a_facet_with_many_values_widens_when_asked():
    iran, russia = make_entity("Iran"), make_entity("Russia")
    both = (Term("country", iran.pk), Term("country", russia.pk))
    assert asked("country=iran&country=russia&country_match=any").filters() == (Any(both),)


def test_a_facet_with_one_value_widens_always():
    one, two = make_source("A"), make_source("B")
    assert asked("source=a&source=b").filters() == (
        Any((Term("source", one.pk), Term("source", two.pk))),
    )


def test_excluded_values():
    topic = make_topic("Sanctions")
    assert asked("not_topic=sanctions").filters() == (Not(Term("topic", topic.pk)),)


def test_a_slug_is_of_its_kind():
    make_entity("Jordan", Kind.PERSON)
    assert [one.value for one in asked("country=jordan").ignored] == ["jordan"]
    assert asked("person=jordan").ignored == ()


def test_unknown_values_are_kept_and_reported():
    request = asked("country=x&not_person=y&language=qqqq&source=z")
    assert [(one.parameter, one.value) for one in request.ignored] == [
        ("country", "x"),
        ("language", "qqqq"),
        ("source", "z"),
        ("not_person", "y"),
    ]
    assert request.filters() == ()
    assert request.address.values("country") == ("x",)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("date_from=1998-05", Period(date(1998, 5, 1), None)),
        ("date_to=1998", Period(None, date(1998, 12, 31))),
        ("date_from=21 Mei 1998&date_to=21 May 1998", Period(date(1998, 5, 21), date(1998, 5, 21))),
        ("date_from=1998&undated=include", Any((Period(date(1998, 1, 1), None), Undated()))),
        ("date_from=1998&undated=only", Undated()),
        ("undated=exclude", Not(Undated())),
    ],
)
def test_dates_and_what_has_none(query, expected):
    assert asked(query).filters() == (expected,)


@pytest.mark.parametrize("query", ["undated=include", "undated=x", "date_from=", "date_from=%00"])
def test_what_sets_no_date(query):
    assert asked(query).filters() == ()


def test_a_bad_date_is_said_and_the_good_one_stays():
    request = asked("date_from=1998-13&date_to=1999")
    assert list(request.errors) == ["date_from"]
    assert "13" in request.errors["date_from"]
    assert request.filters() == (Period(None, date(1999, 12, 31)),)
    assert request.dates.since == "1998-13"


@pytest.mark.parametrize("query", ["date_from=XXXX-04-22", "date_from=../1998", "date_to=1998/.."])
def test_a_date_without_the_end_that_is_asked_for_is_said(query):
    request = asked(query)
    assert list(request.errors) == [query.partition("=")[0]]
    assert "is not a date we can read" in str(request.errors)
    assert not request.dates.given


def test_dates_in_the_wrong_order_are_said():
    request = asked("date_from=2001&date_to=1998")
    assert list(request.errors) == ["date_to"]
    assert request.filters() == (Period(date(2001, 1, 1), None),)


@pytest.mark.parametrize(
    ("typed", "page"),
    [("2", 2), ("0", 1), ("-3", 1), ("x", 1), ("", 1), ("9" * 60, 100), ("²", 1), ("100", 100)],
)
def test_pages(typed, page):
    assert ArticleFilter(QueryDict(f"page={typed}")).search.page == page


def test_one_set_of_choices_has_one_sorted_address():
    make_entity("Iran")
    make_entity("Russia")
    query = "sort=relevance&country=russia&page=1&country=IRAN&country=russia&q=+kerja++sama+&x=1"
    assert str(asked(query).address) == "?q=kerja+sama&country=iran&country=russia"


def test_control_characters_are_left_out():
    make_entity("Iran")
    request = asked("country=ir%00an&q=ker%00ja")
    assert request.ignored == ()
    assert request.address.values("q") == ("kerja",)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dictionaries(
        st.sampled_from(PARAMETERS), st.lists(st.text(max_size=30), max_size=3), max_size=5
    )
)
def test_anything_gives_a_search_whose_address_gives_it_again(values):
    query = QueryDict(mutable=True)
    for name, several in values.items():
        query.setlist(name, several)
    request = ArticleFilter(query).search
    again = ArticleFilter(request.address.query_dict()).search
    assert again.address == request.address
    assert again.query == request.query
