"""Whether texts, mentions and the index still say the same; what differs is never guessed away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import F

from archive.models import Article, DateMention, IndexJob, Mention, Revision, text_hash
from archive.search import sync
from archive.search.engine import (
    FACETS,
    EngineUnavailable,
    SearchEngine,
    SearchQuery,
    Summary,
    Value,
)

WINDOW = 20_000  # keys asked of the index at a time
BATCH = 500  # texts in memory at a time

Counts = dict[str, Counter[Value]]


@dataclass(frozen=True)
class Difference:
    """What differs, and how. `what` names a row ("article 12") or a facet of the index."""

    what: str
    reason: str


@dataclass(frozen=True)
class Findings:
    """`pending` articles have a job in the outbox, which explains all that their index lacks."""

    articles: int
    mentions: int
    pending: int
    differences: list[Difference] = field(default_factory=list)
    in_index: bool = False  # whether some of the differences are the index's


def compare(engine: SearchEngine) -> Findings:
    """Look at everything. Reads each text once; takes minutes for a million articles."""
    in_texts, mentions = check_texts()
    in_index = list(check_index(engine))
    return Findings(
        articles=Article.objects.count(),
        mentions=mentions,
        pending=len(waiting()),
        differences=in_texts + in_index,
        in_index=bool(in_index),
    )


def repair(engine: SearchEngine, findings: Findings) -> bool:
    """Build the index anew if it differs, or have the running indexer do so; whether it did.

    Texts and mentions are not mended here: what they should be, nobody but their source knows.
    """
    if not findings.in_index:
        return False
    sync.rebuild_by_whom_it_may(engine)
    return True


def waiting() -> set[int]:
    """Articles whose search document may be stale, and is known to be."""
    return set(IndexJob.objects.values_list("article_id", flat=True).order_by())


# --- Texts


def check_texts() -> tuple[list[Difference], int]:
    """Hashes of texts, and the words of every mention; the number of mentions looked at."""
    found = [
        Difference(f"article {pk}", "has no text")
        for pk in Article.objects.filter(revision=None).values_list("pk", flat=True)
    ]
    stray = Article.objects.exclude(revision=None).exclude(
        revision__article=F("pk"), revision__title=F("title")
    )
    found += [
        Difference(f"article {pk}", "shows a text or a title that is not its own")
        for pk in stray.values_list("pk", flat=True)
    ]
    mentions = 0
    for revisions in _batches():
        for revision in revisions:
            if text_hash(revision.title, revision.body) != revision.text_hash:
                found.append(Difference(f"revision {revision.pk}", "is not the text it was"))
        texts = {revision.pk: revision.text for revision in revisions}
        for model in (Mention, DateMention):
            spans = model._default_manager.filter(revision__in=list(texts)).order_by()
            for span in spans.only("revision_id", "start", "end", "surface"):
                mentions += 1
                if texts[span.revision_id][span.start : span.end] != span.surface:
                    name = f"{model._meta.model_name} {span.pk}"
                    found.append(Difference(name, f"“{span.surface}” is not where it says"))
    return found, mentions


def _batches() -> Iterator[list[Revision]]:
    last = 0
    while batch := list(Revision.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


# --- Index


def check_index(engine: SearchEngine) -> Iterator[Difference]:
    """Which articles the index has, and how often each of its values; pending ones aside."""
    try:
        held, summary = indexed(engine), engine.summary(SearchQuery(), list(FACETS))
    except EngineUnavailable as fault:
        yield Difference("index", f"cannot be read: {fault}")
        return
    published, counts = expected()
    pending = waiting()
    for pk in sorted(published - held - pending):
        yield Difference(f"article {pk}", "is not in the index")
    for pk in sorted(held - published - pending):
        yield Difference(f"article {pk}", "is in the index and should not be")
    if not pending:
        yield from _check_counts(summary, counts)


def indexed(engine: SearchEngine) -> set[int]:
    """The keys of all documents of the index."""
    held: set[int] = set()
    query = SearchQuery(order="oldest")
    start = 0
    while window := engine.hits(query, start, start + WINDOW):
        held.update(hit.id for hit in window)
        start += WINDOW
    return held


def expected() -> tuple[set[int], Counts]:
    """The keys and the counts that the rows ask for."""
    published: set[int] = set()
    counts: Counts = {facet: Counter() for facet in FACETS}
    for document in sync.documents():
        published.add(document.id)
        for facet, values in document.terms.items():
            counts[facet].update(set(values))
    return published, counts


def _check_counts(summary: Summary, counts: Counts) -> Iterator[Difference]:
    for facet, wanted in counts.items():
        counted = dict(summary.facets[facet])
        for value in wanted.keys() | counted.keys():
            if wanted.get(value, 0) != counted.get(value, 0):
                reason = f"counts {counted.get(value, 0)} articles, not {wanted.get(value, 0)}"
                yield Difference(f"index, {facet} {value}", reason)
