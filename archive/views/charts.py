"""Articles by year or month as bars: across in per cent, down in pixels, so labels never shrink.

A bar counts the articles that may be of its period, those that surely are solid at its foot.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR

from babel.dates import get_month_names
from django.utils.translation import get_language, gettext, ngettext

from archive.search.histogram import NARROWEST, Column, Histogram

TOP = 14  # pixels left free above the tallest bar
LEAST = 2.0  # pixels of the smallest bar
GAP = 0.08  # of a column, on each side of a bar
TAB_STOPS = 31  # more bars than these are for eye and pointer; the table has the same links
STRIP = 32  # pixels, of the drawing of a share of all
SPARK = 14  # pixels, of the drawing in a row of a list
SPARK_STEP = 4  # from one of its bars to the next
FEWEST = 3  # articles, below which a sentence says more than a chart


@dataclass(frozen=True)
class Size:
    height: int  # pixels, of the drawing without its labels
    line: float  # of the tallest bar, above which the grid line does not lie
    steps: tuple[tuple[int, int], ...]  # up to so many columns, a label every so many of them


LARGE = Size(140, 1.0, ((12, 1), (16, 2), (40, 5)))
SMALL = Size(84, 0.7, ((12, 1),))


@dataclass(frozen=True)
class Bar:
    """One period: lengths are ready for SVG attributes, with a point in every language."""

    period: str
    label: str
    count: int
    certain: int
    inside: bool
    url: str
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
        articles = ngettext("%(n)s article", "%(n)s articles", self.count) % {"n": self.count}
        if self.possibly:
            articles += gettext(", %(n)s of them possibly") % {"n": self.possibly}
        return f"{self.label}: {articles}"


@dataclass(frozen=True)
class Tick:
    x: str
    label: str
    wide: bool  # shown on wide screens only


@dataclass(frozen=True)
class Chart:
    unit: str  # year, month or day
    height: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    grid: int  # the number that the one line stands for; 0: no line
    grid_y: str
    grid_text_y: str
    chosen: tuple[str, str] | None  # from x to x
    back: str

    @property
    def possibly(self) -> bool:
        return any(bar.possibly for bar in self.bars)

    @property
    def outside(self) -> bool:
        """Some articles are beyond the chosen dates."""
        return self.chosen is not None and any(one.count and not one.inside for one in self.bars)

    @property
    def tab_stops(self) -> bool:
        return len(self.bars) <= TAB_STOPS


def draw(histogram: Histogram, size: Size, url: Callable[[str], str]) -> Chart | None:
    """The bars of the periods that have articles, `url` tells their addresses; None for too few."""
    if sum(column.count for column in histogram.columns) < FEWEST:
        return None
    histogram = widened(histogram)
    columns = histogram.columns
    most = max(column.count for column in columns)
    scale = (size.height - TOP) / most
    line = grid_number(most, size)
    return Chart(
        unit=histogram.unit,
        height=size.height,
        bars=tuple(
            _bar(column, place, len(columns), scale, size.height, url(column.period))
            for place, column in enumerate(columns)
            if column.count
        ),
        ticks=_ticks(histogram, size),
        grid=line,
        grid_y=_pixels(size.height - line * scale),
        grid_text_y=_pixels(size.height - line * scale - 3),
        chosen=_chosen(histogram),
        back=histogram.back,
    )


def widened(histogram: Histogram) -> Histogram:
    """A few years alone would be bars as wide as the page: empty years stand around them."""
    columns = histogram.columns
    lacking = NARROWEST - len(columns)
    if histogram.unit != "year" or lacking <= 0:
        return histogram
    first = max(int(columns[0].period) - lacking // 2, MINYEAR)
    last = min(int(columns[-1].period) + NARROWEST - len(columns) - lacking // 2, MAXYEAR)
    known = {int(column.period): column for column in columns}
    years = range(first, last + 1)
    return replace(
        histogram,
        columns=tuple(known.get(year) or Column(f"{year:04}", 0, 0) for year in years),
    )


def _bar(column: Column, place: int, columns: int, scale: float, height: int, url: str) -> Bar:
    sure = max(column.certain * scale, LEAST) if column.certain else 0.0
    possibly = column.count - column.certain
    maybe = max(possibly * scale, LEAST) if possibly else 0.0
    return Bar(
        period=column.period,
        label=_label(column.period),
        count=column.count,
        certain=column.certain,
        inside=column.inside,
        url=url,
        column=_across(place, columns),
        column_width=_across(1, columns),
        x=_across(place + GAP, columns),
        width=_across(1 - 2 * GAP, columns),
        y=_pixels(height - sure),
        height=_pixels(sure),
        maybe_y=_pixels(height - sure - maybe),
        maybe_height=_pixels(maybe),
    )


@dataclass(frozen=True)
class Share:
    """One bar of a strip: a share from nothing to all."""

    x: str
    y: str
    height: str


@dataclass(frozen=True)
class Strip:
    """Shares in the columns of the chart above it."""

    width: str
    shares: tuple[Share, ...]


def strip(shares: Sequence[float]) -> Strip:
    """A small drawing, STRIP pixels high, of shares from 0 to 1; a share of 0 has no bar."""
    columns = len(shares)
    return Strip(
        width=_across(1 - 2 * GAP, columns) if columns else "0%",
        shares=tuple(
            Share(
                _across(place + GAP, columns),
                _pixels(STRIP - max(share * STRIP, 1)),
                _pixels(max(share * STRIP, 1)),
            )
            for place, share in enumerate(shares)
            if share
        ),
    )


@dataclass(frozen=True)
class Spark:
    """A row of small bars as one path, SPARK pixels high, and its figures in words."""

    width: int
    path: str
    figures: str


def spark(over_time: Sequence[tuple[str, int]]) -> Spark | None:
    """The greatest number is the tallest bar; None for too few articles."""
    if sum(count for _label, count in over_time) < FEWEST:
        return None
    most = max(count for _label, count in over_time)
    bars = [(place, -(-count * SPARK // most)) for place, (_l, count) in enumerate(over_time)]
    return Spark(
        width=SPARK_STEP * len(over_time),
        path="".join(
            f"M{place * SPARK_STEP + 1.5} {SPARK}v-{high}" for place, high in bars if high
        ),
        figures=", ".join(f"{label}: {count}" for label, count in over_time if count),
    )


def _pixels(length: float) -> str:
    return f"{length:.1f}"


def _across(place: float, columns: int) -> str:
    return f"{place * 100 / columns:.3f}%"


def _label(period: str) -> str:
    year, month, day = (int(part) for part in f"{period}-0-0".split("-")[:3])
    if not month:
        return str(year)
    locale = (get_language() or "en").replace("-", "_")
    names = get_month_names("abbreviated", "format" if day else "stand-alone", locale=locale)
    return f"{day} {names[month]} {year}" if day else f"{names[month]} {year}"


def _ticks(histogram: Histogram, size: Size) -> tuple[Tick, ...]:
    """A label every so many columns; on narrow screens every second of them."""
    columns = histogram.columns
    step = next((step for most, step in size.steps if len(columns) <= most), 10)
    first = {"year": int(columns[0].period[:4]), "month": 0, "day": 1}[histogram.unit]
    shown = [place for place in range(len(columns)) if (first + place) % step == 0]
    return tuple(
        Tick(
            x=_across(place + 0.5, len(columns)),
            label=_label(columns[place].period).partition(" ")[0],
            wide=len(shown) > 4 and (first + place) % (2 * step) != 0,
        )
        for place in shown
    )


def _chosen(histogram: Histogram) -> tuple[str, str] | None:
    """Where the chosen dates lie under the bars."""
    columns = histogram.columns
    inside = [place for place, column in enumerate(columns) if column.inside]
    if not histogram.chosen or not inside:
        return None
    return _across(inside[0], len(columns)), _across(inside[-1] + 1, len(columns))


def grid_number(most: int, size: Size) -> int:
    """The greatest of 1, 2, 5, 10, 20 ... that may have a line; 1 only where no bar is higher."""
    highest = int(most * size.line)
    power = int(10 ** (len(str(highest)) - 1))
    found = max((n * power for n in (1, 2, 5) if n * power <= highest), default=0)
    return found if found > 1 or most == 1 else 0
