"""Where a text has a known name: the longest names first, each by its own rule.

It prefers silence to error: a name that may be a person's or a common word needs more than
its letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import compress, count
from typing import NamedTuple

from archive.extraction.gazetteer import Active, Gazetteer, Name
from archive.extraction.structure import CAPITAL, LOWER, SHOUTED, UPPER, Structure
from archive.extraction.tables import given_names, word_set
from archive.extraction.trie import spellings
from archive.text.tokens import tokenize

NEARBY = 8  # words on either side in which a word may speak against a name
STEM_ENDINGS = word_set("russian endings") | {""}
_ADJECTIVE_STEM = "ск"
_SMALL_WORDS = word_set("small")


class Naming(NamedTuple):
    """The words first..last name a known thing, or hold none (`name.kind` is empty)."""

    first: int
    last: int
    name: Name


def find_names(structure: Structure, gazetteer: Gazetteer, language: str) -> list[Naming]:
    """All known names of the text in order; none overlap, words to pass over included."""
    active = gazetteer.active(language)
    shapes = _Shapes(structure)
    found: list[Naming] = []
    end = 0
    for index in _beginnings(structure, active, language):
        if index < end:
            continue
        naming = _longest(structure, shapes, active, index, language)
        if naming is not None:
            found.append(naming)
            end = naming.last
    return _without_unconfirmed(structure, _without_overlaps(structure, found))


def _beginnings(structure: Structure, active: Active, language: str) -> Iterable[int]:
    """The words with which a name can begin, as they are written."""
    if active.stems or language == "ar":
        return range(len(structure.folded))
    small = structure.small & active.small
    places = compress(count(), map(small.__contains__, structure.folded))
    among = sorted({*structure.raised, *places}) if small else structure.raised
    return active.names.beginnings(structure.folded, among)


def _longest(
    structure: Structure, shapes: _Shapes, active: Active, index: int, language: str
) -> Naming | None:
    folded = structure.folded[index]
    for word in spellings(folded, language):
        for last, names in active.names.at(structure.folded, index, word):
            for name in names:
                if shapes.allow(name, index, last):
                    return Naming(index, last, name)
    stemmed = _by_stem(active, folded, capital=structure.shapes[index] != LOWER)
    return Naming(index, index + 1, stemmed) if stemmed else None


def _by_stem(active: Active, folded: str, *, capital: bool) -> Name | None:
    """A stem of the list and one of the endings; nouns need their capital."""
    if not active.stems:
        return None
    for length in range(len(folded), max(2, len(folded) - 5) - 1, -1):
        name = active.stems.get(folded[:length])
        if name and folded[length:] in STEM_ENDINGS and (capital or name.text.endswith("ск")):
            return name
    return None


class _Shapes:
    """Whether the words of a text are written as a name's rule wants them."""

    def __init__(self, structure: Structure) -> None:
        self.structure = structure

    def allow(self, name: Name, first: int, last: int) -> bool:
        if last - first > 1 and not self._all_joined(name, first, last):
            return False
        if name.rule not in {"fold", "stem"} and not self._written(name, first, last):
            return False
        if name.rule == "apart" and not self._apart(first):
            return False
        if name.rule == "alone" and not self._alone(first, last):
            return False
        return not (name.unless and self._contradicted(name, first, last))

    def _all_joined(self, name: Name, first: int, last: int) -> bool:
        return all(self._joined(name, index) for index in range(first + 1, last))

    def _joined(self, name: Name, index: int) -> bool:
        """A listed name may hold commas, "Educational, Scientific and Cultural", and initials."""
        gap = self.structure.gaps[index]
        listed = gap == ", " and ", " in name.text
        initial = gap in {". ", "."} and len(self.structure.folded[index - 1]) == 1
        return listed or initial or self.structure.joined(index)

    def _written(self, name: Name, first: int, last: int) -> bool:
        structure = self.structure
        wanted = _word_texts(name.text)
        if name.rule == "caps":
            if structure.shapes[first] == SHOUTED:
                return False
            dotted = len(wanted) > 1 and all(len(text) == 1 for text in wanted)
            if dotted and any(gap != "." for gap in structure.gaps[first + 1 : last]):
                return False
            return structure.texts[first:last] == list(wanted)
        written = zip(wanted, structure.shapes[first:last], strict=False)
        return all(shape != LOWER or not text[0].isupper() for text, shape in written)

    def _apart(self, first: int) -> bool:
        structure = self.structure
        if first == 0 or not structure.joined(first) or structure.opens[first]:
            return True
        return structure.shapes[first - 1] == LOWER or structure.opens[first - 1]

    def _alone(self, first: int, last: int) -> bool:
        """Not beside a capitalised word: Jordan is a country, Michael Jordan is none."""
        structure = self.structure
        if structure.folded[last - 1] in self._surnames:
            return False
        if structure.in_title(first) or structure.shapes[first] == SHOUTED:
            return True  # confirmed by the rest of the text, or dropped
        return not (self._name_like(first - 1, first) or self._name_like(last, last))

    @cached_property
    def _surnames(self) -> frozenset[str]:
        """The words that somewhere in the text stand behind a given name, as "Michael Jordan"."""
        structure, given = self.structure, given_names()
        return frozenset(
            structure.folded[index]
            for index in structure.capitals
            if index and structure.folded[index - 1] in given and structure.gaps[index] == " "
        )

    def _name_like(self, index: int, joint: int) -> bool:
        structure = self.structure
        if not 0 <= index < len(structure.folded) or joint >= len(structure.folded):
            return False
        if not structure.joined(joint) or structure.opens[joint]:
            return False
        written = structure.shapes[index] in {CAPITAL, UPPER}
        if index >= joint and "-" in structure.gaps[joint]:
            return False
        return written and structure.folded[index] not in _SMALL_WORDS

    def _contradicted(self, name: Name, first: int, last: int) -> bool:
        nearby = self.structure.folded[max(0, first - NEARBY) : last + NEARBY]
        return any(word in name.unless for word in nearby)


_texts: dict[str, tuple[str, ...]] = {}


def _word_texts(text: str) -> tuple[str, ...]:
    """The words of a listed name as written there; the lists are small and are remembered."""
    if text not in _texts:
        _texts[text] = tuple(token.text for token in tokenize(text))
    return _texts[text]


def _without_overlaps(structure: Structure, found: Iterable[Naming]) -> list[Naming]:
    """Words of unspaced scripts share characters; the earlier naming keeps them."""
    kept: list[Naming] = []
    end = 0
    for naming in found:
        start, stop = structure.span(naming.first, naming.last)
        if start >= end:
            kept.append(naming)
            end = stop
    return kept


def _without_unconfirmed(structure: Structure, found: Sequence[Naming]) -> list[Naming]:
    """Drop what needs another mention of the same thing and has none.

    These are short forms such as "the Islamic Republic", and names in headlines and lines of
    capitals that elsewhere would have to stand alone.
    """
    sure = {naming.name.key for naming in found if not _needs_other(structure, naming)}
    return [
        naming
        if not _needs_other(structure, naming) or naming.name.key in sure
        else naming._replace(name=replace(naming.name, kind=""))
        for naming in found
    ]


def _needs_other(structure: Structure, naming: Naming) -> bool:
    if naming.name.rule == "echo":
        return True
    loud = structure.shapes[naming.first] == SHOUTED or structure.in_title(naming.first)
    return naming.name.rule == "alone" and loud
