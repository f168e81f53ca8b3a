"""How a text is built: its words, how each is written, and where sentences and parts begin.

Made once per article and shared by all finders.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import compress, count, pairwise
from operator import not_

from archive.extraction.parts import Part, read_parts
from archive.extraction.tables import word_set
from archive.text.remembered import Remembered
from archive.text.tokens import Cut, cut

LOWER, CAPITAL, UPPER, SHOUTED = range(4)  # SHOUTED: in a line of capitals, which say nothing

ABBREVIATIONS = word_set("abbreviation")
_ENDING = re.compile(r"[.!?…。؟]['\"”’»)\]]*\s|[.!?…]['\"”»]|[“\"«„]|[::]\s|[—–•]\s")
_BREAKS = frozenset('\n,;:()[]{}"“”«»!?…/—|•*<>=')


@dataclass(frozen=True, slots=True)
class Structure:
    """The words of an article side by side: all sequences have one entry for each of them.

    `gaps[i]` is what stands between word i-1 and word i.
    """

    text: str
    texts: Sequence[str]  # the words as written
    folded: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    gaps: Sequence[str]
    shapes: list[int]
    opens: Sequence[bool]  # whether the word opens a sentence, a line or a quotation
    capitals: Sequence[int]  # the words with a capital, in lines where capitals say something
    raised: Sequence[int]  # the same and all words of lines that are in capitals
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
        return self.starts[first], self.ends[last - 1]

    def words(self, first: int, last: int) -> str:
        """The folded words first..last with single spaces."""
        return " ".join(self.folded[first:last])

    def in_title(self, index: int) -> bool:
        return index < self.title_tokens


def read_structure(title: str, body: str) -> Structure:
    """The structure of `title + two line ends + body`."""
    text = f"{title}\n\n{body}"
    found = cut(text)
    gaps = found.gaps or [""]
    shapes = _shapes(found)
    _mark_shouted(found.texts, shapes, gaps)
    parts = read_parts(title, body)
    ends = {part.kind: part.end for part in parts if part.kind in {"dateline", "lede"}}
    raised = list(compress(count(), shapes))
    return Structure(
        text,
        found.texts,
        found.folded,
        found.starts,
        found.ends,
        gaps,
        shapes,
        _opens(found, gaps),
        [index for index in raised if shapes[index] != SHOUTED],
        raised,
        frozenset(compress(found.folded, map(not_, shapes))),
        bisect_left(found.starts, len(title)),
        ends.get("lede", len(title) + 2),
        ends.get("dateline", len(title) + 2),
        parts,
    )


def _opens(found: Cut, gaps: Sequence[str]) -> list[bool]:
    """After a full stop that is no abbreviation's, a line end, a colon or an opening quote."""
    opens = [False] * len(gaps)
    for index in compress(found.apart, map(_ends.__getitem__, map(gaps.__getitem__, found.apart))):
        opens[index] = gaps[index] != ". " or not index or not _is_short(found, index - 1)
    opens[0] = True
    return opens


@partial(Remembered, limit=1_000)
def _ends(gap: str) -> bool:
    return "\n" in gap or _ENDING.search(gap) is not None


def _is_short(found: Cut, index: int) -> bool:
    """Whether a full stop behind the word may be its own: an abbreviation's or an initial's."""
    word = found.texts[index]
    return found.folded[index] in ABBREVIATIONS or (len(word) == 1 and word.isupper())


def _shapes(found: Cut) -> list[int]:
    """How each word is written."""
    shapes = [LOWER] * len(found.texts)
    for index in found.odd:
        word = found.texts[index]
        if word[0].isupper():
            shapes[index] = UPPER if len(word) > 1 and word.isupper() else CAPITAL
    return shapes


def _mark_shouted(texts: Sequence[str], shapes: list[int], gaps: Sequence[str]) -> None:
    """In a line where most words are all capitals, capitals tell nothing apart."""
    if shapes.count(UPPER) < 2:
        return
    line_ends = [index for index, gap in enumerate(gaps) if "\n" in gap and index]
    for start, end in pairwise([0, *line_ends, len(texts)]):
        if shapes[start:end].count(UPPER) < 2:
            continue
        words = [i for i in range(start, end) if len(texts[i]) > 1 and texts[i].isalpha()]
        loud = sum(1 for i in words if shapes[i] == UPPER)
        if len(words) > 2 and loud > 0.6 * len(words):
            shapes[start:end] = [SHOUTED] * (end - start)
