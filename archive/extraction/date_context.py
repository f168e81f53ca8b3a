"""What stands around a number in a text: whether it is a year, or counts something."""

from __future__ import annotations

import re
from functools import cache

from archive.extraction.date_words import DateWords

SPACE = r"[^\S\n]{1,3}"
YEARS = range(1000, 2101)  # what a bare number may mean as a year
LUNAR_YEARS = range(1300, 1501)  # of the Hijra, 1882 to 2078: as years of our era no news
EXACT = 1700  # from here on a number that is not round is hardly an amount
RECENT = range(1900, 2060)  # years that the press writes without a word for year
_LABELLED = frozenset("#№§$€£¥/\\=_@*+-–—&'’")  # right before a number that is no bare year
_NEARBY = 40  # characters

_GIVEN = frozenset({"may", "april", "june", "august"})  # months that people are called
_LEADING = frozenset({
    "in", "on", "by", "since", "until", "till", "early", "late", "mid", "last", "next", "this",
    "from", "to", "the", "during", "of", "before", "after", "and", "or", "through", "for",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
})  # fmt: skip

_NEXT_WORD = re.compile(r"\s{1,3}([^\W\d_]+)")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w'’.]{0,30})[^\S\n]{1,2}$")
_NUMBER_BEFORE = re.compile(r"\d[.%]?(?:,|\s?[^\W\d_]{1,4})?\s{1,2}$")
_OPENING = re.compile(r"(?:^|[\n.!?:][\s\"“”'’]{0,3})$")
_ENDING = re.compile(r"[\s\"“”'’]{0,2}(?:[.,;:)!?\]]|$|\n)")


@cache
def _ending_in(pieces: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{pieces})(?:\s{{1,3}}\(?|-)?$".replace(" ", SPACE), re.IGNORECASE
    )


@cache
def _beginning_with(pieces: str) -> re.Pattern[str]:
    return re.compile(rf"(?:\s{{0,2}}(?:{pieces}))(?!\w)", re.IGNORECASE)


def before(text: str, start: int, pieces: str) -> bool:
    """Whether one of these words stands directly before."""
    return bool(pieces and _ending_in(pieces).search(text[max(0, start - _NEARBY) : start]))


def follows(text: str, end: int, pieces: str) -> bool:
    """Whether one of these words stands directly behind."""
    return bool(pieces and _beginning_with(pieces).match(text, end))


def named_before(text: str, start: int, month: str) -> bool:
    """Whether the month is rather a name behind another: Theresa May 2017, Brian April."""
    if month.lower() not in _GIVEN:
        return False
    name = _WORD_BEFORE.search(text[max(0, start - _NEARBY) : start])
    return name is not None and name[1][0].isupper() and name[1].lower() not in _LEADING


def counts(text: str, end: int, words: DateWords) -> bool:
    """Whether the number before is of something: 2000 people, 1998 km, 2000%."""
    if text[end : end + 2].lstrip()[:1] in {"%", "°", "€", "$"} or follows(
        text, end, words.counted
    ):
        return True
    following = _NEXT_WORD.match(text, end)
    if not following or not words.function_words:
        return False
    word = following[1]
    return word.islower() and word not in words.function_words.split("|")


def is_exact(year: int) -> bool:
    """Whether few would count so many: 1998 may be of anything that is listed, 2000 of all."""
    return year >= EXACT and year % 100 != 0


def is_year(text: str, start: int, end: int, words: DateWords) -> bool:
    """Whether the four digits are a year, by the words around them."""
    year = int(text[start:end])
    if year not in YEARS or follows(text, end, words.counted) or text[end : end + 1] in {"%", "°"}:
        return False
    if follows(text, end, words.after_year) or before(text, start, words.year):
        return True
    countable = counts(text, end, words)
    if before(text, start, words.before_year):
        return not countable or is_exact(year)
    if text[start - 1 : start] == "(" and text[end : end + 1] in {")", ";", ","}:
        return year >= 1900
    if before(text, start, words.before_year_weak):
        return year >= 1900 and not countable
    return bool(words.labels) and _stands_bare(text, start, end, words, countable=countable)


def _stands_bare(text: str, start: int, end: int, words: DateWords, *, countable: bool) -> bool:
    """A year beside a noun: a 1988 agreement, kesepakatan nuklir 2015, Asian Games 2018.

    Such a number counts nothing, is nobody's number, and is not one of several numbers.
    """
    year, lead = int(text[start:end]), text[max(0, start - _NEARBY) : start]
    if text[start - 1 : start] in _LABELLED or _NUMBER_BEFORE.search(lead):
        return False
    noun = _WORD_BEFORE.search(lead)
    if noun is None:  # 1998 was a hard year
        opens = _OPENING.search(lead) is not None and follows(text, end, words.function_words)
        return opens and year in RECENT and year % 100 != 0
    if _is_label(noun[1].lower().rstrip("."), words):
        return False
    if year in RECENT and year % 100 != 0:
        return True
    closed = _ENDING.match(text, end) or follows(text, end, words.function_words)
    return 1400 <= year < RECENT.stop and noun[1][0].isupper() and bool(closed) and not countable


@cache
def _labels(labels: str) -> frozenset[str]:
    return frozenset(labels.split("|"))


def _is_label(word: str, words: DateWords) -> bool:
    return word in _labels(words.labels)
