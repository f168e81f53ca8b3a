"""Many articles as one file: CSV, JSON Lines, JSON, and lists of references in BibTeX and RIS.

A record is flat and has the names that `import_articles` knows, so that what one archive gave
away another one can take in. Each writer yields text piece by piece, as its rows come.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.citing.citable import Citable, authors_of
from archive.citing.formats import bibtex, ris
from archive.citing.subjects import NAMES
from archive.models import DateBasis
from archive.text.cells import defused

BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets take UTF-8 for something else
COLUMNS = (
    "id", "title", "date", "date_earliest", "date_latest", "date_basis", "language", "byline",
    "source", "source_key", "url", "permalink", "rights", *NAMES, "body",
)  # fmt: skip
_QUOTED = re.compile('[",\r\n]')
_json = json.JSONEncoder(ensure_ascii=False).encode  # made once: `dumps` makes one at each call


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


Record = Mapping[str, Any]  # an article of a file by COLUMNS, dates in ISO 8601
Chunks = Iterable[Sequence[Record]]


@dataclass(frozen=True)
class Table:
    """A format of files: the end of its name, its media type, and how it is written.

    A list of references needs no texts and subjects: `whole` says whether a file does.
    """

    extension: str
    media_type: str
    write: Callable[[Heading, Chunks], Iterator[str]]
    whole: bool = True


def comma_separated(heading: Heading, chunks: Chunks) -> Iterator[str]:  # noqa: ARG001
    """One line of names, then a row each. Several values of a cell are parted by semicolons."""
    yield BYTE_ORDER_MARK + ",".join(COLUMNS) + "\r\n"
    for chunk in chunks:
        yield "".join(map(_line, chunk))


def _line(record: Record) -> str:
    return ",".join([cell(record[name]) for name in COLUMNS]) + "\r\n"


def cell(value: object) -> str:
    """A value as RFC 4180 (section 2) writes it, as `csv` would, which reads a text letter by
    letter and takes fifteen times as long."""
    text = defused("; ".join(value) if isinstance(value, list) else str(value))
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def json_lines(heading: Heading, chunks: Chunks) -> Iterator[str]:
    """A record on each line; `export` in each says which search it answers, and when."""
    for chunk in chunks:
        yield "".join([f"{_json({**record, 'export': heading.member})}\n" for record in chunk])


def json_object(heading: Heading, chunks: Chunks) -> Iterator[str]:
    """One object: the search, the date, the number of results, and the results."""
    head = _json({**heading.member, "count": heading.count})
    yield f'{head.removesuffix("}")}, "results": ['
    between = "\n"
    for chunk in filter(None, chunks):  # nothing of a chunk may be there any more
        yield between + ",\n".join(map(_json, chunk))
        between = ",\n"
    yield "\n]}\n"


def references_bibtex(heading: Heading, chunks: Chunks) -> Iterator[str]:
    """Entries after a comment, in which a brace would end it."""
    yield f"@comment{{{heading.sentence.translate({ord('{'): '(', ord('}'): ')'})}}}\n"
    for chunk in chunks:
        yield "".join([f"\n{bibtex(_cited(record, heading.archive))}" for record in chunk])


def references_ris(heading: Heading, chunks: Chunks) -> Iterator[str]:
    """Records after a line of words: readers begin at the first tag."""
    yield f"{heading.sentence}\r\n"
    for chunk in chunks:
        yield "".join([f"\r\n{ris(_cited(record, heading.archive))}" for record in chunk])


def _cited(record: Record, archive: str) -> Citable:
    return Citable(
        number=record["id"],
        title=" ".join(record["title"].split()),
        authors=authors_of(record["byline"]),
        source=record["source"],
        archive=archive,
        url=record["url"],
        permalink=record["permalink"],
        language=record["language"] or "und",
        edtf=record["date"],
        inferred=record["date_basis"] == DateBasis.INFERRED,
    )


TABLES = (
    Table("csv", "text/csv", comma_separated),
    Table("jsonl", "application/jsonl", json_lines),
    Table("ris", "application/x-research-info-systems", references_ris, whole=False),
    Table("bib", "application/x-bibtex", references_bibtex, whole=False),
    Table("json", "application/json", json_object),
)
