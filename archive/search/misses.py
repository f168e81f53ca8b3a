"""Searches that found nothing, counted a day, so that curators see what names are missing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from archive.models import SearchMiss
from archive.search.request import SearchRequest

LONGEST = 80  # characters: longer ones are pasted text, not a name that is missing
MOST_A_DAY = 2_000  # different queries: what comes beyond them is no reader
AUTOMATIC = ("bot", "crawl", "spider", "curl", "wget", "python", "scan", "http")

logger = logging.getLogger(__name__)


def count_miss(request: SearchRequest, agent: str) -> None:
    """Note the words of a search that no article has. Nothing about who asked is kept.

    Only plain words that came through whole: what had to be repaired or cut, and what a program
    asked, tells curators nothing. A miss that cannot be written is no reason to fail a search.
    """
    understood = request.understanding
    query = understood.query.casefold()
    if not understood.groups or understood.parsed.repairs or len(query) > LONGEST:
        return
    if request.filtered or request.page > 1 or not agent or _is_automatic(agent):
        return
    try:
        with impatient():
            _count(query)
    except DatabaseError as error:
        logger.warning("A search that found nothing was not counted: %s", error)


@contextmanager
def impatient() -> Iterator[None]:
    """No reader waits for SQLite's one writer so that a number is counted."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute("PRAGMA busy_timeout = 50")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")


def _is_automatic(agent: str) -> bool:
    return any(word in agent.casefold() for word in AUTOMATIC)


def _count(query: str) -> None:
    today = SearchMiss.objects.filter(day=timezone.localdate())
    if today.filter(query=query).update(count=F("count") + 1):
        return
    if today.count() >= MOST_A_DAY:
        return
    try:
        with transaction.atomic():
            SearchMiss.objects.create(query=query)
    except IntegrityError:  # another reader was first in this moment
        today.filter(query=query).update(count=F("count") + 1)
