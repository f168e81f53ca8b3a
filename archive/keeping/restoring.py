"""A backup put in the place of the database: whole or not at all, and what was there is kept."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from archive.keeping import postgresql
from archive.keeping.backups import backups_in
from archive.keeping.damage import Damaged, examine, migrations_of
from archive.search import sync
from archive.search.engines import get_engine

HELD = "SELECT EXISTS (SELECT 1 FROM archive_article) OR EXISTS (SELECT 1 FROM auth_user)"


class WouldOverwrite(Exception):
    """There is an archive already, and nobody has said that it may go."""


def chosen(source: Path) -> Path:
    """The file itself, or the newest backup of a folder. Raises FileNotFoundError."""
    if not source.is_dir():
        if not source.exists():
            raise FileNotFoundError(2, "nothing is there", str(source))
        return source
    backups = backups_in(source)
    if not backups:
        raise FileNotFoundError(2, "no backup is in it", str(source))
    return backups[0].path


def restore(path: Path, *, overwrite: bool) -> Path | None:
    """Put the backup in place, migrate and index it; return where the former database is kept.

    For a process that is alone at the archive. Raises Damaged and WouldOverwrite before anything
    is changed, and OSError.
    """
    _refuse_what_does_not_fit(path)
    examine(path, texts=True)
    if not overwrite and holds_something():
        raise WouldOverwrite
    connections.close_all()
    former = _load(path)
    call_command("migrate", interactive=False, verbosity=0)
    sync.rebuild_wanted().unlink(missing_ok=True)
    sync.rebuild(get_engine())
    return former


def _refuse_what_does_not_fit(path: Path) -> None:
    """A dump is PostgreSQL's; and what a newer release wrote, this one cannot read."""
    is_dump = path.suffix == ".dump"
    if is_dump != (connection.vendor == "postgresql"):
        kind = "PostgreSQL" if is_dump else "SQLite"
        raise Damaged(f"{path}: is a backup of {kind}, which DATABASE_URL does not name")
    if is_dump:
        return
    with suppress(sqlite3.DatabaseError):  # whether it is a database at all is examined next
        known = {name for app, name in MigrationLoader(None).disk_migrations if app == "archive"}
        if newer := sorted(migrations_of(path) - known):
            raise Damaged(f"{path}: was made by a newer release (it knows {newer[-1]})")


def holds_something() -> bool:
    """Articles or people; also what cannot be read, which may be all there is."""
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            tables = connection.introspection.table_names(cursor)
            return "archive_article" in tables and bool(cursor.execute(HELD).fetchone()[0])
    path = _file()
    if not path.exists() or not path.stat().st_size:
        return False
    try:
        with closing(sqlite3.connect(path)) as database:
            return bool(database.execute(HELD).fetchone()[0])
    except sqlite3.DatabaseError as fault:
        return "no such table" not in str(fault)


def _load(path: Path) -> Path | None:
    if connection.vendor != "sqlite":
        postgresql.load(path)
        return None
    file = _file()
    new = file.with_name(f"{file.name}.restored")
    try:
        shutil.copyfile(path, new)
        new.chmod(0o640)
        examine(new)
        with new.open("rb") as written:
            os.fsync(written.fileno())
        former = _put_aside(file)
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)
    return former


def _put_aside(file: Path) -> Path | None:
    """Keep the former database under another name; its file stays until the new one replaces it.

    Its log goes first: SQLite would play the log of one database into another.
    """
    if not file.exists():
        return None
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    aside = file.with_name(f"{file.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    for ending in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            file.with_name(file.name + ending).replace(f"{aside}{ending}")
    aside.hardlink_to(file)
    return aside


def _file() -> Path:
    return Path(str(settings.DATABASES["default"]["NAME"]))
