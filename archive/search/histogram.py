"""Results by year, or by month when one year is chosen.

A bar counts the results that overlap its period: those surely within it, and those that are
possibly so because their date is known only as a span. Bars need not sum to the total.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import get_month_names
from django.utils.translation import get_language

from archive.search.engine import Period, Summary
from archive.search.request import SearchRequest

FEWEST = 3  # articles that deserve a drawing
WIDEST = 160  # years that are drawn one by one
HEIGHT, TOP = 84, 14  # pixels: of the base line, and left free above the highest bar
GAP = 0.08  # of a column, on each side of a bar
LEAST = 2.0  # pixels, where there is something
TAB_STOPS = 31  # bars that are reached with the keyboard one by one

YEARS, MONTHS = ("year", "year_certain"), ("month", "month_certain")


@dataclass(frozen=True)
class Bar:
    """A period, its figures, and its drawing: per cent across, pixels down."""

    label: str
    value: str  # as an address has it: 1998 or 1998-05
    count: int
    certain: int
    url: str
    inside: bool  # within the chosen dates, or nothing chosen
    x: float
    width: float
    step: float
    solid: tuple[float, float]  # y and height of the certain part
    hatched: tuple[float, float]

    @property
    def possibly(self) -> int:
        return self.count - self.certain

    @property
    def left(self) -> float:
        return self.x + self.step * GAP


@dataclass(frozen=True)
class Histogram:
    unit: str  # year or month
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str, bool], ...]  # x, label, hidden on narrow screens
    grid: tuple[float, int] | None  # y and number of the one line
    chosen: tuple[float, float] | None  # from x to x
    back: str = ""  # address of all years, from the months of one

    @property
    def tabbed(self) -> bool:
        return len(self.bars) <= TAB_STOPS

    @property
    def counted(self) -> list[Bar]:
        return [bar for bar in self.bars if bar.count]


def facets_for(request: SearchRequest) -> tuple[str, str]:
    """The facets to count: months once the dates are within one year."""
    return MONTHS if _year(request.dates.period) else YEARS


def _year(period: Period | None) -> int | None:
    if period is None or period.earliest is None or period.latest is None:
        return None
    return period.earliest.year if period.earliest.year == period.latest.year else None


def draw(request: SearchRequest, summary: Summary) -> Histogram | None:
    """The drawing of the figures; None where there is too little to draw."""
    unit, certain = facets_for(request)
    counts = {int(v): n for v, n in summary.facets.get(unit, ())}
    sure = {int(v): n for v, n in summary.facets.get(certain, ())}
    periods = _periods(request, counts)
    if not periods or sum(counts.get(period, 0) for period in periods) < FEWEST:
        return None
    most = max(counts.get(period, 0) for period in periods)
    step = 100 / len(periods)
    bars = tuple(
        _bar(request, period, counts.get(period, 0), sure.get(period, 0), index * step, step, most)
        for index, period in enumerate(periods)
    )
    inside = [bar for bar in bars if bar.inside]
    chosen = None
    if request.dates.period is not None and inside:
        chosen = (inside[0].x, inside[-1].x + step)
    back = str(request.address.without("date_from", "date_to")) if unit == "month" else ""
    return Histogram(unit, bars, _ticks(bars), _grid(most), chosen, back)


def _periods(request: SearchRequest, counts: Mapping[int, int]) -> list[int]:
    year = _year(request.dates.period)
    if year is not None:
        return [year * 100 + month for month in range(1, 13)]
    years = sorted(counts)
    if not years:
        return []
    return list(range(max(years[0], years[-1] - WIDEST + 1), years[-1] + 1))


def _bar(
    request: SearchRequest, period: int, count: int, certain: int, x: float, step: float, most: int
) -> Bar:
    first, last, value = _span(period)
    url = request.address.changed(date_from=value, date_to=value, undated="")
    scale = (HEIGHT - TOP) / most if most else 0
    high = max(certain * scale, LEAST) if certain else 0.0
    over = max((count - certain) * scale, LEAST) if count > certain else 0.0
    return Bar(
        label=_label(period),
        value=value,
        count=count,
        certain=certain,
        url=str(url),
        inside=_overlaps(request.dates.period, first, last),
        x=x,
        width=step * (1 - 2 * GAP),
        step=step,
        solid=(HEIGHT - high, high),
        hatched=(HEIGHT - high - over, over),
    )


def _span(period: int) -> tuple[date, date, str]:
    """First and last day of a year or a month (year * 100 + month), and its EDTF."""
    if period < 10_000:
        return date(period, 1, 1), date(period, 12, 31), f"{period:04}"
    year, month = divmod(period, 100)
    last = monthrange(year, month)[1]
    return date(year, month, 1), date(year, month, last), f"{year:04}-{month:02}"


def _label(period: int) -> str:
    if period < 10_000:
        return str(period)
    names: Mapping[int, str] = get_month_names(
        "abbreviated", "stand-alone", locale=(get_language() or "en").replace("-", "_")
    )
    return f"{names[period % 100]} {period // 100}"


def _overlaps(period: Period | None, first: date, last: date) -> bool:
    if period is None:
        return True
    before = period.latest is not None and first > period.latest
    after = period.earliest is not None and last < period.earliest
    return not before and not after


def _ticks(bars: Sequence[Bar]) -> tuple[tuple[float, str, bool], ...]:
    """Every month; of years every tenth, or all where they are few. Every other one is hidden
    on narrow screens."""
    few = len(bars) <= 12
    marked = [bar for bar in bars if few or int(bar.value[:4]) % 10 == 0]
    return tuple(
        (bar.x + bar.step / 2, bar.label.partition(" ")[0], index % 2 == 1)
        for index, bar in enumerate(marked)
    )


def _grid(most: int) -> tuple[float, int] | None:
    """One line at a round number of about half the height."""
    for number in (1000, 500, 200, 100, 50, 20, 10, 5, 2):
        if number <= most * 0.7:
            power = number
            while power * 10 <= most * 0.7:
                power *= 10
            return HEIGHT - (HEIGHT - TOP) * power / most, power
    return None
