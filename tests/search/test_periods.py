"""Articles by year, month and day: every bar is what a search for its period finds."""

from __future__ import annotations

from datetime import date

import pytest

from archive.search.engine import Period, SearchQuery, Term
from archive.search.periods import by_day, by_month, by_year
from tests.factories import make_article, make_entity

pytestmark = pytest.mark.django_db

SPANS = [
    date(1998, 5, 1),
    date(1998, 5, 31),
    date(1998, 5, 21),
    (date(1998, 5, 20), date(1998, 5, 22)),
    (date(1998, 4, 30), date(1998, 5, 1)),
    (date(1998, 5, 31), date(1998, 6, 2)),
    (date(1998, 1, 1), date(1998, 12, 31)),
    (date(1990, 1, 1), date(1999, 12, 31)),
    (date(1998, 5, 1), date(1998, 5, 31)),
    date(2001, 2, 3),
]


@pytest.fixture
def engine_with_spans(indexed):
    for span in SPANS:
        make_article(on=span)
    make_article()
    make_article(on=date(1998, 5, 21), status="draft")
    return indexed()


def total(engine, first, last):
    return engine.summary(SearchQuery(filters=(Period(first, last),))).total


def test_a_day_has_as_many_articles_as_a_search_for_it_finds(engine_with_spans):
    columns = by_day(1998, 5).columns
    assert [column.period for column in columns[::30]] == ["1998-05-01", "1998-05-31"]
    for column in columns:
        day = date.fromisoformat(column.period)
        assert column.count == total(engine_with_spans, day, day), column
        assert column.certain == SPANS.count(day)


def test_a_month_and_a_year_likewise(engine_with_spans):
    may = by_month(1998).columns[4]
    assert (may.period, may.certain) == ("1998-05", 5)
    assert may.count == total(engine_with_spans, date(1998, 5, 1), date(1998, 5, 31))
    years = {column.period: column for column in by_year().columns}
    assert list(years) == [str(year) for year in range(1990, 2002)]
    assert (years["1998"].count, years["1998"].certain) == (9, 8)
    assert (years["1997"].count, years["1997"].certain) == (1, 0)
    assert years["2000"].count == 0


def test_years_and_months_may_be_of_one_country_only(indexed):
    iran = make_entity("Iran")
    make_article(on=date(2024, 8, 6), about=[iran])
    make_article(on=date(2024, 8, 7))
    indexed()
    filters = (Term("country", iran.pk),)
    assert [(c.period, c.count) for c in by_year(filters).columns] == [("2024", 1)]
    assert [c.count for c in by_month(2024, filters).columns] == [0] * 7 + [1] + [0] * 4


def test_the_first_and_the_last_month_of_the_calendar_have_days_too(indexed):
    make_article(on=(date(1, 1, 1), date(1, 1, 3)), edtf="0001-01")
    make_article(on=(date(9999, 12, 30), date(9999, 12, 31)), edtf="9999-12")
    indexed()
    assert [column.count for column in by_day(1, 1).columns[:4]] == [1, 1, 1, 0]
    assert [column.count for column in by_day(9999, 12).columns[-3:]] == [0, 1, 1]


def test_days_ask_the_database_one_question(engine_with_spans, django_assert_num_queries):
    with django_assert_num_queries(1):
        by_day(1998, 5)


def test_the_days_fit_one_another_while_the_index_is_behind(engine_with_spans):
    make_article(on=(date(1998, 4, 1), date(1998, 5, 3)))  # not yet indexed
    days = [column.count for column in by_day(1998, 5).columns]
    assert days[2] - days[3] == 1
    assert min(days) >= 3  # of the whole month, year and decade
