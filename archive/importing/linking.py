"""Found names become entities: by code, by an authority's id, or by an exact name of one owner.

Never by likeness: that only ever joins spellings inside one article, which extraction has done.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet

from archive.extraction.values import FoundEntity, FoundMention
from archive.importing.making import CODED, make
from archive.importing.values import REMEMBERED
from archive.models import Alias, Article, Entity, Kind, Suppression, Topic
from archive.text.fold import fold

Key = tuple[str, ...]
Wanted = tuple[Key, FoundEntity]
Suppressed = Mapping[int, frozenset[str]]
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
        self.fresh: dict[Key, int] = {}  # rows that were made for a link to come
        self._look_anew()

    def _look_anew(self) -> None:
        self.known: dict[Key, int | None] = {}
        self.rivals: dict[Key, list[Candidate]] = {}  # of the keys without a row
        self.suppressed: Suppressed | None = None
        self.topic_keys: dict[str, int] | None = None
        self.since = time.monotonic()

    def link(self, entities: Sequence[FoundEntity], article: Article | None) -> Links:
        """The rows of these entities, made where they are missing."""
        self.look_up([entities])
        keys = [_key(found) for found in entities]
        self.made = [self.fresh.pop(key) for key in keys if key in self.fresh]
        suppressed = self._suppressed(article)
        linked: dict[int, Linked] = {}
        ambiguous = []
        for found, key in zip(entities, keys, strict=True):
            entity_id = self.known[key] or self._left(found, suppressed)
            if entity_id is None:
                ambiguous.append(found.name)
                continue
            mentions, others = found.mentions, suppressed.get(entity_id)
            if others:
                mentions = tuple(each for each in mentions if fold(each.text) not in others)
            if mentions:
                linked[entity_id] = _joined(linked.get(entity_id), found, entity_id, mentions)
        return Links(tuple(linked.values()), tuple(ambiguous))

    def topics(self) -> dict[str, int]:
        """The primary keys of all topics by their slugs. There are hundreds, not more."""
        if self.topic_keys is None:
            self.topic_keys = dict(Topic.objects.order_by().values_list("slug", "pk"))
        return self.topic_keys

    def look_up(self, articles: Sequence[Sequence[FoundEntity]]) -> None:
        """Remember the row of each entity, None where several may be meant; make what is missing.

        What comes of several articles at once is what would come of one after the other.
        """
        if time.monotonic() - self.since > REMEMBERED:
            self._look_anew()
        unknown = [[e for e in entities if _key(e) not in self.known] for entities in articles]
        candidates = iter(_on_file([found for entities in unknown for found in entities]))
        wanted, spelled = list[Wanted](), set[str]()  # by articles before the one in hand
        for entities in unknown:
            fresh = set[str]()
            for found in entities:
                key, rows = _key(found), next(candidates)
                if key in self.known:  # an article may find one twice
                    continue
                names = {fold(found.name), found.wikidata, *_more(found)} - {""}
                if not names.isdisjoint(spelled):
                    self._make(wanted)
                    rows = _candidates([found])[0]
                self.known[key] = _one(found, rows)
                if not rows:
                    wanted.append((key, found))
                    fresh |= names
                elif self.known[key] is None:
                    self.rivals[key] = rows
            spelled |= fresh
        self._make(wanted)

    def _make(self, wanted: list[Wanted]) -> None:
        entities = [found for _key, found in wanted]
        for (key, _found), pk in zip(wanted, self.make(entities), strict=True):
            self.known[key] = self.fresh[key] = pk
        wanted.clear()

    def make(self, entities: Sequence[FoundEntity]) -> list[int]:
        """The rows of entities that are not on file."""
        return make(entities)

    def _left(self, found: FoundEntity, suppressed: Suppressed) -> int | None:
        """Of several with the name, the only one that it was not said not to be."""
        name = fold(found.name)
        rivals = self.rivals.get(_key(found), [])
        return _one(found, [row for row in rivals if name not in suppressed.get(row.pk, ())])

    def _suppressed(self, article: Article | None) -> Suppressed:
        """By entity the folded names that are not its own, here or everywhere."""
        if self.suppressed is None:
            everywhere = Suppression.objects.filter(article__isnull=True)
            self.suppressed = _by_entity(everywhere, Alias.objects.filter(enabled=False))
        if article is None:
            return self.suppressed
        here = _by_entity(Suppression.objects.filter(article=article))
        return {
            **self.suppressed,
            **{pk: names | self.suppressed.get(pk, frozenset()) for pk, names in here.items()},
        }


def _by_entity(*found: QuerySet[Any]) -> Suppressed:
    names = defaultdict[int, set[str]](set)
    for rows in found:
        for folded, entity in rows.order_by().values_list("folded", "entity_id"):
            names[entity].add(folded)
    return {entity: frozenset(folded) for entity, folded in names.items()}


def _key(found: FoundEntity) -> Key:
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


def _on_file(entities: Sequence[FoundEntity]) -> list[list[Candidate]]:
    """The candidates for each, if any is missing with the lock for making them."""
    found = _candidates(entities)
    if connection.vendor == "postgresql" and not all(found):
        # Two writers at once: the second waits here and then finds what the first has made.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        found = _candidates(entities)
    return found


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
