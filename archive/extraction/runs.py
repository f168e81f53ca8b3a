"""Runs of capitalised words, and what can be said of each word of one.

These signs are all that the statistical model sees. The model is trained on them, so a change
here means that it must be trained again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from archive.extraction.structure import UPPER, Structure
from archive.extraction.tables import word_set
from archive.extraction.titles import Title
from archive.extraction.vocabulary import vocabulary
from archive.text.remembered import Remembered
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
FEW_SIGNS, MANY_SIGNS = 1_000, 20_000  # that are remembered: of their sorts, and of words

Sign = TypeVar("Sign")
WordKey = tuple[str, int, bool, bool, str]  # folded, shape, small somewhere, opens, language


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
    if behind < len(structure.folded) and structure.gaps[behind] == " ":
        last = behind if structure.texts[behind] in _DIRECTIONS else last
    return range(first, last + 1)


def _with_syllable(structure: Structure, first: int, last: int) -> int:
    """The last word of a run, with the "woo" of "Park Jin-woo"."""
    index = last + 1
    if last == first or index == len(structure.folded) or structure.gaps[index] != "-":
        return last
    word = structure.texts[index]
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


class SignBook(Generic[Sign]):
    """How signs are handed on: in words to train a model, by its numbers to ask it.

    `of["w-1"]["rusia"]` is the sign that the word before is "rusia". All are remembered.
    """

    def __init__(self, written: Callable[[str], Sign]) -> None:
        self.written = Remembered(written, FEW_SIGNS)
        self.of = {
            kind: Remembered(partial(_sign, written, kind), MANY_SIGNS)
            for kind in ("w-1", "w+1", "g-", "g+", "A", "Z", "Ag", "Zg")
        }
        self.words: dict[WordKey, tuple[Sign, ...]] = {}

    def of_word(self, key: WordKey) -> tuple[Sign, ...]:
        """The signs of a word wherever it stands."""
        signs = self.words.get(key)
        if signs is None:
            if len(self.words) >= MANY_SIGNS:
                self.words.clear()
            signs = self.words[key] = tuple(map(self.written.answer, _of_word(key)))
        return signs


def _sign(written: Callable[[str], Sign], kind: str, value: str) -> Sign:
    return written(f"{kind}={value}")


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

    def of_runs(self, book: SignBook[Sign]) -> Iterator[tuple[range, list[list[Sign]]]]:
        """Each run, and the signs of each of its words."""
        titled = {i: title.sort for title in self.titles for i in range(title.first, title.last)}
        for run in find_runs(self.structure):
            around = self._around(run, book)
            yield (
                run,
                [
                    [*self._alone(i, book), *self._beside(i, run, titled, book), *around]
                    for i in run
                ],
            )

    def _alone(self, index: int, book: SignBook[Sign]) -> tuple[Sign, ...]:
        structure = self.structure
        folded = structure.folded[index]
        shape, small = structure.shapes[index], folded in structure.small
        return book.of_word((folded, shape, small, structure.opens[index], self.language))

    def _beside(
        self, index: int, run: range, titled: Mapping[int, str], book: SignBook[Sign]
    ) -> list[Sign]:
        """Where the word stands in its run, and what its neighbours are."""
        folded, kinds, guesses = self.structure.folded, self.kinds, self.guesses
        written, of = book.written, book.of
        first, last = index == run.start, index == run.stop - 1
        before, behind = index - 1, index + 1
        end = behind == len(folded)
        signs = [
            written[f"pos={'F' if first else 'M'}{'L' if last else ''}{min(len(run), 4)}"],
            of["w-1"][folded[before] if index else _NOTHING],
            of["w+1"][_NOTHING if end else folded[behind]],
            of["g-"][self._gap(index)],
            of["g+"][self._gap(behind)],
        ]
        if guesses[index]:
            signs.append(written[f"r={guesses[index]}"])
        if not first and guesses[before]:
            signs.append(written[f"r-1={guesses[before]}"])
        if not last and guesses[behind]:
            signs.append(written[f"r+1={guesses[behind]}"])
        if kinds[index]:
            signs.append(written[f"k={kinds[index]}"])
        if index and kinds[before]:
            signs.append(written[f"k-1={kinds[before]}"])
        if not end and kinds[behind]:
            signs.append(written[f"k+1={kinds[behind]}"])
        for place, other in (("t=", index), ("t-1=", before), ("t+1=", behind)):
            if other in titled:
                signs.append(written[place + titled[other]])
        return signs

    def _around(self, run: range, book: SignBook[Sign]) -> list[Sign]:
        """What stands before and behind the run."""
        folded, words, of = self.structure.folded, vocabulary(self.language), book.of
        before = folded[run.start - 1] if run.start else _NOTHING
        behind = folded[run.stop] if run.stop < len(folded) else _NOTHING
        signs = [of["A"][before], of["Z"][behind]]
        signs += [of["Ag"][self._gap(run.start)], of["Zg"][self._gap(run.stop)]]
        if words.has("place", before):
            signs.append(book.written["prep"])
        if words.has("say", behind):
            signs.append(book.written["say"])
        if before in _SAID_BY:
            signs.append(book.written["saidby"])
        return signs

    def _gap(self, index: int) -> str:
        gaps = self.structure.gaps
        return _gap_signs[gaps[index] if index < len(gaps) else "\n"]


@partial(Remembered, limit=1_000)
def _gap_signs(gap: str) -> str:
    return _GAPS.get(gap) or next((sign for sign in _TELLING if sign in gap), "o")


def _of_word(key: WordKey) -> list[str]:
    folded, shape, small, opens, language = key
    words = vocabulary(language)
    length = str(min(len(folded), 5)) if shape == UPPER else ""
    known = (is_common_word(folded), is_english_word(folded), small)
    answers = "".join("1" if answer else "0" for answer in known)
    signs = ["b", f"w={folded}", f"s3={folded[-3:]}", f"p3={folded[:3]}", f"sh={shape}{length}"]
    signs.append(f"c={answers}")
    signs += ["given"] if words.has("given", folded) else []
    signs += ["head"] if folded in words.heads.root else []
    signs += ["open"] if opens else []
    return signs
