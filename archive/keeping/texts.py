"""Whether rows, texts and spans still say the same as when they were written."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from archive.models import Article, DateMention, Mention, Revision, text_hash
from archive.search.check import Difference

BATCH = 500  # texts in memory at a time
SPANS = (Mention, DateMention)


def check_database() -> Iterator[Difference]:
    """The database's own view of its file: pages, indexes, and rows that others refer to."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for (said,) in cursor.execute("PRAGMA integrity_check(20)").fetchall():
            if said != "ok":
                yield Difference("database", said)
        for table, row, parent, _key in cursor.execute("PRAGMA foreign_key_check").fetchall():
            yield Difference(f"{table} {row}", f"refers to a row of {parent} that is not there")


def check_articles() -> Iterator[Difference]:
    """Each article shows a text of its own, and the one it was imported with is kept."""
    for pk in textless().values_list("pk", flat=True):
        yield Difference(f"article {pk}", "has no text")
    for pk in stray().values_list("pk", flat=True):
        yield Difference(f"article {pk}", "shows a text or a title that is not its own")
    original = Revision.objects.filter(article=OuterRef("pk"), text_hash=OuterRef("content_hash"))
    lost = Article.objects.exclude(content_hash="").exclude(Exists(original))
    for pk in lost.order_by("pk").values_list("pk", flat=True):
        yield Difference(f"article {pk}", "has lost the text it was imported with")


def textless() -> QuerySet[Article]:
    return Article.objects.filter(revision=None).order_by("pk")


def stray() -> QuerySet[Article]:
    """Articles whose text is another's, or whose title is not that of their text."""
    elsewhere = ~Q(revision__article=F("pk")) | ~Q(revision__title=F("title"))
    return Article.objects.exclude(revision=None).filter(elsewhere).order_by("pk")


def check_texts() -> Iterator[Difference]:
    """Checksums of all texts, former ones too, and the words of every span."""
    for revisions in _batches():
        for revision in revisions:
            if text_hash(revision.title, revision.body) != revision.text_hash:
                yield Difference(f"revision {revision.pk}", "is not the text it was")
        for span in misplaced(revisions):
            name = f"{span._meta.model_name} {span.pk}"
            yield Difference(name, f"“{span.surface}” is not where it says")


def misplaced(revisions: list[Revision]) -> Iterator[Mention | DateMention]:
    """Spans of these texts whose words do not stand where they say."""
    texts = {revision.pk: revision.text for revision in revisions}
    for model in SPANS:
        spans = model._default_manager.filter(revision__in=list(texts)).order_by()
        for span in spans.only("revision_id", "start", "end", "surface"):
            if texts[span.revision_id][span.start : span.end] != span.surface:
                yield span


def all_misplaced() -> Iterator[Mention | DateMention]:
    for revisions in _batches():
        yield from misplaced(revisions)


def _batches() -> Iterator[list[Revision]]:
    last = 0
    while batch := list(Revision.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk
