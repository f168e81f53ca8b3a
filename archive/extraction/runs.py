"""Runs of capitalised words, and what can be said of each word of one.

These signs are all that the statistical model sees. The model is trained on them, so a change
here means that it must be trained again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.extraction.structure import UPPER, Structure
from archive.extraction.tables import word_set
from archive.extraction.titles import Title
from archive.extraction.vocabulary import Vocabulary
from archive.text.stems import is_common_word, is_english_word

LONGEST = 40  # words: of a longer run the rest is another one
_INSIDE = word_set("inside names")
_SAID_BY = word_set("said by")
_NOTHING = "^"  # the word before the first one and after the last one
_GAPS = {" ": "_", ", ": ",", ". ": ".", ".": "a", " (": "(", ") ": ")", "": "_"}
_TELLING = '\n"“”().,:'


def find_runs(structure: Structure) -> list[range]:
    """The capitalised words that stand together, small words that may join them included."""
    runs: list[range] = []
    first, last = -1, -1
    for index in structure.capitals:
        if first >= 0 and index - first < LONGEST and _continues(structure, last, index):
            last = index
            continue
        if first >= 0:
            runs.append(range(first, last + 1))
        first = last = index
    return [*runs, range(first, last + 1)] if first >= 0 else runs


def _continues(structure: Structure, last: int, index: int) -> bool:
    if index == last + 1:
        return structure.joined(index) and " - " not in structure.gaps[index]
    between = structure.folded[last + 1]
    return (
        index == last + 2
        and (between in _INSIDE or between.isdigit())
        and structure.joined(index)
        and structure.joined(last + 1)
    )


@dataclass(frozen=True)
class Signs:
    """What one text says about its words, for all runs of it.

    `kinds` and `guesses` have one entry for each word: the kind of the known name it belongs to,
    and what the rules take it for, both empty for most.
    """

    structure: Structure
    words: Vocabulary
    titles: Sequence[Title]
    kinds: Sequence[str]
    guesses: Sequence[str]

    def of(self, run: range) -> Iterator[list[str]]:
        """The signs of each word of the run."""
        titled = {i: title.sort for title in self.titles for i in range(title.first, title.last)}
        around = list(self._around(run))
        for index in run:
            yield [
                *self._word(index),
                *self._place(index, run),
                *self._beside(index, titled),
                *around,
            ]

    def _word(self, index: int) -> Iterator[str]:
        structure, folded = self.structure, self.structure.folded[index]
        shape = structure.shapes[index]
        yield "b"
        yield f"w={folded}"
        yield f"s3={folded[-3:]}"
        yield f"p3={folded[:3]}"
        yield f"sh={shape}{min(len(folded), 5) if shape == UPPER else ''}"
        known = is_common_word(folded), is_english_word(folded), folded in structure.small
        yield "c=" + "".join("1" if answer else "0" for answer in known)
        if self.words.has("given", folded):
            yield "given"
        if folded in self.words.heads.root:
            yield "head"
        if structure.opens[index]:
            yield "open"
        if self.guesses[index]:
            yield f"r={self.guesses[index]}"

    def _place(self, index: int, run: range) -> Iterator[str]:
        first, last = index == run.start, index == run.stop - 1
        yield f"pos={'F' if first else 'M'}{'L' if last else ''}{min(len(run), 4)}"
        if not first and self.guesses[index - 1]:
            yield f"r-1={self.guesses[index - 1]}"
        if not last and self.guesses[index + 1]:
            yield f"r+1={self.guesses[index + 1]}"

    def _beside(self, index: int, titled: dict[int, str]) -> Iterator[str]:
        for place, other in (("", index), ("-1", index - 1), ("+1", index + 1)):
            if place:
                yield f"w{place}={self._folded(other)}"
            if other in titled:
                yield f"t{place}={titled[other]}"
            if 0 <= other < len(self.kinds) and self.kinds[other]:
                yield f"k{place}={self.kinds[other]}"
        yield f"g-={self._gap(index)}"
        yield f"g+={self._gap(index + 1)}"

    def _around(self, run: range) -> Iterator[str]:
        """What stands before and behind the run."""
        before, behind = self._folded(run.start - 1), self._folded(run.stop)
        yield f"A={before}"
        yield f"Z={behind}"
        yield f"Ag={self._gap(run.start)}"
        yield f"Zg={self._gap(run.stop)}"
        if self.words.has("place", before):
            yield "prep"
        if self.words.has("say", behind):
            yield "say"
        if before in _SAID_BY:
            yield "saidby"

    def _folded(self, index: int) -> str:
        folded = self.structure.folded
        return folded[index] if 0 <= index < len(folded) else _NOTHING

    def _gap(self, index: int) -> str:
        gaps = self.structure.gaps
        gap = gaps[index] if index < len(gaps) else "\n"
        return _GAPS.get(gap) or next((sign for sign in _TELLING if sign in gap), "o")
