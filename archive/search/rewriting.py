"""A query less some of its words, or with others in their place: what is offered to readers."""

from __future__ import annotations

from collections.abc import Sequence

from archive.search.candidates import LONGEST_NAME
from archive.search.syntax import Both, Either, Named, Node, Parsed, Without, Word


def without(node: Node | None, text: str) -> str:
    """The query less all that reads so; whole where that stands nowhere."""
    parts: tuple[Node, ...] = node.parts if isinstance(node, Both) else (node,) if node else ()
    kept: list[Node] = []
    position = 0
    while position < len(parts):
        length = _length_of(parts[position : position + LONGEST_NAME], text)
        if not length:
            kept.append(parts[position])
        position += length or 1
    return str(Parsed(_side_by_side(kept)))


def put_in_place(node: Node | None, text: str, by: Named | Word) -> Node | None:
    """The query with something else wherever it reads so."""
    if str(node) == text:
        return by
    if isinstance(node, Without):
        part = put_in_place(node.part, text, by)
        return node if part is None else Without(part)
    if isinstance(node, Either):
        return Either(tuple(p for part in node.parts if (p := put_in_place(part, text, by))))
    if not isinstance(node, Both):
        return node
    found: list[Node] = []
    position = 0
    while position < len(node.parts):
        length = _length_of(node.parts[position : position + LONGEST_NAME], text)
        kept = by if length else put_in_place(node.parts[position], text, by)
        found += [kept] if kept else []
        position += length or 1
    return _side_by_side(found)


def replaced(parsed: Parsed, text: str, by: str) -> str:
    """The query with another word in the place of one."""
    return str(Parsed(put_in_place(parsed.node, text, Word(by))))


def _length_of(parts: Sequence[Node], text: str) -> int:
    """How many of these parts, from the first on, read so together; 0 when they do not."""
    read = ""
    for length, part in enumerate(parts, 1):
        read = f"{read} {part}".lstrip()
        if read == text:
            return length
    return 0


def _side_by_side(parts: Sequence[Node]) -> Node | None:
    return Both(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None
