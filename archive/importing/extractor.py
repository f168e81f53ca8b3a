"""Extraction made ready for many texts: here, or in processes that know no database."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from archive.extraction.gazetteer import Gazetteer, Name, shipped
from archive.extraction.pipeline import extract
from archive.extraction.topic_rules import TopicRule
from archive.extraction.values import Dating, Extraction
from archive.importing.fingerprint import bands

NICENESS = 10  # readers and curators come first
WORTH_PROCESSES = 64  # texts after which starting processes pays


@dataclass(frozen=True)
class Knowledge:
    """Curators' names, the shipped names they took away, and the topic rules in use."""

    names: tuple[Name, ...] = ()
    suppressed: tuple[tuple[str, str], ...] = ()  # folded name, key
    topic_rules: tuple[TopicRule, ...] | None = None

    def gazetteer(self) -> Gazetteer:
        gazetteer = shipped().without(self.suppressed) if self.suppressed else shipped()
        return gazetteer.with_names(self.names) if self.names else gazetteer


@dataclass(frozen=True)
class Request:
    """One text to extract from, and what is known of it already."""

    title: str
    body: str
    language: str = ""
    known: Dating | None = None


class Extractor:
    """Extraction with the curators' knowledge, made ready once for many texts."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.gazetteer = knowledge.gazetteer()
        self.topic_rules = knowledge.topic_rules

    def __call__(self, request: Request) -> Extraction:
        return extract(
            request.title,
            request.body,
            language=request.language,
            known=request.known,
            gazetteer=self.gazetteer,
            topic_rules=self.topic_rules,
        )


@dataclass(frozen=True)
class Found:
    """What extraction found in a text, and the fingerprint of its body."""

    extraction: Extraction
    bands: tuple[int, ...] = ()


@dataclass(frozen=True)
class Failure:
    """Extraction could not cope with a text."""

    reason: str


Result = Found | Failure


def extract_all(extractor: Extractor, requests: Sequence[Request]) -> list[Result]:
    """What each text says; one that breaks extraction does not take the others with it."""
    return [_extract_one(extractor, request) for request in requests]


def _extract_one(extractor: Extractor, request: Request) -> Result:
    try:
        return Found(extractor(request), bands(request.body))
    except Exception as fault:  # noqa: BLE001 - whatever a text does, the rest goes on
        return Failure(f"extraction failed ({type(fault).__name__}: {fault}); report this text")


class Extracting:
    """Takes batches of texts and gives their extractions later, from `jobs` processes if > 1.

    Small imports stay in this process: starting others takes longer than a few dozen texts.
    """

    def __init__(self, knowledge: Knowledge, jobs: int) -> None:
        self.knowledge = knowledge
        self.jobs = jobs
        self.seen = 0
        self.pool: ProcessPoolExecutor | None = None
        self.extractor: Extractor | None = None

    def submit(self, requests: Sequence[Request]) -> Callable[[], list[Result]]:
        """A function that waits for the results and returns them."""
        self.seen += len(requests)
        if self.jobs > 1 and self.seen > WORTH_PROCESSES and self.pool is None:
            self.pool = self._start()
        if self.pool and requests:
            return self.pool.submit(_work, requests).result
        return lambda: self._here(requests)

    def close(self) -> None:
        if self.pool:
            self.pool.shutdown(cancel_futures=True)

    def _here(self, requests: Sequence[Request]) -> list[Result]:
        if self.extractor is None and requests:
            self.extractor = Extractor(self.knowledge)
        return extract_all(self.extractor, requests) if self.extractor else []

    def _start(self) -> ProcessPoolExecutor:
        # Spawned, not forked: a fork would share our database connection and our lock.
        return ProcessPoolExecutor(
            self.jobs,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(self.knowledge,),
        )


_ours: list[Extractor] = []  # of a worker process


def _begin(knowledge: Knowledge) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the importer's to answer
    os.nice(NICENESS)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _ours.append(Extractor(knowledge))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # the importer was killed: nobody waits for what we do


def _work(requests: Sequence[Request]) -> list[Result]:
    return extract_all(_ours[0], requests)
