"""The archive's version: another text as soon as anything that a page may show has changed.

What is computed once for many readers (counts, pages, ETags) is kept under it, and so is never
older than the archive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, F, IntegerField, Max, Model, QuerySet, Value
from django.db.models.functions import Cast

from archive.models import (
    Alias,
    Article,
    Decision,
    Entity,
    ImportRun,
    IndexJob,
    Office,
    Source,
    Topic,
)
from archive.search.engine import EngineUnavailable
from archive.search.engines import get_engine
from archive.search.statements import Statement
from archive.search.writers import writers

# Rows that come with each change of a sort, and when they came: what the index shall learn, what
# curators did, what was imported, and names and offices, which the index does not hold.
CHANGES: tuple[tuple[type[Model], str], ...] = (
    (IndexJob, ""),
    (Decision, "decided_at"),
    (ImportRun, "started_at"),
    *(
        (model.history.model, "history_date")
        for model in (Article, Entity, Alias, Office, Topic, Source)
    ),
)


@dataclass(frozen=True)
class State:
    """What the archive is now. `changed_at` is None while it cannot be told, as before a job."""

    version: str
    changed_at: datetime | None


def archive_version() -> str:
    return archive_state().version


def archive_state() -> State:
    """One query (on PostgreSQL two) and three looks at files.

    A change has a job, or else the index has it already. While others write, the version is one
    of its own: what they bring may have keys that are older than the newest.
    """
    (_sort, job, _none), *rows = newest_rows()
    writing = sorted(writers([model for model, _when in CHANGES]))
    keys = ".".join(str(key or "-") for key in (job, *(row[1] for row in rows), *writing))
    try:
        engine = get_engine()
        index, committed = engine.version(), engine.committed_at()
    except EngineUnavailable:
        return State(f"-{keys}", None)
    when = max([committed, *(when for _sort, _key, when in rows if when is not None)])
    return State(f"{index}-{keys}", None if job or writing else when)


def newest_rows() -> list[tuple[int, int | None, datetime | None]]:
    """The number of each sort of change, its newest key, and when it came."""
    return sorted(_newest_rows(connection.vendor).rows())


@lru_cache(maxsize=2)
def _newest_rows(_vendor: str) -> Statement:
    first, *others = (newest(number, *change) for number, change in enumerate(CHANGES))
    return Statement(first.union(*others, all=True))


def newest(number: int, model: type[Model], came: str) -> QuerySet[Any]:
    """One row; jobs have no time: while there are any, the index is behind."""
    sort = Value(number, output_field=IntegerField())
    never = Cast(Value(None), DateTimeField())  # PostgreSQL asks for a type
    rows: QuerySet[Any] = model._default_manager.order_by().annotate(sort=sort).values("sort")
    when = Max(F(came) if came else never)
    newest: QuerySet[Any] = rows.annotate(newest=Max("pk"), when=when)
    return newest.values_list("sort", "newest", "when")
