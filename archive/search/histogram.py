"""Results by year, or by month when one year is chosen.

A bar counts the results that overlap its period: those surely within it, and those that are
possibly so because their date is known only as a span. Bars need not sum to the total.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date

from babel.dates import get_month_names
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from archive.search.engine import Period, Summary
from archive.search.request import SearchRequest

FEWEST = 3  # articles that deserve a drawing
WIDEST = 160  # years that are drawn one by one
NARROWEST = 12  # years: fewer would be columns as wide as the page
HEIGHT, TOP = 84, 14  # pixels: of the base line, and left free above the highest bar
GAP = 0.08  # of a column, on each side of a bar
LEAST = 2.0  # pixels, where there is something
YEARS, MONTHS = ("year", "year_certain"), ("month", "month_certain")
TAB_STOPS = 31  # bars that are reached with the keyboard one by one


@dataclass(frozen=True)
class Bar:
    """A period and its figures; lengths are ready for SVG, with a point in every language."""

    label: str
    value: str  # as an address has it: 1998 or 1998-05
    count: int
    certain: int
    url: str
    inside: bool  # within the chosen dates, or nothing chosen
    column: str
    column_width: str
    x: str
    width: str
    y: str
    height: str
    maybe_y: str
    maybe_height: str

    @property
    def possibly(self) -> int:
        return self.count - self.certain

    @property
    def figures(self) -> str:
        """Such as "1998: 3 articles, 1 of them possibly"."""
        said = ngettext("%(n)s article", "%(n)s articles", self.count) % {"n": self.count}
        if self.possibly:
            said = _("%(said)s, %(n)s of them possibly") % {"said": said, "n": self.possibly}
        return f"{self.label}: {said}"


@dataclass(frozen=True)
class Tick:
    x: str
    label: str
    wide: bool  # shown on wide screens only


@dataclass(frozen=True)
class Histogram:
    unit: str  # year or month
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    grid: int  # the number that the one line stands for; 0: no line
    grid_y: str
    grid_text_y: str
    chosen: tuple[str, str] | None  # from x to x
    back: str = ""  # address of all years, from the months of one

    @property
    def tabbed(self) -> bool:
        return len(self.counted) <= TAB_STOPS

    @property
    def counted(self) -> list[Bar]:
        return [bar for bar in self.bars if bar.count]

    @property
    def uncertain(self) -> bool:
        return any(bar.possibly for bar in self.bars)


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
    grid = _round_number(most)
    line = HEIGHT - (HEIGHT - TOP) * grid / most
    return Histogram(
        unit=unit,
        bars=bars,
        ticks=_ticks(bars, step),
        grid=grid,
        grid_y=_length(line),
        grid_text_y=_length(line - 3),
        chosen=_range(request, bars, step),
        back=str(request.address.without("date_from", "date_to")) if unit == "month" else "",
    )


def _range(request: SearchRequest, bars: Sequence[Bar], step: float) -> tuple[str, str] | None:
    """Where the chosen dates lie under the bars."""
    inside = [index for index, bar in enumerate(bars) if bar.inside]
    if request.dates.period is None or not inside:
        return None
    return _share(inside[0] * step), _share((inside[-1] + 1) * step)


def _length(pixels: float) -> str:
    return f"{pixels:.1f}"


def _share(per_cent: float) -> str:
    return f"{per_cent:.3f}%"


def _periods(request: SearchRequest, counts: Mapping[int, int]) -> list[int]:
    year = _year(request.dates.period)
    if year is not None:
        return [year * 100 + month for month in range(1, 13)]
    years = sorted(counts)
    if not years:
        return []
    first, last = max(years[0], years[-1] - WIDEST + 1), years[-1]
    lacking = max(NARROWEST - (last - first + 1), 0)
    return list(range(max(first - lacking // 2, 1), min(last + (lacking + 1) // 2, MAXYEAR) + 1))


def _bar(
    request: SearchRequest, period: int, count: int, certain: int, x: float, step: float, most: int
) -> Bar:
    monthly = facets_for(request) == MONTHS
    first, last, value = _span_of_month(period) if monthly else _span_of_year(period)
    url = request.address.changed(date_from=value, date_to=value, undated="")
    scale = (HEIGHT - TOP) / most if most else 0
    high = max(certain * scale, LEAST) if certain else 0.0
    over = max((count - certain) * scale, LEAST) if count > certain else 0.0
    return Bar(
        label=_month_label(period) if monthly else str(period),
        value=value,
        count=count,
        certain=certain,
        url=str(url),
        inside=_overlaps(request.dates.period, first, last),
        column=_share(x),
        column_width=_share(step),
        x=_share(x + step * GAP),
        width=_share(step * (1 - 2 * GAP)),
        y=_length(HEIGHT - high),
        height=_length(high),
        maybe_y=_length(HEIGHT - high - over),
        maybe_height=_length(over),
    )


def _span_of_year(year: int) -> tuple[date, date, str]:
    """First and last day of a year, and its EDTF."""
    return date(year, 1, 1), date(year, 12, 31), f"{year:04}"


def _span_of_month(period: int) -> tuple[date, date, str]:
    """First and last day of a month (year * 100 + month), and its EDTF."""
    year, month = divmod(period, 100)
    last = monthrange(year, month)[1]
    return date(year, month, 1), date(year, month, last), f"{year:04}-{month:02}"


def _month_label(period: int) -> str:
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


def _ticks(bars: Sequence[Bar], step: float) -> tuple[Tick, ...]:
    """Every month; of years every tenth, or all where they are few."""
    few = len(bars) <= 12
    marked = [(at, bar) for at, bar in enumerate(bars) if few or int(bar.value[:4]) % 10 == 0]
    return tuple(
        Tick(_share((at + 0.5) * step), bar.label.partition(" ")[0], index % 2 == 1)
        for index, (at, bar) in enumerate(marked)
    )


def _round_number(most: int) -> int:
    """A round number below the highest bar; 0 when all are low."""
    best = 0
    power = 1
    while power <= most:
        for number in (2 * power, 5 * power, 10 * power):
            if number <= most * 0.7:
                best = number
        power *= 10
    return best
