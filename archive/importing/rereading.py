"""Texts that are read again on request, a few at a time, so that a browser can wait for each."""

from __future__ import annotations

import time
from collections.abc import Collection

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from archive.importing.extracting import refresh
from archive.importing.extractor import Extractor
from archive.importing.knowledge import load_knowledge
from archive.importing.linking import Linker
from archive.models import Alias, Article, Mention, Rereading, Suppression
from archive.text.fold import fold

PATIENCE = 2.0  # seconds


def go_on(rereading: Rereading, patience: float = PATIENCE) -> Rereading:
    """Read the next texts for so many seconds, at least one. What people decided stays."""
    extractor, linker = Extractor(load_knowledge()), Linker()
    start = time.monotonic()
    while rereading.finished_at is None:
        with transaction.atomic():
            rereading = Rereading.objects.select_for_update().get(pk=rereading.pk)
            read_one(rereading, extractor, linker)
        if time.monotonic() - start > patience:
            break
    return rereading


def read_one(rereading: Rereading, extractor: Extractor, linker: Linker) -> None:
    """The next one of the list, in one transaction with the list."""
    if rereading.pending:
        key, *rereading.pending = rereading.pending
        article = Article.objects.with_text().filter(pk=key).first()
        if article is not None and refresh(article, extractor=extractor, linker=linker):
            rereading.changed += 1
    if not rereading.pending:
        rereading.finished_at = timezone.now()
    rereading.save(update_fields=["pending", "changed", "finished_at"])


def concerned() -> set[int]:
    """Articles that read differently since curators changed names and rules: those with the words
    of a changed one, which wait on a list, and those with words that no longer name what they
    did."""
    waiting = Rereading.objects.filter(finished_at=None).values_list("pending", flat=True)
    return {key for keys in waiting for key in keys} | _with_words_taken_away()


def _with_words_taken_away() -> set[int]:
    rows = (Suppression.objects.filter(article=None), Alias.objects.filter(enabled=False))
    taken = {pair for some in rows for pair in some.order_by().values_list("entity", "folded")}
    named = (
        Mention.objects.filter(
            entity__in={entity for entity, _folded in taken},
            revision=F("revision__article__revision"),
        )
        .order_by()
        .values_list("entity", "surface", "revision__article")
    )
    return {
        article for entity, surface, article in named.iterator() if (entity, fold(surface)) in taken
    }


@transaction.atomic
def cross_off(read: Collection[int]) -> None:
    """Take articles that were read from the lists of those that wait."""
    for rereading in Rereading.objects.select_for_update().filter(finished_at=None):
        left = [key for key in rereading.pending if key not in read]
        if len(left) == len(rereading.pending):
            continue
        rereading.pending = left
        rereading.finished_at = None if left else timezone.now()
        rereading.save(update_fields=["pending", "finished_at"])
