"""Many small rows at once: an article has dozens of mentions, and as objects they take long."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, JSONField, Model

Values = tuple[Any, ...]


def insert(model: type[Model], columns: Sequence[str], rows: Collection[Values]) -> None:
    """Insert rows of these columns (field attribute names). Other columns must have no value."""
    if not rows:
        return
    fields: list[Field[Any, Any]] = [
        field for field in model._meta.concrete_fields if field.attname in columns
    ]
    fields.sort(key=lambda field: columns.index(field.attname))
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    signs = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({signs})"  # noqa: S608 - all names are the model's
    with connection.cursor() as cursor:
        cursor.executemany(statement, [_prepared(fields, row) for row in rows])


def insert_objects(objects: Sequence[Model]) -> None:
    """Insert objects of one model, all of whose fields have their values. They get no keys."""
    if objects:
        fields = objects[0]._meta.concrete_fields
        columns = [field.attname for field in fields if not field.primary_key]
        rows = [tuple(getattr(row, name) for name in columns) for row in objects]
        insert(type(objects[0]), columns, rows)


def _prepared(fields: Sequence[Any], row: Values) -> list[Any]:
    return [
        # What a database takes as it is needs no preparing.
        value
        if type(value) in {int, str} and not isinstance(field, JSONField)
        else field.get_db_prep_save(value, connection)
        for field, value in zip(fields, row, strict=True)
    ]
