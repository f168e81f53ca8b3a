"""Articles by year as bars: across in per cent, down in pixels, so that labels never shrink."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from archive.search.engine import Summary

HEIGHT = 140  # pixels, of the drawing without its labels
TOP = 14  # pixels left free above the tallest bar
LEAST = 2.0  # pixels of the smallest bar
GAP = 0.08  # of a column, on each side of a bar
TAB_STOPS = 31  # more bars than these are for eye and pointer; the table has the same links
FEWEST = 3  # articles, below which a sentence says more than a chart


@dataclass(frozen=True)
class Bar:
    """One year: lengths are ready for SVG attributes, with a point in every language."""

    year_label: str
    count: int
    possibly: int
    url: str
    label: str
    column: str
    column_width: str
    x: str
    width: str
    y: str
    height: str
    maybe_y: str
    maybe_height: str


@dataclass(frozen=True)
class Tick:
    x: str
    label: str
    wide: bool  # shown on wide screens only


@dataclass(frozen=True)
class Chart:
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    grid: int
    grid_y: str
    grid_text_y: str
    possibly: bool
    tab_stops: bool


def years(summary: Summary, url: Callable[[int], str]) -> Chart | None:
    """The bars of a summary with the facets `year` and `year_certain`; None for too few articles.

    A bar counts the articles that may be of its year, those that surely are solid at its foot.
    """
    counts = {int(year): count for year, count in summary.facets.get("year", ())}
    certain = {int(year): count for year, count in summary.facets.get("year_certain", ())}
    if sum(certain.values()) < FEWEST and sum(counts.values()) < FEWEST:
        return None
    first, last, most = min(counts), max(counts), max(counts.values())
    columns = last - first + 1
    scale = (HEIGHT - TOP) / most
    bars = tuple(
        bar(year, year - first, columns, counts[year], certain.get(year, 0), scale, url(year))
        for year in sorted(counts)
    )
    grid = round_number(most)
    return Chart(
        bars=bars,
        ticks=ticks(first, last),
        grid=grid,
        grid_y=f"{HEIGHT - grid * scale:.1f}",
        grid_text_y=f"{HEIGHT - grid * scale - 3:.1f}",
        possibly=any(bar.possibly for bar in bars),
        tab_stops=len(bars) <= TAB_STOPS,
    )


def bar(
    year: int, place: int, columns: int, count: int, certain: int, scale: float, url: str
) -> Bar:
    step = 100 / columns
    sure = max(certain * scale, LEAST) if certain else 0.0
    maybe = max((count - certain) * scale, LEAST) if count > certain else 0.0
    return Bar(
        year_label=str(year),
        count=count,
        possibly=count - certain,
        url=url,
        label=said(year, count, count - certain),
        column=f"{place * step:.3f}%",
        column_width=f"{step:.3f}%",
        x=f"{(place + GAP) * step:.3f}%",
        width=f"{(1 - 2 * GAP) * step:.3f}%",
        y=f"{HEIGHT - sure:.1f}",
        height=f"{sure:.1f}",
        maybe_y=f"{HEIGHT - sure - maybe:.1f}",
        maybe_height=f"{maybe:.1f}",
    )


def said(year: int, count: int, possibly: int) -> str:
    articles = ngettext("%(n)s article", "%(n)s articles", count) % {"n": count}
    label = f"{year}: {articles}"
    if possibly:
        label += gettext(", %(n)s of them possibly") % {"n": possibly}
    return label


def ticks(first: int, last: int) -> tuple[Tick, ...]:
    """A label every so many years; on narrow screens every second of them."""
    columns = last - first + 1
    step = 1 if columns <= 8 else 2 if columns <= 16 else 5 if columns <= 40 else 10
    shown = [year for year in range(first, last + 1) if year % step == 0]
    return tuple(
        Tick(
            x=f"{(year - first + 0.5) * 100 / columns:.2f}%",
            label=str(year),
            wide=len(shown) > 4 and year % (2 * step) != 0,
        )
        for year in shown
    )


def round_number(most: int) -> int:
    """The greatest of 1, 2, 5, 10, 20, 50 ... that is not more than `most`."""
    power = int(10 ** (len(str(most)) - 1))
    return max(factor * power for factor in (1, 2, 5) if factor * power <= most)
