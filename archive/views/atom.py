"""An Atom feed (RFC 4287) with its total and its next page named (OpenSearch, RFC 5005)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from io import StringIO
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator

from archive.text.markup import xml_text

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
NAMESPACES = {
    "xmlns:opensearch": "http://a9.com/-/spec/opensearch/1.1/",
    "xmlns:prism": "http://prismstandard.org/namespaces/basic/2.0/",
}


class CleanGenerator(SimplerXMLGenerator):
    """Leaves out what XML cannot hold, wherever it stands: no title can break a feed."""

    def characters(self, content: str) -> None:
        super().characters(xml_text(content))

    def startElement(self, name: str, attrs: Mapping[str, str]) -> None:  # type: ignore[override]  # noqa: N802
        clean = {key: xml_text(value) for key, value in attrs.items()}
        super().startElement(name, clean)  # type: ignore[arg-type]


class AtomFeed(Atom1Feed):
    """Extra arguments: `total`, `next_url` ("" on the last page), `first_url`.

    An item's `pubdate` is when it came into the archive; `issued`, where it is sure, is the date
    of its publication: a day, a month or a year.
    """

    def text(self) -> str:
        written = StringIO()
        self.write(written, "utf-8")
        return written.getvalue()

    def write(self, outfile: Any, encoding: str) -> None:
        handler = CleanGenerator(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        handler.startElement("feed", self.root_attributes())
        self.add_root_elements(handler)
        self.write_items(handler)
        handler.endElement("feed")
        handler.endDocument()

    def latest_post_date(self) -> datetime:
        """When the newest entry changed; the start of the day where there is none."""
        changed = [item["updateddate"] for item in self.items]
        return max(changed, default=datetime.combine(date.today(), time(), UTC))  # noqa: DTZ011

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), **NAMESPACES}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("opensearch:totalResults", str(self.feed["total"]))
        if self.feed["next_url"]:
            link = {"rel": "next", "href": self.feed["next_url"]}
            handler.addQuickElement("link", "", {**link, "type": "application/atom+xml"})

    def item_attributes(self, item: Mapping[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]} if item["language"] else {}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["issued"]:
            handler.addQuickElement("prism:publicationDate", item["issued"])
