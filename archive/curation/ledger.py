"""Writes the rows of one decision, and keeps what each was before and after.

Every change of a person goes through a Ledger, so that each can be shown, exported and undone.
Bulk writes send no signals: the ledger writes their history and their index jobs itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Self

from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import Field, Model, QuerySet
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from archive.models import Article, Decision, EntityTag, IndexJob, TopicTag
from archive.models.rows import insert_history

BATCH = 500  # rows in one statement

Values = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One row: `before` is None when it was made, `after` when it was deleted.

    Of an updated row only the fields that differ are kept, of the others all.
    """

    model: str  # lower case, without the app: "entitytag"
    pk: int
    before: Values | None
    after: Values | None

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Self:
        return cls(entry["model"], entry["pk"], entry["before"], entry["after"])

    @property
    def row_class(self) -> type[Model]:
        return apps.get_model("archive", self.model)

    @property
    def created(self) -> bool:
        return self.before is None

    @property
    def deleted(self) -> bool:
        return self.after is None


class Ledger:
    """The changes of one decision, in the order in which they were made. Use in a transaction."""

    def __init__(self, by: User | None) -> None:
        self.by = by
        self.changes: list[Change] = []
        self.articles: set[int] = set()  # whose search documents became stale

    def update(self, edits: Iterable[tuple[Model, Mapping[str, Any]]]) -> list[Model]:
        """Set these fields of each row of one model; give back the rows that really changed."""
        edited: list[Model] = []
        fields: set[str] = set()
        for row, values in edits:
            before = row_values(row)
            for name, value in values.items():
                setattr(row, name, value)
            after = row_values(row)
            differing = [name for name, value in after.items() if value != before[name]]
            if not differing:
                continue
            self.note(row, only(before, differing), only(after, differing))
            edited.append(row)
            fields.update(differing)
        save_all(edited, fields, self.by)
        return edited

    def point(self, rows: QuerySet[Any], field: str, new: int) -> None:
        """Let these rows point to another one: by their keys, for they may be tens of thousands."""
        tagged = ["article_id"] if issubclass(rows.model, EntityTag | TopicTag) else []
        model = rows.model._meta.model_name or ""
        keys = []
        for pk, old, *articles in rows.order_by("pk").values_list("pk", f"{field}_id", *tagged):
            self.changes.append(Change(model, pk, {f"{field}_id": old}, {f"{field}_id": new}))
            self.articles.update(articles)
            keys.append(pk)
        point_all(rows.model, f"{field}_id", new, keys, self.by)

    def create(self, rows: Sequence[Model]) -> None:
        """Insert rows of one model."""
        for row in rows:
            save(row, self.by, force_insert=True)
            self.note(row, None, row_values(row))

    def delete(self, rows: Iterable[Model]) -> None:
        for row in rows:
            self.note(row, row_values(row), None)
            delete(row, self.by)

    def note(self, row: Model, before: Values | None, after: Values | None) -> None:
        self.changes.append(Change(row._meta.model_name or "", row.pk, before, after))
        self.articles |= stale_articles(row)

    def close(self, verb: str, reason: str = "") -> Decision | None:
        """Keep the decision and mark the search documents stale. Nothing changed: no decision."""
        return self.decision(verb, reason) if self.changes else None

    def decision(self, verb: str, reason: str = "") -> Decision:
        tell_of(self.articles)
        return Decision.objects.create(
            verb=verb,
            decided_by=self.by,
            reason=reason,
            changes=[vars(change) for change in self.changes],
        )


def tell_of(articles: Iterable[int]) -> None:
    """Articles that a decision concerns, by key: the index takes them anew, and those who ask for
    what has changed since, as harvesters do, are given them."""
    keys = sorted(articles)
    IndexJob.objects.enqueue(keys)
    for start in range(0, len(keys), BATCH):
        some = Article.objects.filter(pk__in=keys[start : start + BATCH])
        some.update(changed_at=timezone.now())


def row_values(row: Model) -> Values:
    """All fields of a row but its primary key, as JSON can hold them."""
    return {
        field.attname: plain(field, row)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }


def plain(field: Field[Any, Any], row: Model) -> Any:
    value = field.value_from_object(row)
    if value is None or isinstance(value, str | int | float | bool | dict | list):
        return value
    return field.value_to_string(row)


def field_values(row_class: type[Model], values: Values) -> Values:
    """The reverse of `row_values`: dates are dates again."""
    return {
        name: row_class._meta.get_field(name).to_python(value)  # type: ignore[union-attr]
        for name, value in values.items()
    }


def only(values: Values, names: Iterable[str]) -> Values:
    return {name: values[name] for name in names}


def stale_articles(row: Model) -> set[int]:
    """Tags and dates of an article are in its search document; names of entities are not."""
    if isinstance(row, EntityTag | TopicTag):
        return {row.article_id}
    return {row.pk} if isinstance(row, Article) else set()


def save(row: Model, by: User | None, **options: Any) -> None:
    row._history_user = by  # type: ignore[attr-defined]
    row.save(**options)


def delete(row: Model, by: User | None) -> None:
    row._history_user = by  # type: ignore[attr-defined]
    row.delete()


def save_all(rows: Sequence[Model], fields: Iterable[str], by: User | None) -> None:
    """Update these fields of rows of one model, with a line of history each where it has one."""
    if not rows:
        return
    row_class, names = type(rows[0]), sorted(fields)
    if hasattr(row_class, "history"):
        bulk_update_with_history(rows, row_class, names, batch_size=BATCH, default_user=by)
    else:
        row_class._default_manager.bulk_update(rows, names, batch_size=BATCH)


def point_all(
    row_class: type[Model], name: str, new: int, keys: Sequence[int], by: User | None
) -> None:
    """Set this field of the rows with these keys, with a line of history each where they have one.

    Sends no signals.
    """
    for start in range(0, len(keys), BATCH):
        part = keys[start : start + BATCH]
        row_class._default_manager.filter(pk__in=part).update(**{name: new})
        if hasattr(row_class, "history"):
            insert_history(row_class, part, "~", by.pk if by else None)


def runs(changes: Iterable[Change]) -> Iterable[tuple[type[Model], list[Change]]]:
    """Neighbouring changes of one model and one sort, which can be taken together."""
    for _key, run in groupby(changes, key=lambda each: (each.model, each.created, each.deleted)):
        together = list(run)
        yield together[0].row_class, together
