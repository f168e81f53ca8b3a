"""Backups of a PostgreSQL server, by its own tools, which must be as new as the server."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings


def dump(path: Path) -> None:
    """The whole database as one file, seen as it was at one moment. Raises OSError."""
    _run(["pg_dump", "--format=custom", "--no-owner", f"--file={path}"])


def is_whole(path: Path) -> bool:
    try:
        _run(["pg_restore", "--file=/dev/null", str(path)], server=False)
    except OSError:
        return False
    return True


def load(path: Path) -> None:
    """Replace what the database holds, in one transaction. Raises OSError."""
    options = ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"]
    _run(["pg_restore", *options, f"--dbname={_server()['PGDATABASE']}", str(path)])


def _run(command: Sequence[str], *, server: bool = True) -> None:
    program = shutil.which(command[0])
    if program is None:
        told = "is not installed; install PostgreSQL's client programs (postgresql-client)"
        raise OSError(2, told, command[0])
    environment = {**os.environ, **(_server() if server else {})}
    ended = subprocess.run(  # noqa: S603 - our own words, and no shell
        [program, *command[1:]], env=environment, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise OSError(5, " ".join(ended.stderr.split())[:500] or "failed", command[0])


def _server() -> dict[str, str]:
    """Where the server is and who we are, as libpq's variables: a password is no argument."""
    database = settings.DATABASES["default"]
    named = {"PGDATABASE": "NAME", "PGHOST": "HOST", "PGPORT": "PORT"}
    named |= {"PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    return {name: str(database[key]) for name, key in named.items() if database.get(key)}
