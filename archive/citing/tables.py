"""Many articles as one file: CSV, JSON Lines, JSON, and lists of references in BibTeX and RIS.

A record is flat and has the names that `import_articles` knows, so that what one archive gave
away another one can take in. Each writer yields text piece by piece, as its rows come.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from archive.citing.citable import Citable, citable
from archive.citing.formats import bibtex, ris
from archive.citing.subjects import NAMES
from archive.models import Article
from archive.text.cells import defused

BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets take UTF-8 for something else
COLUMNS = (
    "id", "title", "date", "date_earliest", "date_latest", "date_basis", "language", "byline",
    "source", "source_key", "url", "permalink", "rights", *NAMES, "body",
)  # fmt: skip


@dataclass(frozen=True)
class Heading:
    """What a file says of itself: the search it answers, where, when, and how much there is."""

    archive: str
    query: str  # the parameters, as an address has them
    address: str  # of the search page
    date: str  # ISO 8601
    count: int
    ignored: tuple[tuple[str, str], ...] = ()  # parameters that could not be followed

    @property
    def sentence(self) -> str:
        """On one line, for formats that have no fields for it."""
        said = f"{self.count} articles of {self.archive}, exported {self.date}: {self.address}"
        left = ", ".join(f"{name}={value}" for name, value in self.ignored)
        return " ".join(f"{said} (ignored: {left})".split() if left else said.split())

    @property
    def member(self) -> dict[str, Any]:
        ignored = [{"parameter": name, "value": value} for name, value in self.ignored]
        return {"query": self.query, "date": self.date, "url": self.address, "ignored": ignored}


@dataclass(frozen=True)
class Row:
    """An article of a file, with what it is about and its permanent address."""

    article: Article
    subjects: Mapping[str, list[str]] = field(default_factory=dict)
    permalink: str = ""

    @property
    def record(self) -> dict[str, Any]:
        article = self.article
        return {
            "id": article.pk,
            "title": article.title,
            "date": article.date_edtf,
            "date_earliest": article.date_earliest.isoformat() if article.date_earliest else "",
            "date_latest": article.date_latest.isoformat() if article.date_latest else "",
            "date_basis": article.date_basis,
            "language": article.language,
            "byline": article.byline,
            "source": article.source.name if article.source.recorded else "",
            "source_key": article.source_key,
            "url": article.url,
            "permalink": self.permalink,
            "rights": article.source.rights,
            **{name: self.subjects.get(name, []) for name in NAMES},
            "body": article.body,
        }

    def citable(self, archive: str) -> Citable:
        return citable(self.article, archive, self.permalink)


Chunks = Iterable[Sequence[Row]]


@dataclass(frozen=True)
class Table:
    """A format of files: the end of its name, its media type, and how it is written."""

    extension: str
    media_type: str
    write: Callable[[Heading, Chunks], Iterator[str]]


def comma_separated(heading: Heading, chunks: Chunks) -> Iterator[str]:  # noqa: ARG001
    """One line of names, then a row each. Several values of a cell are parted by semicolons."""
    yield BYTE_ORDER_MARK + ",".join(COLUMNS) + "\r\n"
    for chunk in chunks:
        written = StringIO()
        table = csv.writer(written)
        for row in chunk:
            record = row.record
            table.writerow(_cell(record[name]) for name in COLUMNS)
        yield written.getvalue()


def _cell(value: object) -> str:
    return defused("; ".join(value) if isinstance(value, list) else str(value))


def json_lines(heading: Heading, chunks: Chunks) -> Iterator[str]:
    """A record on each line; `export` in each says which search it answers, and when."""
    for chunk in chunks:
        yield "".join(f"{_json({**row.record, 'export': heading.member})}\n" for row in chunk)


def json_object(heading: Heading, chunks: Chunks) -> Iterator[str]:
    """One object: the search, the date, the number of results, and the results."""
    head = _json({**heading.member, "count": heading.count})
    yield f'{head.removesuffix("}")}, "results": ['
    between = "\n"
    for chunk in chunks:
        for row in chunk:
            yield f"{between}{_json(row.record)}"
            between = ",\n"
    yield "\n]}\n"


def references_bibtex(heading: Heading, chunks: Chunks) -> Iterator[str]:
    """Entries after a comment, in which a brace would end it."""
    yield f"@comment{{{heading.sentence.translate({ord('{'): '(', ord('}'): ')'})}}}\n"
    for chunk in chunks:
        yield "".join(f"\n{bibtex(row.citable(heading.archive))}" for row in chunk)


def references_ris(heading: Heading, chunks: Chunks) -> Iterator[str]:
    """Records after a line of words: readers begin at the first tag."""
    yield f"{heading.sentence}\r\n"
    for chunk in chunks:
        yield "".join(f"\r\n{ris(row.citable(heading.archive))}" for row in chunk)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


TABLES = (
    Table("csv", "text/csv", comma_separated),
    Table("jsonl", "application/jsonl", json_lines),
    Table("ris", "application/x-research-info-systems", references_ris),
    Table("bib", "application/x-bibtex", references_bibtex),
    Table("json", "application/json", json_object),
)
