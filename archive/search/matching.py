"""Where a text says what was searched for: only words that may say it are looked at, and once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from archive.search.engine import Clause
from archive.search.engines.analysis import is_lone_character, is_stem
from archive.text.stems import core, mark_of, stem
from archive.text.tokens import fold_word, tokenize, words

# Of a text in Latin letters, which most are, the words are what plain patterns find.
_WORD = re.compile(r"[^\W_]+")
_NOT_LATIN = re.compile(r"[^\x00-\xac\xae-\u024f\u2010-\u2027\u2030-\u205e\u20ac]")
_FOLDED_OTHERWISE = re.compile(r"[\xaa\xb2\xb3\xb5\xb9\xba\xbc-\xbe\xc0-\u024f]")  # than a to A


@dataclass(frozen=True, slots=True)
class Span:
    """Characters start..end of a text that match a clause (by its number)."""

    start: int
    end: int
    clause: int
    literal: bool = True


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a word says for a clause, if the words of `rest` follow it."""

    clause: int
    literal: bool = True
    rest: tuple[str, ...] = ()


class Matcher:
    """The clauses of one search. It remembers what every word it has met says for them."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.clauses = clauses
        self.beginning: dict[str, list[Evidence]] = defaultdict(list)  # by the first folded word
        self.prefixes: list[tuple[str, Evidence]] = []
        self.stems: dict[str, list[Evidence]] = defaultdict(list)  # by the marked stem
        self.lone: list[tuple[str, int]] = []  # a character, which stands in pairs of others
        self.said: dict[str, dict[str, tuple[Evidence, ...]]] = defaultdict(dict)
        self.cores: dict[str, frozenset[str]] = {}
        for number, clause in enumerate(clauses):
            self._expect(number, clause)

    def _expect(self, number: int, clause: Clause) -> None:
        wanted = words(clause.text)
        if clause.kind == "prefix" and len(wanted) == 1:
            self.prefixes.append((wanted[0], Evidence(number)))
        elif len(wanted) == 1 and is_lone_character(wanted[0]):
            self.lone.append((wanted[0], number))
        elif wanted:
            self.beginning[wanted[0]].append(Evidence(number, rest=tuple(wanted[1:])))
        for said in map(words, (one for one in clause.related if not is_stem(one))):
            if said:
                weak = Evidence(number, literal=False, rest=tuple(said[1:]))
                self.beginning[said[0]].append(weak)
        for mark in (*clause.stems, *filter(is_stem, clause.related)):
            if len(wanted) == 1:
                self.stems[mark].append(Evidence(number, literal=False))

    def spans(self, text: str, language: str, *, title: bool) -> Iterator[Span]:
        """Everything in a text that matches, in no order; clauses for the title only there."""
        if not self.clauses:
            return
        base = mark_of(language)
        latin = _NOT_LATIN.search(text) is None
        pieces = _Latin(text, self._cores(base)) if latin else _Cut(text)
        said = self.said[base]
        for character, number in self.lone:
            if title or self.clauses[number].field == "any":
                at = (match.start() for match in re.finditer(re.escape(character), text))
                yield from (Span(start, start + 1, number) for start in at)
        for surface, start, end in pieces.words():
            if surface not in said:
                said[surface] = tuple(self._hear(surface, base))
            for one in said[surface]:
                if title or self.clauses[one.clause].field == "any":
                    stop = pieces.follow(start, end, one.rest) if one.rest else end
                    if stop:
                        yield Span(start, stop, one.clause, one.literal)

    def _hear(self, surface: str, base: str) -> Iterator[Evidence]:
        folded = fold_word(surface)
        yield from self.beginning.get(folded, ())
        yield from (one for prefix, one in self.prefixes if folded.startswith(prefix))
        if self.stems:
            # A name keeps its whole form where a word loses its endings: either may be meant.
            for form in {stem(folded, base), f"{base}:{folded}"}:
                yield from self.stems.get(form, ())

    def _cores(self, base: str) -> frozenset[str]:
        """Letters of which each word that says something in this language has some.

        Empty where that is not known, and all words have to be asked.
        """
        if base not in self.cores:
            marks = [mark for mark in self.stems if mark.startswith(f"{base}:")]
            literal = [*self.beginning, *(prefix for prefix, _evidence in self.prefixes)]
            cores = {*map(core, marks), *literal}
            shortest = {one for one in cores if not any(o in one for o in cores - {one})}
            self.cores[base] = frozenset(shortest) if "" not in cores else frozenset()
        return self.cores[base]


class _Latin:
    """A text in Latin letters. Words are looked for by their `cores`, where any are given."""

    def __init__(self, text: str, cores: frozenset[str]) -> None:
        self.text, self.cores = text, cores

    def words(self) -> Iterator[tuple[str, int, int]]:
        lowered = self.text.lower()
        if not self.cores or len(lowered) != len(self.text):
            yield from ((match[0], *match.span()) for match in _WORD.finditer(self.text))
            return
        seen: set[tuple[int, int]] = set()
        for letters in self.cores:
            at = lowered.find(letters)
            while at >= 0:
                word = self._around(at)
                seen.add(word)
                at = lowered.find(letters, word[1])
        seen.update(self._around(match.start()) for match in _FOLDED_OTHERWISE.finditer(self.text))
        yield from ((self.text[start:end], start, end) for start, end in seen)

    def _around(self, at: int) -> tuple[int, int]:
        """The word that the character stands in."""
        match = _WORD.match(self.text, at)
        while at and _WORD.match(self.text, at - 1):
            at -= 1
        return at, match.end() if match else at + 1

    def follow(self, _start: int, end: int, rest: Sequence[str]) -> int:
        """Where the words of `rest` end, when they come next; else 0."""
        found = list(islice(_WORD.finditer(self.text, end), len(rest)))
        if [fold_word(match[0]) for match in found] == list(rest):
            return found[-1].end()
        return 0


class _Cut:
    """A text in any script, cut into words or pairs of characters."""

    def __init__(self, text: str) -> None:
        self.tokens = tokenize(text)
        self.numbers = {token.start: number for number, token in enumerate(self.tokens)}

    def words(self) -> Iterator[tuple[str, int, int]]:
        return ((token.text, token.start, token.end) for token in self.tokens)

    def follow(self, start: int, _end: int, rest: Sequence[str]) -> int:
        after = self.numbers[start] + 1
        found = self.tokens[after : after + len(rest)]
        return found[-1].end if [token.folded for token in found] == list(rest) else 0
