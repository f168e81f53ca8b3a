"""Found names become entities: by code, by an authority's id, or by an exact name of one owner.

Never by likeness: that only ever joins spellings inside one article, which extraction has done.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.db.models import Q

from archive.extraction.values import FoundEntity, FoundMention
from archive.models import Alias, Article, Entity, Kind, Office, Suppression, Topic
from archive.text.fold import fold

LONGEST_NAME = 200
REMEMBERED = 300.0  # seconds: what curators change meanwhile is noticed after that
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
        self.made: list[int] = []  # rows of the last link
        self.known: dict[tuple[str, ...], int | None] = {}
        self.rivals: dict[tuple[str, ...], list[Candidate]] = {}  # of the keys without a row
        self.suppressed: set[tuple[str, int]] | None = None
        self.topic_keys: dict[str, int] | None = None
        self.since = time.monotonic()

    def link(self, entities: Sequence[FoundEntity], article: Article | None) -> Links:
        """The rows of these entities, made where they are missing."""
        if time.monotonic() - self.since > REMEMBERED:
            self.forget()
        self.made = []
        self._look_up([found for found in entities if _key(found) not in self.known])
        suppressed = self._suppressed(article)
        linked: dict[int, Linked] = {}
        ambiguous = []
        for found in entities:
            entity_id = self.known[_key(found)] or self._left(found, suppressed)
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

    def topics(self) -> dict[str, int]:
        """The primary keys of all topics by their slugs. There are hundreds, not more."""
        if self.topic_keys is None:
            self.topic_keys = dict(Topic.objects.order_by().values_list("slug", "pk"))
        return self.topic_keys

    def _look_up(self, entities: Sequence[FoundEntity]) -> None:
        """Remember the row of each, None where several may be meant; make what is missing."""
        for found, rows in zip(entities, _candidates(entities), strict=True):
            key = _key(found)
            if rows:
                self.known[key] = _one(found, rows)
            elif key not in self.known:  # the same article may find one twice
                self.known[key] = made = self.make(found)
                self.made += [made] if made else []
            if self.known[key] is None and key not in self.rivals:
                self.rivals[key] = rows or _candidates([found])[0]

    def _left(self, found: FoundEntity, suppressed: set[tuple[str, int]]) -> int | None:
        """Of several with the name, the only one that it was not said not to be."""
        name = fold(found.name)
        rivals = self.rivals.get(_key(found), [])
        return _one(found, [row for row in rivals if (name, row.pk) not in suppressed])

    def make(self, found: FoundEntity) -> int | None:
        """The row of an entity that is not on file."""
        return _create(found)

    def _suppressed(self, article: Article | None) -> set[tuple[str, int]]:
        """Pairs of a folded name and the entity it does not name, here or everywhere."""
        if self.suppressed is None:
            switched_off = Alias.objects.filter(enabled=False)
            self.suppressed = {
                pair
                for rows in (Suppression.objects.filter(article__isnull=True), switched_off)
                for pair in rows.order_by().values_list("folded", "entity_id")
            }
        if article is None:
            return self.suppressed
        rows = Suppression.objects.order_by().filter(article=article)
        return self.suppressed | set(rows.values_list("folded", "entity_id"))


def _key(found: FoundEntity) -> tuple[str, ...]:
    return (found.kind, found.key, found.name, found.country, found.wikidata)


def _joined(
    former: Linked | None, found: FoundEntity, entity_id: int, mentions: Sequence[FoundMention]
) -> Linked:
    """Two found entities that are one row, for a curator merged them, are one."""
    if former is None:
        return Linked(found, entity_id, tuple(mentions))
    kept = former.found if former.found.weight >= found.weight else found
    return Linked(kept, entity_id, (*former.mentions, *mentions))


class Candidate(NamedTuple):
    """What is on file of an entity, as far as linking asks."""

    pk: int
    kind: str
    code: str
    folded: str
    wikidata: str
    country: str | None  # code


_COLUMNS = ("pk", "kind", "code", "folded", "wikidata", "country__code")
_OWNER = tuple(f"entity__{column}" for column in _COLUMNS)


def _candidates(entities: Sequence[FoundEntity]) -> list[list[Candidate]]:
    """For each found entity the rows it may be, by the strongest thing known of it.

    That is its code or Wikidata's id, then its name, then its other spellings. Two questions to
    the database, however many entities.
    """
    if not entities:
        return []
    coded = {found.key for found in entities if found.kind in CODED}
    named = [found for found in entities if found.kind not in CODED]
    names = {name for found in named for name in (fold(found.name), *_more(found))}
    names |= {fold(found.name) for found in entities if found.kind in CODED}
    ids = {found.wikidata for found in named if found.wikidata}
    wanted = Q(folded__in=names) if names else Q()
    if ids:
        wanted |= Q(wikidata__in=ids)
    if coded:
        wanted |= Q(kind__in=CODED, code__in=coded)
    rows = Entity.objects.filter(wanted).order_by("pk").values_list(*_COLUMNS)
    on_file = [Candidate(*row) for row in rows]
    aliases = _by_alias(names) if names else {}
    return [_strongest(found, on_file, aliases) for found in entities]


def _strongest(
    found: FoundEntity, rows: Sequence[Candidate], aliases: Mapping[str, Sequence[Candidate]]
) -> list[Candidate]:
    rows = [row for row in rows if row.kind == found.kind]
    if found.kind in CODED:
        # Without its code there it was merged, and is a name of the one that was kept.
        merged = [row for row in aliases.get(fold(found.name), ()) if row.kind == found.kind]
        return [row for row in rows if row.code == found.key] or merged
    if found.wikidata and (same := [row for row in rows if row.wikidata == found.wikidata]):
        return same
    for names in ((fold(found.name),), _more(found)):
        by_name = [row for row in rows if row.folded in names]
        by_alias = [row for name in names for row in aliases.get(name, ())]
        for group in (by_name, by_alias):
            same = [row for row in dict.fromkeys(group) if _compatible(found, row)]
            if same:
                return same
    return []


def _by_alias(names: set[str]) -> dict[str, list[Candidate]]:
    """Owners of the names among the aliases in use.

    A single word that extraction took for a person's alias is often a family name: it helps
    readers to find the person and says nothing about the next article's namesake.
    """
    rows = Alias.objects.filter(folded__in=names, enabled=True).order_by("entity")
    owners: dict[str, list[Candidate]] = {}
    for name, origin, *row in rows.values_list("folded", "origin", *_OWNER):
        owner = Candidate(*row)
        if origin != "machine" or owner.kind != Kind.PERSON or " " in name:
            owners.setdefault(name, []).append(owner)
    return owners


def _more(found: FoundEntity) -> tuple[str, ...]:
    spellings = (*found.names.values(), *(text for text, _language in found.aliases))
    return tuple(dict.fromkeys(fold(text) for text in spellings))


def _compatible(found: FoundEntity, row: Candidate) -> bool:
    if row.kind != found.kind:
        return False
    if found.wikidata and row.wikidata and found.wikidata != row.wikidata:
        return False
    # Two countries each have a National Security Council.
    both = found.country and row.country
    return found.kind != Kind.ORGANIZATION or not both or found.country == row.country


def _one(found: FoundEntity, candidates: Sequence[Candidate]) -> int | None:
    """The only candidate, or the only one of the same country; None when several are left."""
    if len(candidates) > 1 and found.country:
        same = [row for row in candidates if row.country == found.country]
        candidates = same or candidates
    return candidates[0].pk if len(candidates) == 1 else None


def _create(found: FoundEntity) -> int | None:
    if connection.vendor == "postgresql":
        # Two writers at once: the second waits here and then finds what the first has made.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if same := _candidates([found])[0]:
            return _one(found, same)
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
    return entity.pk


def _add_aliases(entity: Entity, found: FoundEntity) -> None:
    spellings = dict.fromkeys((text.strip(), language) for text, language in found.aliases)
    for text, language in spellings:
        if text and text != entity.name and len(text) <= LONGEST_NAME:
            Alias.objects.create(entity=entity, text=text, language=language, origin="machine")


def _country(code: str) -> Entity | None:
    return Entity.objects.countries().filter(code=code).first() if code else None
