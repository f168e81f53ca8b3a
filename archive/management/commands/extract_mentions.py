"""`extract_mentions`: extracts anew from the texts of the archive, keeping what people decided."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from archive.curation.affected import with_names_given
from archive.extraction.pipeline import version
from archive.importing.authorities import load_authorities
from archive.importing.extracting import Change, refresh
from archive.importing.extractor import Extractor
from archive.importing.knowledge import load_knowledge
from archive.importing.linking import Linker
from archive.importing.lock import lock
from archive.importing.rereading import concerned, cross_off
from archive.management.faults import Fault, faults_told
from archive.management.progress import Interruption, Progress
from archive.models import Article

CHUNK = 500
INTERRUPTED = 130


class Command(BaseCommand):
    help = (
        "Extracts anew from the texts of the archive: those that an older version of extraction "
        "has read, and those with words that curators have changed since (--changed, the "
        "default), or all. What people confirmed, rejected or added stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--changed", action="store_true", help="only what is out of date")
        which.add_argument("--all", action="store_true", help="every article")
        parser.add_argument("--dry-run", action="store_true", help="say what would change")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        code = 0
        try:
            with (
                faults_told(traceback=options["traceback"]),
                lock(settings.DATA_DIR),
                Interruption() as interruption,
            ):
                code = self.run(interruption, everything=options["all"], dry_run=dry_run)
        except Fault as fault:
            self.stderr.write(str(fault))
            code = fault.code
        if code:
            sys.exit(code)

    def run(self, interruption: Interruption, *, everything: bool, dry_run: bool) -> int:
        if not dry_run:
            load_authorities()
        extractor, linker = Extractor(load_knowledge()), Linker()
        progress = Progress(self.stderr)
        seen = changed = 0
        total = Change()
        read: set[int] = set()
        for article in _articles(everything=everything):
            change = _refresh(article, extractor, linker, dry_run=dry_run)
            seen += 1
            read.add(article.pk)
            if change:
                changed += 1
                total += replace(change, gained=(), lost=())
                progress.clear()
                self.stdout.write(f"{article.pk} {article.title}: {told(change)}")
            progress.show(seen)
            if interruption.asked:
                break
        if not dry_run:
            cross_off(read)
        progress.clear()
        would = "would change" if dry_run else "changed"
        self.stdout.write(f"{seen:,} articles read, {changed:,} {would}: {told(total)}")
        return INTERRUPTED if interruption.asked else 0


def told(change: Change) -> str:
    """What became of the rows, and by name the tags that came and went."""
    rows = f"{change.added:,} rows added, {change.removed:,} removed, {change.altered:,} altered"
    came = f"; tagged: {', '.join(change.gained)}" if change.gained else ""
    went = f"; no longer tagged: {', '.join(change.lost)}" if change.lost else ""
    return rows + came + went


def _refresh(article: Article, extractor: Extractor, linker: Linker, *, dry_run: bool) -> Change:
    """In a dry run everything is done and taken back: what is told is then what would happen."""
    try:
        with transaction.atomic():
            change = refresh(article, extractor=extractor, linker=linker)
            transaction.set_rollback(dry_run)
    except BaseException:
        linker.forget()
        raise
    if dry_run:
        linker.forget()
    return change


def _articles(*, everything: bool) -> Iterator[Article]:
    """By primary key, a chunk at a time: rows may change between two."""
    rows = Article.objects.with_text().filter(revision__isnull=False).order_by("pk")
    outdated = rows if everything else rows.exclude(revision__pipeline_version=version())
    last, seen = 0, set[int]()
    while chunk := list(outdated.filter(pk__gt=last)[:CHUNK]):
        yield from chunk
        last = chunk[-1].pk
        seen.update(article.pk for article in chunk)
    if everything:
        return
    keys = sorted((concerned() | with_names_given()) - seen)
    for start in range(0, len(keys), CHUNK):
        yield from rows.filter(pk__in=keys[start : start + CHUNK])
