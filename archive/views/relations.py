"""Pairs of countries: which are covered most, and what there is about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from archive.filters import printable
from archive.models import Entity, Redirect
from archive.search.engine import EngineUnavailable
from archive.search.pairs import Pair, biggest_pairs, countries, partners
from archive.views.budget import budgeted
from archive.views.freshness import kept, page
from archive.views.moved import moved_to
from archive.views.network import pair_url
from archive.views.pair import pair_context
from archive.views.world import Step, figure, shade, steps, thresholds

IN_MATRIX = 16  # countries
IN_TABLE = 100  # pairs
IN_LIST = 15


@dataclass(frozen=True)
class Row:
    """A pair with its countries in the order of its address."""

    first: Entity
    second: Entity
    count: int
    share: float  # of the biggest pair of the list

    @property
    def url(self) -> str:
        return pair_url(self.first, self.second)

    @property
    def label(self) -> str:
        return f"{self.first.label} × {self.second.label}"


@dataclass(frozen=True)
class Cell:
    """A field of the matrix: lengths are ready for SVG attributes."""

    x: str
    shade: str
    url: str
    title: str


@dataclass(frozen=True)
class Line:
    """A country of the matrix: its fields with the countries above it, then its name."""

    label: str
    url: str
    y: int
    text_x: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Matrix:
    lines: tuple[Line, ...]
    height: int
    width: str  # of a field
    steps: tuple[Step, ...]


@require_safe
def relations(request: HttpRequest) -> HttpResponse:
    if "one" in request.GET or "other" in request.GET:
        return chosen(request)
    return all_relations(request)


def chosen(request: HttpRequest) -> HttpResponse:
    """The two boxes of the page lead to the page of their pair."""
    slugs = [printable(request.GET.get(name, "")) for name in ("one", "other")]
    found = {one.slug: one for one in Entity.objects.countries().filter(slug__in=slugs)}
    if len(found) < 2:
        return HttpResponseRedirect(reverse("relations"))
    return HttpResponseRedirect(pair_url(*found.values()))


@kept
def all_relations(request: HttpRequest) -> HttpResponse:
    try:
        pairs, known = biggest_pairs(IN_TABLE), countries()
    except EngineUnavailable:
        pairs, known, available = [], (), False
    else:
        available = True
    rows = Entity.objects.countries().in_bulk([pk for pk, _count in known])
    listed = rows_of(pairs, rows)
    context = {
        "available": available,
        "ranks": listed[:IN_LIST],
        "rest": listed[IN_LIST:],
        "canonical": request.build_absolute_uri(request.path),
        "matrix": matrix([rows[pk] for pk, _count in known if pk in rows][:IN_MATRIX]),
        "countries": sorted(rows.values(), key=lambda country: country.label),
    }
    return page(request, "archive/relation_list.html", context, whole=available)


def rows_of(pairs: Sequence[Pair], entities: Mapping[int, Entity]) -> list[Row]:
    """Pairs with names; those of a country that is gone from the database are left out."""
    most = max((pair.count for pair in pairs), default=1)
    return [
        Row(*in_order(entities[pair.first], entities[pair.second]), pair.count, pair.count / most)
        for pair in pairs
        if pair.first in entities and pair.second in entities
    ]


def biggest_rows(number: int) -> list[Row]:
    """The pairs with most articles, with names; none while the engine cannot answer."""
    try:
        pairs = biggest_pairs(number)
    except EngineUnavailable:
        return []
    named = {pk for pair in pairs for pk in (pair.first, pair.second)}
    return rows_of(pairs, Entity.objects.in_bulk(named))


def in_order(one: Entity, other: Entity) -> tuple[Entity, Entity]:
    return (one, other) if one.slug < other.slug else (other, one)


def matrix(chosen: Sequence[Entity]) -> Matrix | None:
    """Half a square of fields, one for each pair; None for fewer than three countries."""
    if len(chosen) < 3:
        return None
    together = {country.pk: dict(partners(country.pk)) for country in chosen}
    counts = [
        together[one.pk].get(other.pk, 0)
        for number, one in enumerate(chosen)
        for other in chosen[:number]
    ]
    starts = thresholds([count for count in counts if count])
    width = 100 / (len(chosen) + 4)  # the last name stands to the right of the last field
    lines = tuple(
        Line(
            label=country.label,
            url=country.get_absolute_url(),
            y=number * 26,
            text_x=f"{number * width + 0.6:.3f}%",
            cells=tuple(
                cell(country, other, together[country.pk].get(other.pk, 0), place * width, starts)
                for place, other in enumerate(chosen[:number])
            ),
        )
        for number, country in enumerate(chosen)
    )
    return Matrix(lines, len(chosen) * 26, f"{width:.3f}%", steps(starts))


def cell(one: Entity, other: Entity, count: int, x: float, starts: Sequence[int]) -> Cell:
    articles = ngettext("%(n)s article", "%(n)s articles", count) % {"n": figure(count)}
    names = " × ".join(entity.label for entity in in_order(one, other))
    return Cell(
        x=f"{x:.3f}%",
        shade=shade(count, starts) if count else "q0",
        url=pair_url(one, other) if count else "",
        title=f"{names}: {articles}",
    )


@require_safe
@budgeted
def pair(request: HttpRequest, first: str, second: str) -> HttpResponse:
    """The page of two countries; their other order, and former addresses, lead to it (301)."""
    one, other = (country_at(slug) for slug in (first, second))
    if one == other:
        raise Http404
    if (first, second) != tuple(sorted([one.slug, other.slug])):
        return moved_to(request, pair_url(one, other))
    return one_pair(request, one, other)


def country_at(slug: str) -> Entity:
    """The country of a slug, or of one it had. Raises Http404."""
    found = Entity.objects.countries().filter(slug=slug).first()
    if found is None:
        moved = Redirect.objects.filter(old_path=f"/countries/{slug}/").first()
        new = moved.new_path.strip("/").rpartition("/")[2] if moved else ""
        found = Entity.objects.countries().filter(slug=new).first() if new else None
    if found is None:
        raise Http404
    return found


@kept
def one_pair(request: HttpRequest, one: Entity, other: Entity) -> HttpResponse:
    context = pair_context(request, one, other)
    return page(request, "archive/pair_page.html", context, whole=context["available"])
