"""A decision taken back: every row as it was, unless somebody has changed it since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import SET_NULL, ForeignKey, Model
from django.utils import timezone

from archive.curation import rename
from archive.curation.accounts import without_gone_accounts
from archive.curation.ledger import (
    BATCH,
    Change,
    Values,
    delete,
    field_values,
    only,
    point_all,
    row_values,
    runs,
    save,
    save_all,
    stale_articles,
    tell_of,
)
from archive.curation.merge_topics import enqueue_below
from archive.models import (
    Decision,
    Entity,
    EntityTag,
    Mention,
    NameEntry,
    Topic,
    TopicTag,
)

POINTING = (EntityTag, TopicTag, Mention)
WORKED_OUT = (Mention, NameEntry)  # found again in texts, and in names


class AlreadyUndone(Exception):
    """The decision was taken back before."""


class TooLate(Exception):
    """The decision is older than decisions are taken back."""


@dataclass(frozen=True)
class Undone:
    """How many rows are as they were, and which were left, for they have changed since."""

    restored: int
    left: tuple[Change, ...]


@transaction.atomic
def undo(decision: Decision, by: User | None) -> Undone:
    """Take a decision back, last change first. What was changed since stays as it is.

    Raises AlreadyUndone, and TooLate after 30 days.
    """
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if decision.undone_at:
        raise AlreadyUndone
    if decision.is_final:
        raise TooLate
    restoration = Restoration(by)
    changes = without_gone_accounts([Change.read(each) for each in reversed(decision.changes)])
    if decision.verb == rename.VERB and not can_go_back(changes):
        restoration.left = changes
    else:
        for row_class, together in runs(changes):
            restoration.restore(row_class, together)
    decision.undone_at = timezone.now()
    decision.save(update_fields=["undone_at"])
    tell_of(restoration.articles)
    return Undone(len(changes) - len(restoration.left), tuple(restoration.left))


class Restoration:
    """Puts rows back, and keeps which of them it had to leave."""

    def __init__(self, by: User | None) -> None:
        self.by = by
        self.left: list[Change] = []
        self.articles: set[int] = set()

    def restore(self, row_class: type[Model], changes: Sequence[Change]) -> None:
        """All of one model and one sort: made, deleted or updated."""
        pointers = [change for change in changes if points_elsewhere(change)]
        self.point_back(row_class, pointers)
        others = [change for change in changes if not points_elsewhere(change)]
        if others:
            self.restore_rows(row_class, others)

    def point_back(self, row_class: type[Model], changes: Sequence[Change]) -> None:
        """Rows that only point elsewhere, by their keys: they may be tens of thousands."""
        gone = gone_targets(row_class, changes)
        for (name, old, new), group in pointing(changes).items():
            keys = {change.pk for change in group}
            there = (
                self.still(row_class, sorted(keys), {name: new}) if old not in gone[name] else []
            )
            try:
                with transaction.atomic():
                    point_all(row_class, name, old, there, self.by)
            except IntegrityError:  # another row has the place of one of them
                self.restore_rows(row_class, group)
                continue
            left = keys.difference(there)
            self.left += [change for change in group if change.pk in left]

    def still(
        self, row_class: type[Model], keys: Sequence[int], values: Mapping[str, int]
    ) -> list[int]:
        """Which of these rows still have the values; their articles become stale."""
        tagged = ["article_id"] if issubclass(row_class, EntityTag | TopicTag) else []
        found = []
        for start in range(0, len(keys), BATCH):
            rows = row_class._default_manager.filter(pk__in=keys[start : start + BATCH], **values)
            for pk, *articles in rows.order_by("pk").values_list("pk", *tagged):
                found.append(pk)
                self.articles.update(articles)
        return found

    def restore_rows(self, row_class: type[Model], changes: Sequence[Change]) -> None:
        """One by one, each compared with what the decision made of it."""
        present = row_class._default_manager.in_bulk([change.pk for change in changes])
        untouched = []
        for change in changes:
            row = present.get(change.pk)
            if is_as_left(row, change):
                untouched.append((change, row))
            else:
                self.left.append(change)
        if changes[0].deleted:
            for change, _row in untouched:
                self.insert(row_class, change)
        elif changes[0].created:
            for change, row in untouched:
                self.remove(change, row)
        else:
            self.rewrite(row_class, untouched)

    def insert(self, row_class: type[Model], change: Change) -> None:
        """Bring a deleted row back under its old primary key, with its old times."""
        values = field_values(row_class, change.before or {})
        row = row_class(pk=change.pk, **values)
        if not targets_exist(row) or not self.inserted(row):
            self.left.append(change)
            return
        row_class._default_manager.filter(pk=row.pk).update(**values)
        self.articles |= stale_articles(row)

    def inserted(self, row: Model) -> bool:
        """False when another row has taken its place."""
        try:
            with transaction.atomic():
                save(row, self.by, force_insert=True)
        except IntegrityError:
            return False
        return True

    def remove(self, change: Change, row: Model | None) -> None:
        """A row that was made goes, unless others rest on it by now."""
        if row is None:
            return
        if rested_on(row):
            self.left.append(change)
            return
        self.articles |= stale_articles(row)
        delete(row, self.by)

    def rewrite(
        self, row_class: type[Model], changes: Sequence[tuple[Change, Model | None]]
    ) -> None:
        rows: list[Model] = []
        fields: set[str] = set()
        rewritten: list[Change] = []
        gone = gone_targets(row_class, [change for change, _row in changes])
        for change, row in changes:
            values = field_values(row_class, change.before or {})
            if row is None or any(values.get(name) in gone[name] for name in gone):
                self.left.append(change)
                continue
            for name, value in values.items():
                setattr(row, name, value)
                fields.add(name)
            rows.append(row)
            rewritten.append(change)
        self.put_back(rows, rewritten, fields)

    def put_back(self, rows: list[Model], changes: list[Change], fields: set[str]) -> None:
        """All at once; where others have taken a place since, one by one without those."""
        try:
            with transaction.atomic():
                save_all(rows, fields, self.by)
        except IntegrityError:
            if len(rows) == 1:
                self.left += changes
                return
            for row, change in zip(rows, changes, strict=True):
                self.put_back([row], [change], fields)
            return
        for row in rows:
            self.articles |= stale_articles(row)
            if isinstance(row, Entity) and "kind" in fields:  # articles are counted by kinds
                self.articles |= set(row.tags.values_list("article", flat=True))
        if "parent_id" in fields:
            enqueue_below([row for row in rows if isinstance(row, Topic)])


def points_elsewhere(change: Change) -> bool:
    """Nothing but the subject of a tag or a mention was changed."""
    names = set(change.before or {}) | set(change.after or {})
    return (
        not change.created
        and not change.deleted
        and names in ({"entity_id"}, {"topic_id"})
        and change.row_class in POINTING
    )


def pointing(changes: Iterable[Change]) -> dict[tuple[str, int, int], list[Change]]:
    """By field, and by where they pointed before and after."""
    groups: dict[tuple[str, int, int], list[Change]] = defaultdict(list)
    for change in changes:
        [(name, new)], [old] = (change.after or {}).items(), (change.before or {}).values()
        groups[name, old, new].append(change)
    return groups


def can_go_back(changes: Sequence[Change]) -> bool:
    """A renamed row gets its old names, unless it has changed or another one has them since.

    Else the way from its old address and its old name stay: without them nothing would lead to it.
    """
    renamed = next((each for each in changes if each.model in {"entity", "topic"}), None)
    if renamed is None:
        return False
    rows = renamed.row_class._default_manager
    row = rows.filter(pk=renamed.pk).first()
    if row is None or not is_as_left(row, renamed):
        return False
    place = {**row_values(row), **(renamed.before or {})}
    names = {name: place[name] for name in ("kind", "slug") if name in place}
    return not rows.filter(**names).exclude(pk=row.pk).exists()


def is_as_left(row: Model | None, change: Change) -> bool:
    """The row still is what the decision made of it."""
    if row is None or change.after is None:
        return row is None and change.after is None
    now: Values = only(row_values(row), change.after)
    return now == change.after


def rested_on(row: Model) -> bool:
    """Whether anything but what the archive works out by itself would go with the row."""
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: row}).exists()
        for relation in row._meta.related_objects
        if relation.on_delete is not SET_NULL and relation.related_model not in WORKED_OUT
    )


def targets_exist(row: Model) -> bool:
    """Every row that this one points to is there: SQLite says so only at the end, too late."""
    for field in row._meta.concrete_fields:
        key = getattr(row, field.attname)
        if isinstance(field, ForeignKey) and key is not None:
            target = field.remote_field.model
            if not target._default_manager.filter(pk=key).exists():
                return False
    return True


def gone_targets(row_class: type[Model], changes: Sequence[Change]) -> dict[str, set[int]]:
    """By field, the keys of rows that these changes would point to, and that are there no more."""
    gone: dict[str, set[int]] = {}
    for field in row_class._meta.concrete_fields:
        if not isinstance(field, ForeignKey):
            continue
        before = [change.before or {} for change in changes]
        keys = sorted({values[field.attname] for values in before if values.get(field.attname)})
        gone[field.attname] = set(keys)
        for start in range(0, len(keys), BATCH):
            part = keys[start : start + BATCH]
            rows = field.remote_field.model._default_manager.filter(pk__in=part)
            gone[field.attname] -= set(rows.values_list("pk", flat=True))
    return gone
