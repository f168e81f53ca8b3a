"""`backup`: the whole database into one dated file, while the archive is in use."""

from __future__ import annotations

import os
import sqlite3
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.keeping.backups import make_backup, rotate
from archive.keeping.damage import Damaged
from archive.keeping.journal import note

KEPT = 14


class Command(BaseCommand):
    help = (
        "Copies the database into one dated file of a folder, while readers, curators and imports "
        "go on; checks the copy, and removes the oldest. Exit code 74 when it could not be made."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DEST", type=Path, help="a folder, made if missing")
        parser.add_argument(
            "--keep", type=int, default=KEPT, metavar="N",
            help="backups that stay in the folder, older ones are removed (%(default)s)",
        )  # fmt: skip

    def handle(self, *, folder: Path, keep: int, **_options: Any) -> None:
        if keep < 1:
            raise CommandError("--keep must be at least 1.", returncode=2)
        try:
            backup = make_backup(folder)
            removed = rotate(folder, keep)
        except (OSError, sqlite3.Error, Damaged) as fault:
            told = f"{fault.filename}: {fault.strerror}" if isinstance(fault, OSError) else fault
            reason = f"No backup was made: {told}"
            raise CommandError(reason, returncode=os.EX_IOERR) from fault
        note(backup)
        gone = f"; {len(removed)} older removed" if removed else ""
        self.stdout.write(f"{backup.path}: {backup.size / 1024**2:,.1f} MiB, checked{gone}")
