"""Tantivy, embedded: an index in a folder, read by every process and written by one.

<folder>/v<version>/<generation>/ holds an index; the file `current` beside the generations names
the one in use. A rebuild makes another generation and swaps the name, so that readers see the
old or the new whole, and a folder of another version is never misread.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any as Anything
from typing import Literal

from tantivy import DocAddress, Document, Index, IndexWriter, Order, Query, Searcher

from archive.search.engine import (
    FACETS,
    All,
    EngineUnavailable,
    Hit,
    SearchDocument,
    SearchQuery,
    Summary,
    Value,
)
from archive.search.engines import ranking
from archive.search.engines.analysis import (
    LARGEST_ID,
    added_key,
    analyse,
    by_count,
    date_order,
    day_of,
    sort_key,
)
from archive.search.engines.generations import Generations
from archive.search.engines.tantivy_counts import exact_counts, exact_spans
from archive.search.engines.tantivy_queries import TEXTS, Questions, build_schema
from archive.text.stems import ANALYSIS_VERSION

CONFIRMED = "c"  # the sort of an index that has confirmed tags alone
SCHEMA_VERSION = 2  # another number means another folder: the next sync builds it anew
WRITER_BYTES = 64_000_000  # memory of the one writer's thread while it indexes
REBUILD_BYTES = 160_000_000  # of the two threads of a rebuild
REBUILD_BATCH = 50_000  # documents between the commits of a rebuild
TIES = 50  # hits beyond a window that are first looked at for ties at its end


@dataclass(frozen=True)
class Reading:
    """An opened generation, and the state of its files when it was last loaded."""

    generation: str
    index: Index
    stamp: tuple[int, int]
    searcher: Searcher
    everything: dict[tuple[str, ...], Summary] = field(default_factory=dict)  # counts, once asked


class TantivyEngine:
    """Readers may be many; apply and rebuild are for the one process that holds the lock."""

    def __init__(self, folder: Path, sort: str = "") -> None:
        """`sort` tells apart indexes of other documents: a change of it builds one anew."""
        version = f"v{SCHEMA_VERSION}.{ANALYSIS_VERSION}{sort}"
        self.generations = Generations(folder / version)
        self.schema = build_schema()
        self.reading: Reading | None = None
        self.writer: tuple[str, IndexWriter] | None = None
        self.lock = threading.Lock()

    # --- Reading

    def summary(self, query: SearchQuery, facets: Sequence[str] = ()) -> Summary:
        with unavailable_when_broken():
            reading = self._reading()
            if query.words != All() or query.filters:
                return self._counted(reading, query, facets)
            # Everything is what costs most to count, and asked for most: kept for each commit.
            kept, key = reading.everything, tuple(facets)
            if key not in kept:
                kept[key] = self._counted(reading, query, facets)
            return kept[key]

    def _counted(self, reading: Reading, query: SearchQuery, facets: Sequence[str]) -> Summary:
        asked = self._asked(reading, query, ranked=False)
        if not facets:
            return Summary(reading.searcher.search(asked, 1).count)  # type: ignore[attr-defined]
        return exact_counts(reading.searcher, asked, facets)

    def hits(self, query: SearchQuery, start: int, stop: int) -> Sequence[Hit]:
        start = max(0, start)
        if stop <= start:
            return []
        with unavailable_when_broken():
            reading = self._reading()
            searcher = reading.searcher
            order = date_order(query.order, ranked=ranking.ranks(query.words))
            asked = self._asked(reading, query, ranked=order is None)
            if order is None and query.order != "added":
                return _by_score(searcher, asked, start, stop)
            return _by_field(searcher, asked, order, start, stop)

    def spans(self, query: SearchQuery) -> Sequence[tuple[date, date, int]]:
        with unavailable_when_broken():
            reading = self._reading()
            return exact_spans(reading.searcher, self._asked(reading, query, ranked=False))

    def beginning(self, prefix: str, most: int) -> Sequence[tuple[str, int]]:
        with unavailable_when_broken():
            searcher = self._reading().searcher
            found: dict[Value, int] = {}
            for name in TEXTS:
                for word, count in searcher.terms_with_prefix(name, prefix, limit=most):
                    found[word] = max(count, found.get(word, 0))
            return [(str(word), count) for word, count in by_count(found)[:most]]

    def version(self) -> str:
        generation = self.generations.current()
        node, time = self.generations.stamp(generation)
        return f"{generation}.{node:x}.{time:x}"

    def committed_at(self) -> datetime:
        _node, time = self.generations.stamp(self.generations.current())
        return datetime.fromtimestamp(time / 1e9, UTC)

    def _asked(self, reading: Reading, query: SearchQuery, *, ranked: bool) -> Query:
        searcher = reading.searcher
        documents = searcher.num_docs
        questions = Questions(self.schema, searcher.doc_freq, documents, ranked=ranked)
        return questions.whole(query.words, query.filters)

    def _reading(self) -> Reading:
        """The index as it was last committed."""
        try:
            return self._look()
        except (OSError, ValueError, EngineUnavailable):
            return self._look()  # a rebuild may have swapped generations just then

    def _look(self) -> Reading:
        """Two looks at files, and a reload when they have changed."""
        generation = self.generations.current()
        stamp = self.generations.stamp(generation)
        reading = self.reading
        if reading is None or (reading.generation, reading.stamp) != (generation, stamp):
            with self.lock:
                reading = self.reading = self._load(generation, stamp)
        return reading

    def _load(self, generation: str, stamp: tuple[int, int]) -> Reading:
        if self.reading is not None and self.reading.generation == generation:
            index = self.reading.index
        else:
            index = Index.open(str(self.generations.path(generation)))
            index.config_reader("manual")
        index.reload()
        return Reading(generation, index, stamp, index.searcher())

    # --- Writing

    def apply(self, upserts: Iterable[SearchDocument], deletes: Iterable[int]) -> None:
        with unavailable_when_broken():
            writer = self._writer()
            try:
                for document in upserts:
                    writer.delete_documents_by_term("key", str(document.id))
                    writer.add_document(self._to_tantivy(document))
                for pk in deletes:
                    writer.delete_documents_by_term("key", str(pk))
                writer.commit()
            except BaseException:
                self.writer = None  # a writer that failed once may keep silent ever after
                _abandon(writer)
                raise

    def rebuild(self, documents: Iterable[SearchDocument]) -> None:
        self.close()
        with unavailable_when_broken():
            generation = self.generations.begin()
            try:
                self._build(generation, documents)
                self.generations.switch(generation)
            except BaseException:
                self.generations.remove(generation)
                raise

    def _build(self, generation: str, documents: Iterable[SearchDocument]) -> None:
        index = Index(self.schema, str(self.generations.path(generation)))
        writer = index.writer(REBUILD_BYTES, 2)
        try:
            for number, document in zip(count(1), documents, strict=False):
                writer.add_document(self._to_tantivy(document))
                if number % REBUILD_BATCH == 0:
                    writer.commit()
            writer.commit()
        except BaseException:
            _abandon(writer)  # or its threads go on writing into a folder that is removed
            raise
        writer.wait_merging_threads()

    def close(self) -> None:
        """Let go of the writer, after the merges it has begun."""
        if self.writer is not None:
            writer, self.writer = self.writer[1], None
            writer.wait_merging_threads()

    def _writer(self) -> IndexWriter:
        generation = self.generations.current()
        if self.writer is None or self.writer[0] != generation:
            self.close()
            index = Index.open(str(self.generations.path(generation)))
            self.writer = (generation, index.writer(WRITER_BYTES, 1))
        return self.writer[1]

    def _to_tantivy(self, document: SearchDocument) -> Document:
        analysis = analyse(document)
        fields: dict[str, Anything] = {
            "key": str(document.id),
            "id": document.id,
            "title": " ".join(analysis.title),
            "body": " ".join(analysis.body),
            "title_stems": " ".join(analysis.title_stems),
            "body_stems": " ".join(analysis.body_stems),
            "newest": sort_key(document, "newest"),
            "oldest": sort_key(document, "oldest"),
            "added": added_key(document),
            "dated": int(document.earliest is not None),
        }
        if document.earliest is not None and document.latest is not None:
            fields["earliest"] = document.earliest.toordinal()
            fields["latest"] = document.latest.toordinal()
        # A value twice in one document would be counted twice.
        terms = {name: list(dict.fromkeys(values)) for name, values in document.terms.items()}
        return Document.from_dict(
            fields | {name: terms[name] for name in FACETS if terms.get(name)},
            self.schema,
        )


def _abandon(writer: IndexWriter) -> None:
    """End a writer's threads and free its lock now, not when the last reference to it goes.

    What it had not committed is lost, as is meant; that it may fail once more changes nothing.
    """
    with suppress(EngineUnavailable), unavailable_when_broken():
        writer.wait_merging_threads()


def _by_field(
    searcher: Searcher,
    query: Query,
    order: Literal["newest", "oldest"] | None,
    start: int,
    stop: int,
) -> list[Hit]:
    """The window in a date order, or without one the last added first."""
    found = searcher.search(
        query,
        stop - start,
        count=False,
        offset=start,
        order_by_field=order or "added",
        order=Order.Asc if order == "oldest" else Order.Desc,
    ).hits
    if order is None:
        ids = searcher.fast_field_values("id", [address for _key, address in found])
        return [Hit(int(pk or 0)) for pk in ids]
    keys = [int(key) for key, _address in found]
    return [Hit(key & LARGEST_ID, day=day_of(order, key)) for key in keys]


def _by_score(searcher: Searcher, query: Query, start: int, stop: int) -> list[Hit]:
    """The window by score, ties by newest: looks on until no tie crosses the window's end."""
    limit = stop + TIES
    while True:
        found = searcher.search(query, limit, count=False).hits
        if len(found) < limit or found[-1][0] < found[stop - 1][0]:
            break
        limit *= 32
    addresses: list[DocAddress] = [address for _score, address in found]
    newest = searcher.fast_field_values("newest", addresses)
    ids = searcher.fast_field_values("id", addresses)
    rows = zip((score for score, _address in found), newest, ids, strict=True)
    ranked = sorted(rows, key=lambda row: (row[0], row[1] or 0), reverse=True)
    return [Hit(int(pk or 0), float(score)) for score, _newest, pk in ranked[start:stop]]


@contextmanager
def unavailable_when_broken() -> Iterator[None]:
    """Any failure of Tantivy or of its files means that the index cannot be read now.

    A panic of Tantivy arrives as a BaseException of a class that cannot be imported.
    """
    try:
        yield
    except EngineUnavailable:
        raise
    except (OSError, ValueError) as error:
        raise EngineUnavailable(str(error)) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise EngineUnavailable(str(error)) from error
        raise
