"""What articles are about: countries, people, organisations and topics, with their counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from ninja import Query, Router

from archive.api import schemas
from archive.api.articles import address_of, page_language
from archive.api.cursors import Cursor, read_cursor
from archive.api.parameters import Counted, Labelled, Paged, read_plain, read_search
from archive.api.problems import Refused
from archive.api.problems import answered as answer
from archive.models import Entity, Kind, Topic
from archive.search.engine import SearchQuery, Term
from archive.search.engines import get_engine
from archive.search.results import SearchResults

Row = Entity | Topic
Counts = Sequence[tuple[int, int]]  # primary key and articles, the most frequent first

router = Router(tags=["Subjects"])
LISTS = {
    "country": ("countries", schemas.COUNTRIES, "Countries"),
    "person": ("people", schemas.SUBJECTS, "People"),
    "organization": ("organizations", schemas.SUBJECTS, "Organisations"),
    "topic": ("topics", schemas.TOPICS, "Topics"),
}


def list_of(facet: str) -> Callable[..., HttpResponse]:
    """The view that counts a facet among the results of a search."""

    def view(request: HttpRequest, given: Query[Counted]) -> HttpResponse:
        language = read_plain(request, given)
        results = SearchResults(read_search(request.GET, language), figures=False)
        query = results.request.asking(results.words)
        summary = results.engine.summary(query, (facet,))
        counts = [(int(value), count) for value, count in summary.facets.get(facet, ())]
        with translation.override(language):
            page = paged(request, given, counts)
            described = described_rows(request, facet, page["results"])
            return answer({"articles": summary.total, **page, "results": described})

    view.__doc__ = "Those that articles are about, most covered first; of a search, if it is given."
    view.__name__ = f"list_{facet}"
    return view


def paged(request: HttpRequest, given: Paged, rows: Sequence[Any]) -> dict[str, Any]:
    """A page of rows that are all at hand. Its cursor counts those that came before."""
    start = passed(given.cursor)
    stop = start + given.page_size
    following = address_of(request, Cursor(passed=stop)) if stop < len(rows) else None
    return {"count": len(rows), "results": rows[start:stop], "next": following}


def passed(cursor: str) -> int:
    found = read_cursor(cursor) if cursor else Cursor()
    if found.place is not None:
        raise Refused("cursor", "The cursor belongs to a list of articles.")
    return found.passed


def described_rows(request: HttpRequest, facet: str, counts: Counts) -> list[dict[str, Any]]:
    """One query for all. Rows that are gone, though not yet from the index, are left out."""
    keys = [pk for pk, _count in counts]
    rows: dict[int, Any]
    if facet == "topic":
        rows = Topic.objects.select_related("parent").in_bulk(keys)
    else:
        rows = Entity.objects.in_bulk(keys)
    return [described(request, rows[pk], count) for pk, count in counts if pk in rows]


def described(request: HttpRequest, row: Row, count: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "value": row.slug,
        "label": row.label,
        "count": count,
        "url": page_of(request, row),
    }
    if isinstance(row, Topic):
        found["parent"] = row.parent.slug if row.parent else None
    elif row.kind == Kind.COUNTRY:
        found["code"] = row.code
    return found


def page_of(request: HttpRequest, row: Row) -> str:
    with translation.override(page_language()):
        return request.build_absolute_uri(row.get_absolute_url())


def count_of(facet: str, row: Row) -> int:
    return get_engine().summary(SearchQuery(filters=(Term(facet, row.pk),))).total


def entity_of(kind: Kind) -> Callable[..., HttpResponse]:
    """The view of one entity by its slug."""

    def view(request: HttpRequest, slug: str, given: Query[Labelled]) -> HttpResponse:
        language = read_plain(request, given)
        found = Entity.objects.open_to_readers().filter(kind=kind, slug=slug).first()
        if found is None:
            raise Http404(f"There is no {kind.value} “{slug[:80]}”.")
        with translation.override(language):
            return answer(entity(request, found, count_of(kind.value, found)))

    view.__doc__ = "Its names in every language, other spellings, offices, and ids elsewhere."
    view.__name__ = f"one_{kind.value}"
    return view


def entity(request: HttpRequest, row: Entity, count: int) -> dict[str, Any]:
    said = described(request, row, count)
    aliases = row.aliases.filter(enabled=True).order_by("text", "language")
    offices = row.offices.select_related("of").order_by("start", "post")
    return {
        **said,
        "kind": row.kind,
        "code": row.code,
        "name": row.name,
        "names": row.names,
        "aliases": [
            {"text": one.text, "language": one.language, "kind": one.kind} for one in aliases
        ],
        "offices": [
            {
                "post": one.post_label,
                "of": one.of.slug if one.of else None,
                "start": one.start,
                "end": one.end,
            }
            for one in offices
        ],
        "wikidata": row.wikidata,
        "feed": f"{said['url']}feed.atom",
    }


@router.get("/topics/{slug:slug}", response=schemas.TOPIC, summary="One topic", url_name="topic")
def topic(request: HttpRequest, slug: str, given: Query[Labelled]) -> HttpResponse:
    """Its names, what it is about, what it is part of, and its parts."""
    language = read_plain(request, given)
    row = Topic.objects.select_related("parent").filter(slug=slug).first()
    if row is None:
        raise Http404(f"There is no topic “{slug[:80]}”.")
    with translation.override(language):
        said = described(request, row, count_of("topic", row))
        parts = list(row.children.order_by("slug").values_list("slug", flat=True))
        told = {"name": row.name, "names": row.names, "scope": row.scope, "parts": parts}
        return answer({**said, **told, "feed": f"{said['url']}feed.atom"})


for _facet, (_path, _answers, _title) in LISTS.items():
    router.get(f"/{_path}", response=_answers, summary=_title, url_name=_path)(list_of(_facet))
for _kind, _title in (
    (Kind.COUNTRY, "One country"),
    (Kind.PERSON, "One person"),
    (Kind.ORGANIZATION, "One organisation"),
):
    _address = f"/{LISTS[_kind.value][0]}/{{slug:slug}}"
    router.get(_address, response=schemas.ENTITY, summary=_title, url_name=_kind.value)(
        entity_of(_kind)
    )
