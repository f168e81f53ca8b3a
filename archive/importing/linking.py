"""Found names become entities: by code, by an authority's id, or by an exact name of one owner.

Never by likeness: that only ever joins spellings inside one article, which extraction has done.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from archive.extraction.values import FoundEntity, FoundMention
from archive.models import Alias, Article, Entity, Kind, Office, Suppression
from archive.text.fold import fold

LONGEST_NAME = 200
REMEMBERED = 5.0  # seconds: what curators change meanwhile is noticed after that
CODED = frozenset({Kind.COUNTRY, Kind.BLOC})
_LOCK = 0x61726368  # any number that is ours: PostgreSQL's lock for making entities


@dataclass(frozen=True)
class Linked:
    """A found entity, the row it is, and the mentions that may name it."""

    found: FoundEntity
    entity_id: int
    mentions: tuple[FoundMention, ...]


@dataclass(frozen=True)
class Links:
    """All that could be linked, and the names that several entities have."""

    linked: tuple[Linked, ...]
    ambiguous: tuple[str, ...] = ()


class Linker:
    """Links found entities to rows and remembers them for a while. Call it in a transaction.

    After a transaction that failed call `forget`: rows it made are no longer there.
    """

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.known: dict[tuple[str, ...], int | None] = {}
        self.suppressed: set[tuple[str, int]] | None = None
        self.since = time.monotonic()

    def link(self, entities: Iterable[FoundEntity], article: Article | None) -> Links:
        """The rows of these entities, made where they are missing."""
        if time.monotonic() - self.since > REMEMBERED:
            self.forget()
        suppressed = self._suppressed(article)
        linked: dict[int, Linked] = {}
        ambiguous = []
        for found in entities:
            entity_id = self._resolve(found, suppressed)
            if entity_id is None:
                ambiguous.append(found.name)
                continue
            mentions = tuple(
                mention
                for mention in found.mentions
                if (fold(mention.text), entity_id) not in suppressed
            )
            if mentions:
                linked[entity_id] = _joined(linked.get(entity_id), found, entity_id, mentions)
        return Links(tuple(linked.values()), tuple(ambiguous))

    def _resolve(self, found: FoundEntity, suppressed: set[tuple[str, int]]) -> int | None:
        key = (found.kind, found.key, found.name, found.country, found.wikidata)
        if key not in self.known:
            candidates = _candidates(found)
            if not candidates:
                self.known[key] = _create(found).pk
            else:
                self.known[key] = _one(found, candidates)
        entity_id = self.known[key]
        if entity_id is not None or found.kind in CODED:
            return entity_id
        # Several have the name: that one of them was said not to be it may settle the matter.
        left = [c for c in _candidates(found) if (fold(found.name), c.pk) not in suppressed]
        return _one(found, left)

    def _suppressed(self, article: Article | None) -> set[tuple[str, int]]:
        """Pairs of a folded name and the entity it does not name, here or everywhere."""
        rows = Suppression.objects.order_by().values_list("folded", "entity_id")
        if self.suppressed is None:
            self.suppressed = set(rows.filter(article__isnull=True))
        if article is None:
            return self.suppressed
        return self.suppressed | set(rows.filter(article=article))


def _joined(
    former: Linked | None, found: FoundEntity, entity_id: int, mentions: Sequence[FoundMention]
) -> Linked:
    """Two found entities that are one row, for a curator merged them, are one."""
    if former is None:
        return Linked(found, entity_id, tuple(mentions))
    kept = former.found if former.found.weight >= found.weight else found
    return Linked(kept, entity_id, (*former.mentions, *mentions))


def _candidates(found: FoundEntity) -> list[Entity]:
    """Entities that may be meant, by the strongest thing known of the found one."""
    rows = Entity.objects.filter(kind=found.kind)
    if found.kind in CODED:
        return list(rows.filter(code=found.key))
    if found.wikidata and (same := list(rows.filter(wikidata=found.wikidata))):
        return same
    names = {fold(found.name)}
    more = {fold(text) for text in (*found.names.values(), *(a for a, _ in found.aliases))}
    for condition in (
        Q(folded__in=names),
        _has_alias(found.kind, names),
        Q(folded__in=more),
        _has_alias(found.kind, more),
    ):
        same = [row for row in rows.filter(condition).order_by("pk") if _compatible(found, row)]
        if same:
            return same
    return []


def _has_alias(kind: str, names: set[str]) -> Q:
    """Whether an alias in use is among the names.

    A single word that extraction took for a person's alias is often a family name: it helps
    readers to find the person and says nothing about the next article's namesake.
    """
    aliases = Alias.objects.filter(folded__in=names, enabled=True, entity__kind=kind)
    if kind == Kind.PERSON:
        aliases = aliases.exclude(Q(origin="machine") & ~Q(text__contains=" "))
    return Q(pk__in=aliases.order_by().values("entity"))


def _compatible(found: FoundEntity, entity: Entity) -> bool:
    if found.wikidata and entity.wikidata and found.wikidata != entity.wikidata:
        return False
    # Two countries each have a National Security Council.
    code = entity.country.code if entity.country else ""
    return found.kind != Kind.ORGANIZATION or not (found.country and code) or found.country == code


def _one(found: FoundEntity, candidates: Sequence[Entity]) -> int | None:
    """The only candidate, or the only one of the same country; None when several are left."""
    if len(candidates) > 1 and found.country:
        same = [row for row in candidates if row.country and row.country.code == found.country]
        candidates = same or candidates
    return candidates[0].pk if len(candidates) == 1 else None


def _create(found: FoundEntity) -> Entity:
    if connection.vendor == "postgresql":
        # Two writers at once: the second waits here and then finds what the first has made.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if len(same := _candidates(found)) == 1:
            return same[0]
    entity = Entity.objects.create(
        kind=found.kind,
        name=found.name[:LONGEST_NAME],
        code=found.key if found.kind in CODED else "",
        names=dict(found.names),
        country=_country(found.country),
        wikidata=found.wikidata,
    )
    _add_aliases(entity, found)
    for office in found.offices:
        Office.objects.create(
            person=entity,
            post=office.post,
            post_names=dict(office.post_names),
            of=_country(office.of),
            start=office.start,
            end=office.end,
            reference=office.reference,
        )
    return entity


def _add_aliases(entity: Entity, found: FoundEntity) -> None:
    spellings = dict.fromkeys((text.strip(), language) for text, language in found.aliases)
    for text, language in spellings:
        if text and text != entity.name and len(text) <= LONGEST_NAME:
            Alias.objects.create(entity=entity, text=text, language=language, origin="machine")


def _country(code: str) -> Entity | None:
    return Entity.objects.countries().filter(code=code).first() if code else None
