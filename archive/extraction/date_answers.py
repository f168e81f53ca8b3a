"""Whether a date found is the date of a gold set, where two hands may cut and write it differently.

The words may differ by what stands around a date: its weekday, brackets, an article, the word for
year or month, and the part of the period ("awal 2022", "2022"). The value may be written another
way (199X, 1990/1999), and gold may give the whole of what a part is of (2024 for 2024-35).
"""

from __future__ import annotations

import re
from functools import cache

from archive.dates.edtf import Date, EdtfError, bounds, parse
from archive.extraction.date_forms import alternatives
from archive.extraction.date_words import date_words

_BESIDE = (
    "the|a|an|in|on|of|by|day|date|dated|tanggal|tgl|pada|hari|bulan|tahun|year|month|era|dekade|"
    "dasawarsa|masa|le|la|les|du|en|année|années"
)

Answer = tuple[str, str]  # the words and EDTF


def same_date(found: Answer, gold: Answer, language: str) -> bool:
    """Whether both are the same words and the same value."""
    return _core(found[0], language) == _core(gold[0], language) and _same_value(found[1], gold[1])


def _core(words: str, language: str) -> str:
    """The words of the date itself, in lower case with single spaces."""
    left = " ".join(words.lower().split()).strip(" ()[],.")
    while (shorter := _around(language).sub("", left).strip(" ()[],.")) not in {left, ""}:
        left = shorter
    return left


@cache
def _around(language: str) -> re.Pattern[str]:
    words = date_words(language)
    pieces = [alternatives(words.weekdays), words.times_of_day, words.part, _BESIDE]
    beside = "|".join(piece for piece in pieces if piece)
    return re.compile(rf"^(?:{beside})(?!\w)[\s-]*|\s+(?:{beside})$")


def _same_value(found: str, gold: str) -> bool:
    mine, theirs = _plain(found), _plain(gold)
    if mine == theirs:
        return True
    try:
        if bounds(mine) == bounds(theirs) != (None, None):
            return True
        parsed = parse(mine)
    except EdtfError:
        return False
    return isinstance(parsed, Date) and bool(parsed.part) and parsed.year == theirs


def _plain(edtf: str) -> str:
    """In canonical form where it has one, without marks of doubt."""
    try:
        return re.sub("[?~%]", "", str(parse(edtf)))
    except EdtfError:
        return edtf.strip()
