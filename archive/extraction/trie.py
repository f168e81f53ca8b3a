"""A tree of names by their folded words: all names that begin at a word, longest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import Any, Generic, TypeVar

from archive.text.tokens import words

Value = TypeVar("Value")
_VALUES = ""  # the key of a node's own values: no folded word is empty


class Trie(Generic[Value]):
    """Names and what each stands for. Filled once, then only read."""

    def __init__(self) -> None:
        self.root: dict[str, Any] = {}

    def add(self, name: str, value: Value) -> None:
        """Add a value under the words of the name; a name without words is left out."""
        self.add_words(words(name), value)

    def add_words(self, name: Iterable[str], value: Value) -> None:
        node = self.root
        for word in name:
            node = node.setdefault(word, {})
        if node is not self.root:
            node.setdefault(_VALUES, []).append(value)

    def at(
        self, folded: Sequence[str], start: int, first_word: str = ""
    ) -> list[tuple[int, list[Value]]]:
        """(end, values) of each name that begins at the word `start`, longest first."""
        node = self.root.get(first_word or folded[start])
        found: list[tuple[int, list[Value]]] = []
        if node is None:
            return found
        index, count = start + 1, len(folded)
        while node is not None:
            if _VALUES in node:
                found.append((index, node[_VALUES]))
            if index >= count:
                break
            node = node.get(folded[index])
            index += 1
        found.reverse()
        return found

    def beginnings(
        self, folded: Sequence[str], places: Sequence[int] | None = None
    ) -> Iterator[int]:
        """The words with which a name may begin, among those at some places or among all: few,
        and quickly told from all others."""
        root, count = self.root, len(folded)
        words = folded if places is None else map(folded.__getitem__, places)
        for index in compress(places or range(count), map(root.__contains__, words)):
            node = root[folded[index]]
            if _VALUES in node or (index + 1 < count and folded[index + 1] in node):
                yield index

    def longest(self, folded: Sequence[str], start: int) -> tuple[int, list[Value]] | None:
        """The longest name that begins at the word, if there is one."""
        found = self.at(folded, start)
        return found[0] if found else None


def spellings(word: str, language: str) -> Iterable[str]:
    """The word itself, and in Arabic the same without the particles written in front of it."""
    return (word,) if language != "ar" or len(word) < 4 else _without_particles(word)


def _without_particles(word: str) -> Iterator[str]:
    yield word
    if word.startswith("لل"):
        yield "ال" + word[2:]
    if word[0] in "وفبلك":
        yield word[1:]
        if word[1:3] == "لل":
            yield "ال" + word[3:]
