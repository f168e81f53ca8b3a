"""The archive's version: another text as soon as anything that a page may show has changed.

What is computed once for many readers (counts, pages, ETags) is kept under it, and so is never
older than the archive.
"""

from __future__ import annotations

from typing import Any

from django.db.models import IntegerField, Max, Model, QuerySet, Value

from archive.models import Alias, Article, Decision, Entity, IndexJob, Office, Source, Topic
from archive.search.engine import EngineUnavailable
from archive.search.engines import get_engine

# Rows that come with each change of a sort: what the index shall learn, what curators did, and
# names and offices, which the index does not hold.
CHANGES: tuple[type[Model], ...] = (
    IndexJob,
    Decision,
    *(model.history.model for model in (Article, Entity, Alias, Office, Topic, Source)),
)


def archive_version() -> str:
    """One query and two looks at files. A change has a job, or else the index has it already."""
    return f"{index_version()}-{rows_version()}"


def index_version() -> str:
    try:
        return get_engine().version()
    except EngineUnavailable:
        return ""


def rows_version() -> str:
    """The newest key of each sort of change: a dash where there is none."""
    first, *others = (newest(model, number) for number, model in enumerate(CHANGES))
    keys = sorted(first.union(*others, all=True))
    return ".".join(str(key or "-") for _number, key in keys)


def newest(model: type[Model], number: int) -> QuerySet[Any]:
    """One row: the number of the sort, and its newest key."""
    sort = Value(number, output_field=IntegerField())
    rows: QuerySet[Any] = model._default_manager.order_by().annotate(sort=sort).values("sort")
    newest: QuerySet[Any] = rows.annotate(newest=Max("pk")).values_list("sort", "newest")
    return newest
