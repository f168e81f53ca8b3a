"""Backups of a PostgreSQL server, by its own tools, which must be as new as the server."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from tempfile import TemporaryFile

from django.conf import settings
from django.db import connection

MIGRATIONS = "django_migrations"


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
    """Replace what the database holds, in one transaction. Raises OSError.

    Our tables go first, all of them: those that came after the dump would stand in the way of
    those that it replaces. Nothing is committed unless the dump was read to its end.
    """
    dropped = ", ".join(map(connection.ops.quote_name, sorted(_tables())))
    first = f"DROP TABLE {dropped} CASCADE;" if dropped else ""
    options = ["--clean", "--if-exists", "--no-owner", "--file=-"]
    with TemporaryFile() as told:
        server = Popen(  # noqa: S603 - our own words, and no shell
            [_program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"],
            env={**os.environ, **_server()}, stdin=PIPE, stdout=DEVNULL, stderr=told,
        )  # fmt: skip
        with suppress(BrokenPipeError), server.stdin as script:  # type: ignore[union-attr]
            script.write(f"BEGIN; {first}\n".encode())
            script.flush()
            read = subprocess.run(  # noqa: S603 - the same
                [_program("pg_restore"), *options, str(path)],
                stdout=script,
                stderr=told,
                check=False,
            )
            script.write(b"ROLLBACK;\n" if read.returncode else b"COMMIT;\n")
        if server.wait() or read.returncode:
            told.seek(0)
            said = told.read().decode(errors="replace")
            raise OSError(5, " ".join(said.split())[:500] or "failed", "psql")


def _program(name: str) -> str:
    """Where a client program is. Raises OSError."""
    program = shutil.which(name)
    if program is None:
        told = "is not installed; install PostgreSQL's client programs (postgresql-client)"
        raise OSError(2, told, name)
    return program


def _tables() -> set[str]:
    """The tables of this version that are there."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    connection.close()  # or its snapshot of them would wait for itself
    return there & {*connection.introspection.django_table_names(), MIGRATIONS}


def _run(command: Sequence[str], *, server: bool = True) -> None:
    environment = {**os.environ, **(_server() if server else {})}
    ended = subprocess.run(  # noqa: S603 - our own words, and no shell
        [_program(command[0]), *command[1:]],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise OSError(5, " ".join(ended.stderr.split())[:500] or "failed", command[0])


def _server() -> dict[str, str]:
    """Where the server is and who we are, as libpq's variables: a password is no argument."""
    database = settings.DATABASES["default"]
    named = {"PGDATABASE": "NAME", "PGHOST": "HOST", "PGPORT": "PORT"}
    named |= {"PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    return {name: str(database[key]) for name, key in named.items() if database.get(key)}
