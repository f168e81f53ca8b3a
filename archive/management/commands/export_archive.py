"""`export_archive`: every text, tag, name and decision as JSON Lines with checksums."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.management.exchange import export_archive
from archive.management.faults import Fault, faults_told


class Command(BaseCommand):
    help = (
        "Writes the whole archive to a folder: JSON Lines with checksums, described in "
        "docs/export.md. The same archive gives the same bytes; import_archive reads them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DEST", help="an empty or a new folder")

    def handle(self, *, folder: Path, traceback: bool, **_options: Any) -> None:
        try:
            with faults_told(traceback=traceback):
                count = export_archive(folder, self.tell)
        except Fault as fault:
            raise CommandError(str(fault), returncode=fault.code) from fault
        self.stdout.write(f"{count:,} rows in {folder}")

    def tell(self, name: str, rows: int) -> None:
        self.stdout.write(f"{rows:>12,} {name.replace('_', ' ')}")
