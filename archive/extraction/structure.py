"""How a text is built: its words, how each is written, and where sentences and parts begin.

Made once per article and shared by all finders.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.extraction.tables import word_set
from archive.text.tokens import Token, tokenize

LOWER, CAPITAL, UPPER, SHOUTED = range(4)  # SHOUTED: in a line of capitals, which say nothing
LEDE_LENGTH = 600  # characters of the first paragraph that count as its lede

ABBREVIATIONS = word_set("abbreviation")
_ENDING = re.compile(r"[.!?…。؟]['\"”’»)\]]*\s|[.!?…]['\"”»]|[“\"«„]|[::]\s|[—–•]\s")
_DATELINE = re.compile(r"[^\n]{2,70}?(?:,\s\w+\s?[-–—]{1,2}|\s[-–—]{1,2}\s|\s?[—–]\s?|\s--\s?)")
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
    title_tokens = sum(1 for token in tokens[: len(title) + 1] if token.start < len(title))
    body_start = len(title) + 2
    paragraph_end = text.find("\n", body_start) if body.strip() else body_start
    lede_end = len(text) if paragraph_end < 0 else paragraph_end
    dateline = _DATELINE.match(text, body_start)
    shapes = _shapes(tokens, gaps)
    return Structure(
        text,
        tokens,
        [token.folded for token in tokens],
        gaps,
        shapes,
        _opens(tokens, gaps),
        [index for index, shape in enumerate(shapes) if shape in {CAPITAL, UPPER}],
        frozenset(t.folded for t, shape in zip(tokens, shapes, strict=True) if shape == LOWER),
        title_tokens,
        min(lede_end, body_start + LEDE_LENGTH),
        dateline.end() if dateline else body_start,
    )


def _opens(tokens: Sequence[Token], gaps: Sequence[str]) -> list[bool]:
    """After a full stop that is no abbreviation's, a line end, a colon or an opening quote."""
    opens = [True] * len(tokens)
    for index in range(1, len(tokens)):
        gap = gaps[index]
        if gap in {" ", "-", ", ", "'"}:
            opens[index] = False
        elif "\n" not in gap:
            before = tokens[index - 1]
            abbreviated = gap == ". " and (
                before.folded in ABBREVIATIONS or (len(before.text) == 1 and before.text.isupper())
            )
            opens[index] = not abbreviated and bool(_ENDING.search(gap))
    return opens


def _shapes(tokens: Sequence[Token], gaps: Sequence[str]) -> list[int]:
    shapes = [_shape(token.text) for token in tokens]
    start = 0
    for index in range(1, len(tokens) + 1):
        if index == len(tokens) or "\n" in gaps[index]:
            _mark_shouted(tokens, shapes, start, index)
            start = index
    return shapes


def _shape(word: str) -> int:
    if not word[0].isupper():
        return LOWER
    return UPPER if len(word) > 1 and word.isupper() else CAPITAL


def _mark_shouted(tokens: Sequence[Token], shapes: list[int], start: int, end: int) -> None:
    """In a line where most words are all capitals, capitals tell nothing apart."""
    words = [i for i in range(start, end) if len(tokens[i].text) > 1 and tokens[i].text.isalpha()]
    loud = sum(1 for i in words if shapes[i] == UPPER)
    if len(words) > 2 and loud > 0.6 * len(words):
        shapes[start:end] = [SHOUTED] * (end - start)
