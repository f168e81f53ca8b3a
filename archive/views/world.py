"""The map of the world, shaded by how many articles are about each country."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.models import Entity

OUTLINES = Path(__file__).parent / "data" / "world.tsv"  # made by make_world.py beside it
SHADES = 6  # besides the one for none


@dataclass(frozen=True)
class Outline:
    """SVG path data of a country, and a dot where it is too small to see or to hit."""

    code: str
    path: str
    x: str
    y: str


@dataclass(frozen=True)
class Shape:
    outline: Outline
    shade: str
    url: str
    title: str


@dataclass(frozen=True)
class Step:
    """One shade of the legend, and the least number of articles that has it."""

    shade: str
    label: str


@dataclass(frozen=True)
class WorldMap:
    shapes: tuple[Shape, ...]
    steps: tuple[Step, ...]


@cache
def outlines() -> tuple[Outline, ...]:
    rows = (line.split("\t") for line in OUTLINES.read_text(encoding="utf-8").splitlines())
    return tuple(
        Outline(code, path, *(dot.split() if dot else ("", ""))) for code, path, dot in rows
    )


def world_map(countries: Iterable[tuple[Entity, int]]) -> WorldMap:
    """Shapes and legend from countries with their counts. A list beside it says the same."""
    by_code = {country.code: (country, count) for country, count in countries}
    starts = thresholds([count for _country, count in by_code.values()])
    return WorldMap(
        shapes=tuple(shape(outline, by_code.get(outline.code), starts) for outline in outlines()),
        steps=steps(starts),
    )


def shape(outline: Outline, found: tuple[Entity, int] | None, starts: Sequence[int]) -> Shape:
    if found is None:
        return Shape(outline, "q0", "", "")
    country, count = found
    articles = ngettext("%(n)s article", "%(n)s articles", count) % {"n": figure(count)}
    title = f"{country.label}: {articles}"
    return Shape(outline, shade(count, starts), country.get_absolute_url(), title)


def shade(count: int, starts: Sequence[int]) -> str:
    """The class of a count: q0 for none, q6 for the most, evenly between."""
    reached = sum(start <= count for start in starts)
    return f"q{round(reached * SHADES / len(starts))}" if starts else "q0"


def thresholds(counts: Sequence[int]) -> tuple[int, ...]:
    """Where each shade begins: 1, then round numbers near the sextiles of the counts."""
    if not counts:
        return ()
    ordered = sorted(counts)
    marks = [ordered[len(ordered) * part // SHADES] for part in range(1, SHADES)]
    return tuple(sorted({1, *(rounded(mark) for mark in marks)}))


def rounded(number: int) -> int:
    """To one figure, or to a half of it where that is nearer: 1743 is 1500, 87 is 90."""
    power = int(10 ** (len(str(number)) - 1))
    step = max(power // 2, 1) if number < 5 * power else power
    return max(round(number / step) * step, 1)


def steps(starts: Sequence[int]) -> tuple[Step, ...]:
    labels = [figure(start) for start in starts]
    if labels:
        labels[-1] += "+"
    shades = [shade(start, starts) for start in starts]
    legend = [Step(name, label) for name, label in zip(shades, labels, strict=True)]
    return (Step("q0", _("none")), *legend)


def figure(number: int) -> str:
    return number_format(number, force_grouping=True)
