"""Many small rows at once: an article has dozens of mentions, and as objects they take long."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import Field, JSONField, Model
from django.utils import timezone

Values = tuple[Any, ...]
TOGETHER = 200  # rows in one statement; each of their values is a parameter of it
PLAIN = frozenset({int, str, float, bool, type(None)})  # what a database takes as it is


class Held:
    """Rows that wait to be written together, with a statement for each table."""

    def __init__(self) -> None:
        self.rows: dict[tuple[type[Model], tuple[str, ...]], list[Values]] = {}

    def add(self, model: type[Model], columns: tuple[str, ...], rows: Iterable[Values]) -> None:
        self.rows.setdefault((model, columns), []).extend(rows)

    def write(self) -> None:
        rows, self.rows = self.rows, {}
        for (model, columns), values in rows.items():
            insert(model, columns, values)


def insert(model: type[Model], columns: Sequence[str], rows: Collection[Values]) -> None:
    """Insert rows of these columns (field attribute names). Other columns must have no value."""
    if rows:
        statement = _statement(model, tuple(columns), connection.vendor)
        prepared = statement.prepared(rows)
        with connection.cursor() as cursor:
            for at in range(0, len(prepared), TOGETHER):
                some = prepared[at : at + TOGETHER]
                cursor.execute(statement.text(len(some)), list(chain.from_iterable(some)))


def insert_keyed(rows: Sequence[Model]) -> None:
    """Insert objects of one model, all of whose fields have their values, and give them their keys.

    Sends no signals, and writes no history.
    """
    for at in range(0, len(rows), TOGETHER):
        some = rows[at : at + TOGETHER]
        fields = _fields(type(some[0]))
        names = tuple(field.attname for field in fields)
        values = [tuple(field.pre_save(row, add=True) for field in fields) for row in some]
        statement = _statement(type(some[0]), names, connection.vendor)
        flat = list(chain.from_iterable(statement.prepared(values)))
        with connection.cursor() as cursor:
            cursor.execute(f"{statement.text(len(some))} RETURNING {statement.key}", flat)
            keys = cursor.fetchall()
        for row, (key,) in zip(some, keys, strict=True):
            row.pk, row._state.adding, row._state.db = int(key), False, connection.alias


def insert_objects(rows: Sequence[Model]) -> None:
    """Insert objects of one model, all of whose fields have their values; they get no primary key.

    Sends no signals, and writes no history.
    """
    if rows:
        fields = _fields(type(rows[0]))
        values = [tuple(field.pre_save(row, add=True) for field in fields) for row in rows]
        insert(type(rows[0]), [field.attname for field in fields], values)


def insert_history(
    model: type[Model], keys: Sequence[int], sort: str = "+", by: int | None = None
) -> None:
    """Note in the history of rows, as they stand there, that they were made, changed or go.

    Such are the signs +, ~ and -; `by` is the primary key of who did it, None for the machine.
    """
    if keys:
        statement = _history_statement(model, len(keys))
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(statement, [sort, now, by, *keys])


@lru_cache
def _fields(model: type[Model]) -> tuple[Field[Any, Any], ...]:
    return tuple(field for field in model._meta.concrete_fields if not field.primary_key)


@lru_cache
def _history_of(model: type[Model]) -> type[Model]:
    """The manager of a history makes a class at every look."""
    history: type[Model] = model.history.model  # type: ignore[attr-defined]
    return history


@lru_cache
def _history_statement(model: type[Model], count: int) -> str:
    quote = connection.ops.quote_name
    history = _history_of(model)._meta
    names = ", ".join(quote(str(field.column)) for field in (model._meta.pk, *_fields(model)))
    notes = ("history_type", "history_date", "history_user_id")
    about = ", ".join(quote(name) for name in notes)
    signs = ", ".join(["%s"] * count)
    return (
        f"INSERT INTO {quote(history.db_table)} ({names}, {about}) SELECT {names}, %s, %s, %s "  # noqa: S608 - all names are the models'  # nosec B608
        f"FROM {quote(model._meta.db_table)} WHERE {quote(str(model._meta.pk.column))} IN ({signs})"
    )


@lru_cache
def _statement(
    model: type[Model],
    columns: tuple[str, ...],
    vendor: str,  # noqa: ARG001 - the answer depends on it
) -> Statement:
    return Statement(model, columns)


class Statement:
    """Inserts rows of these columns."""

    def __init__(self, model: type[Model], columns: Sequence[str]) -> None:
        by_name = {field.attname: field for field in model._meta.concrete_fields}
        self.fields = [by_name[column] for column in columns]
        quote = connection.ops.quote_name
        names = ", ".join(quote(str(field.column)) for field in self.fields)
        self.key = quote(str(model._meta.pk.column))
        self.begin = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES "  # noqa: S608 - all names are the model's  # nosec B608
        self.signs = f"({', '.join(['%s'] * len(self.fields))})"
        self.empty = connection.ops.adapt_json_value({}, None)

    def text(self, rows: int) -> str:
        return self.begin + ", ".join([self.signs] * rows)

    def prepared(self, rows: Iterable[Values]) -> list[Values]:
        """The rows as the database takes them. Most columns are so already, in every row."""
        columns = zip(*rows, strict=True)
        return list(zip(*map(self._column, self.fields, columns), strict=True))

    def _column(self, field: Field[Any, Any], values: Values) -> Iterable[Any]:
        if isinstance(field, JSONField):
            adapt, encoder = connection.ops.adapt_json_value, field.encoder
            return [adapt(value, encoder) if value != {} else self.empty for value in values]
        if PLAIN.issuperset(map(type, values)):
            return values
        return [
            value if type(value) in PLAIN else field.get_db_prep_save(value, connection)
            for value in values
        ]
