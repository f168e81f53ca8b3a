"""How a plain text is built: a title, paragraphs, and the byline at its very end."""

from __future__ import annotations

import re
from collections.abc import Sequence

# A byline is initials in brackets at the very end: (sl), (ab/cd), glued to the last word or not.
# Capitals in brackets there are rather an agency, a country or an organisation: (AFP), (US).
_BYLINE = re.compile(r"\s*\(\s*([^\W\d_]{2,5}(?:\s*[/,&-]\s*[^\W\d_]{2,5}){0,3})\s*\)\s*\.?\s*$")
_NO_BYLINES = frozenset(
    {"sic", "ed", "eds", "etc", "end", "fin", "tamat", "selesai", "habis", "dll",
     "dsb", "dst", "foto", "photo", "video", "update", "red", "more", "bag"}
)  # fmt: skip
_WRAPPED = range(40, 121)  # characters of a line that an editor has broken
_STOP = re.compile(r"[.!?…:;。！？؟۔][\"'”’»)\]]*$")


def split_text(text: str) -> tuple[str, tuple[str, ...]]:
    """The first line, and the paragraphs after it."""
    title, _end, rest = text.strip().partition("\n")
    return " ".join(title.split()), split_body(rest)


def split_body(text: str) -> tuple[str, ...]:
    """Blank lines part paragraphs, and so does each line end that no editor has put there."""
    blocks = re.split(r"\n[ \t]*\n", text.strip())
    return tuple(paragraph for block in blocks for paragraph in _paragraphs(block))


def split_byline(paragraphs: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The paragraphs without the initials at their very end, and these."""
    match = _BYLINE.search(paragraphs[-1]) if paragraphs else None
    if not match or not _is_initials(match[1]):
        return tuple(paragraphs), ""
    last = paragraphs[-1][: match.start()].rstrip()
    kept = (*paragraphs[:-1], last) if last else tuple(paragraphs[:-1])
    return (kept, match[1]) if kept else (tuple(paragraphs), "")


def _is_initials(words: str) -> bool:
    parts = re.split(r"\s*[/,&-]\s*", words)
    return words.islower() and not any(part in _NO_BYLINES for part in parts)


def _paragraphs(block: str) -> list[str]:
    lines = [" ".join(line.split()) for line in block.split("\n")]
    lines = [line for line in lines if line]
    return [" ".join(lines)] if _is_wrapped(lines) else lines


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether an editor broke the lines: all about as long, and few at the end of a sentence."""
    before = lines[:-1]
    if not before or not all(len(line) in _WRAPPED for line in before):
        return False
    return sum(1 for line in before if _STOP.search(line)) <= len(before) / 2
