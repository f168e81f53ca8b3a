"""Runs of capitalised words, and what can be said of each word of one.

These signs are all that the statistical model sees. The model is trained on them, so a change
here means that it must be trained again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.extraction.structure import UPPER, Structure
from archive.extraction.tables import word_set
from archive.extraction.titles import Title
from archive.extraction.vocabulary import vocabulary
from archive.text.stems import is_common_word, is_english_word

LONGEST = 40  # words: of a longer run the rest is another one
_INSIDE = word_set("inside names")
_SAID_BY = word_set("said by")
_PLACE_HEADS = word_set("place head")
_DIRECTIONS = word_set("direction")
_CLITICS = word_set("no syllable")
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
            runs.append(_whole(structure, first, last))
        first = last = index
    return [*runs, _whole(structure, first, last)] if first >= 0 else runs


def _whole(structure: Structure, first: int, last: int) -> range:
    """The run with small words that may belong to a place: "kota Bandung", "Sumatera selatan"."""
    before = first - 1
    if first and structure.folded[before] in _PLACE_HEADS and structure.gaps[first] == " ":
        first = before
    last = _with_syllable(structure, first, last)
    behind = last + 1
    if behind < len(structure.tokens) and structure.gaps[behind] == " ":
        last = behind if structure.tokens[behind].text in _DIRECTIONS else last
    return range(first, last + 1)


def _with_syllable(structure: Structure, first: int, last: int) -> int:
    """The last word of a run, with the "woo" of "Park Jin-woo"."""
    index = last + 1
    if last == first or index == len(structure.tokens) or structure.gaps[index] != "-":
        return last
    word = structure.tokens[index].text
    return index if word.islower() and len(word) <= 5 and word not in _CLITICS else last


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
    language: str
    titles: Sequence[Title]
    kinds: Sequence[str]
    guesses: Sequence[str]

    def of_runs(self) -> Iterator[tuple[range, list[list[str]]]]:
        """Each run, and the signs of each of its words."""
        titled = {i: title.sort for title in self.titles for i in range(title.first, title.last)}
        for run in find_runs(self.structure):
            around = self._around(run)
            yield run, [[*self._alone(i), *self._beside(i, run, titled), *around] for i in run]

    def _alone(self, index: int) -> tuple[str, ...]:
        structure = self.structure
        folded = structure.folded[index]
        return _of_word(
            folded,
            structure.shapes[index],
            small=folded in structure.small,
            opens=structure.opens[index],
            language=self.language,
        )

    def _beside(self, index: int, run: range, titled: dict[int, str]) -> list[str]:
        """Where the word stands in its run, and what its neighbours are."""
        folded, kinds, guesses = self.structure.folded, self.kinds, self.guesses
        first, last = index == run.start, index == run.stop - 1
        before, behind = index - 1, index + 1
        end = behind == len(folded)
        signs = [
            f"pos={'F' if first else 'M'}{'L' if last else ''}{min(len(run), 4)}",
            f"w-1={folded[before] if index else _NOTHING}",
            f"w+1={_NOTHING if end else folded[behind]}",
            f"g-={self._gap(index)}",
            f"g+={self._gap(behind)}",
        ]
        if guesses[index]:
            signs.append(f"r={guesses[index]}")
        if not first and guesses[before]:
            signs.append(f"r-1={guesses[before]}")
        if not last and guesses[behind]:
            signs.append(f"r+1={guesses[behind]}")
        if kinds[index]:
            signs.append(f"k={kinds[index]}")
        if index and kinds[before]:
            signs.append(f"k-1={kinds[before]}")
        if not end and kinds[behind]:
            signs.append(f"k+1={kinds[behind]}")
        for place, other in (("t=", index), ("t-1=", before), ("t+1=", behind)):
            if other in titled:
                signs.append(place + titled[other])
        return signs

    def _around(self, run: range) -> list[str]:
        """What stands before and behind the run."""
        folded, words = self.structure.folded, vocabulary(self.language)
        before = folded[run.start - 1] if run.start else _NOTHING
        behind = folded[run.stop] if run.stop < len(folded) else _NOTHING
        signs = [f"A={before}", f"Z={behind}"]
        signs += [f"Ag={self._gap(run.start)}", f"Zg={self._gap(run.stop)}"]
        if words.has("place", before):
            signs.append("prep")
        if words.has("say", behind):
            signs.append("say")
        if before in _SAID_BY:
            signs.append("saidby")
        return signs

    def _gap(self, index: int) -> str:
        gaps = self.structure.gaps
        gap = gaps[index] if index < len(gaps) else "\n"
        return _GAPS.get(gap) or next((sign for sign in _TELLING if sign in gap), "o")


@lru_cache(maxsize=50_000)
def _of_word(
    folded: str, shape: int, *, small: bool, opens: bool, language: str
) -> tuple[str, ...]:
    """The signs of a word wherever it stands."""
    words = vocabulary(language)
    length = str(min(len(folded), 5)) if shape == UPPER else ""
    known = (is_common_word(folded), is_english_word(folded), small)
    answers = "".join("1" if answer else "0" for answer in known)
    signs = ["b", f"w={folded}", f"s3={folded[-3:]}", f"p3={folded[:3]}", f"sh={shape}{length}"]
    signs.append(f"c={answers}")
    signs += ["given"] if words.has("given", folded) else []
    signs += ["head"] if folded in words.heads.root else []
    signs += ["open"] if opens else []
    return tuple(signs)
