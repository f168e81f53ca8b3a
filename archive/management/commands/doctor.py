"""`doctor`: looks at the installation and says in one line each what is well and what is not."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.checks import run_checks
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from archive.checks import wrong_pragmas
from archive.health import Finding, findings
from archive.keeping.journal import last_backup
from archive.models import Revision

PRIVATE = stat.S_IRWXG | stat.S_IRWXO  # what group and others may not have on a secret
LONGEST_WITHOUT_BACKUP = 7  # days, once backups are made at all
ALLOWED_DRIFT = 60  # seconds a newest row may lie in the future


class Command(BaseCommand):
    help = "Looks for faults of the installation. Exit code 0: all is well, 1: something is not."
    requires_system_checks: list[str] = []  # they are among what is looked at

    def handle(self, **_options: Any) -> None:
        faults = 0
        for finding in examine():
            faults += not finding.well
            mark = self.style.SUCCESS("well ") if finding.well else self.style.ERROR("FAULT")
            self.stdout.write(f"{mark} {finding.subject}: {finding.reason}")
        if faults:
            raise SystemExit(1)


def examine() -> Iterator[Finding]:
    yield from configuration()
    yield proxies()
    yield key_file()
    yield file_rights()
    yield static_files()
    looked_at = list(findings())
    yield from looked_at
    if all(finding.well for finding in looked_at if finding.subject in ("database", "migrations")):
        yield pragmas()
        yield clock()
        yield backup()


def configuration() -> Iterator[Finding]:
    """What Django's checks say, those for a deployment too where there is one."""
    messages = run_checks(include_deployment_checks=settings.PRODUCTION)
    for message in messages:
        hint = f" {message.hint}" if message.hint else ""
        yield Finding("settings", well=False, reason=f"{message.msg}{hint} ({message.id})")
    if not messages:
        where = f"in production at {settings.SITE_URL}" if settings.PRODUCTION else "local"
        yield Finding("settings", well=True, reason=f"the site is {where}")


def proxies() -> Finding:
    """In production a proxy speaks HTTPS for us, and must be believed; nobody else may be."""
    trusted = settings.TRUSTED_PROXIES
    if any(network.prefixlen == 0 for network in trusted):
        reason = "TRUSTED_PROXIES names everybody, who could then claim any address; name yours"
        return Finding("proxies", well=False, reason=reason)
    if settings.PRODUCTION and not trusted:
        reason = "TRUSTED_PROXIES is empty, so every page would redirect to itself; name your proxy"
        return Finding("proxies", well=False, reason=reason)
    named = ", ".join(map(str, trusted)) or "nobody"
    return Finding("proxies", well=True, reason=f"believed is {named}")


def key_file() -> Finding:
    """Nobody but us may read the key that signs sessions."""
    path = settings.DATA_DIR / "secret_key"
    if not path.exists():
        return Finding("secret key", well=True, reason="given by the environment")
    mode = path.stat().st_mode
    if mode & PRIVATE:
        reason = f"others may read {path}; run: chmod 600 {path}"
        return Finding("secret key", well=False, reason=reason)
    return Finding("secret key", well=True, reason=f"kept in {path}")


def file_rights() -> Finding:
    """Files that another user made here, such as root in an older container, stop every write."""
    files = [path for path in settings.DATA_DIR.rglob("*") if not path.is_symlink()]
    foreign = [path for path in files if not os.access(path, os.R_OK | os.W_OK)]
    if foreign:
        uid = os.geteuid()
        more = f" and {len(foreign) - 1} more" if foreign[1:] else ""
        reason = f"user {uid} may not write to {foreign[0]}{more}; run: chown -R {uid}"
        return Finding("file rights", well=False, reason=f"{reason} {settings.DATA_DIR}")
    return Finding("file rights", well=True, reason=f"all {len(files)} files can be written")


def static_files() -> Finding:
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if manifest.exists() or settings.DEBUG:
        return Finding("static files", well=True, reason=f"collected in {settings.STATIC_ROOT}")
    reason = f"{settings.STATIC_ROOT} has none; run: manage.py collectstatic"
    return Finding("static files", well=False, reason=reason)


def pragmas() -> Finding:
    """SQLite as it really runs, read back, and whether its file is sound."""
    if connection.vendor != "sqlite":
        return Finding("database settings", well=True, reason=connection.display_name)
    wrong = [f"{name} is {value}" for name, value in wrong_pragmas()]
    with connection.cursor() as cursor:
        sound = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
    if sound != "ok":
        wrong.append(f"the file is damaged: {sound}")
    reason = "; ".join(wrong) or "SQLite runs as it should, its file is sound"
    return Finding("database settings", well=not wrong, reason=reason)


def backup() -> Finding:
    """When the last one was made; that there is none is told, and is nobody's fault."""
    made = last_backup()
    if made is None:
        return Finding(
            "backup", well=True, reason="none was made yet; run: manage.py backup FOLDER"
        )
    days = (datetime.now(UTC) - made).days
    reason = f"the last one was made on {made:%Y-%m-%d %H:%M} UTC"
    if days > LONGEST_WITHOUT_BACKUP:
        return Finding("backup", well=False, reason=f"{reason}, {days} days ago; make another")
    return Finding("backup", well=True, reason=reason)


def clock() -> Finding:
    """A clock that went back shows as rows written in the future."""
    try:
        newest = Revision.objects.order_by("-pk").values_list("created_at", flat=True).first()
    except DatabaseError as error:
        return Finding("clock", well=False, reason=f"cannot be compared: {error}")
    ahead = newest.timestamp() - time.time() if newest else 0.0
    if ahead > ALLOWED_DRIFT:
        reason = f"the newest text was saved {ahead:.0f} s in the future; set the clock"
        return Finding("clock", well=False, reason=reason)
    return Finding("clock", well=True, reason=f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
