"""System checks: what is wrong with the installation, said before anything is started."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.checks import check_admin_app
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004
from django.db import DatabaseError, connections

# SQLite's write-ahead log needs memory that its processes share: one machine, one kernel.
NETWORK_FILESYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "fuse.sshfs", "9p"}

# What must be read back from an open database, whatever was asked for when it was opened.
PRAGMAS = {
    "journal_mode": ("wal", "memory"),  # a database in memory, as in tests, has no log
    "synchronous": (1, 2),
    "foreign_keys": (1,),
    "busy_timeout": (5000,),
}


@register(Tags.files)
def data_folder_is_local(
    app_configs: Sequence[AppConfig] | None, **options: Any
) -> list[CheckMessage]:
    """SQLite on a file share corrupts itself sooner or later."""
    del app_configs, options
    sqlite = connections["default"].vendor == "sqlite"
    kind = filesystem_of(settings.DATA_DIR)
    if settings.ALLOW_NETWORK_FS or not sqlite or kind not in NETWORK_FILESYSTEMS:
        return []
    return [
        Error(
            f"DATA_DIR is {settings.DATA_DIR}, which lies on a file share ({kind}).",
            hint=(
                "Keep it on a disk of this machine, or set DATABASE_URL to a PostgreSQL server. "
                "ALLOW_NETWORK_FS=1 goes on all the same, at the risk of the database."
            ),
            id="archive.E001",
        )
    ]


@register(Tags.admin)
def admin_is_whole(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """Commands start without the pages of the admin, so they are read for their check."""
    admin.autodiscover()
    return check_admin_app(app_configs, **options)


@register(Tags.security)
def no_faults_are_shown(
    app_configs: Sequence[AppConfig] | None, **options: Any
) -> list[CheckMessage]:
    """DEBUG shows settings and source to whoever meets a fault."""
    del app_configs, options
    if not settings.DEBUG:
        return []
    hint = "It is for development on this machine only; unset it to serve others."
    return [Warning("DEBUG is on: faults are shown with source.", hint=hint, id="archive.W003")]


def filesystem_of(folder: Path) -> str:
    """The kind of filesystem a folder lies on; empty where the system does not say."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return ""
    kinds = {}
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _device, point, kind, *_rest = line.split(" ")
        kinds[Path(point.replace("\\040", " "))] = kind
    return next((kinds[path] for path in (folder, *folder.parents) if path in kinds), "")


@register(Tags.database)
def sqlite_is_set_up(databases: Sequence[str] | None = None, **options: Any) -> list[CheckMessage]:
    """Settings put in the wrong place do nothing in silence, so they are read back."""
    del options
    messages: list[CheckMessage] = []
    for alias in databases or ():
        if connections[alias].vendor == "sqlite":
            messages += [misread(alias, *wrong) for wrong in wrong_pragmas(alias)]
    return messages


def wrong_pragmas(alias: str = "default") -> list[tuple[str, Any]]:
    """The pragmas of an SQLite connection that are not as they should be, with their values."""
    wrong = []
    try:
        with connections[alias].cursor() as cursor:
            for name, good in PRAGMAS.items():
                value = cursor.execute(f"PRAGMA {name}").fetchone()[0]
                if value not in good:
                    wrong.append((name, value))
    except DatabaseError as error:
        wrong.append(("database", error))
    return wrong


def misread(alias: str, name: str, value: Any) -> CheckMessage:
    return Error(
        f"Database {alias!r}: {name} is {value}.",
        hint=f"It should be {' or '.join(map(str, PRAGMAS.get(name, ('readable',))))}.",
        id="archive.E002",
    )
