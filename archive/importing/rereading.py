"""Texts that are read again on request, a few at a time, so that a browser can wait for each."""

from __future__ import annotations

import time

from django.db import transaction
from django.utils import timezone

from archive.importing.extracting import refresh
from archive.importing.extractor import Extractor
from archive.importing.knowledge import load_knowledge
from archive.importing.linking import Linker
from archive.models import Article, Rereading

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
