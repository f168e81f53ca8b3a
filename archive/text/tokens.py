"""Words and where they stand. Index, query, highlighter and gazetteer all cut text here.

A word is a run of letters with their marks, or digits; hyphens, apostrophes and all else part
words. Scripts that write no spaces are cut into overlapping pairs of characters.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import regex

from archive.text.fold import fold

WORD_LIMIT = 100  # characters: of a longer run only its beginning counts
CACHED_WORDS = 100_000  # folded words that are remembered, some 15 MB

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


class Token(NamedTuple):
    """A word as written and as compared. start and end are code points of the whole text."""

    text: str
    folded: str
    start: int
    end: int


@lru_cache(maxsize=CACHED_WORDS)
def _remembered(word: str) -> str:
    return _NOT_A_WORD.sub("", fold(word))[:WORD_LIMIT]


def fold_word(word: str) -> str:
    """A word folded, without what folding may bring in that is no letter; it may be empty."""
    if word.isascii():
        return word.lower()[:WORD_LIMIT]
    return _remembered(word) if len(word) <= WORD_LIMIT else _remembered.__wrapped__(word)


def tokenize(text: str) -> list[Token]:
    """The words of a text in order, with offsets in it."""
    if text.isascii():
        return _tokenize_ascii(text)
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


# The two that follow find what the whole pattern would, at two to three times its speed.


def _tokenize_ascii(text: str) -> list[Token]:
    folded, new = text.lower(), tuple.__new__
    return [
        new(Token, (text[start:end], folded[start:end][:WORD_LIMIT], start, end))
        for start, end in [match.span() for match in _ASCII_RUN.finditer(text)]
    ]


def _tokenize_spaced(text: str) -> list[Token]:
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
    return [token.folded for token in tokenize(text)]


def is_unspaced(word: str) -> bool:
    """Whether a folded word is of a script without spaces, so that it stands for characters."""
    return bool(_UNSPACED_CHARACTER.match(word))
