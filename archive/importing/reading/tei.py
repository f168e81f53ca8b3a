"""TEI as Foreign Relations of the United States uses it: each div of type document is a record.

A file without such divs is one article. Read as a stream: what was read is let go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from archive.importing.encoding import NotText
from archive.importing.reading.blocks import local_name, paragraphs
from archive.importing.reading.opened import Opened
from archive.importing.reading.xml import parse_events, refuse_entities
from archive.importing.values import Rejected, SeedRecord

TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
FRUS = "{http://history.state.gov/frus/ns/1.0}"
MOST_UNDIVIDED = 64 * 2**20  # bytes without a document, which all have to be kept
MOST_NAMES = 200  # persons and places that are kept of a document
LONGEST_SOURCE = 200

_ROOT = re.compile(r"<(?:TEI|teiCorpus)(?:\.2)?[\s>][^>]*http://www\.tei-c\.org/ns/1\.0")
_BLOCKS = frozenset(
    {"ab", "addrLine", "cell", "closer", "dateline", "div", "head", "item", "l", "label", "lb",
     "lg", "list", "opener", "p", "postscript", "quote", "row", "salute", "signed", "table",
     "trailer"}
)  # fmt: skip
_SKIPPED = frozenset({"note", "fw", "figure", "graphic", "teiHeader"})  # notes part sentences


class Tei:
    """`.tei`, or XML in the namespace of the Text Encoding Initiative."""

    name = "TEI"
    endings: tuple[str, ...] = (".tei",)

    def recognises(self, head: str) -> bool:
        return _ROOT.search(head, 0, 100_000) is not None

    def read(self, opened: Opened) -> Iterator[SeedRecord | Rejected]:
        refuse_entities(opened.head)
        try:
            yield from Volume(opened).records()
        except etree.XMLSyntaxError as fault:
            reason = f"not well-formed XML: {' '.join(str(fault.msg).split())}; mend it there"
            yield Rejected(opened.path, fault.lineno, reason)


class Volume:
    """One file, with what its header says of all its documents."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.header: dict[str, Any] = {}
        self.documents = 0

    def records(self) -> Iterator[SeedRecord | Rejected]:
        tags = tuple(TEI + name for name in ("teiHeader", "div", "TEI"))
        for element in parse_events(self.opened.stream, tags):
            name = local_name(element)
            if name == "teiHeader" and not self.header:
                self.header = header_fields(element)
            elif name == "div" and element.get("type") == "document" and not _is_within(element):
                self.documents += 1
                yield self._document(element)
                _let_go(element)
            elif name == "TEI" and not self.documents:
                yield self._only(element)
            if not self.documents and self.opened.stream.tell() > MOST_UNDIVIDED:
                size = MOST_UNDIVIDED // 2**20
                raise NotText(
                    f'holds no <div type="document"> in its first {size} MiB; split it up'
                )

    def _document(self, div: Any) -> SeedRecord:
        volume = next((each.get(XML_ID) for each in div.iterancestors(TEI + "TEI")), None)
        own = div.get(XML_ID) or ""
        fields = {
            "title": _title(div),
            "paragraphs": _paragraphs(div),
            "id": "/".join(filter(None, (volume or self.header.get("id"), own))) if own else "",
            "date": _date(div),
            "source": self.header.get("title", "")[:LONGEST_SOURCE],
            "rights": self.header.get("rights", ""),
            "lang": self.header.get("lang", ""),
            **_names(div),
        }
        return self._record(div.sourceline, fields)

    def _only(self, root: Any) -> SeedRecord | Rejected:
        """The whole file as one article."""
        text = root.find(TEI + "text")
        if text is None:
            return Rejected(self.opened.path, root.sourceline, "TEI without a text; add one")
        fields = {
            "title": self.header.get("title", "") or _title(text),
            "paragraphs": _paragraphs(text),
            "date": _date(text) or self.header.get("date", ""),
            "byline": self.header.get("byline", ""),
            "rights": self.header.get("rights", ""),
            "lang": text.get("{http://www.w3.org/XML/1998/namespace}lang", ""),
            **_names(text),
        }
        return self._record(None, fields)

    def _record(self, line: int | None, fields: dict[str, Any]) -> SeedRecord:
        given = {name: value for name, value in fields.items() if value}
        return SeedRecord(self.opened.path, line, given, (), "markup")


def header_fields(header: etree._Element) -> dict[str, Any]:
    """Title, author, day and rights of a file, as its teiHeader gives them."""
    titles = {each.get("type", ""): _text(each) for each in header.iter(TEI + "title")}
    first = header.find(f".//{TEI}titleStmt/{TEI}title")
    authors = [_text(each) for each in header.iterfind(f".//{TEI}titleStmt/{TEI}author")]
    return {
        "title": titles.get("complete") or (_text(first) if first is not None else ""),
        "byline": ", ".join(filter(None, authors)),
        "date": _date(header),
        "rights": " ".join(_text(each) for each in header.iter(TEI + "licence")),
        "id": next((_text(each) for each in header.iter(TEI + "idno")), ""),
    }


def _title(element: etree._Element) -> str:
    head = element.find(f".//{TEI}head")
    return " ".join(paragraphs(head, frozenset(), _SKIPPED)) if head is not None else ""


def _paragraphs(element: etree._Element) -> list[str]:
    """All texts but the heading that is the title."""
    found = paragraphs(element, _BLOCKS, _SKIPPED)
    return found[1:] if found and found[0] == _title(element) else found


def _date(element: etree._Element) -> str:
    """The day of a document as EDTF: of its dateline, else as FRUS dates the div itself."""
    lines = [element] if local_name(element) == "teiHeader" else element.iter(TEI + "dateline")
    for line in lines:
        for date in line.iter(TEI + "date"):
            if written := edtf(date):
                return written
    earliest, latest = (
        _day(element.get(f"{FRUS}doc-dateTime-{end}", "")) for end in ("min", "max")
    )
    if not earliest or not latest or earliest == latest:
        return earliest or latest
    return f"{earliest}/{latest}"


def edtf(date: etree._Element) -> str:
    """`when`, `from` and `to`, or `notBefore` and `notAfter` (TEI P5, att.datable.w3c)."""
    if when := _day(date.get("when", "")):
        return when
    start, end = _day(date.get("from", "")), _day(date.get("to", ""))
    if start or end:
        return f"{start}/{end}" if start and end and start != end else start or end
    after, before = _day(date.get("notBefore", "")), _day(date.get("notAfter", ""))
    if after and before:
        return f"[{after}..{before}]" if after != before else after
    return ""


def _names(element: etree._Element) -> dict[str, list[str]]:
    """Persons and places that the editors marked, each once, in order."""
    named = {"persons": _each(element.iter(TEI + "persName"))}
    named["places"] = _each(element.iter(TEI + "placeName"))
    return {name: values for name, values in named.items() if values}


def _each(elements: Iterable[etree._Element]) -> list[str]:
    return list(dict.fromkeys(filter(None, map(_text, elements))))[:MOST_NAMES]


def _day(written: str) -> str:
    return written.strip().partition("T")[0]


def _text(element: etree._Element) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())


def _is_within(element: etree._Element) -> bool:
    return any(above.get("type") == "document" for above in element.iterancestors(TEI + "div"))


def _let_go(element: etree._Element) -> None:
    """Free the element and those before it; what comes later does not look back."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
