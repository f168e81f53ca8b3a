"""Whether a file that should be a backup is one, and sound. Looks only, and changes nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from archive.keeping import postgresql
from archive.models import text_hash

TEXTS = "SELECT id, title, body, text_hash FROM archive_revision"


class Damaged(Exception):
    """The file is no sound backup; the message says why."""


def examine(path: Path, *, texts: bool = False) -> None:
    """Raise Damaged unless the file is a whole backup; `texts` compares every checksum too."""
    if path.suffix == ".dump" or path.name.endswith(".dump.part"):
        if not postgresql.is_whole(path):
            raise Damaged(f"{path}: pg_restore cannot read it")
        return
    try:
        with closing(_opened(path)) as database:
            _examine(database, path, texts=texts)
    except sqlite3.DatabaseError as fault:
        raise Damaged(f"{path}: {fault}") from fault


def _opened(path: Path) -> sqlite3.Connection:
    """Immutable: no log or lock is made beside a file that may lie on a read-only disk."""
    quoted = path.resolve().as_uri()
    return sqlite3.connect(f"{quoted}?mode=ro&immutable=1", uri=True)


def _examine(database: sqlite3.Connection, path: Path, *, texts: bool) -> None:
    (said,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok":
        raise Damaged(f"{path}: {said}")
    if stray := database.execute("PRAGMA foreign_key_check").fetchone():
        raise Damaged(f"{path}: row {stray[1]} of {stray[0]} refers to one that is not there")
    if not applied(database):
        raise Damaged(f"{path}: is not a database of this archive")
    if texts:
        for pk, title, body, digest in database.execute(TEXTS):
            if text_hash(title, body) != digest:
                raise Damaged(f"{path}: revision {pk} is not the text it was")


def applied(database: sqlite3.Connection) -> set[str]:
    """Names of the archive's migrations that the database has; empty when it is another's."""
    tables = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'django_migrations'"
    if not database.execute(tables).fetchone():
        return set()
    names = database.execute("SELECT name FROM django_migrations WHERE app = 'archive'")
    return {name for (name,) in names}


def migrations_of(path: Path) -> set[str]:
    with closing(_opened(path)) as database:
        return applied(database)
