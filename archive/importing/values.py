"""What passes between the steps of an import: plain values, from a raw record to an outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from archive.extraction.values import Dating
from archive.models import text_hash

GIVEN_DATE = "date_given"  # in a provenance: the record's date, where another is trusted more
REMEMBERED = 300.0  # seconds: what curators change during an import is noticed after that
STANDARD_INPUT = "-"  # the path that stands for it
# What a record may have its fields from. These, "text", "option", "url" and "file name" are
# provenances.
ORIGINS = frozenset({"record", "sidecar", "front matter", "page", "feed", "markup"})


@dataclass(frozen=True)
class SeedRecord:
    """One raw record: its fields as they were written, and the file and line they stand in.

    A plain text is one field, "text". `notes` say what had to be done to read it, `origin` what
    the fields stand in, and `origins` of which of them this is not true.
    """

    path: str
    line: int | None  # None: the record is the whole file
    fields: Mapping[str, Any]
    notes: tuple[str, ...] = ()
    origin: str = "record"  # one of ORIGINS
    origins: Mapping[str, str] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether it is all of its file, which then tells it from others."""
        return self.line is None

    def origin_of(self, name: str) -> str:
        return self.origins.get(name, self.origin)


@dataclass(frozen=True)
class Rejected:
    """What could not be read or saved, and in a plain sentence why, and what to do."""

    path: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        return f"{place(self.path, self.line)}: {self.reason}"


@dataclass(frozen=True)
class Defaults:
    """What the operator says of records that do not say it themselves."""

    source: str = ""
    language: str = ""
    date: str = ""  # EDTF
    status: str = "published"


@dataclass(frozen=True)
class ParsedArticle:
    """A cleaned record. Empty fields are not known; `provenance` says where the others are from."""

    path: str
    line: int | None
    title: str
    paragraphs: tuple[str, ...]
    byline: str = ""
    language: str = ""
    date: Dating = field(default_factory=Dating)
    source: str = ""
    source_key: str = ""
    keyed_by_path: bool = False  # the key is the place of a file, not an id the source gave
    url: str = ""
    rights: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    status: str = "published"
    provenance: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @cached_property
    def body(self) -> str:
        return "\n\n".join(self.paragraphs)

    @cached_property
    def text_hash(self) -> str:
        """What tells that two texts are one."""
        return text_hash(self.title, self.body)


@dataclass(frozen=True)
class Saved:
    """What became of one record."""

    path: str
    line: int | None
    outcome: str  # one of archive.models.Outcome's values
    article: int | None = None
    reason: str = ""
    grouped: bool = False  # it is a copy of another article, and stands with it in a group


def place(path: str, line: int | None) -> str:
    """`path` or `path:line`, on one line and fit for a terminal whatever the file is called."""
    shown = "standard input" if path == STANDARD_INPUT else path
    shown = shown.encode("utf-8", "backslashreplace").decode()
    if not shown.isprintable():
        shown = "".join(
            c if c.isprintable() else c.encode("unicode_escape").decode() for c in shown
        )
    return shown if line is None else f"{shown}:{line}"
