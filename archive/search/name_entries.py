"""The names that suggestions and near spellings are looked up in, brought up to date with rows.

The indexer does it, so that whoever changes names, in bulk or one by one, need not know of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Q

from archive.models import Alias, Entity, Kind, NameEntry
from archive.models.name_entry import LONGEST_KEY
from archive.models.rows import insert
from archive.search.country_names import name_key
from archive.search.writers import writers
from archive.text.sounds import sound

BATCH = 500  # entities at a time
MOST_WORDS = 6  # of a name that it is entered under
LAST = "\U0010ffff"  # sorts after whatever a key may go on with

Row = tuple[int, str, str, bool]  # entity, key, name, whole
COLUMNS = ("entity_id", "key", "name", "whole", "sound")
Stamp = tuple[int, ...]


class NameList:
    """Keeps the entries up to date. Looks at all names once, then at those that changed."""

    def __init__(self) -> None:
        self.seen: Stamp = ()  # whatever is older has been looked at
        self.next: tuple[Stamp, frozenset[str]] | None = None  # seen when these have written

    def refresh(self) -> int:
        """Bring the entries up to date; return how many were added and removed."""
        stamp = _stamp()
        writing = writers([manager.model for manager in _changes()])
        if stamp == self.seen and self.next is None:
            return 0
        batches = _changed(self.seen) if self.seen else _everything()
        changed = sum(_renew(batch) for batch in batches)
        if self.next and not self.next[1] & writing:
            self.seen, self.next = self.next[0], None
        if not writing:
            self.seen = stamp
        elif self.next is None:
            self.next = stamp, writing
        return changed


def beginning(prefix: str) -> Q:
    """Entries whose key begins so, by the index: what is ordered by bytes takes a range."""
    if connection.vendor == "sqlite":
        return Q(key__gte=prefix, key__lt=prefix + LAST)
    return Q(key__startswith=prefix)


def _stamp() -> Stamp:
    """The last of each sort of row that a change of names leaves behind."""
    return tuple(manager.aggregate(last=Max("pk"))["last"] or 0 for manager in _changes())


def _changes() -> tuple[Any, ...]:
    return Entity.objects, Alias.objects, Entity.history, Alias.history


def _everything() -> Iterator[list[int]]:
    last = 0
    while batch := list(_named().filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        yield batch
        last = batch[-1]


def _changed(seen: Stamp) -> Iterator[list[int]]:
    entity, alias, entity_change, alias_change = seen
    pks: set[int] = set(Entity.objects.filter(pk__gt=entity).values_list("pk", flat=True))
    pks.update(Alias.objects.filter(pk__gt=alias).values_list("entity", flat=True))
    pks.update(Entity.history.filter(pk__gt=entity_change).values_list("id", flat=True))
    changes = Alias.history.filter(pk__gt=alias_change)
    pks.update(pk for pk in changes.values_list("entity", flat=True) if pk)
    left = iter(sorted(pks))
    while batch := list(islice(left, BATCH)):
        yield batch


def _named() -> Any:
    return Entity.objects.exclude(kind=Kind.PLACE).order_by("pk")


@transaction.atomic
def _renew(entities: Sequence[int]) -> int:
    """Make the entries of these entities what their names ask for."""
    present: dict[Row, int] = {
        tuple(row[1:]): row[0]  # type: ignore[misc]
        for row in NameEntry.objects.filter(entity__in=entities).values_list(
            "pk", "entity", "key", "name", "whole"
        )
    }
    wanted = set(_wanted(entities))
    gone = [pk for row, pk in present.items() if row not in wanted]
    missing = [_entry(row) for row in sorted(wanted - present.keys())]
    if gone:
        NameEntry.objects.filter(pk__in=gone).delete()
    insert(NameEntry, COLUMNS, missing)
    return len(gone) + len(missing)


def _wanted(entities: Sequence[int]) -> Iterator[Row]:
    names: dict[int, list[str]] = defaultdict(list)
    for pk, name, translated in _named().filter(pk__in=entities).values_list("pk", "name", "names"):
        names[pk] += [name, *translated.values()]
    aliases = Alias.objects.filter(entity__in=list(names), enabled=True).order_by("pk")
    for pk, text in aliases.values_list("entity", "text"):
        names[pk].append(text)
    for pk, several in names.items():
        yield from _rows(pk, several)


def _rows(pk: int, names: Iterable[str]) -> Iterator[Row]:
    """An entry under each word of each name; of names that read alike, the first."""
    seen: set[str] = set()
    for name in names:
        words = name_key(name).split()
        for start in range(min(len(words), MOST_WORDS)):
            key = " ".join(words[start:])[:LONGEST_KEY]
            if key not in seen:
                seen.add(key)
                yield pk, key, name, start == 0


def _entry(row: Row) -> tuple[int, str, str, bool, str]:
    return *row, sound(row[1].partition(" ")[0])
