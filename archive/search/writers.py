"""Who may yet bring rows with keys below the newest: on PostgreSQL, where many write at a time.

A row has its key before its transaction is committed: of two writers the later may be seen first,
and the newest key then says nothing of what the other brings. A writer holds a lock on the table
from before the first of its keys until all of them are seen, so that whoever reads the newest keys
first and then who writes, misses none. SQLite has one writer at a time.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import Model

_HOLDING = """
SELECT DISTINCT virtualtransaction FROM pg_locks
WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
AND relation = ANY (%s::regclass[]::oid[])
"""


def writers(models: Sequence[type[Model]]) -> frozenset[str]:
    """Other transactions that have begun to write rows of these sorts, by names of their own.

    To be asked after the newest keys have been read. Always none on SQLite.
    """
    if connection.vendor != "postgresql":
        return frozenset()
    tables = [connection.ops.quote_name(model._meta.db_table) for model in models]
    with connection.cursor() as cursor:
        cursor.execute(_HOLDING, [tables])
        return frozenset(name for (name,) in cursor.fetchall())
