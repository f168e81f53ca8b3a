"""Articles by year, by month of a year and by day of a month, as figures without a gap.

Each column counts the articles that overlap its period; `certain` those that surely lie in it.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count

from archive.models import Article
from archive.search.engine import Expression, Period, SearchQuery, Summary
from archive.search.engines import get_engine
from archive.search.histogram import MONTHS, YEARS, Column, Histogram, every_month, every_year

DAY = timedelta(days=1)


def by_year(filters: tuple[Expression, ...] = ()) -> Histogram:
    """From the first year with articles to the last. Raises EngineUnavailable."""
    return every_year(counted(filters, YEARS))


def by_month(year: int, filters: tuple[Expression, ...] = ()) -> Histogram:
    """The twelve months of a year. Raises EngineUnavailable."""
    of_year = Period(date(year, 1, 1), date(year, 12, 31))
    return every_month(year, counted((*filters, of_year), MONTHS))


def by_day(year: int, month: int) -> Histogram:
    """The days of a month, of all published articles.

    One question to the database: figures of the index, which may lag, would not fit those of
    the rows. An article overlaps a day when it may have begun by then and has not ended before.
    """
    first = date(year, month, 1)
    last = first.replace(day=monthrange(year, month)[1])
    begun, ended, certain = Counter[date](), Counter[date](), Counter[date]()
    for earliest, latest, articles in _spans(first, last):
        begun[max(earliest, first)] += articles
        ended[latest] += articles
        certain[earliest] += articles if earliest == latest else 0
    columns, under_way = [], 0
    for number in range((last - first).days + 1):
        day = first + number * DAY
        under_way += begun[day]
        columns.append(Column(day.isoformat(), under_way, certain[day]))
        under_way -= ended[day]
    return Histogram("day", tuple(columns))


def _spans(first: date, last: date) -> Iterable[tuple[date, date, int]]:
    """Earliest and latest day of the articles that overlap these days, and how many have both."""
    overlapping = Article.objects.published().filter(date_earliest__lte=last)
    spans = overlapping.filter(date_latest__gte=first).order_by()
    return spans.values_list("date_earliest", "date_latest").annotate(Count("pk"))


def counted(filters: tuple[Expression, ...], facets: tuple[str, ...] = ()) -> Summary:
    return get_engine().summary(SearchQuery(filters=filters), facets)
