"""Two edited at once, or a text has changed: what differs, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from archive.models import SEPARATOR, Article

COMPARED = (
    "title", "language", "byline", "source", "source_key", "url", "status", "withdrawn_reason",
    "date_edtf", "date_basis", "date_note",
)  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """Words that both have, or that only one has: kind is same, gone or new."""

    kind: str
    text: str


@dataclass(frozen=True)
class Conflict:
    """One field in which the article and the form differ."""

    label: str
    pieces: tuple[Piece, ...]


def conflicts(article: Article, given: Mapping[str, Any]) -> list[Conflict]:
    """Gone is what the archive has and the form has not, new what only the form has."""
    found = [
        Conflict(str(Article._meta.get_field(name).verbose_name), words(theirs, mine))  # type: ignore[union-attr]
        for name in COMPARED
        if name in given and (theirs := said(article, name)) != (mine := str(given[name] or ""))
    ]
    if "body" in given and article.body != given["body"]:
        found.append(Conflict("", paragraphs(article.body, given["body"])))
    return found


def said(article: Article, name: str) -> str:
    return str(getattr(article, name) or "")


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
