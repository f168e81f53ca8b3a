"""Whether the index shows what the rows say: the same articles, counted the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from archive.models import IndexJob
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

Counts = dict[str, Counter[Value]]


@dataclass(frozen=True)
class Difference:
    """What differs, and how. `what` names a row ("article 12") or a facet of the index."""

    what: str
    reason: str


def waiting() -> set[int]:
    """Articles whose search document may be stale, and is known to be."""
    return set(IndexJob.objects.values_list("article_id", flat=True).order_by())


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
