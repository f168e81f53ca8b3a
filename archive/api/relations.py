"""Relations: pairs of countries, by the articles about both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from ninja import Query, Router

from archive.api import schemas
from archive.api.articles import page_language
from archive.api.parameters import Labelled, RelationList, read_plain
from archive.api.problems import Refused, answered
from archive.api.subjects import paged
from archive.api.timeline import periods
from archive.models import Entity
from archive.search.pairs import Pair, about_both, all_pairs, countries, pair, partners, rank
from archive.search.periods import by_year, counted
from archive.views.network import pair_url

router = Router(tags=["Relations"])


@router.get("/relations", response=schemas.RELATIONS, summary="Pairs", url_name="relations")
def relations(request: HttpRequest, given: Query[RelationList]) -> HttpResponse:
    """Pairs of countries that articles are about, most covered first; or those of one country."""
    language = read_plain(request, given)
    page = paged(request, given, pairs_of(given.country) if given.country else all_pairs())
    with translation.override(language):
        return answered({**page, "results": described(request, page["results"])})


def pairs_of(slug: str) -> list[Pair]:
    row = Entity.objects.countries().filter(slug=slug).first()
    if row is None:
        raise Refused("country", f"There is no “{slug}”.")
    return sorted((pair(row.pk, other, count) for other, count in partners(row.pk)), key=rank)


def described(request: HttpRequest, pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    rows = Entity.objects.in_bulk({pk for one in pairs for pk in (one.first, one.second)})
    counts = dict(countries())
    found = []
    for one in pairs:
        both = [rows[pk] for pk in (one.first, one.second) if pk in rows]
        if len(both) == 2:
            found.append(relation(request, both, counts, one.count))
    return found


def relation(
    request: HttpRequest, rows: Sequence[Entity], counts: dict[int, int], count: int
) -> dict[str, Any]:
    rows = sorted(rows, key=lambda row: row.slug)
    with translation.override(page_language()):
        url = request.build_absolute_uri(pair_url(*rows))
    return {
        "countries": [
            {"value": row.slug, "label": row.label, "count": counts.get(row.pk, 0)} for row in rows
        ],
        "count": count,
        "url": url,
    }


@router.get(
    "/relations/{slug:first}/{slug:second}",
    response=schemas.RELATION,
    summary="One pair",
    url_name="relation",
)
def one_relation(
    request: HttpRequest, first: str, second: str, given: Query[Labelled]
) -> HttpResponse:
    """Articles about both countries, in all and by year. The order of the two does not matter."""
    language = read_plain(request, given)
    rows = list(Entity.objects.countries().filter(slug__in=(first, second)))
    if len(rows) != 2:
        raise Http404(f"There is no pair of “{first[:80]}” and “{second[:80]}”.")
    filters = about_both(rows[0].pk, rows[1].pk)
    with translation.override(language):
        said = relation(request, rows, dict(countries()), counted(filters).total)
        feed = {"feed": f"{said['url']}feed.atom"}
        return answered({**said, **feed, "periods": periods(by_year(filters))})
