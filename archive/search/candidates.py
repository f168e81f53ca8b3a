"""What of a query may be a name in the database: looked up before the query is understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from archive.search.country_names import country_codes, name_key, owner, pieces
from archive.search.names import CALLED_BY_PART, Sought, keys_of
from archive.search.syntax import Both, Either, Named, Node, Parsed, Without, Word

LONGEST_NAME = 6  # words
NAMED_WORDS = 40  # words of a query in which names are looked for
ENTITY_FIELDS = ("country", "person", "organization")


def sought(parsed: Parsed, slugs: Sequence[tuple[str, str]], *, literal: bool) -> Sought:
    """Everything of a query and of chosen filters that may be a name in the database."""
    keys: set[str] = set()
    codes: set[str] = set()
    wanted = set(slugs)
    parts: set[tuple[str, str]] = set()
    for node in leaves(parsed.node):
        if isinstance(node, Named) and node.field in ENTITY_FIELDS:
            keys.update(keys_of(node.value))
            codes.update(country_codes(name_key(node.value)))
            wanted.add((node.field, node.value.lower()))
            if node.field in CALLED_BY_PART:
                parts.add((node.field, name_key(node.value).replace(" ", "-")))
    if not literal:
        for surface in _candidates(parsed.node):
            keys.update(keys_of(surface))
            codes.update(country_codes(name_key(surface)))
    return Sought(frozenset(keys), frozenset(codes), frozenset(wanted), frozenset(parts))


def leaves(node: Node | None) -> Iterator[Node]:
    if isinstance(node, Both | Either):
        for part in node.parts:
            yield from leaves(part)
    elif isinstance(node, Without):
        yield from leaves(node.part)
    elif node is not None:
        yield node


def _candidates(node: Node | None) -> Iterator[str]:
    """Words, and adjacent words joined, that might be a name."""
    budget = NAMED_WORDS
    for run in _runs(node):
        texts = [word.text for word in run[:budget]]
        budget -= len(texts)
        for start in range(len(texts)):
            for stop in range(start + 1, min(start + LONGEST_NAME, len(texts)) + 1):
                name = " ".join(texts[start:stop])
                yield from dict.fromkeys((name, owner(name)))
        for text in texts:
            yield from pieces(text)[:LONGEST_NAME]


def _runs(node: Node | None) -> Iterator[list[Word]]:
    """Words that stand side by side."""
    if isinstance(node, Word):
        yield [node]
    elif isinstance(node, Both):
        for plain, group in groupby(node.parts, lambda part: isinstance(part, Word)):
            if plain:
                yield [part for part in group if isinstance(part, Word)]
            else:
                for part in group:
                    yield from _runs(part)
    elif isinstance(node, Either):
        for part in node.parts:
            yield from _runs(part)
    elif isinstance(node, Without):
        yield from _runs(node.part)
