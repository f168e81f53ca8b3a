"""What is well and what is not, as plain findings: asked by /readyz and by `doctor`."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from archive.search.sync import lag, ready

logger = logging.getLogger(__name__)

LEAST_FREE = 100 * 1024 * 1024  # bytes: an index commit and SQLite's log still fit in
LONGEST_LAG = 300  # seconds; an import may run ahead of the indexer for a while


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `reason` is a plain sentence without paths: it is shown in public."""

    subject: str
    well: bool
    reason: str


def findings() -> Iterator[Finding]:
    """Everything a running archive needs. Where one thing fails, what rests on it is not asked."""
    yield disk()
    for look in (database, migrations, index, outbox):
        try:
            finding = look()
        except DatabaseError as error:
            logger.error("the database fails: %s", error)  # noqa: TRY400 - one line says it
            finding = Finding("database", well=False, reason="the database does not answer")
        yield finding
        if not finding.well:
            return


def database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Finding("database", well=True, reason="the database answers")


def migrations() -> Finding:
    missing = len(unapplied_migrations())
    reason = f"{missing} migrations are not applied" if missing else "all migrations are applied"
    return Finding("migrations", well=not missing, reason=reason)


def unapplied_migrations() -> list[str]:
    """Names of the migrations the database still lacks. Reads them all: not for each page."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def index() -> Finding:
    """An index that opens is whole: it has drained the outbox at least once."""
    if ready():
        return Finding("index", well=True, reason="the index opens")
    return Finding("index", well=False, reason="the index is missing, broken or being built")


def outbox() -> Finding:
    """How far the index is behind: the age of the oldest change that it does not show."""
    behind = lag()
    reason = f"{behind.jobs} changes wait for the index, for {behind.seconds:.0f} s"
    return Finding("outbox", well=behind.seconds < LONGEST_LAG, reason=reason)


def disk() -> Finding:
    free = shutil.disk_usage(settings.DATA_DIR).free
    reason = f"{free / 1024**3:.1f} GiB of disk space are free"
    return Finding("disk", well=free >= LEAST_FREE, reason=reason)
