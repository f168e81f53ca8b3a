"""The days of a chosen month, and copies that are folded on a page."""

from datetime import date

import pytest
from django.http import QueryDict

from archive.filters import ArticleFilter
from archive.models import ArticleGroup
from archive.search.copies import folded
from archive.search.results import SearchResults
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def asked(engine, query):
    return SearchResults(ArticleFilter(QueryDict(query)).search, engine)


def test_a_month_is_shown_by_its_days_each_with_what_overlaps_it(indexed):
    make_article("One day", on=date(2024, 8, 6))
    make_article("Two days", on=(date(2024, 8, 5), date(2024, 8, 6)))
    make_article("All year", on=(date(2024, 1, 1), date(2024, 12, 31)))
    make_article("Before", on=date(2024, 7, 31))
    engine = indexed()
    results = asked(engine, "date_from=2024-08&date_to=2024-08")
    assert results.histogram.unit == "day"
    assert len(results.histogram.columns) == 31
    by_day = {column.period: (column.count, column.certain) for column in results.histogram.columns}
    assert by_day["2024-08-05"] == (2, 0)
    assert by_day["2024-08-06"] == (3, 1)
    assert by_day["2024-08-31"] == (1, 0)
    for day, (count, _certain) in by_day.items():
        assert asked(engine, f"date_from={day}&date_to={day}").count() == count


def test_a_month_of_nothing_has_no_bars(indexed):
    engine = indexed()
    columns = asked(engine, "date_from=0001-01&date_to=0001-01").histogram.columns
    assert {column.count for column in columns} == {0}


def test_copies_are_folded_under_the_first_and_counted_all(indexed, client):
    group = ArticleGroup.objects.create(reason="the same text")
    for number in range(3):
        make_article(f"Wire {number}", "Copper.", group=group)
    make_article("Another", "Copper.")
    engine = indexed()
    results = asked(engine, "q=copper")
    assert results.count() == 4
    page = folded(results.page())
    assert sorted(len(one.copies) for one in page) == [0, 2]
    assert sorted([one.place for one in page]) != [0, 0]
    html = client.get("/search/?q=copper").content.decode()
    assert "and 2 copies:" in html
    assert "4 articles" in html
