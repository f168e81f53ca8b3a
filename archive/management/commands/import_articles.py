"""`import_articles`: files and folders become articles; what does not is told, line by line."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from archive.dates.errors import EdtfError
from archive.dates.reading import read_date
from archive.importing.authorities import load_authorities
from archive.importing.files import missing, total_size
from archive.importing.lock import lock
from archive.importing.parsing import language_code
from archive.importing.running import Import
from archive.importing.values import Defaults, Saved, place
from archive.management.faults import Fault, faults_told
from archive.management.progress import Interruption, Progress
from archive.models import Outcome

SOME_REJECTED = 1
INTERRUPTED = 130  # as the shell has it for Ctrl-C
GOOD = (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED)


class Command(BaseCommand):
    help = (
        "Imports articles: plain text (the first line is the title), Markdown, HTML, JSON Lines, "
        "CSV, RSS, Atom or TEI, from files, folders and archives (.zip, .tar.gz, .gz), or - for "
        "standard input. What is in the archive already is left as it is. "
        "Exit code: 0 all well, 1 something rejected, 2 usage, 65 nothing readable, 66 a path is "
        "missing (nothing imported), 74 input or output, 75 another import runs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument("--source", default="", help="publication, for records that name none")
        parser.add_argument(
            "--language", type=_language, default="", help="such as id, for records that say none"
        )
        parser.add_argument(
            "--date", type=_date, default="", help="such as 1998-05, for records that have none"
        )
        parser.add_argument(
            "--status", choices=["published", "draft"], default="published", help="of new articles"
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument(
            "--jobs", type=_positive, default=_processors(), help="processes (%(default)s)"
        )
        parser.add_argument("--report", metavar="FILE.json", help="what became of each record")

    def handle(self, *, paths: list[str], **options: Any) -> None:
        code = 0
        try:
            code = self.run(paths, **options)
        except Fault as fault:
            self.stderr.write(str(fault), self.style.NOTICE)
            code = fault.code
        if code:
            sys.exit(code)

    def run(self, paths: list[str], **options: Any) -> int:
        """Import and return the exit code. Raises Fault."""
        if gone := missing(paths):
            lines = [f"{place(path, None)}: nothing is there; check its name" for path in gone]
            raise Fault(os.EX_NOINPUT, "\n".join(lines))
        defaults = Defaults(*(options[name] for name in ("source", "language", "date", "status")))
        dry_run = options["dry_run"]
        with (
            faults_told(traceback=options["traceback"]),
            nullcontext() if dry_run else lock(settings.DATA_DIR),
            _report(options["report"]) as report,
            Interruption() as interruption,
        ):
            if not dry_run:
                load_authorities()
            jobs = 1 if dry_run else options["jobs"]
            run = Import(paths, defaults, jobs=jobs, dry_run=dry_run)
            self.follow(run, report, interruption)
            report.finish(run.counts)
        return self.tell(run, dry_run=dry_run, interrupted=interruption.asked)

    def follow(self, run: Import, report: Report, interruption: Interruption) -> None:
        """Tell of each outcome as it comes, until there are no more or we are asked to end."""
        total = total_size(run.paths) if self.stderr.isatty() else 0
        progress = Progress(self.stderr, total)
        for saved in run:
            report.add(saved)
            if saved.outcome == Outcome.REJECTED or saved.reason:
                progress.clear()
                self.stderr.write(f"{place(saved.path, saved.line)}: {saved.reason}", str)
            progress.show(sum(run.counts[name] for name in Outcome.values), run.position.bytes())
            if interruption.asked:
                run.stop()
        progress.close()

    def tell(self, run: Import, *, dry_run: bool, interrupted: bool) -> int:
        counts = run.counts
        would = "would be " if dry_run else ""
        told = ", ".join(f"{counts[name]:,} {would}{name}" for name in Outcome.values)
        self.stdout.write(told + (f" ({counts['grouped']:,} grouped)" if counts["grouped"] else ""))
        if interrupted:
            self.stderr.write(
                f"stopped after {sum(counts[name] for name in Outcome.values):,} records, each of "
                "them whole; run the same command again to go on"
            )
            return INTERRUPTED
        if not any(counts[name] for name in GOOD):
            if not counts[Outcome.REJECTED]:
                shown = ", ".join(place(path, None) for path in run.paths)
                self.stderr.write(f"{shown}: nothing to read there; --help names the formats")
            return os.EX_DATAERR
        return SOME_REJECTED if counts[Outcome.REJECTED] else 0


class Report:
    """A file that is written while the import runs and stands whole at its end, or not at all."""

    def __init__(self, path: str | None) -> None:
        self.path = Path(path) if path else None
        # Hidden: an import of the folder it stands in does not read it.
        self.part = self.path.with_name(f".{self.path.name}.part") if self.path else None
        self.file = self.part.open("w", encoding="utf-8") if self.part else None
        self.between = '{"records": ['

    def add(self, saved: Saved) -> None:
        if self.file:
            record = asdict(saved)
            del record["grouped"]
            self.file.write(f"{self.between}\n{json.dumps(record, ensure_ascii=False)}")
            self.between = ","

    def finish(self, counts: Counter[str]) -> None:
        if self.file and self.part and self.path:
            beginning = "" if self.between == "," else self.between
            totals = {name: counts[name] for name in (*Outcome.values, "grouped")}
            self.file.write(f"{beginning}\n], {json.dumps(totals)[1:]}\n")
            self.file.close()
            self.part.replace(self.path)

    def abandon(self) -> None:
        if self.file and self.part and not self.file.closed:
            self.file.close()
            self.part.unlink(missing_ok=True)


@contextmanager
def _report(path: str | None) -> Iterator[Report]:
    report = Report(path)
    try:
        yield report
    finally:
        report.abandon()


def _processors() -> int:
    return min(4, len(os.sched_getaffinity(0)))


def _positive(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise ArgumentTypeError(f"{text!r} is no number from 1 to 64")
    return int(text)


def _language(text: str) -> str:
    try:
        return language_code(text) if text else ""
    except ValueError as fault:
        raise ArgumentTypeError(str(fault)) from None


def _date(text: str) -> str:
    try:
        return read_date(text) if text else ""
    except EdtfError as fault:
        raise ArgumentTypeError(str(fault)) from None
