"""An import from files to outcomes: records in order, few in memory, each whole or absent."""

from __future__ import annotations

import os
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice

from django.db import OperationalError, connection
from django.utils import timezone

from archive.importing.extractor import Extracting, Failure, Found, Result
from archive.importing.identity import Sources, differences, find_known
from archive.importing.importer import Saver, request_for, unchanged
from archive.importing.knowledge import load_knowledge
from archive.importing.parsing import parse
from archive.importing.reading import Position, read
from archive.importing.records import LONGEST_PATH
from archive.importing.values import (
    STANDARD_INPUT,
    Defaults,
    ParsedArticle,
    Rejected,
    Saved,
    place,
)
from archive.models import Article, ImportRecord, ImportRun, Outcome

BATCH = 32  # records that are looked up, and sent to a process, together
BATCH_CHARACTERS = 400_000  # fewer records when they are long
AHEAD = 3  # batches a process has before it, so that it never waits
TOGETHER = 32  # articles that are saved in one transaction, so that a kill loses no more
PAUSE = 0.0005  # seconds for each article, in which a curator's write gets its turn
REJECTIONS = 200  # written together
LOG_PAGES = 8_000  # of SQLite's log, 32 MB, that are moved into the database together

Item = ParsedArticle | Rejected
Saving = tuple[ParsedArticle, Found, bool]  # the last: nothing is known of it
Mark = tuple[str, str]  # what tells that two records may be one: source and key, or text


@dataclass(frozen=True)
class Task:
    """A batch on its way: its records, what is known of them, and extractions to come."""

    items: Sequence[Item | Saved]
    new: frozenset[int]  # places of the items of which the archive knows nothing
    marks: tuple[Mark, ...]
    results: Callable[[], list[Result]]


class Stopped(Exception):
    """The database can take no more; the message names the record that was not saved."""


class Import:
    """One run of an import. Iterate over it: each record's outcome comes as it is saved."""

    def __init__(
        self, paths: Sequence[str], defaults: Defaults, *, jobs: int = 1, dry_run: bool = False
    ) -> None:
        self.paths = list(paths)
        self.defaults = defaults
        self.jobs = jobs
        self.dry_run = dry_run
        self.counts: Counter[str] = Counter()
        self.row: ImportRun | None = None
        self.rejections: list[ImportRecord] = []
        self.saver = Saver(self.recorded)
        self.sources = Sources()  # of the look-ahead, which knows only what is committed
        self.pending: Counter[Mark] = Counter()  # of records looked up and not yet saved
        self.stopping = False
        self.position = Position()

    def __iter__(self) -> Iterator[Saved]:
        for saved in self._outcomes():
            self.counts[saved.outcome] += 1
            self.counts["grouped"] += saved.grouped
            yield saved
        if not self.stopping:
            self._finish()

    def stop(self) -> None:
        """End after the articles in hand; all their outcomes still come."""
        self.stopping = True

    def recorded(self) -> ImportRun:
        """The row of this run. An import that finds nothing new to write leaves none."""
        if self.row is None:
            shown = [place(absolute(path), None)[:LONGEST_PATH] for path in self.paths]
            self.row = ImportRun.objects.create(paths=shown, options=asdict(self.defaults))
        return self.row

    # --- The steps ------------------------------------------------------------------------

    def _outcomes(self) -> Iterator[Saved]:
        extracting = Extracting(load_knowledge(), self.jobs)
        waiting: deque[Task] = deque()
        lengthen_log()
        try:
            for batch in batches(without_repeats(self._parsed())):
                waiting.append(self._task(batch, extracting))
                if len(waiting) > (self.jobs * AHEAD if extracting.pool else 0):
                    yield from self._save_all(waiting.popleft())
                if self.stopping:
                    return
            while waiting and not self.stopping:
                yield from self._save_all(waiting.popleft())
        finally:
            extracting.close()
            self._write_rejections()

    def _parsed(self) -> Iterator[Item]:
        for record in read(self.paths, self.position):
            yield record if isinstance(record, Rejected) else parse(record, self.defaults)

    def _task(self, batch: Sequence[Item], extracting: Extracting) -> Task:
        """Look up what is in the archive already; extract from the rest only."""
        articles = [item for item in batch if isinstance(item, ParsedArticle)]
        known = iter(find_known(articles, self.sources))
        items: list[Item | Saved] = []
        new: set[int] = set()
        marks: list[Mark] = []
        requests = []
        for number, item in enumerate(batch):
            items.append(item)
            if isinstance(item, Rejected):
                continue
            found = next(known)
            article = found.article
            if article and not differences(article, item):
                items[-1] = unchanged(article, item)
            elif self.dry_run:
                items[-1] = foreseen(article, item)
            else:
                requests.append(request_for(item, article))
                own = marks_of(item)
                if not found.article and not found.copy and not any(m in self.pending for m in own):
                    new.add(number)
                self.pending.update(own)
                marks += own
        return Task(items, frozenset(new), tuple(marks), extracting.submit(requests))

    def _save_all(self, task: Task) -> Iterator[Saved]:
        """The outcomes of a batch in order. No transaction is open while one is looked at."""
        results = iter(task.results())
        together: list[Saving] = []
        for number, item in enumerate(task.items):
            result = next(results) if isinstance(item, ParsedArticle) else None
            if isinstance(item, ParsedArticle) and isinstance(result, Found):
                together.append((item, result, number in task.new))
                if len(together) < TOGETHER:
                    continue
            yield from self._save(together)
            together = []
            if isinstance(item, Saved):
                yield item
            elif isinstance(item, Rejected):
                yield self._reject(item)
            elif isinstance(result, Failure):
                yield self._reject(Rejected(item.path, item.line, result.reason))
            if self.stopping:
                return
        yield from self._save(together)
        self.pending.subtract(task.marks)
        self.pending = +self.pending  # those at zero go

    def _save(self, batch: Sequence[Saving]) -> list[Saved]:
        """In one transaction; if that fails, each in its own, so that only the bad one is lost."""
        if len(batch) > 1:
            try:
                saved = self.saver.save_all(batch)
            except Exception:  # noqa: BLE001 - told below, of the one that is to blame
                saved = []
        else:
            saved = []
        saved = saved or [self._save_one(*each) for each in batch]
        time.sleep(PAUSE * len(batch))
        return saved

    def _save_one(self, parsed: ParsedArticle, found: Found, new: bool) -> Saved:  # noqa: FBT001
        try:
            return self.saver.save(parsed, found, new=new)
        except OperationalError as fault:
            where = place(parsed.path, parsed.line)
            raise Stopped(
                f"{where}: the database refused it ({fault}); nothing of it is saved. "
                "See to the database or its disk and run the same command again to go on"
            ) from fault
        except Exception as fault:  # noqa: BLE001 - whatever is wrong with one, the rest goes on
            reason = f"could not be saved ({type(fault).__name__}: {fault}); report this text"
            return self._reject(Rejected(parsed.path, parsed.line, " ".join(reason.split())))

    def _reject(self, rejected: Rejected) -> Saved:
        path = place(rejected.path, None)
        if not self.dry_run:
            self.rejections.append(
                ImportRecord(
                    run=self.recorded(),
                    path=path[:LONGEST_PATH],
                    line=rejected.line,
                    outcome=Outcome.REJECTED,
                    reason=rejected.reason,
                )
            )
            if len(self.rejections) >= REJECTIONS:
                self._write_rejections()
        return Saved(path, rejected.line, Outcome.REJECTED, None, rejected.reason)

    def _write_rejections(self) -> None:
        rows, self.rejections = self.rejections, []
        if rows:
            ImportRecord.objects.bulk_create(rows)

    def _finish(self) -> None:
        if self.row is not None:
            self.row.counts = {name: self.counts[name] for name in (*Outcome.values, "grouped")}
            self.row.finished_at = timezone.now()
            self.row.save()


def lengthen_log() -> None:
    """Have SQLite move its log less often, for as long as this connection lives.

    Each time it waits for the disk twice: after every batch of an import, if nothing is said.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")


def absolute(path: str) -> str:
    """The path as any other process would have to name it."""
    return path if path == STANDARD_INPUT else os.path.abspath(path)  # noqa: PTH100 - no links


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """A few at a time, fewer if they are long."""
    items = iter(items)
    while batch := list(islice(items, 1)):
        size = _size(batch[0])
        while len(batch) < BATCH and size < BATCH_CHARACTERS and (more := next(items, None)):
            batch.append(more)
            size += _size(more)
        yield batch


def _size(item: Item) -> int:
    return sum(map(len, item.paragraphs)) if isinstance(item, ParsedArticle) else 0


def without_repeats(items: Iterable[Item]) -> Iterator[Item]:
    """The items, those rejected whose id was in the same file before."""
    path, seen = "", dict[int, int]()
    for item in items:
        if isinstance(item, Rejected) or item.line is None or not item.source_key:
            yield item
            continue
        if item.path != path:
            path, seen = item.path, {}
        # Hashes are smaller than the keys of a million records; strings' have 64 bits.
        first = seen.setdefault(hash((item.source, item.source_key)), item.line)
        if first == item.line:
            yield item
        else:
            shown = item.source_key[:60]
            reason = f"its id {shown!r} was on line {first} already; give each its own"
            yield Rejected(item.path, item.line, reason)


def marks_of(parsed: ParsedArticle) -> list[Mark]:
    """Two records without a mark in common are two articles."""
    marks = [("text", parsed.text_hash)]
    if parsed.source_key:
        marks.append((parsed.source, parsed.source_key))
    return marks


def foreseen(article: Article | None, parsed: ParsedArticle) -> Saved:
    """What an import would make of the record."""
    outcome = Outcome.UPDATED if article else Outcome.CREATED
    pk = article.pk if article else None
    return Saved(parsed.path, parsed.line, outcome, pk, "; ".join(parsed.notes))
