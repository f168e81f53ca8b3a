"""`import_archive`: what export_archive wrote becomes an archive again."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.management.exchange import import_archive
from archive.management.faults import Fault, faults_told


class Command(BaseCommand):
    help = (
        "Restores what export_archive wrote into an empty archive, whole or not at all. Primary "
        "keys stay, and so addresses do. People who decided get accounts that are locked. The "
        "indexer, or sync_index, then makes everything findable."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="SRC", help="the folder of the export")

    def handle(self, *, folder: Path, traceback: bool, **_options: Any) -> None:
        try:
            with faults_told(traceback=traceback):
                count = import_archive(folder, self.tell)
        except Fault as fault:
            raise CommandError(str(fault), returncode=fault.code) from fault
        self.stdout.write(f"{count:,} rows restored from {folder}")

    def tell(self, name: str, rows: int) -> None:
        self.stdout.write(f"{rows:>12,} {name.replace('_', ' ')}")
