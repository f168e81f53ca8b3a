"""Many small rows at once: an article has dozens of mentions, and as objects they take long."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Field, JSONField, Model
from django.utils import timezone

Values = tuple[Any, ...]
Prepare = Callable[[Any], Any]
PLAIN = frozenset({int, str, float, bool, type(None)})  # what a database takes as it is


def insert(model: type[Model], columns: Sequence[str], rows: Collection[Values]) -> None:
    """Insert rows of these columns (field attribute names). Other columns must have no value."""
    if rows:
        statement, prepare = _statement(model, tuple(columns), connection.vendor)
        with connection.cursor() as cursor:
            cursor.executemany(statement, [_prepared(prepare, row) for row in rows])


def insert_one(model: type[Model], columns: Sequence[str], row: Values) -> int:
    """Insert one row; its primary key."""
    statement, prepare = _statement(model, tuple(columns), connection.vendor)
    key = connection.ops.quote_name(str(model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} RETURNING {key}", _prepared(prepare, row))
        return int(cursor.fetchone()[0])


def insert_object(row: Model) -> None:
    """Insert an object all of whose fields have their values, and give it its primary key.

    Sends no signals, and writes no history.
    """
    fields = _fields(type(row))
    values = tuple(field.pre_save(row, add=True) for field in fields)
    row.pk = insert_one(type(row), [field.attname for field in fields], values)
    row._state.adding, row._state.db = False, connection.alias


def insert_objects(rows: Sequence[Model]) -> None:
    """Insert objects of one model, all of whose fields have their values; they get no primary key.

    Sends no signals, and writes no history.
    """
    if rows:
        fields = _fields(type(rows[0]))
        values = [tuple(field.pre_save(row, add=True) for field in fields) for row in rows]
        insert(type(rows[0]), [field.attname for field in fields], values)


def insert_history(rows: Sequence[Model], sort: str = "+") -> None:
    """Note in the history of objects of one model that they were made, or deleted ("-")."""
    if rows:
        names = [field.attname for field in _fields(type(rows[0]))]
        columns = ("id", *names, "history_type", "history_date")
        now = timezone.now()
        values = [(row.pk, *(getattr(row, name) for name in names), sort, now) for row in rows]
        insert(_history_of(type(rows[0])), columns, values)


@lru_cache
def _fields(model: type[Model]) -> tuple[Field[Any, Any], ...]:
    return tuple(field for field in model._meta.concrete_fields if not field.primary_key)


@lru_cache
def _history_of(model: type[Model]) -> type[Model]:
    """The manager of a history makes a class at every look."""
    history: type[Model] = model.history.model  # type: ignore[attr-defined]
    return history


@lru_cache
def _statement(
    model: type[Model],
    columns: tuple[str, ...],
    vendor: str,  # noqa: ARG001 - the answer depends on it
) -> tuple[str, tuple[tuple[bool, Prepare], ...]]:
    """The statement; and for each column whether it takes plain values, what prepares others."""
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[column] for column in columns]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    signs = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({signs})"  # noqa: S608 - all names are the model's  # nosec B608
    return statement, tuple(_preparing(field) for field in fields)


def _preparing(field: Field[Any, Any]) -> tuple[bool, Prepare]:
    if isinstance(field, JSONField):
        adapt, encoder = connection.ops.adapt_json_value, field.encoder
        empty = adapt({}, encoder)
        return False, lambda value: empty if value == {} else adapt(value, encoder)
    return True, lambda value: field.get_db_prep_save(value, connection)


def _prepared(prepare: Iterable[tuple[bool, Prepare]], row: Values) -> list[Any]:
    return [
        value if plain and type(value) in PLAIN else prepared(value)
        for (plain, prepared), value in zip(prepare, row, strict=True)
    ]
