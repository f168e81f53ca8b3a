"""A country's partners as a list, and arcs that join those which are written about together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from django.urls import reverse
from django.utils.translation import ngettext

from archive.models import Entity
from archive.search.engine import EngineUnavailable
from archive.search.pairs import partners

PARTNERS = 12
REACH = 100  # pixels to the right, of the widest arc
FEWEST = 4  # partners, below which there is nothing to see
ARCS = 18
ROW = 30  # pixels, as high as a row of the list
WIDEST = 6.0  # pixels, of the strongest arc


@dataclass(frozen=True)
class Row:
    """A partner, with the page of the pair and the articles about both."""

    label: str
    url: str
    count: int


@dataclass(frozen=True)
class Arc:
    """Two partners: `path` and `width` are ready for SVG attributes, in pixels."""

    label: str
    url: str
    count: int
    title: str
    path: str
    width: str


@dataclass(frozen=True)
class Network:
    rows: tuple[Row, ...]
    arcs: tuple[Arc, ...]
    height: int


def network_of(country: Entity) -> Network | None:
    """None for few partners, and while the engine cannot answer."""
    try:
        counts = dict(partners(country.pk)[:PARTNERS])
        together = {pk: dict(partners(pk)) for pk in counts}
    except EngineUnavailable:
        return None
    rows = Entity.objects.countries().in_bulk(list(counts))
    shown = [rows[pk] for pk in counts if pk in rows]
    if len(shown) < FEWEST:
        return None
    return Network(
        rows=tuple(Row(one.label, pair_url(country, one), counts[one.pk]) for one in shown),
        arcs=arcs(shown, together),
        height=len(shown) * ROW,
    )


def arcs(shown: Sequence[Entity], together: dict[int, dict[int, int]]) -> tuple[Arc, ...]:
    """The strongest of the links between partners; the weak below, so that the strong are seen."""
    links = [
        (together[one.pk].get(other.pk, 0), place, number)
        for (place, one), (number, other) in combinations(enumerate(shown), 2)
    ]
    strongest = sorted((link for link in links if link[0]), reverse=True)[:ARCS]
    most = strongest[0][0] if strongest else 1
    return tuple(
        arc(shown[place], shown[number], count, (place, number), most)
        for count, place, number in strongest
    )


def arc(one: Entity, other: Entity, count: int, places: tuple[int, int], most: int) -> Arc:
    top, bottom = ((place + 0.5) * ROW for place in places)
    radius = (bottom - top) / 2
    label = f"{one.label} × {other.label}"
    articles = ngettext("%(n)s article", "%(n)s articles", count) % {"n": count}
    return Arc(
        label=label,
        url=pair_url(one, other),
        count=count,
        title=f"{label}: {articles}",
        path=f"M8 {top:.0f}A{min(radius, REACH):.0f} {radius:.0f} 0 0 1 8 {bottom:.0f}",
        width=f"{max(count / most * WIDEST, 1):.1f}",
    )


def pair_url(one: Entity, other: Entity) -> str:
    """A pair has one address: its countries stand in the order of their slugs."""
    return reverse("pair", args=sorted([one.slug, other.slug]))
