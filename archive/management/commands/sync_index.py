"""`sync_index`: brings the search index up to date with the rows, once or in a loop."""

from __future__ import annotations

import logging
import os
import signal
import time
from argparse import ArgumentParser
from contextlib import suppress
from threading import Event
from typing import Any

from django.conf import settings
from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from archive import lifeline
from archive.models import Article, IndexJob, statistics
from archive.search import sync
from archive.search.engine import EngineUnavailable, SearchEngine
from archive.search.engines import get_engine
from archive.search.name_entries import NameList

logger = logging.getLogger(__name__)

PROBE = 10.0  # seconds between two looks at whether the index still answers
LONGEST_PAUSE = 30.0  # seconds between two attempts after a fault
FEW = 20  # articles at once that people's own changes bring
GATHERING = 0.5  # seconds in which more of an import come: a commit costs as much as hundreds
MANY = 1_000  # articles brought in, after which rows are counted anew; a quarter of all, if more
FAULTS = (EngineUnavailable, DatabaseError, OSError)


class Command(BaseCommand):
    help = (
        "Brings the search index up to date and ends. Beside a running indexer it waits until "
        "that one has done so. A missing or broken index is built anew."
    )
    requires_system_checks = [Tags.files]  # what the installation decides

    def add_arguments(self, parser: ArgumentParser) -> None:
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument("--loop", action="store_true", help="go on until told to end")
        mode.add_argument("--rebuild", action="store_true", help="build the whole index anew")

    def handle(self, *, loop: bool, rebuild: bool, verbosity: int, **_options: Any) -> None:
        lifeline.hold()
        try:
            if loop:
                Indexer(self).run()
                return
            told = self.rebuild_once() if rebuild else self.drain_once()
        except FAULTS as fault:
            raise CommandError(one_line(fault), returncode=os.EX_IOERR) from fault
        if verbosity:
            self.stdout.write(told)
        try:
            statistics.refresh()
        except DatabaseError as fault:
            self.stderr.write(not_counted(fault))

    def drain_once(self) -> str:
        while True:
            with sync.indexer_lock() as ours:
                if ours:
                    count = sync.drain(get_engine())
                    return f"The index is up to date: {count} articles brought in."
            if not IndexJob.objects.exists():
                return "The index is up to date: the running indexer has brought in all changes."
            time.sleep(sync.POLL)

    def rebuild_once(self) -> str:
        count = sync.rebuild_by_whom_it_may(get_engine())
        if count is None:
            return "The index was built anew by the running indexer."
        return f"The index was built anew: {count} articles."


class Indexer:
    """The one process that writes the index: looks at the outbox again and again."""

    def __init__(self, command: BaseCommand) -> None:
        self.command = command
        self.ended = Event()
        self.pause = sync.POLL
        self.probed = 0.0
        self.many = MANY
        self.uncounted = MANY  # articles brought in since rows were counted: not known at first
        self.names = NameList()

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self.ended.set())
        while not self.ended.is_set():
            with sync.indexer_lock() as ours:
                while ours and not self.ended.is_set():
                    self.look(get_engine())
            self.ended.wait(sync.POLL)  # another process is at work: it may end
        with suppress(DatabaseError):  # one that is locked or damaged must not keep us
            statistics.settle()
        self.say("The indexer ended as asked.")

    def say(self, text: str) -> None:
        if settings.LOGS == "json":
            logger.info(text)
            return
        with suppress(OSError):  # a log that cannot be written ends nothing
            self.command.stdout.write(text)
            self.command.stdout.flush()  # at once, also into a pipe

    def look(self, engine: SearchEngine) -> None:
        """One look at the outbox; a fault is told, and waited out longer and longer."""
        try:
            self.mend(engine)
            articles = sync.drain_batch(engine)
            worked = articles + self.names.refresh()
            gathering = articles > FEW and IndexJob.objects.count() < sync.BATCH
        except FAULTS as fault:
            if settings.LOGS == "json":
                logger.error(one_line(fault))  # noqa: TRY400 - one line says it
            else:
                self.command.stderr.write(one_line(fault))
            connection.close()  # a broken connection does not come back by itself
            self.probed, self.pause = 0.0, min(self.pause * 2, LONGEST_PAUSE)
            self.ended.wait(self.pause)
        else:
            self.pause = sync.POLL
            self.count_rows(worked)
            if not worked:
                self.ended.wait(sync.POLL)
            elif gathering:
                self.ended.wait(GATHERING)

    def mend(self, engine: SearchEngine) -> None:
        """Build the index anew when somebody asked for it, or when it no longer answers."""
        wanted = sync.rebuild_wanted().exists()
        if not wanted and time.monotonic() - self.probed < PROBE:
            return
        if wanted or not sync.readable(engine):
            count = sync.rebuild(engine)
            sync.rebuild_wanted().unlink(missing_ok=True)
            self.uncounted = self.many
            self.say(f"The index was built anew: {count} articles.")
        self.probed = time.monotonic()

    def count_rows(self, worked: int) -> None:
        """Now and then; a fault is told, and it is tried again after as many articles."""
        self.uncounted += worked
        if self.uncounted < self.many:
            return
        self.uncounted = 0
        try:
            self.many = max(MANY, Article.objects.count() // 4)
            statistics.refresh(self.ended.wait)
        except DatabaseError as fault:
            self.say(not_counted(fault))


def one_line(fault: Exception) -> str:
    return f"The index is not up to date, though nothing is lost: {reason(fault)}"


def not_counted(fault: Exception) -> str:
    return f"The rows could not be counted, and some pages may be slow: {reason(fault)}"


def reason(fault: Exception) -> str:
    return " ".join(str(fault).split()) or type(fault).__name__
