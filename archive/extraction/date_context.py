"""What stands around a number in a text: whether it is a year, or counts something."""

from __future__ import annotations

import re
from functools import cache

from archive.extraction.date_words import DateWords

SPACE = r"[^\S\n]{1,3}"
YEARS = range(1000, 2101)  # what a bare number may mean as a year


@cache
def _ending_in(pieces: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{pieces})(?:\s{{1,3}}\(?|-)?$".replace(" ", SPACE), re.IGNORECASE
    )


@cache
def _beginning_with(pieces: str) -> re.Pattern[str]:
    return re.compile(rf"(?:\s{{0,2}}(?:{pieces}))(?!\w)", re.IGNORECASE)


_NEXT_WORD = re.compile(r"\s{1,3}([^\W\d_]+)")


def before(text: str, start: int, pieces: str) -> bool:
    """Whether one of these words stands directly before."""
    return bool(pieces and _ending_in(pieces).search(text[max(0, start - 40) : start]))


def follows(text: str, end: int, pieces: str) -> bool:
    """Whether one of these words stands directly behind."""
    return bool(pieces and _beginning_with(pieces).match(text, end))


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


def is_year(text: str, start: int, end: int, words: DateWords) -> bool:
    """Whether the four digits are a year, by the words around them."""
    year = int(text[start:end])
    if year not in YEARS or follows(text, end, words.counted) or text[end : end + 1] in {"%", "°"}:
        return False
    if follows(text, end, words.after_year) or before(text, start, words.year):
        return True
    countable = counts(text, end, words)
    if before(text, start, words.before_year):
        return not countable or (year >= 1900 and year % 100 != 0)
    if text[start - 1 : start] == "(" and text[end : end + 1] in {")", ";", ","}:
        return year >= 1900
    return before(text, start, words.before_year_weak) and year >= 1900 and not countable
