"""Articles by year, by month of a year and by day of a month, as figures without a gap.

Each column counts the articles that overlap its period; `certain` those that surely lie in it.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from django.db.models import Count, F, Q

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

    Three questions to the database: figures of the index, which may lag, would not fit those of
    the rows. An article overlaps a day when it may have begun by then and has not ended before.
    """
    first = date(year, month, 1)
    last = first.replace(day=monthrange(year, month)[1])
    beginning, ending = _beginning(first, last), _ending(first, last)
    under_way = _under_way(first)
    columns = []
    for number in range((last - first).days + 1):
        day = first + number * DAY
        begun, certain = beginning.get(day, (0, 0))
        columns.append(Column(day.isoformat(), under_way + begun, certain))
        under_way += begun - ending.get(day, 0)
    return Histogram("day", tuple(columns))


def _beginning(first: date, last: date) -> dict[date | None, tuple[int, int]]:
    """Articles by their earliest day, and how many of them are surely of that day."""
    of_days = Article.objects.published().filter(date_earliest__range=(first, last)).order_by()
    certain = Count("pk", filter=Q(date_latest=F("date_earliest")))
    rows = of_days.values_list("date_earliest").annotate(Count("pk"), certain=certain)
    return {day: (begun, sure) for day, begun, sure in rows}


def _ending(first: date, last: date) -> dict[date | None, int]:
    """Articles by their latest day."""
    of_days = Article.objects.published().filter(date_latest__range=(first, last)).order_by()
    return dict(of_days.values_list("date_latest").annotate(Count("pk")))


def _under_way(day: date) -> int:
    """Articles whose span has begun before the day and has not ended before it."""
    begun = Article.objects.published().filter(date_earliest__lt=day)
    return begun.filter(date_latest__gte=day).count()


def counted(filters: tuple[Expression, ...], facets: tuple[str, ...] = ()) -> Summary:
    return get_engine().summary(SearchQuery(filters=filters), facets)
