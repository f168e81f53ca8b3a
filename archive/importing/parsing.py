"""A raw record becomes a parsed article: clean fields, each with where it came from."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.dates.errors import EdtfError
from archive.dates.reasons import reason
from archive.extraction.values import Dating
from archive.importing.dating import given, in_file_name, in_title, in_url
from archive.importing.encoding import MOST_CONTROLS, clean, has_surrogates, told
from archive.importing.paragraphs import split_body, split_byline, split_text
from archive.importing.values import (
    STANDARD_INPUT,
    Defaults,
    ParsedArticle,
    Rejected,
    SeedRecord,
    place,
)
from archive.text.languages import canonical

MOST_CHARACTERS = 5_000_000  # of one article
MOST_STRAY = 20  # control characters that the shortest record may hold
MOST_METADATA = 100_000  # characters of the other fields, as JSON
LONGEST = {"title": 500, "byline": 200, "source": 200, "key": 500, "url": 2000, "rights": 5000}
KNOWN = frozenset(  # the fields a record may have; others are kept as they are
    {"title", "body", "paragraphs", "id", "source_key", "source", "lang",
     "language", "date", "year", "url", "byline", "rights"}
)  # fmt: skip


class BadRecord(ValueError):
    """The record is no article; the message says why and what to do."""


def parse(record: SeedRecord, defaults: Defaults) -> ParsedArticle | Rejected:
    """The article that a record is, or why it is none."""
    try:
        return Parsing(record, defaults).article()
    except BadRecord as fault:
        return Rejected(record.path, record.line, str(fault))


def language_code(text: str) -> str:
    """A BCP 47 code in its usual case, such as id or pt-BR. Raises ValueError."""
    code = canonical(text)
    if not code:
        raise ValueError(f"{text[:40]!r} is not a language code such as id or en")
    return code


class Parsing:
    """One record on its way to an article, with what was found out about it so far."""

    def __init__(self, record: SeedRecord, defaults: Defaults) -> None:
        self.record = record
        self.defaults = defaults
        self.notes = list(record.notes)
        self.provenance: dict[str, str] = {}
        self.stripped = self.characters = 0
        self.fields = {name: self.cleaned(value) for name, value in record.fields.items()}
        if self.stripped > max(MOST_STRAY, MOST_CONTROLS * self.characters):
            raise BadRecord(
                f"is not text: {self.stripped} of its {self.characters} characters are control "
                "characters"
            )
        if self.stripped:
            self.notes.append(told(self.stripped))

    def article(self) -> ParsedArticle:
        title, paragraphs = self.text()
        paragraphs, byline = self.byline(paragraphs)
        key, keyed_by_path = self.key()
        url = self.url()
        return ParsedArticle(
            path=place(self.record.path, None),
            line=self.record.line,
            title=title,
            paragraphs=paragraphs,
            byline=byline,
            language=self.language(),
            date=self.date(url, title),
            source=self.given_or_default("source"),
            source_key=key,
            keyed_by_path=keyed_by_path,
            url=url,
            rights=self.line_of("rights"),
            metadata=self.metadata(),
            status=self.defaults.status,
            provenance=self.provenance,
            notes=tuple(self.notes),
        )

    # --- The fields -----------------------------------------------------------------------

    def text(self) -> tuple[str, tuple[str, ...]]:
        title, paragraphs = self.line_of("title"), tuple[str, ...]()
        origins = {name: self.record.origin_of(name) for name in ("title", "body")}
        if self.is_plain:
            first, paragraphs = split_text(self.fields["text"])
            if title and title != first:  # a sidecar gives the title, and the text has none
                paragraphs = (first, *paragraphs)
            origins = {"title": origins["title"] if title else "text", "body": "text"}
            title = title or first
        else:
            paragraphs = self.paragraphs()
        if not title:
            raise BadRecord("has no title; give it one")
        if len(title) > LONGEST["title"]:
            where = "the first line, its title," if self.is_plain else "the title"
            raise BadRecord(
                f"{where} has {len(title)} characters, more than {LONGEST['title']}; "
                "put a short title there"
            )
        if not paragraphs:
            raise BadRecord("has a title and no text; add paragraphs after it")
        if len(title) + sum(map(len, paragraphs)) > MOST_CHARACTERS:
            raise BadRecord(f"longer than {MOST_CHARACTERS:,} characters; split it up")
        self.provenance |= origins
        return title, paragraphs

    def paragraphs(self) -> tuple[str, ...]:
        value = self.fields.get("paragraphs") or self.fields.get("body") or ""
        if isinstance(value, str):
            return split_body(value)
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            raise BadRecord("paragraphs is not a list of texts; write [“...”, “...”]")
        joined = [" ".join(part.split()) for part in value]
        return tuple(part for part in joined if part)

    def byline(self, paragraphs: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
        given_byline = self.line_of("byline")
        kept, found = split_byline(paragraphs)
        if given_byline and found not in {"", given_byline.strip("() ")}:
            kept, found = paragraphs, ""
        if given_byline or found:
            self.provenance["byline"] = self.record.origin_of("byline") if given_byline else "text"
        return kept, given_byline or found

    def key(self) -> tuple[str, bool]:
        """The id that the source gave, else for an article that is a file a mark of its place."""
        for name in ("source_key", "id"):
            if value := self.line_of(name, "key"):
                return value, False
        if not self.record.whole or self.record.path.split("/")[0] == STANDARD_INPUT:
            return "", False
        # Path.resolve would follow links: two links to one text are one text by its content.
        absolute = os.fsencode(Path(self.record.path).absolute())
        return f"file:{hashlib.sha256(absolute).hexdigest()[:40]}", True

    def language(self) -> str:
        name = "language" if self.fields.get("language") else "lang"
        for value, origin in (
            (self.line_of(name), self.record.origin_of(name)),
            (self.defaults.language, "option"),
        ):
            try:
                code = language_code(value) if value else ""
            except ValueError as fault:
                self.notes.append(f"{fault}: its language was detected instead")
                continue
            if code:
                self.provenance["language"] = origin
                return code
        return ""

    def date(self, url: str, title: str) -> Dating:
        """From a field, the address, the file's name or the title, else as the operator says."""
        found, origin = self.written_date()
        if not found.edtf and url:
            found, origin = in_url(url), "url"
        if not found.edtf and self.record.whole:
            found, origin = in_file_name(self.record.path), "file name"
        if not found.edtf:
            found, origin = in_title(title), "text"
        if not found.edtf and self.defaults.date:
            found = given(self.defaults.date, "metadata", reason("option"))
            origin = "option"
        if found.edtf:
            self.provenance["date_edtf"] = origin
        return found

    def written_date(self) -> tuple[Dating, str]:
        for name in ("date", "year"):
            value = self.fields.get(name)
            if value in (None, ""):
                continue
            origin = self.record.origin_of(name)
            note = reason(origin, words=str(value).strip()[:100])
            try:
                return given(value, "metadata", note), origin
            except EdtfError as fault:
                self.notes.append(f"its {name} was left out: {fault}")
        return Dating(), ""

    def url(self) -> str:
        value = self.line_of("url")
        if not value:
            return ""
        try:
            parts = urlsplit(value)
            good = parts.scheme in {"http", "https"} and bool(parts.hostname)
        except ValueError:
            good = False
        if not good or re.search(r"[\s<>\"\\]", value):
            self.notes.append("its url was left out: it is no http or https address")
            return ""
        self.provenance["url"] = self.record.origin_of("url")
        return value

    def metadata(self) -> dict[str, Any]:
        known = KNOWN | {"text"} if self.is_plain else KNOWN
        other = {name: value for name, value in self.fields.items() if name not in known}
        size = len(json.dumps(other, ensure_ascii=False))
        if size > MOST_METADATA:
            raise BadRecord(
                f"its other fields have {size:,} characters, more than {MOST_METADATA:,}; "
                "leave some out"
            )
        return other

    # --- Values ---------------------------------------------------------------------------

    @property
    def is_plain(self) -> bool:
        """Whether its text is one piece, the title its first line."""
        return "text" in self.fields and self.record.whole

    def given_or_default(self, name: str) -> str:
        value = self.line_of(name)
        default: str = getattr(self.defaults, name)
        if value or default:
            self.provenance[name] = self.record.origin_of(name) if value else "option"
        return value or default

    def line_of(self, name: str, limit: str = "") -> str:
        """A field that is one line of text; numbers will do. Raises BadRecord."""
        value = self.fields.get(name)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise BadRecord(f"{name} is not a text; write it in quotes")
        text = " ".join(str(value).split())
        longest = LONGEST.get(limit or name)
        if longest and len(text) > longest and name != "title":
            raise BadRecord(f"{name} has {len(text)} characters, more than {longest}; shorten it")
        return text

    def cleaned(self, value: Any) -> Any:
        """Strings in lists and objects too: composed, without control characters."""
        if isinstance(value, str):
            # Whole pairs of halves, as JSON may write them, have become letters long before.
            if not value.isascii() and has_surrogates(value):
                raise BadRecord("holds half a character (a lone surrogate); write it anew")
            found = clean(value)
            self.stripped += found.stripped
            self.characters += len(value)
            return found.text
        if isinstance(value, list):
            return [self.cleaned(item) for item in value]
        if isinstance(value, Mapping):
            return {self.cleaned(str(name)): self.cleaned(item) for name, item in value.items()}
        return value
