"""`make_articles`: a file of invented articles, for trials and measurements."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from archive.importing.values import place
from archive.management.generating import Generator


class Command(BaseCommand):
    help = (
        "Writes a JSON Lines file of invented articles in Indonesian and English, about real "
        "countries and invented persons, each marked as generated: the same for the same seed."
    )
    requires_system_checks: list[str] = []  # nothing of the installation is needed

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, metavar="N")
        parser.add_argument("--seed", type=int, default=0, help="(%(default)s)")
        parser.add_argument("--output", required=True, metavar="FILE.jsonl")

    def handle(self, *, number: int, seed: int, output: str, **_options: Any) -> None:
        part = Path(f"{output}.part")
        try:
            with part.open("w", encoding="utf-8") as file:
                for article in Generator(seed).articles(number):
                    file.write(json.dumps(article, ensure_ascii=False) + "\n")
            part.replace(output)
        except OSError as fault:
            self.stderr.write(f"{place(output, None)}: cannot be written: {fault.strerror}")
            sys.exit(os.EX_IOERR)
        self.stdout.write(f"{max(0, number):,} articles in {place(output, None)}")
