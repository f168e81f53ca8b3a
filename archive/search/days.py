"""The days of a month: how many results may fall on each, and how many surely do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from archive.search.engine import Expression, Not, Period, SearchEngine, SearchQuery, Summary, Value

ONE = timedelta(days=1)


def count_days(engine: SearchEngine, query: SearchQuery, first: date, last: date) -> Summary:
    """Results by day of the month, as facets `day` and `day_certain`; days without any left out.

    The index holds no days, for an article of a whole year would be on each: a count is asked
    for every day that has any. They are counts alone, within one month.
    """
    total = _count(engine, query, Period(first, last))
    found: list[tuple[Value, int]] = []
    certain: list[tuple[Value, int]] = []
    for number in range((last - first).days + 1 if total else 0):
        day = first + number * ONE
        count = _count(engine, query, Period(day, day))
        if count:
            found.append((day.day, count))
            certain.append((day.day, _count(engine, query, Period(day, day), *_elsewhere(day))))
    return Summary(total, {"day": found, "day_certain": certain})


def _elsewhere(day: date) -> list[Expression]:
    """Not possibly before or after the day. The first and last there are have no day beside."""
    beside = []
    if day > date.min:
        beside.append(Not(Period(None, day - ONE)))
    if day < date.max:
        beside.append(Not(Period(day + ONE, None)))
    return list(beside)


def _count(engine: SearchEngine, query: SearchQuery, *narrowed: Expression) -> int:
    return engine.summary(replace(query, filters=(*query.filters, *narrowed))).total
