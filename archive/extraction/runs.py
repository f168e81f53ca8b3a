"""Runs of capitalised words, and what can be said of each word of one.

These signs are all that the statistical model sees. The model is trained on them, so a change
here means that it must be trained again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

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

    @cached_property
    def titled(self) -> dict[int, str]:
        """The sort of title that each word of one belongs to."""
        return {i: title.sort for title in self.titles for i in range(title.first, title.last)}

    def of(self, run: range) -> Iterator[list[str]]:
        """The signs of each word of the run."""
        around = list(self._around(run))
        for index in run:
            yield [*self._word(index), *self._place(index, run), *self._beside(index), *around]

    def _word(self, index: int) -> list[str]:
        structure, folded = self.structure, self.structure.folded[index]
        shape = structure.shapes[index]
        signs = [*_spelling(folded, folded in structure.small)]
        signs.append(f"sh={shape}{min(len(folded), 5) if shape == UPPER else ''}")
        if self.words.has("given", folded):
            signs.append("given")
        if folded in self.words.heads.root:
            signs.append("head")
        if structure.opens[index]:
            signs.append("open")
        if self.guesses[index]:
            signs.append(f"r={self.guesses[index]}")
        return signs

    def _place(self, index: int, run: range) -> Iterator[str]:
        first, last = index == run.start, index == run.stop - 1
        yield f"pos={'F' if first else 'M'}{'L' if last else ''}{min(len(run), 4)}"
        if not first and self.guesses[index - 1]:
            yield f"r-1={self.guesses[index - 1]}"
        if not last and self.guesses[index + 1]:
            yield f"r+1={self.guesses[index + 1]}"

    def _beside(self, index: int) -> list[str]:
        signs = [
            f"w-1={self._folded(index - 1)}",
            f"w+1={self._folded(index + 1)}",
            f"g-={self._gap(index)}",
            f"g+={self._gap(index + 1)}",
        ]
        titled, kinds = self.titled, self.kinds
        for place, other in (("", index), ("-1", index - 1), ("+1", index + 1)):
            if other in titled:
                signs.append(f"t{place}={titled[other]}")
            if 0 <= other < len(kinds) and kinds[other]:
                signs.append(f"k{place}={kinds[other]}")
        return signs

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


@lru_cache(maxsize=100_000)
def _spelling(folded: str, small: bool) -> tuple[str, ...]:  # noqa: FBT001 - one answer of three
    """What the letters of a word say, and whether dictionaries and the text itself have it."""
    known = is_common_word(folded), is_english_word(folded), small
    answers = "".join("1" if answer else "0" for answer in known)
    return "b", f"w={folded}", f"s3={folded[-3:]}", f"p3={folded[:3]}", f"c={answers}"
