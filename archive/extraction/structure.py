"""How a text is built: its words, how each is written, and where sentences and parts begin.

Made once per article and shared by all finders.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from archive.extraction.parts import Part, read_parts
from archive.extraction.tables import word_set
from archive.text.tokens import Token, tokenize

LOWER, CAPITAL, UPPER, SHOUTED = range(4)  # SHOUTED: in a line of capitals, which say nothing
CAPITALS = frozenset({CAPITAL, UPPER})

ABBREVIATIONS = word_set("abbreviation")
_ENDING = re.compile(r"[.!?…。؟]['\"”’»)\]]*\s|[.!?…]['\"”»]|[“\"«„]|[::]\s|[—–•]\s")
_CLOSE = frozenset({" ", "-", ", ", "'"})  # gaps within a sentence
_start = attrgetter("start")
_BREAKS = frozenset('\n,;:()[]{}"“”«»!?…/—|•*<>=')


@dataclass(frozen=True)
class Structure:
    """The words of an article. `gaps[i]` is what stands between word i-1 and word i."""

    text: str
    tokens: Sequence[Token]
    folded: Sequence[str]
    gaps: Sequence[str]
    shapes: Sequence[int]
    opens: Sequence[bool]  # whether the word opens a sentence, a line or a quotation
    capitals: Sequence[int]  # the words with a capital, in lines where capitals say something
    small: frozenset[str]  # folded words that the text writes without a capital
    title_tokens: int  # words before this one are the title's
    lede_end: int  # an offset: what starts before it is in the title or the lede
    dateline_end: int  # an offset: what ends before it and after the title is in the dateline
    parts: Sequence[Part]

    def joined(self, index: int) -> bool:
        """Whether the word stands with the one before it in one phrase."""
        gap = self.gaps[index]
        return gap == " " or (index > 0 and not any(c in _BREAKS for c in gap) and ". " not in gap)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The offsets of the words first..last, the latter not counted in."""
        return self.tokens[first].start, self.tokens[last - 1].end

    def words(self, first: int, last: int) -> str:
        """The folded words first..last with single spaces."""
        return " ".join(self.folded[first:last])

    def in_title(self, index: int) -> bool:
        return index < self.title_tokens


def read_structure(title: str, body: str) -> Structure:
    """The structure of `title + two line ends + body`."""
    text = f"{title}\n\n{body}"
    tokens = tokenize(text)
    gaps = [text[: tokens[0].start] if tokens else ""]
    gaps += [text[left.end : right.start] for left, right in pairwise(tokens)]
    folded = [token.folded for token in tokens]
    shapes, small = _shapes(tokens, folded, gaps)
    parts = read_parts(title, body)
    ends = {part.kind: part.end for part in parts if part.kind in {"dateline", "lede"}}
    return Structure(
        text,
        tokens,
        folded,
        gaps,
        shapes,
        _opens(tokens, gaps),
        [index for index, shape in enumerate(shapes) if shape in CAPITALS],
        small,
        bisect_left(tokens, len(title), key=_start),
        ends.get("lede", len(title) + 2),
        ends.get("dateline", len(title) + 2),
        parts,
    )


def _opens(tokens: Sequence[Token], gaps: Sequence[str]) -> list[bool]:
    """After a full stop that is no abbreviation's, a line end, a colon or an opening quote."""
    opens = [gap not in _CLOSE for gap in gaps]
    for index, apart in enumerate(opens):
        if not apart or index == 0 or "\n" in gaps[index]:
            continue
        before = tokens[index - 1]
        abbreviated = gaps[index] == ". " and (
            before.folded in ABBREVIATIONS or (len(before.text) == 1 and before.text.isupper())
        )
        opens[index] = not abbreviated and _ENDING.search(gaps[index]) is not None
    if opens:
        opens[0] = True
    return opens


def _shapes(
    tokens: Sequence[Token], folded: Sequence[str], gaps: Sequence[str]
) -> tuple[list[int], frozenset[str]]:
    """How each word is written, and the folded words that are written small somewhere."""
    shapes = [_shape(token.text) if token.text[0].isupper() else LOWER for token in tokens]
    line_ends = [index for index, gap in enumerate(gaps) if "\n" in gap and index]
    for start, end in pairwise([0, *line_ends, len(tokens)]):
        _mark_shouted(tokens, shapes, start, end)
    small = {word for word, shape in zip(folded, shapes, strict=True) if shape == LOWER}
    return shapes, frozenset(small)


def _shape(word: str) -> int:
    return UPPER if len(word) > 1 and word.isupper() else CAPITAL


def _mark_shouted(tokens: Sequence[Token], shapes: list[int], start: int, end: int) -> None:
    """In a line where most words are all capitals, capitals tell nothing apart."""
    if shapes[start:end].count(UPPER) < 2:
        return
    words = [i for i in range(start, end) if len(tokens[i].text) > 1 and tokens[i].text.isalpha()]
    loud = sum(1 for i in words if shapes[i] == UPPER)
    if len(words) > 2 and loud > 0.6 * len(words):
        shapes[start:end] = [SHOUTED] * (end - start)
