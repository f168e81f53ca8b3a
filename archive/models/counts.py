"""How many rows there are, of several sorts in one question, and no further than a limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet


def counts(rows: Sequence[QuerySet[Any]], limit: int) -> list[int]:
    """The count of each, looking at no more than `limit` of its rows."""
    parts, values = [], []
    for number, each in enumerate(rows):
        query = each.order_by().values("pk")[:limit].query
        sql, params = query.get_compiler(connection=connection).as_sql()
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS part_{number})")  # noqa: S608  # nosec B608
        values += params
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return list(cursor.fetchone())
