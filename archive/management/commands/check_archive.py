"""`check_archive`: holds rows, texts, spans and the search index against one another."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from archive.keeping.checking import Findings, compare
from archive.keeping.mending import repair
from archive.search.engine import EngineUnavailable
from archive.search.engines import get_engine

SHOWN = 20  # differences printed one by one; --json has them all


class Command(BaseCommand):
    help = (
        "Compares rows, texts (with checksums), spans and index. Exit code 0 when they agree. "
        "What waits in the outbox is pending and no difference."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--repair",
            dest="mend",
            action="store_true",
            help="mend from what is kept (texts, extraction, rows to index), then look again",
        )

    def handle(self, *, json: bool, mend: bool, **_options: Any) -> None:
        try:
            findings = compare(get_engine())
            if mend and findings.differences:
                repair(get_engine(), findings)
                findings = compare(get_engine())
        except (DatabaseError, OSError, EngineUnavailable) as fault:
            reason = " ".join(str(fault).split())
            if "malformed" in reason:
                reason += "; end the archive and run: manage.py restore FOLDER_OF_BACKUPS"
            raise CommandError(f"The check failed: {reason}", returncode=os.EX_IOERR) from fault
        self.stdout.write(as_json(findings) if json else as_text(findings))
        if findings.differences:
            raise SystemExit(1)


def as_json(findings: Findings) -> str:
    return json.dumps(
        {
            "differences": len(findings.differences),
            "pending": findings.pending,
            "articles": findings.articles,
            "mentions": findings.mentions,
            "found": [vars(difference) for difference in findings.differences],
        },
        ensure_ascii=False,
    )


def as_text(findings: Findings) -> str:
    lines = [f"{found.what}: {found.reason}" for found in findings.differences[:SHOWN]]
    if len(findings.differences) > SHOWN:
        lines.append(f"... and {len(findings.differences) - SHOWN} more")
    lines.append(
        f"{findings.articles} articles, {findings.mentions} mentions: "
        f"{len(findings.differences)} differences, {findings.pending} pending."
    )
    return "\n".join(lines)
