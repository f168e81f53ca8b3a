"""XML that may have been made to harm: no entities, no document types, no network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from archive.importing.encoding import NotText

_SUBSET = re.compile(r"<!DOCTYPE[^<>\[]*\[")


def refuse_entities(head: str) -> None:
    """Raise NotText for XML that declares entities: they can grow without end, or read files."""
    subset = _SUBSET.search(head)
    if "<!ENTITY" in head or (subset and "<!ATTLIST" in head[subset.end() :]):
        raise NotText("XML that declares entities is not read; write the letters themselves")


def parse_events(stream: BinaryIO, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """Elements of these tags as they end. Raises etree.XMLSyntaxError, and NotText."""
    context = etree.iterparse(
        stream,
        events=("end",),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        collect_ids=False,
        remove_comments=True,
        remove_pis=True,
    )
    for _event, element in context:
        kind = element.getroottree().docinfo.internalDTD
        if kind is not None and next(kind.iterentities(), None) is not None:
            raise NotText("XML that declares entities is not read; write the letters themselves")
        yield element
