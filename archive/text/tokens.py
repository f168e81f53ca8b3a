"""Words and where they stand. Index, query, highlighter and gazetteer all cut text here.

A word is a run of letters with their marks, or digits; hyphens, apostrophes and all else part
words. Scripts that write no spaces are cut into overlapping pairs of characters.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import regex
from numpy.typing import NDArray

from archive.text.fold import fold
from archive.text.remembered import WORD_LIMIT, Remembered

_JOINERS = r"\u00ad\u200c\u200d\u2060"  # inside words of Persian, Indic and hyphenated texts
_UNSPACED = (
    r"[[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\u30fc\uff70\uff9e\uff9f]"
    r"&&[\p{L}\p{M}\p{Nl}]]"
)
_RUN = regex.compile(
    rf"(?V1)(?P<unspaced>{_UNSPACED}(?:{_UNSPACED}|\p{{M}})*)"
    rf"|[[\p{{L}}\p{{Nd}}]--{_UNSPACED}][[\p{{L}}\p{{M}}\p{{Nd}}{_JOINERS}]--{_UNSPACED}]*"
)
_SPACED_RUN = regex.compile(rf"[\p{{L}}\p{{Nd}}][\p{{L}}\p{{M}}\p{{Nd}}{_JOINERS}]*")
_UNSPACED_CHARACTER = regex.compile(rf"(?V1){_UNSPACED}")
_CHARACTER = regex.compile(r".[\p{M}\uff9e\uff9f]*")  # with its vowel signs and voicing marks
_NOT_A_WORD = regex.compile(r"(?V1)[^\p{L}\p{M}\p{N}]+")
_ASCII_RUN = re.compile(r"[A-Za-z0-9]+")
# Latin and Cyrillic letters, general punctuation and signs of money: in texts of these alone
# words are runs of letters and numbers as Python knows them.
_LATIN = re.compile(
    r"[\0-\xac\xae-\xb1\xb4-\xb8\xba\xbb\xbf-\u024f\u0400-\u0481\u048a-\u052f"
    r"\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*"
)
_IN_WORDS = np.array([chr(code).isalnum() for code in range(0x20C0)])  # by code point
_ODD = _IN_WORDS.copy()
_ODD[ord("a") : ord("z") + 1] = False
_CODES = f"utf-32-{sys.byteorder[0]}e"  # characters by their numbers


class Token(NamedTuple):
    """A word as written and as compared. start and end are code points of the whole text."""

    text: str
    folded: str
    start: int
    end: int


def _fold_word(word: str) -> str:
    """A word folded, without what folding may bring in that is no letter; it may be empty."""
    if word.isascii():
        return word.lower()[:WORD_LIMIT]
    return _NOT_A_WORD.sub("", fold(word))[:WORD_LIMIT]


_folds = Remembered(_fold_word)
fold_word = _folds.__getitem__


@dataclass(frozen=True, slots=True)
class Cut:
    """The words of a text side by side. `gaps[i]` is what stands between word i-1 and word i."""

    texts: Sequence[str]  # as written
    folded: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    gaps: Sequence[str]
    odd: Sequence[int]  # the words that are not all in small plain letters: few
    apart: Sequence[int]  # the words that do not stand one space behind another: few


def cut(text: str) -> Cut:
    """The words of a text as `tokenize` finds them, at many times its speed."""
    if not _is_plain(text):
        return _cut_slowly(text)
    codes = np.frombuffer(f" {text} ".encode(_CODES), np.uint32)
    inside = _IN_WORDS.take(codes)
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[::2], edges[1::2]
    texts = _characters(np.where(inside, codes, ord(" "))).split()
    outside = ~inside
    outside[starts + 1] = True  # one letter of each word parts what stands between them
    gaps = _characters(np.where(inside, ord("a"), codes)[outside])[1:].split("a")
    wide = (starts[1:] - ends[:-1] != 1) | (codes[starts[1:]] != ord(" "))
    odd = ends - starts > WORD_LIMIT
    odd[np.searchsorted(starts, np.flatnonzero(_ODD.take(codes)), "left") - 1] = True
    folded, others = texts.copy(), np.flatnonzero(odd).tolist()
    for index in others:
        folded[index] = fold_word(texts[index])
    apart = [0, *(np.flatnonzero(wide) + 1).tolist()]
    return Cut(texts, folded, _numbers(starts), _numbers(ends), gaps[:-1], others, apart)


def _characters(codes: NDArray[np.uint32]) -> str:
    return codes.astype(np.uint32, copy=False).tobytes().decode(_CODES)


def _numbers(places: NDArray[np.intp]) -> array[int]:
    return array("q", places.tobytes())


def _is_plain(text: str) -> bool:
    """Whether a text is without the rarer characters that need a longer look."""
    return text.isascii() or _LATIN.fullmatch(text) is not None


def _cut_slowly(text: str) -> Cut:
    tokens = tokenize(text)
    ends = [0, *(token.end for token in tokens)]
    return Cut(
        [token.text for token in tokens],
        [token.folded for token in tokens],
        array("l", [token.start for token in tokens]),
        array("l", ends[1:]),
        [text[end : token.start] for end, token in zip(ends, tokens, strict=False)],
        range(len(tokens)),
        range(len(tokens)),
    )


def tokenize(text: str) -> list[Token]:
    """The words of a text in order, with offsets in it."""
    if _is_plain(text):
        pieces = cut(text)
        return list(map(Token, pieces.texts, pieces.folded, pieces.starts, pieces.ends))
    if _UNSPACED_CHARACTER.search(text) is None:
        return _tokenize_spaced(text)
    found: list[Token] = []
    for match in _RUN.finditer(text):
        start, end = match.span()
        if match["unspaced"] is not None:
            found.extend(_pairs(text, start, end))
        elif folded := fold_word(text[start:end]):
            found.append(Token(text[start:end], folded, start, end))
    return found


def _tokenize_spaced(text: str) -> list[Token]:
    """What the whole pattern would find, at two to three times its speed."""
    found, new = [], tuple.__new__
    for match in _SPACED_RUN.finditer(text):
        word = match[0]
        if folded := fold_word(word):
            found.append(new(Token, (word, folded, *match.span())))
    return found


def _pairs(text: str, start: int, end: int) -> list[Token]:
    """Overlapping pairs of characters of an unspaced run; a lone character as itself."""
    spans = [match.span() for match in _CHARACTER.finditer(text, start, end)]
    if len(spans) > 1:
        spans = [(first, last) for (first, _), (_, last) in pairwise(spans)]
    tokens = ((text[a:b], fold_word(text[a:b]), a, b) for a, b in spans)
    return [Token(*token) for token in tokens if token[1]]


def words(text: str) -> list[str]:
    """The folded words of a text, as `tokenize` finds them but faster."""
    if text.isascii():
        return [word[:WORD_LIMIT] for word in _ASCII_RUN.findall(text.lower())]
    return list(cut(text).folded)


def is_unspaced(word: str) -> bool:
    """Whether a folded word is of a script without spaces, so that it stands for characters."""
    return bool(_UNSPACED_CHARACTER.match(word))
