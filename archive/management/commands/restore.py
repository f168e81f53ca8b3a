"""`restore`: a backup in the place of the database, never over an archive without a word."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from archive.keeping.alone import InUse, alone
from archive.keeping.damage import Damaged
from archive.keeping.restoring import WouldOverwrite, chosen, restore
from archive.models import Article
from archive.search.engine import EngineUnavailable


class Command(BaseCommand):
    help = (
        "Puts a backup in the place of the database, brings it up to date and builds the index "
        "anew. The former database is kept under another name. Exit code: 0 restored, 65 the "
        "backup is damaged, 66 there is none, 73 an archive is there and --overwrite was not "
        "given, 74 input or output, 75 the archive is in use."
    )
    requires_system_checks: list[str] = []  # what is broken is about to be replaced

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "source", metavar="SRC", type=Path, help="a backup, or a folder: its newest is taken"
        )
        parser.add_argument(
            "--overwrite", action="store_true", help="also where there is an archive already"
        )

    def handle(self, *, source: Path, overwrite: bool, **_options: Any) -> None:
        try:
            path = chosen(source)
            with alone():
                former = restore(path, overwrite=overwrite)
        except FileNotFoundError as fault:
            told = f"{fault.filename}: {fault.strerror}"
            raise CommandError(told, returncode=os.EX_NOINPUT) from fault
        except WouldOverwrite as fault:
            told = "There is an archive already; --overwrite puts the backup in its place."
            raise CommandError(told, returncode=os.EX_CANTCREAT) from fault
        except Damaged as fault:
            raise CommandError(f"{fault}", returncode=os.EX_DATAERR) from fault
        except InUse as fault:
            raise CommandError(f"Not restored: {fault}.", returncode=os.EX_TEMPFAIL) from fault
        except (OSError, DatabaseError, EngineUnavailable) as fault:
            told = " ".join(str(fault).split())
            raise CommandError(f"Not restored: {told}", returncode=os.EX_IOERR) from fault
        self.stdout.write(f"{path}: restored, {Article.objects.count():,} articles")
        if former:
            self.stdout.write(f"The former database is kept as {former}; delete it when you like.")
