"""RSS and Atom: each entry is a record. Nothing that a feed names is ever fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email.utils import parsedate
from io import BytesIO
from typing import Any

import feedparser
from lxml import etree, html

from archive.importing.reading.blocks import HTML_BLOCKS, HTML_SKIPPED, paragraphs
from archive.importing.reading.opened import Opened
from archive.importing.reading.xml import refuse_entities
from archive.importing.values import Rejected, SeedRecord

MOST_BYTES = 32 * 2**20  # a feed is read as a whole

_ROOT = re.compile(
    r"\s*+(?>(?:<\?.{0,2000}?\?>|<!--.{0,20000}?-->|<!DOCTYPE[^>\[]{0,500}>)\s*+)*+"
    r"<(?:rss[\s>]|(?:\w+:)?RDF[\s>]|(?:\w+:)?feed\s[^>]*http://www\.w3\.org/2005/Atom)",
    re.DOTALL,
)
_ENTRY = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")


class Feed:
    """`.rss`, `.atom`, or XML whose root is that of a feed."""

    name = "RSS or Atom"
    endings: tuple[str, ...] = (".rss", ".atom")

    def recognises(self, head: str) -> bool:
        return _ROOT.match(head) is not None

    def read(self, opened: Opened) -> Iterator[SeedRecord | Rejected]:
        refuse_entities(opened.head)
        data = opened.all_bytes(MOST_BYTES)
        # Given as a file: a text might be taken for an address, or for the name of a file.
        found = feedparser.parse(BytesIO(data))
        if not found.entries:
            fault = found.get("bozo_exception") if found.bozo else None
            why = f": {' '.join(str(fault).split())[:200]}" if fault else ""
            yield Rejected(opened.path, None, f"holds no entries of a feed{why}")
            return
        fault = found.get("bozo_exception")
        broken = found.bozo and not isinstance(
            fault, feedparser.exceptions.CharacterEncodingOverride
        )
        notes = ("the feed is damaged; read as far as it goes",) if broken else ()
        lines = _lines(data, len(found.entries))
        for line, entry in zip(lines, found.entries, strict=True):
            yield SeedRecord(opened.path, line, fields_of(entry, found.feed), notes, "feed")


def fields_of(entry: Any, feed: Any) -> dict[str, Any]:
    """The entry's fields by the names that records have."""
    contents = [content.get("value", "") for content in entry.get("content", ())]
    body = next((text for text in contents if text.strip()), "") or entry.get("summary", "")
    fields = {
        "title": " ".join(part for part in html_paragraphs(entry.get("title", ""))),
        "paragraphs": html_paragraphs(body),
        "id": entry.get("id") or entry.get("link", ""),
        "url": entry.get("link", ""),
        "byline": entry.get("author", "") or feed.get("author", ""),
        "date": written_date(entry),
        "lang": entry.get("language", "") or feed.get("language", ""),
        "source": entry.get("source", {}).get("title", "") or feed.get("title", ""),
        "rights": entry.get("rights", "") or feed.get("rights", ""),
        "tags": [tag.term for tag in entry.get("tags", ()) if tag.get("term")],
    }
    return {name: value for name, value in fields.items() if value}


def written_date(entry: Any) -> str:
    """The day of publication as it is written there: no time zone shifts it."""
    written = str(entry.get("published", "") or entry.get("updated", "")).strip()
    parts = parsedate(written)
    return f"{parts[0]:04}-{parts[1]:02}-{parts[2]:02}" if parts else written


def html_paragraphs(fragment: str) -> list[str]:
    """The texts of a piece of HTML."""
    if "<" not in fragment and "&" not in fragment:
        return [
            text for text in (" ".join(part.split()) for part in fragment.split("\n\n")) if text
        ]
    try:
        root = html.fragment_fromstring(fragment, create_parent="div")
    except etree.ParserError:
        return []
    return paragraphs(root, HTML_BLOCKS, HTML_SKIPPED)


def _lines(data: bytes, count: int) -> Sequence[int]:
    """The line of each entry; where they cannot be told apart, that of the first."""
    places = [found.start() for found in _ENTRY.finditer(data)]
    if len(places) != count:
        return [data.count(b"\n", 0, places[0]) + 1 if places else 1] * count
    lines, line, last = [], 1, 0
    for place in places:
        line += data.count(b"\n", last, place)
        last = place
        lines.append(line)
    return lines
