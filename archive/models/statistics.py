"""What the planner of SQLite knows of the rows: without it, a narrow question reads nearly all."""

from __future__ import annotations

from django.db import connection


def refresh() -> None:
    """Count anew how much each index narrows (https://www.sqlite.org/lang_analyze.html).

    All rows of a table are counted, one table after the other so that a writer waits for one at
    most; a sample misleads, since tags stand in the order of their articles. PostgreSQL does so
    by itself. Raises DatabaseError when the database is locked for long.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")


def settle() -> None:
    """Count what SQLite itself finds has changed much, as it asks of whoever closes a database
    (https://www.sqlite.org/pragma.html#pragma_optimize). Raises DatabaseError as above."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize")
