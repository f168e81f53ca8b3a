"""Countries, blocs, people, organisations and places: one page each, and their lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from archive.dates.edtf import bounds
from archive.models import Alias, AliasKind, Entity, Kind, Office, Topic
from archive.search.spans import spans_of
from archive.text.fold import fold
from archive.views.alphabet import Entry, Letter, alphabet
from archive.views.budget import budgeted
from archive.views.coverage import Subject, coverage_of, summary_of
from archive.views.freshness import kept, page
from archive.views.moved import moved_or_missing
from archive.views.network import network_of
from archive.views.parts import parts_of
from archive.views.world import world_map

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

# The facet of a kind is its parameter in a search as well. Blocs and places have none of their
# own: they are counted among all entities, and no search narrows by them.
FACETS = {Kind.COUNTRY: "country", Kind.PERSON: "person", Kind.ORGANIZATION: "organization"}
LISTS = {
    Kind.COUNTRY: ("countries", _("Countries")),
    Kind.BLOC: ("organizations", _("Organisations")),
    Kind.PERSON: ("people", _("People")),
    Kind.ORGANIZATION: ("organizations", _("Organisations")),
    Kind.PLACE: ("countries", _("Countries")),
}
# Languages whose names of an entity are shown, in this order, and how many of them.
SHOWN = ["en", "id", "ar", "fa", "zh", "fr", "hi", "ja", "ko", "pt", "ru", "es", "tr", "de"]
SHOWN_NAMES = 8
ALSO_WRITTEN = 10
SPELLINGS = {
    *(AliasKind.NAME, AliasKind.VARIANT, AliasKind.SHORT, AliasKind.ABBREVIATION),
    AliasKind.LEARNED,
}
ON_ONE_PAGE = 400  # longer lists show one letter at a time
OFFICERS = 60
FORMER = 6
EVERY = {"", "en"}  # languages of names that stand in where the reader's has none


@dataclass(frozen=True)
class NameIn:
    """A name in one language."""

    language: str
    name: str


def page_of(kind: Kind) -> Callable[..., HttpResponse]:
    """The view of one entity of a kind, by its slug."""

    @require_safe
    @kept
    def view(request: HttpRequest, slug: str) -> HttpResponse:
        entities = Entity.objects.open_to_readers().select_related("country")
        entity = entities.filter(kind=kind, slug=slug).first()
        if entity is None:
            return moved_or_missing(request)
        context = entity_context(request, entity)
        whole = context["coverage"] is not None
        return page(request, "archive/entity_page.html", context, whole=whole)

    return view


country = page_of(Kind.COUNTRY)
person = page_of(Kind.PERSON)
organization = page_of(Kind.ORGANIZATION)
bloc = page_of(Kind.BLOC)
place = page_of(Kind.PLACE)


def subject_of(entity: Entity) -> Subject:
    facet = FACETS.get(Kind(entity.kind), "")
    return Subject(facet or "entity", entity.pk, entity.label, entity.slug, parameter=facet)


def entity_context(request: HttpRequest, entity: Entity) -> dict[str, Any]:
    subject = subject_of(entity)
    aliases = [alias for alias in entity.aliases.all() if alias.enabled]
    list_name, list_label = LISTS[Kind(entity.kind)]
    return {
        "entity": entity,
        "title": entity.label,
        "list_url": reverse(list_name),
        "list_label": list_label,
        "names": names_of(entity),
        "also_written": also_written(entity, aliases),
        "formerly": formerly(aliases),
        "offices": offices_of(entity),
        "officers": officers_of(entity),
        "subject": subject,
        "search_url": subject.search_url(),
        "coverage": coverage_of(subject),
        "network": network_of(entity) if entity.kind == Kind.COUNTRY else None,
        "canonical": request.build_absolute_uri(entity.get_absolute_url()),
    }


def reader() -> str:
    """The language of the page, without its region."""
    return (get_language() or "en").partition("-")[0]


def names_of(entity: Entity | Topic) -> list[NameIn]:
    """Its names in other languages than the reader's, the most read of them first."""
    names = {"en": entity.name, **entity.names}
    order = [*SHOWN, *sorted(set(names) - set(SHOWN))]
    found = [NameIn(code, names[code]) for code in order if code in names and code != reader()]
    if all(one.name == entity.label for one in found):
        return []
    return found[:SHOWN_NAMES]


def also_written(entity: Entity, aliases: Sequence[Alias]) -> list[Alias]:
    """Spellings besides the names that the page shows already, in languages of the archive's pages.

    Those without a capital are left out: they are forms for the finder, not for the eye.
    """
    shown = {fold(name) for name in (entity.name, *entity.names.values())}
    languages = {"", "en", "id", reader()}
    found = distinct(
        [one for one in aliases if one.kind in SPELLINGS and one.language in languages]
    )
    written = [one for one in found if one.folded not in shown and not one.text.islower()]
    return written[:ALSO_WRITTEN]


def formerly(aliases: Sequence[Alias]) -> list[Alias]:
    return distinct([alias for alias in aliases if alias.kind == AliasKind.HISTORICAL])


def former_names(entities: Sequence[Entity]) -> list[Alias]:
    """Former names by which entities are found as well: in the reader's language, or English."""
    rows = Alias.objects.filter(entity__in=entities, kind=AliasKind.HISTORICAL, enabled=True)
    own = [alias for alias in rows if alias.language == reader()]
    named = {alias.entity_id for alias in own}
    spoken = [*own, *(one for one in rows if one.entity_id not in named and one.language in EVERY)]
    names = [alias for alias in distinct(spoken) if not alias.text.islower()]
    return [name for name in names if not any(is_short_for(name, one) for one in names)][:FORMER]


def is_short_for(name: Alias, longer: Alias) -> bool:
    """Such as "Soviet" and "Soviets" for "Soviet Union"."""
    begins = longer.folded.startswith(name.folded.rstrip("s"))
    return begins and len(longer.folded) > len(name.folded)


def distinct(aliases: Sequence[Alias]) -> list[Alias]:
    """Each spelling once, in the reader's language first and then in those that are read most."""
    order = [reader(), *SHOWN]
    ranks = {code: rank for rank, code in reversed(list(enumerate(order)))}
    ranked = sorted(aliases, key=lambda alias: ranks.get(alias.language, len(order)))
    found: dict[str, Alias] = {}
    for alias in ranked:
        found.setdefault(alias.folded, alias)
    return list(found.values())


def offices_of(entity: Entity) -> list[Office]:
    """What the person was, the present office first."""
    if entity.kind != Kind.PERSON:
        return []
    return list(entity.offices.select_related("of").order_by("-start"))


@dataclass(frozen=True)
class Officers:
    now: tuple[Office, ...]
    before: tuple[Office, ...]


def officers_of(entity: Entity) -> Officers:
    """Who holds its offices, by office, and who held them, the newest first."""
    if entity.kind == Kind.PERSON:
        return Officers((), ())
    rows = list(entity.officers.select_related("person").order_by("-start")[:OFFICERS])
    now = [office for office in rows if not is_over(office)]
    return Officers(
        now=tuple(sorted(now, key=lambda office: office.post_label)),
        before=tuple(office for office in rows if office not in now),
    )


def is_over(office: Office) -> bool:
    """Whether the last day it may have ended is past."""
    last = bounds(office.end)[1] if office.end else None
    return last is not None and last < timezone.localdate()


def list_of(
    kinds: Sequence[Kind], title: StrPromise, lede: StrPromise
) -> Callable[..., HttpResponse]:
    """The view of all entities of these kinds that an article is about, from A to Z."""

    @require_safe
    @kept
    @budgeted
    def view(request: HttpRequest) -> HttpResponse:
        counted = counted_entities(kinds)
        spans = spans_of(FACETS[kinds[0]]) if counted else None
        letters = alphabet(
            Entry(entity.label, entity, count, spans) for entity, count in counted or []
        )
        total = len(counted or [])
        context: dict[str, Any] = {
            "title": title,
            "lede": lede,
            "available": counted is not None,
            "total": total,
            "letters": letters,
            "sections": letters,
            "spans": spans,
            "world": world_map(counted) if counted and kinds[0] == Kind.COUNTRY else None,
        }
        if total > ON_ONE_PAGE:
            context |= one_letter(request, letters)
        return page(request, "archive/entity_list.html", context, whole=counted is not None)

    return view


def one_letter(request: HttpRequest, letters: Sequence[Letter]) -> dict[str, Any]:
    """The letter that is asked for, or the first, and of a long one a part: what the page shows."""
    asked = request.GET.get("letter", "")
    chosen = next((letter for letter in letters if letter.key == asked), letters[0])
    part = Paginator(chosen.entries, ON_ONE_PAGE).get_page(request.GET.get("part"))

    def address(number: int) -> str:
        return f"?letter={chosen.key}&part={number}"

    return {
        "chosen": chosen,
        "sections": [replace(chosen, entries=tuple(part))],
        "pages": list(parts_of(part, address)),
        "next_page": address(part.number + 1) if part.has_next() else "",
    }


def counted_entities(kinds: Sequence[Kind]) -> list[tuple[Entity, int]] | None:
    """Every entity of these kinds with its count; None while the engine cannot answer."""
    facets = {FACETS.get(kind, "entity") for kind in kinds}
    summary = summary_of((), sorted(facets))
    if summary is None:
        return None
    counts = {int(pk): count for facet in facets for pk, count in summary.facets[facet]}
    rows = Entity.objects.filter(kind__in=kinds).only("kind", "name", "names", "slug", "code")
    return [(row, counts[row.pk]) for row in rows.iterator() if row.pk in counts]


countries = list_of(
    [Kind.COUNTRY],
    _("Countries and territories"),
    _("Names follow Unicode CLDR; a name is not a view on anyone’s status."),
)
people = list_of(
    [Kind.PERSON],
    _("People"),
    _("Spellings of one name are joined; the page of a person shows them all."),
)
organizations = list_of(
    [Kind.ORGANIZATION, Kind.BLOC],
    _("Organisations"),
    _("Organisations, and blocs of countries."),
)
