"""Two edited at once, or a text has changed: what differs, word by word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

from archive.models import SEPARATOR

MOST_PAIRS = 20_000  # of equal words, which take a fifth of a second at worst
MOST_OF_PAGE = 100_000  # pairs, however many texts and paragraphs a page compares


@dataclass
class Effort:
    """The pairs of equal words that a page may still compare."""

    left: int = MOST_OF_PAGE

    def allows(self, pairs: int) -> bool:
        if pairs > min(self.left, MOST_PAIRS):
            return False
        self.left -= pairs
        return True


@dataclass(frozen=True)
class Piece:
    """Words that both have, or that only one has: kind is same, gone or new."""

    kind: str
    text: str


@dataclass(frozen=True)
class Conflict:
    """One field in which the row and the form differ.

    Gone is what the archive has and the form has not, new what only the form has.
    """

    label: str
    pieces: tuple[Piece, ...]


def alignment(
    before: Sequence[str], after: Sequence[str], effort: Effort
) -> Sequence[tuple[str, int, int, int, int]]:
    """What is the same and what is not, as difflib says it.

    Its time grows with the pairs of equal words: of many, only beginning and end are compared.
    """
    times = Counter(after)
    if effort.allows(sum(times[word] for word in before)):
        return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    head = same_at_start(before, after)
    tail = same_at_start(before[head:][::-1], after[head:][::-1])
    a, b = len(before), len(after)
    found = [
        ("equal", 0, head, 0, head),
        ("replace", head, a - tail, head, b - tail),
        ("equal", a - tail, a, b - tail, b),
    ]
    return [run for run in found if run[1] < run[2] or run[3] < run[4]]


def same_at_start(one: Sequence[str], other: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def words(old: str, new: str, effort: Effort) -> tuple[Piece, ...]:
    return compared(old.split(), new.split(), " ", effort)


def paragraphs(old: str, new: str, effort: Effort) -> tuple[Piece, ...]:
    """Whole paragraphs, and in those that were altered the words."""
    before, after = old.split(SEPARATOR), new.split(SEPARATOR)
    pieces: list[Piece] = []
    for tag, a, b, c, d in alignment(before, after, effort):
        if tag == "equal":
            pieces.append(Piece("same", "…"))
        elif tag == "replace" and b - a == d - c:
            for one, other in zip(before[a:b], after[c:d], strict=True):
                pieces += [*words(one, other, effort), Piece("same", SEPARATOR)]
        else:
            pieces += [Piece("gone", text) for text in before[a:b]]
            pieces += [Piece("new", text) for text in after[c:d]]
    return tuple(pieces)


def compared(before: list[str], after: list[str], joint: str, effort: Effort) -> tuple[Piece, ...]:
    pieces = []
    for tag, a, b, c, d in alignment(before, after, effort):
        if tag == "equal":
            pieces.append(Piece("same", joint.join(before[a:b])))
            continue
        if a < b:
            pieces.append(Piece("gone", joint.join(before[a:b])))
        if c < d:
            pieces.append(Piece("new", joint.join(after[c:d])))
    return tuple(pieces)
