"""`roll_back_import`: an import taken back, but for what people have worked on since."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from archive.importing.lock import lock
from archive.importing.roll_back import NotDone, RolledBack, preview, roll_back
from archive.management.faults import Fault, faults_told
from archive.models import ImportRun

SOME_LEFT = 1


class Command(BaseCommand):
    help = (
        "Removes what an import made and restores what it changed. What a person has ever edited "
        "or decided on, before the import or since, is told and not touched. Without a run: lists "
        "the last ones. Exit code: 0 all taken back, 1 something was left, 2 usage, 66 there is "
        "no such run, 74 input or output, 75 an import runs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", nargs="?", type=int, help="its number")
        parser.add_argument("--dry-run", action="store_true", help="tell, and write nothing")

    def handle(self, *, run: int | None, dry_run: bool, **options: Any) -> None:
        try:
            with faults_told(traceback=options["traceback"]):
                code = self.list_runs() if run is None else self.take_back(run, dry_run=dry_run)
        except Fault as fault:
            self.stderr.write(str(fault), self.style.NOTICE)
            code = fault.code
        if code:
            sys.exit(code)

    def list_runs(self) -> int:
        for run in ImportRun.objects.all()[:20]:
            state = (
                "rolled back" if run.rolled_back_at else "" if run.finished_at else "did not end"
            )
            counts = ", ".join(f"{count:,} {name}" for name, count in run.counts.items() if count)
            told = "  ".join(filter(None, (str(run.pk), str(run), counts, state, *run.paths[:3])))
            self.stdout.write(told)
        return 0

    def take_back(self, number: int, *, dry_run: bool) -> int:
        run = ImportRun.objects.filter(pk=number).first()
        if run is None:
            raise Fault(os.EX_NOINPUT, f"there is no run {number}; roll_back_import lists them")
        try:
            if dry_run:
                return self.tell(preview(run), "would be ")
            with lock(settings.DATA_DIR):
                return self.tell(roll_back(run), "")
        except NotDone as fault:
            self.stdout.write(f"{fault}; nothing to do")
            return 0

    def tell(self, done: RolledBack, would: str) -> int:
        for each in done.left:
            what = f"entity {each.entity}" if each.entity else f"article {each.article}"
            self.stderr.write(f"{what} ({each.title}): {each.reason}", str)
        self.stdout.write(
            f"{done.removed:,} {would}removed, {done.restored:,} {would}restored, "
            f"{len(done.left):,} {would}left as they are"
        )
        return SOME_LEFT if done.left else 0
