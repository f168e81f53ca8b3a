"""Two edited at once, or a text has changed: what differs, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from archive.models import SEPARATOR


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


def words(old: str, new: str) -> tuple[Piece, ...]:
    return compared(old.split(), new.split(), " ")


def paragraphs(old: str, new: str) -> tuple[Piece, ...]:
    """Whole paragraphs, and in those that were altered the words."""
    before, after = old.split(SEPARATOR), new.split(SEPARATOR)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "…"))
        elif tag == "replace" and b - a == d - c:
            for one, other in zip(before[a:b], after[c:d], strict=True):
                pieces += [*words(one, other), Piece("same", SEPARATOR)]
        else:
            pieces += [Piece("gone", text) for text in before[a:b]]
            pieces += [Piece("new", text) for text in after[c:d]]
    return tuple(pieces)


def compared(before: list[str], after: list[str], joint: str) -> tuple[Piece, ...]:
    pieces = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", joint.join(before[a:b])))
            continue
        if a < b:
            pieces.append(Piece("gone", joint.join(before[a:b])))
        if c < d:
            pieces.append(Piece("new", joint.join(after[c:d])))
    return tuple(pieces)
