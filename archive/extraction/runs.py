"""Runs of capitalised words, and what can be said of each word of one.

These signs are all that the statistical model sees. The model is trained on them, so a change
here means that it must be trained again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import repeat
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
_KINDS = (
    *("pos", "w-1", "w+1", "g-", "g+", "r", "r-1", "r+1", "k", "k-1", "k+1", "t", "t-1", "t+1"),
    *("A", "Z", "Ag", "Zg"),
)
_BY_GAP = frozenset({"g-", "g+", "Ag", "Zg"})
REMEMBERED = 20_000  # signs of each kind

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
    """How signs are handed on: in words to train a model, as what they say to ask it.

    An empty value is no sign. Signs of a word wherever it stands may be joined. All are remembered.
    """

    def __init__(
        self,
        written: Callable[[str], Sign],
        joined: Callable[[Iterable[Sign]], tuple[Sign, ...]] = tuple,
    ) -> None:
        self._written, self._joined = written, joined
        self.of = {kind: Remembered(partial(self._sign, kind), REMEMBERED) for kind in _KINDS}
        # Of a word wherever it stands, always as many.
        self.words: Remembered[WordKey, tuple[Sign, ...]] = Remembered(self._of_word, REMEMBERED)

    def _sign(self, kind: str, value: str) -> Sign:
        if kind in _BY_GAP:
            value = _gap_sign(value)
        return self._written(f"{kind}={value}" if value else "")

    def _of_word(self, key: WordKey) -> tuple[Sign, ...]:
        return self._joined(map(self._written, _of_word(key)))

    def signs(self, kind: str, values: Iterable[str]) -> list[Sign]:
        """The sign of each value."""
        return list(map(self.of[kind].__getitem__, values))

    def flag(self, name: str, values: Iterable[bool]) -> list[Sign]:
        """A sign for each value, or none."""
        signs = self._written(""), self._written(name)
        return [signs[value] for value in values]


Columns = list[Sequence[Sign]]


@dataclass(frozen=True)
class Signs:
    """What one text says about its words.

    `kinds` and `guesses` have one entry for each word: the kind of the known name it belongs to,
    and what the rules take it for, both empty for most.
    """

    structure: Structure
    language: str
    titles: Sequence[Title]
    kinds: Sequence[str]
    guesses: Sequence[str]

    def of_words(self, runs: Sequence[range], book: SignBook[Sign]) -> Columns[Sign]:
        """One sign of all words of the runs in each column: of each by itself, where it stands
        in its run, and what its neighbours are."""
        words = [index for run in runs for index in run]
        return [*self._alone(words, book), *self._beside(runs, words, book)]

    def _alone(self, words: Sequence[int], book: SignBook[Sign]) -> Iterable[Sequence[Sign]]:
        structure = self.structure
        folded = [structure.folded[index] for index in words]
        keys = zip(
            folded,
            [structure.shapes[index] for index in words],
            map(structure.small.__contains__, folded),
            [structure.opens[index] for index in words],
            repeat(self.language),
            strict=False,
        )
        return zip(*map(book.words.__getitem__, keys), strict=True)

    def _beside(
        self, runs: Sequence[range], words: Sequence[int], book: SignBook[Sign]
    ) -> Columns[Sign]:
        """The words, gaps, guesses, known kinds and titles around each word."""
        folded = [_NOTHING, *self.structure.folded, _NOTHING]
        gaps = [*self.structure.gaps, "\n"]
        guesses, kinds, titled = self.guesses, ["", *self.kinds, ""], [""] * len(folded)
        for title in self.titles:
            titled[title.first + 1 : title.last + 1] = [title.sort] * (title.last - title.first)
        signs, before, behind = book.signs, words, [index + 1 for index in words]
        further = [index + 2 for index in words]
        firsts = {run.start for run in runs}
        lasts = {run.stop - 1 for run in runs}
        return [
            signs("pos", [place for run in runs for place in _places(len(run))]),
            signs("w-1", map(folded.__getitem__, before)),
            signs("w+1", map(folded.__getitem__, further)),
            signs("g-", map(gaps.__getitem__, words)),
            signs("g+", map(gaps.__getitem__, behind)),
            signs("r", map(guesses.__getitem__, words)),
            signs("r-1", ["" if i in firsts else guesses[i - 1] for i in words]),
            signs("r+1", ["" if i in lasts else guesses[i + 1] for i in words]),
            signs("k", map(kinds.__getitem__, behind)),
            signs("k-1", map(kinds.__getitem__, before)),
            signs("k+1", map(kinds.__getitem__, further)),
            signs("t", map(titled.__getitem__, behind)),
            signs("t-1", map(titled.__getitem__, before)),
            signs("t+1", map(titled.__getitem__, further)),
        ]

    def of_runs(self, runs: Sequence[range], book: SignBook[Sign]) -> Columns[Sign]:
        """One sign of all runs in each column: what stands before and behind them."""
        words, folded = vocabulary(self.language).words, [*self.structure.folded, _NOTHING]
        gaps = [*self.structure.gaps, "\n"]
        before = [folded[run.start - 1] for run in runs]
        behind = [folded[run.stop] for run in runs]
        return [
            book.signs("A", before),
            book.signs("Z", behind),
            book.signs("Ag", [gaps[run.start] for run in runs]),
            book.signs("Zg", [gaps[run.stop] for run in runs]),
            book.flag("prep", map(words["place"].__contains__, before)),
            book.flag("say", map(words["say"].__contains__, behind)),
            book.flag("saidby", map(_SAID_BY.__contains__, before)),
        ]


@cache
def _places(length: int) -> Sequence[str]:
    """Where each word of a run of so many stands in it: first, in the middle, last."""
    return tuple(
        f"{'M' if index else 'F'}{'L' if index == length - 1 else ''}{min(length, 4)}"
        for index in range(length)
    )


def _gap_sign(gap: str) -> str:
    return _GAPS.get(gap) or next((sign for sign in _TELLING if sign in gap), "o")


def _of_word(key: WordKey) -> list[str]:
    folded, shape, small, opens, language = key
    words = vocabulary(language)
    length = str(min(len(folded), 5)) if shape == UPPER else ""
    known = (is_common_word(folded), is_english_word(folded), small)
    answers = "".join("1" if answer else "0" for answer in known)
    return [
        "b",
        f"w={folded}",
        f"s3={folded[-3:]}",
        f"p3={folded[:3]}",
        f"sh={shape}{length}",
        f"c={answers}",
        "given" if words.has("given", folded) else "",
        "head" if folded in words.heads.root else "",
        "open" if opens else "",
    ]
