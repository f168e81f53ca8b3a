"""The outbox brought to the index: by one process at a time, losing nothing when it fails."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from archive.models import Article, IndexJob
from archive.search.documents import to_documents
from archive.search.engine import EngineUnavailable, SearchDocument, SearchEngine, SearchQuery
from archive.search.engines import get_engine
from archive.search.name_entries import NameList

BATCH = 1_000  # jobs between two commits of the index
LOCK_FILE = "indexer.lock"
PATIENCE = 3  # times that the database's own patience with a lock may end
POLL = 0.3  # seconds between two looks at what another process does
REBUILD_FILE = "rebuild.wanted"


@dataclass(frozen=True)
class Lag:
    """How far the index is behind: jobs that wait, and the age in seconds of the oldest."""

    jobs: int
    seconds: float


def drain(engine: SearchEngine) -> int:
    """Apply all jobs that wait; return how many articles that were. Raises EngineUnavailable.

    The list of names is brought up to date as well.

    An index that is missing or broken is built anew. A job is deleted only after the index has
    it for good, and by its own key, so that a change made meanwhile keeps its job.
    """
    NameList().refresh()
    if not readable(engine):
        return rebuild(engine)
    done = 0
    while count := drain_batch(engine):
        done += count
    return done


def drain_batch(engine: SearchEngine) -> int:
    """Apply the oldest jobs, in one commit; return how many articles that were."""
    jobs = dict(IndexJob.objects.values_list("pk", "article_id")[:BATCH])
    if not jobs:
        return 0
    ids = set(jobs.values())
    documents = to_documents(Article.objects.published().filter(pk__in=ids))
    engine.apply(documents, ids - {document.id for document in documents})
    _delete(jobs)
    return len(ids)


def _delete(jobs: Collection[int]) -> None:
    """Take jobs that are done from the outbox, however long an import keeps the database.

    What is in the index would else be brought in once more. Raises OperationalError.
    """
    for left in reversed(range(PATIENCE)):
        try:
            IndexJob.objects.filter(pk__in=list(jobs)).delete()
        except OperationalError:
            if not left:
                raise
        else:
            return


def rebuild(engine: SearchEngine) -> int:
    """Build the index anew from the rows; return how many articles it holds."""
    jobs = list(IndexJob.objects.values_list("pk", flat=True))
    count = 0

    def counted() -> Iterator[SearchDocument]:
        nonlocal count
        for document in documents():
            count += 1
            yield document

    engine.rebuild(counted())
    for start in range(0, len(jobs), BATCH):
        IndexJob.objects.filter(pk__in=jobs[start : start + BATCH]).delete()
    return count


def documents() -> Iterator[SearchDocument]:
    """The documents of all published articles, in the order of their keys, a batch at a time."""
    last = 0
    while articles := list(Article.objects.published().filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield from to_documents(articles)
        last = articles[-1].pk


def readable(engine: SearchEngine) -> bool:
    """Whether the index answers at all."""
    try:
        engine.summary(SearchQuery())
    except EngineUnavailable:
        return False
    return True


def ready() -> bool:
    """Whether the index can be asked. Its first generation is whole, so it has drained once."""
    return readable(get_engine())


def lag() -> Lag:
    oldest = IndexJob.objects.order_by("pk").values_list("queued_at", flat=True).first()
    if oldest is None:
        return Lag(0, 0.0)
    return Lag(IndexJob.objects.count(), (timezone.now() - oldest).total_seconds())


@contextmanager
def indexer_lock() -> Iterator[bool]:
    """True inside if this process is the one that may write the index. Freed by any death."""
    with (Path(settings.DATA_DIR) / LOCK_FILE).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def rebuild_by_whom_it_may(engine: SearchEngine) -> int | None:
    """Rebuild here, and return the count, or have the running indexer do it, and return None."""
    while True:
        with indexer_lock() as ours:
            if ours:
                rebuild_wanted().unlink(missing_ok=True)
                return rebuild(engine)
        rebuild_wanted().touch()
        if _rebuilt_elsewhere():
            return None


def _rebuilt_elsewhere() -> bool:
    """Wait for the running indexer to have built the index anew; False if it ended without."""
    while rebuild_wanted().exists():
        with indexer_lock() as ours:
            if ours:
                return False
        time.sleep(POLL)
    return True


def rebuild_wanted() -> Path:
    """The file that is there until the running indexer has built the index anew."""
    return Path(settings.DATA_DIR) / REBUILD_FILE
