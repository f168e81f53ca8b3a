"""Results by year, by month when one year is chosen, and by day when one month is.

A column counts the results that overlap its period: those surely within it, and those that are
possibly so because their date is known only as a span. Columns need not sum to the total.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, date
from typing import Literal

from archive.search.engine import Period, Summary
from archive.search.request import SearchRequest

WIDEST = 160  # years that are shown one by one
NARROWEST = 12  # years: fewer would be columns as wide as the page
YEARS, MONTHS = ("year", "year_certain"), ("month", "month_certain")
DAYS = ("day", "day_certain")
Span = tuple[int, str, date, date]  # a period as the index and an address have it, and its days


@dataclass(frozen=True)
class Column:
    period: str  # as an address has it: 1998, 1998-05 or 1998-05-21
    count: int
    certain: int
    inside: bool = True  # within the chosen dates, or nothing chosen


@dataclass(frozen=True)
class Histogram:
    """The figures of periods that follow each other without a gap."""

    unit: Literal["year", "month", "day"]
    columns: tuple[Column, ...]
    chosen: bool = False  # dates are
    back: str = ""  # address of all years, from the months or days of one


def facets_for(request: SearchRequest) -> tuple[str, str]:
    """The facets to count: months once the dates are within one year."""
    return MONTHS if _year(request.dates.period) else YEARS


def _year(period: Period | None) -> int | None:
    if period is None or period.earliest is None or period.latest is None:
        return None
    return period.earliest.year if period.earliest.year == period.latest.year else None


def month_of(request: SearchRequest) -> tuple[date, date] | None:
    """The first and last day of the month that the chosen dates lie in; None: they are longer."""
    chosen = request.dates.period
    if chosen is None or chosen.earliest is None or chosen.latest is None:
        return None
    first, last = chosen.earliest, chosen.latest
    if (first.year, first.month) != (last.year, last.month):
        return None
    return _span_of_month(first.year, first.month)[2:]


def histogram(request: SearchRequest, summary: Summary) -> Histogram:
    """The figures around the chosen dates."""
    chosen = request.dates.period
    month = month_of(request)
    if month is not None:
        back = str(request.address.without("date_from", "date_to"))
        return Histogram(
            "day", _columns(summary, DAYS, _days(*month), chosen), chosen=True, back=back
        )
    year = _year(chosen)
    if year is None:
        spans = map(_span_of_year, _years_around(_counts(summary, "year")))
        return Histogram("year", _columns(summary, YEARS, spans, chosen), chosen is not None)
    months = (_span_of_month(year, month) for month in range(1, 13))
    back = str(request.address.without("date_from", "date_to"))
    return Histogram("month", _columns(summary, MONTHS, months, chosen), chosen=True, back=back)


def every_year(summary: Summary) -> Histogram:
    """The figures from the first year there is to the last."""
    counts = _counts(summary, "year")
    years = range(min(counts), max(counts) + 1) if counts else ()
    return Histogram("year", _columns(summary, YEARS, map(_span_of_year, years)))


def every_month(year: int, summary: Summary) -> Histogram:
    """The figures of the twelve months of a year."""
    months = (_span_of_month(year, month) for month in range(1, 13))
    return Histogram("month", _columns(summary, MONTHS, months))


def _counts(summary: Summary, facet: str) -> Mapping[int, int]:
    return {int(value): count for value, count in summary.facets.get(facet, ())}


def _years_around(counts: Mapping[int, int]) -> Iterable[int]:
    """The years counted, filled up or cut so that they fit beside each other."""
    if not counts:
        return ()
    first, last = max(min(counts), max(counts) - WIDEST + 1), max(counts)
    lacking = max(NARROWEST - (last - first + 1), 0)
    return range(max(first - lacking // 2, 1), min(last + (lacking + 1) // 2, MAXYEAR) + 1)


def _columns(
    summary: Summary,
    facets: tuple[str, str],
    spans: Iterable[Span],
    chosen: Period | None = None,
) -> tuple[Column, ...]:
    counts, certain = (_counts(summary, facet) for facet in facets)
    return tuple(
        Column(period, counts.get(at, 0), certain.get(at, 0), _overlaps(chosen, first, last))
        for at, period, first, last in spans
    )


def _span_of_year(year: int) -> Span:
    return year, f"{year:04}", date(year, 1, 1), date(year, 12, 31)


def _span_of_month(year: int, month: int) -> Span:
    last = date(year, month, monthrange(year, month)[1])
    return year * 100 + month, f"{year:04}-{month:02}", date(year, month, 1), last


def _days(first: date, last: date) -> Iterable[Span]:
    days = (first.replace(day=number) for number in range(1, last.day + 1))
    return ((day.day, day.isoformat(), day, day) for day in days)


def _overlaps(chosen: Period | None, first: date, last: date) -> bool:
    if chosen is None:
        return True
    before = chosen.latest is not None and first > chosen.latest
    after = chosen.earliest is not None and last < chosen.earliest
    return not before and not after
