"""A backup: the whole database as one dated file, copied while the archive is in use.

The index, style sheets and the key are not in it: the first two are made anew from rows and
files, and a key that is new only asks everybody to log in again.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from archive.keeping import postgresql
from archive.keeping.damage import examine

NAME = re.compile(r"archive-(\d{8}T\d{6}Z)\.(sqlite3|dump)")
PATIENCE = 60.0  # seconds the copy waits for a database that is busy


@dataclass(frozen=True)
class Backup:
    path: Path

    @property
    def made_at(self) -> datetime:
        stamp = self.path.name.removeprefix("archive-").partition(".")[0]
        return datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)

    @property
    def size(self) -> int:
        return self.path.stat().st_size


def backups_in(folder: Path) -> list[Backup]:
    """The backups of a folder, the newest first; other files are none of ours."""
    found = [path for path in folder.iterdir() if NAME.fullmatch(path.name) and path.is_file()]
    return [Backup(path) for path in sorted(found, reverse=True)]


def make_backup(folder: Path) -> Backup:
    """Copy, check and only then name the file. Raises OSError, sqlite3.Error and Damaged.

    What fails or is killed on the way leaves no file with the name of a backup.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    ending = "sqlite3" if connection.vendor == "sqlite" else "dump"
    path = folder / f"archive-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.{ending}"
    if path.exists():
        raise FileExistsError(17, "a backup of this second is there already", str(path))
    part = folder / f".{path.name}.part"
    try:
        part.touch(mode=0o600)  # it holds drafts, and hashes of passwords
        if ending == "sqlite3":
            _copy(part)
        else:
            postgresql.dump(part)
        examine(part)
        _put_in_place(part, path)
    finally:
        part.unlink(missing_ok=True)
    return Backup(path)


def _copy(part: Path) -> None:
    """One snapshot of SQLite's file; whoever writes meanwhile is not held up.

    The name lets the copy be seen as it was at one moment, whatever an import does.
    """
    source = Path(str(settings.DATABASES["default"]["NAME"]))
    _check_space(source, part.parent)
    with closing(sqlite3.connect(source, timeout=PATIENCE, isolation_level=None)) as database:
        database.execute("VACUUM INTO ?", [str(part)])


def _check_space(source: Path, folder: Path) -> None:
    """Say that there is no room before the disk is full, which others would feel."""
    wanted, free = source.stat().st_size, shutil.disk_usage(folder).free
    if free < wanted:
        told = f"{wanted / 1024**2:,.0f} MiB are needed and {free / 1024**2:,.0f} MiB are free"
        raise OSError(28, told, str(folder))


def _put_in_place(part: Path, path: Path) -> None:
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def rotate(folder: Path, keep: int) -> list[Backup]:
    """Remove all but the newest backups; return those removed. Never removes the newest."""
    old = backups_in(folder)[max(1, keep) :]
    for backup in old:
        backup.path.unlink(missing_ok=True)
    return old
