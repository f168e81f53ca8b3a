"""A saved web page: its article without menus and adverts. Nothing that it names is fetched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import trafilatura
from lxml import html

from archive.importing.encoding import NotText, clean, decode
from archive.importing.reading.blocks import HTML_BLOCKS, HTML_SKIPPED, paragraphs
from archive.importing.reading.opened import Opened
from archive.importing.values import Rejected, SeedRecord

MOST_BYTES = 20 * 2**20

# Where pages say when they were published, most trusted first.
DATES = (
    "article:published_time", "datepublished", "citation_publication_date", "citation_date",
    "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created",
    "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "date",
)  # fmt: skip

_ROOT = re.compile(
    r"\s*+(?>(?:<\?xml.{0,500}?\?>|<!--.{0,20000}?-->)\s*+)*+<(?:!doctype\s+html|html[\s>])",
    re.DOTALL | re.IGNORECASE,
)
_CHARSET = re.compile(rb"<meta[^>]{0,300}charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_TREE_BLOCKS = HTML_BLOCKS | {"head", "list", "item", "quote", "lb", "cell", "row", "code"}


class HtmlPage:
    """`.html` and `.htm`, or what begins as a page does."""

    name = "HTML"
    endings: tuple[str, ...] = (".html", ".htm", ".xhtml")

    def recognises(self, head: str) -> bool:
        return _ROOT.match(head) is not None

    def read(self, opened: Opened) -> Iterator[SeedRecord | Rejected]:
        text, notes = decode_page(opened.all_bytes(MOST_BYTES))
        tree = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
        fields = page_fields(tree)
        if not fields.get("paragraphs"):
            yield Rejected(opened.path, None, "no article was found on this page; save its text")
            return
        yield SeedRecord(opened.path, None, fields, notes, "page")


def decode_page(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The page as text, and notes; what it declares counts if it is not UTF-8. Raises NotText."""
    try:
        cleaned, notes = decode(data)
    except NotText:
        cleaned, notes = None, ()
    declared = _CHARSET.search(data[:4096])
    if declared and (cleaned is None or notes) and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = declared[1].decode("ascii", "replace")
        try:
            return clean(data.decode(name)).text, ()
        except (LookupError, UnicodeDecodeError):
            pass
    if cleaned is None:
        decode(data)  # raises, and says why
        raise AssertionError
    return cleaned.text, notes


def page_fields(tree: Any) -> dict[str, Any]:
    """What the page says of its article, by the names that records have."""
    metas = _metas(tree)
    published = next((metas[name] for name in DATES if metas.get(name)), "")
    found: Any = trafilatura.bare_extraction(tree, with_metadata=True, include_comments=False)
    if found is None or found.body is None:
        return {}
    title = found.title or ""
    texts = paragraphs(found.body, _TREE_BLOCKS, HTML_SKIPPED)
    fields = {
        "title": title,
        "paragraphs": texts[1:] if texts and texts[0] == title else texts,
        "byline": (found.author or "").replace(";", ","),
        "url": found.url or "",
        "date": published or _in_linked_data(tree) or _in_time(tree),
        "source": metas.get("og:site_name", ""),
        "description": found.description or "",
    }
    return {name: value for name, value in fields.items() if value}


def _metas(tree: Any) -> Mapping[str, str]:
    """What the head says, by lower-case names; the first of a name counts."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        found.setdefault(name.strip().lower(), (meta.get("content") or "").strip())
    return found


def _in_linked_data(tree: Any) -> str:
    """datePublished of schema.org, as JSON-LD has it."""
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json":
            try:
                data = json.loads(script.text or "", strict=False)
            except (ValueError, RecursionError):
                continue
            for item in _objects(data):
                if isinstance(written := item.get("datePublished"), str):
                    return written
    return ""


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    items = data if isinstance(data, list) else [data]
    for item in items:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (each for each in graph or () if isinstance(each, dict))


def _in_time(tree: Any) -> str:
    """The only <time> that is marked as the day of publication."""
    marked = [
        each.get("datetime", "")
        for each in tree.iter("time")
        if each.get("pubdate") is not None or each.get("itemprop") == "datePublished"
    ]
    return marked[0] if marked else ""
