"""`export_curation`: every human decision as sorted JSON Lines, to be kept beside the texts."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.curation.records import write


class Command(BaseCommand):
    help = (
        "Writes what people decided (tags, names, merges, dates, topics ...) to a file: one JSON "
        "object a line, sorted, without primary keys. The same decisions give the same file."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="where to write it; - for standard output")

    def handle(self, *, file: Path, **_options: Any) -> None:
        if str(file) == "-":
            write(self.stdout)  # type: ignore[arg-type]
            return
        beside = file.with_name(file.name + ".part")
        try:
            with beside.open("w", encoding="utf-8", newline="\n") as out:
                count = write(out)
                out.flush()
                os.fsync(out.fileno())
            beside.replace(file)  # a reader never sees half a file
        except OSError as fault:
            raise CommandError(f"{file}: {fault.strerror}", returncode=74) from fault
        finally:
            beside.unlink(missing_ok=True)
        self.stdout.write(f"{count:,} decisions written to {file}")
