"""`import_curation`: makes the decisions of a file again in an archive of the same texts."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from archive.curation.record_lines import Replayed
from archive.curation.replay import replay
from archive.importing.authorities import load_authorities
from archive.importing.extracting import refresh
from archive.importing.extractor import Extractor
from archive.importing.knowledge import load_knowledge
from archive.importing.linking import Linker
from archive.importing.lock import lock
from archive.management.faults import Fault, faults_told
from archive.management.progress import Progress
from archive.models import Article

CHUNK = 500
MISSING, UNREADABLE = 66, 65


class Command(BaseCommand):
    help = (
        "Makes the decisions of a file of export_curation again, and then reads again the texts "
        "that they concern. What stands here already is left; what cannot be done is reported "
        "with its line, and the rest goes on (then the exit code is 1)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="as export_curation has written it")

    def handle(self, *, file: Path, **options: Any) -> None:
        code = 0
        try:
            with faults_told(traceback=options["traceback"]), lock(settings.DATA_DIR):
                code = self.run(file)
        except Fault as fault:
            self.stderr.write(str(fault))
            code = fault.code
        if code:
            sys.exit(code)

    def run(self, file: Path) -> int:
        lines = read_lines(file)
        load_authorities()  # what the archive ships is there before anybody changes it
        progress = Progress(self.stderr)
        done = replay(lines, progress.show)
        progress.clear()
        for number, reason in done.faults:
            self.stderr.write(f"{file}:{number}: {reason}")
        read = self.read_again(done, progress)
        self.stdout.write(
            f"{done.changed:,} decisions made, {done.unchanged:,} stood here already, "
            f"{len(done.faults):,} could not be made; {read:,} texts read again"
        )
        return 1 if done.faults else 0

    def read_again(self, done: Replayed, progress: Progress) -> int:
        """With new names and rules any text may read differently."""
        rows = Article.objects.with_text().filter(revision__isnull=False).order_by("pk")
        keys = rows.values_list("pk", flat=True)
        wanted = list(keys if done.knowledge else keys.filter(pk__in=done.articles))
        extractor, linker = Extractor(load_knowledge()), Linker()
        for start in range(0, len(wanted), CHUNK):
            for article in rows.filter(pk__in=wanted[start : start + CHUNK]):
                refresh(article, extractor=extractor, linker=linker)
            progress.show(start + CHUNK)
        progress.clear()
        return len(wanted)


def read_lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").split("\n")  # texts hold other line ends
    except FileNotFoundError as fault:
        raise Fault(MISSING, f"{file}: there is no such file") from fault
    except (OSError, UnicodeDecodeError) as fault:
        raise Fault(UNREADABLE, f"{file}: cannot be read: {fault}") from fault
