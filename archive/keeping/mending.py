"""What differs is mended where the truth is known: from texts that are kept, and by extraction."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import F

from archive.importing.extracting import refresh
from archive.keeping import texts
from archive.keeping.checking import Findings
from archive.models import Article, IndexJob, Revision, text_hash
from archive.search import sync
from archive.search.engine import SearchEngine


def repair(engine: SearchEngine, findings: Findings) -> None:
    """Mend rows, then the index. A text that is not what it was only a backup can bring back."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("REINDEX")  # an index that disagrees with its table
    mended = set(_give_texts()) | set(_give_titles()) | set(_replace_spans())
    if findings.in_index:
        sync.rebuild_by_whom_it_may(engine)
    elif mended:
        _index(engine)


def _give_texts() -> list[int]:
    """Articles without a text, or with another's, show the newest of their own that is sound."""
    foreign = texts.stray().exclude(revision__article=F("pk")).values_list("pk", flat=True)
    Article.objects.filter(pk__in=list(foreign)).update(revision=None)  # a text has one article
    given = []
    for article in texts.textless():
        for revision in Revision.objects.filter(article=article).order_by("-pk"):
            if text_hash(revision.title, revision.body) == revision.text_hash:
                _update(article.pk, revision=revision, title=revision.title)
                given.append(article.pk)
                break
    return given


def _give_titles() -> list[int]:
    """The title of an article is that of its text."""
    given = []
    for article in texts.stray().select_related("revision"):
        if article.revision:
            _update(article.pk, title=article.revision.title)
            given.append(article.pk)
    return given


def _replace_spans() -> list[int]:
    """Spans that are not where they say go, and the present texts they stood in are read anew."""
    wrong = list(texts.all_misplaced())
    for span in wrong:
        span.delete()
    present = Article.objects.with_text().filter(revision__in={span.revision_id for span in wrong})
    read = list(present)
    for article in read:
        refresh(article)
    return [article.pk for article in read]


def _update(pk: int, **fields: object) -> None:
    with transaction.atomic():
        Article.objects.filter(pk=pk).update(**fields)
        IndexJob.objects.enqueue([pk])


def _index(engine: SearchEngine) -> None:
    """Bring in what was mended, unless a running indexer is about to."""
    with sync.indexer_lock() as ours:
        if ours:
            sync.drain(engine)
