"""What the planner of SQLite knows of the rows: without it, a narrow question reads nearly all."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, sleep

from django.db import connection

LONG = 0.05  # seconds a table takes, after which others have their turn to write
TURN = 0.12  # seconds: SQLite's waiting writers look again after 0.1 at most


def refresh(pause: Callable[[float], object] = sleep) -> None:
    """Count anew how much each index narrows (https://www.sqlite.org/lang_analyze.html).

    All rows of a table are counted, one table after the other with a pause of so many seconds
    for writers, and no more when the pause returns what is true. A sample misleads, since tags
    stand in the order of their articles. PostgreSQL does so by itself. Raises DatabaseError when
    the database is damaged, or locked for long.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            start = monotonic()
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
            if monotonic() - start > LONG and pause(TURN):
                return


def settle() -> None:
    """Count what SQLite itself finds has changed much, as it asks of whoever closes a database
    (https://www.sqlite.org/pragma.html#pragma_optimize). Raises DatabaseError as above."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize")
