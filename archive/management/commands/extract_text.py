"""`extract_text`: what extraction finds in files, without touching the database."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand

from archive.extraction.values import Extraction, FoundEntity
from archive.importing.extractor import Extractor, Knowledge
from archive.importing.files import missing
from archive.importing.importer import request_for
from archive.importing.parsing import parse
from archive.importing.reading import read
from archive.importing.values import Defaults, ParsedArticle, Rejected, place
from archive.management.faults import Fault, faults_told

SHOWN = ("countries", "blocs", "persons", "organizations")


class Command(BaseCommand):
    help = (
        "Shows what extraction finds in files of any format that import_articles reads: one JSON "
        "object for each article, or a table. Offsets count characters of its text."
    )
    requires_system_checks: list[str] = []  # nothing of the installation is needed

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--format", choices=["jsonl", "table"], default="jsonl")

    def handle(self, *, files: list[str], format: str, **options: Any) -> None:  # noqa: A002
        try:
            with faults_told(traceback=options["traceback"]):
                code = self.run(files, as_table=format == "table")
        except Fault as fault:
            self.stderr.write(str(fault))
            code = fault.code
        if code:
            sys.exit(code)

    def run(self, files: list[str], *, as_table: bool) -> int:
        if gone := missing(files):
            lines = [f"{place(path, None)}: nothing is there; check its name" for path in gone]
            raise Fault(os.EX_NOINPUT, "\n".join(lines))
        extractor = Extractor(Knowledge())
        shown = rejected = 0
        for parsed in _parsed(files):
            if isinstance(parsed, Rejected):
                rejected += 1
                self.stderr.write(str(parsed))
                continue
            shown += 1
            found = as_json(parsed, extractor(request_for(parsed, None)))
            if as_table:
                self.stdout.write("\n".join(table(found)) + "\n")
            else:
                self.stdout.write(json.dumps(found, ensure_ascii=False))
        if not shown:
            return os.EX_DATAERR
        return 1 if rejected else 0


def _parsed(files: list[str]) -> Iterator[ParsedArticle | Rejected]:
    for record in read(files):
        yield record if isinstance(record, Rejected) else parse(record, Defaults())


def as_json(parsed: ParsedArticle, found: Extraction) -> dict[str, Any]:
    """Everything found, under names that scripts rely on."""
    published = found.published
    return {
        "path": parsed.path,
        **({} if parsed.line is None else {"line": parsed.line}),
        **({} if parsed.keyed_by_path or not parsed.source_key else {"id": parsed.source_key}),
        "language": found.language,
        "title": parsed.title,
        "byline": parsed.byline,
        "text": f"{parsed.title}\n\n{parsed.body}",
        "structure": [
            {"part": part.kind, "start": part.start, "end": part.end, "rule": part.rule}
            for part in found.parts
        ],
        "dates": [
            {
                "start": date.start,
                "end": date.end,
                "text": date.text,
                "edtf": date.edtf,
                "basis": date.basis,
                "note": date.note,
            }
            for date in found.dates
        ],
        "countries": [_coded(entity) for entity in found.of_kind("country")],
        "blocs": [_coded(entity) for entity in found.of_kind("bloc")],
        "persons": [_named(entity) for entity in found.of_kind("person")],
        "organizations": [_named(entity) for entity in found.of_kind("organization")],
        "topics": [
            {"slug": topic.slug, "because": list(topic.because), "score": topic.score}
            for topic in found.topics
        ],
        "published": {
            "edtf": published.edtf,
            "earliest": published.earliest and published.earliest.isoformat(),
            "latest": published.latest and published.latest.isoformat(),
            "basis": published.basis,
            "note": published.note,
        },
    }


def _coded(entity: FoundEntity) -> dict[str, Any]:
    return {"code": entity.key, **_common(entity)}


def _named(entity: FoundEntity) -> dict[str, Any]:
    return {
        **_common(entity),
        "forms": list(entity.forms),
        "country": entity.country,
        "wikidata": entity.wikidata,
    }


def _common(entity: FoundEntity) -> dict[str, Any]:
    return {
        "name": entity.name,
        "weight": round(entity.weight, 4),
        "central": entity.central,
        "mentions": [
            {"start": m.start, "end": m.end, "text": m.text, "rule": m.rule}
            for m in entity.mentions
        ],
    }


def table(found: dict[str, Any]) -> Iterable[str]:
    """The same for the eye."""
    yield f"{found['path']}: {found['title']}"
    published = found["published"]
    dated = f"{published['edtf']} ({published['basis']})" if published["edtf"] else "unknown"
    yield f"  language       {found['language']}"
    yield f"  byline         {found['byline']}"
    yield f"  date           {dated}"
    for reason in published["note"].splitlines():
        yield f"                   {reason}"
    for kind in SHOWN:
        for number, entity in enumerate(found[kind]):
            forms = ", ".join(dict.fromkeys(m["text"] for m in entity["mentions"]))
            count = len(entity["mentions"])
            yield f"  {'' if number else kind:<14} {entity['name']} ({count}): {forms}"
    for number, topic in enumerate(found["topics"]):
        yield f"  {'' if number else 'topics':<14} {topic['slug']}: {', '.join(topic['because'])}"
    for number, date in enumerate(found["dates"]):
        yield f"  {'' if number else 'dates':<14} {date['text']} = {date['edtf']} ({date['basis']})"
