"""What a form of writing dates is: a pattern compiled for a language, and its reading.

No form repeats without a limit, so that every rule reads a bounded piece of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from archive.dates.edtf import EdtfError, validate
from archive.extraction.date_context import SPACE
from archive.extraction.date_words import DateWords

START = r"(?<!\w)(?<!\d[.,:/])"
END = r"(?:(?!\w)|(?=T\d\d:))(?![.,:/]\d)"
DASH = rf"(?:{SPACE})?[-–—](?:{SPACE})?"


@dataclass(frozen=True)
class Reading:
    """What a form says. Without EDTF it is known to be no date, and its words are passed over."""

    edtf: str = ""
    basis: str = ""
    note: str = ""


NO_DATE = Reading()
Build = Callable[[re.Match[str], DateWords], Reading | None]
Form = tuple[str, Build]


@dataclass(frozen=True)
class Rule:
    pattern: re.Pattern[str]
    build: Build


def compile_form(form: str, words: DateWords) -> re.Pattern[str]:
    """<D1> <M1> <Y1> are numbered days, months, years; <Y?> a year or none; <to>, <join>, <of>."""
    months = alternatives(words.months)
    ordinal = f"(?:{words.ordinal})?" if words.ordinal else ""
    of = f"(?: (?:{words.of}))?" if words.of else ""
    join = ",? (?:(?P<and>{})|(?P<or>{})) ".format(words.and_ or "(?!)", words.or_ or "(?!)")
    pieces = {
        "<to>": f"(?:{DASH}| (?:{words.to}) )" if words.to else DASH,
        "<join>": join,
        "<of>": f"(?:(?:,|{of}) |[-/])",
        "<dm>": "(?: (?:day )?of | |[-/])" if words.month_first else "(?: |[-/])",
        "<year>": f"(?:{words.year or '(?!)'})",
        "<Y?>": rf"(?:(?:(?:,|{of}) |[-/])(?P<y2>\d{{4}}){END})?",
    }
    for number in "012":
        pieces[f"<D{number}>"] = rf"(?P<d{number}>\d{{1,2}}){ordinal}"
        pieces[f"<M{number}>"] = rf"(?P<m{number}>{months})(?:/\w{{2,15}})?(?:\.(?=\s?\d))?"
        pieces[f"<J{number}>"] = rf"(?P<m{number}>{alternatives(words.solar_months)})(?: ماه)?"
        pieces[f"<Y{number}>"] = rf"(?P<y{number}>\d{{4}})"
    for name, piece in pieces.items():
        form = form.replace(name, piece)
    return re.compile(form.replace(" ", SPACE) + END, re.IGNORECASE)


def groups(match: re.Match[str]) -> dict[str, str]:
    """What stands in each group that was found, digits of any script as 0 to 9."""
    return {
        name: "".join(str(int(digit)) for digit in value) if value.isdecimal() else value
        for name, value in match.groupdict().items()
        if value
    }


def alternatives(names: Iterable[str]) -> str:
    """Any of these names, the longest first."""
    longest_first = sorted(names, key=len, reverse=True)
    return "|".join(re.escape(name).replace("\\ ", " ") for name in longest_first) or "(?!)"


def valid(edtf: str, basis: str, note: str = "") -> Reading:
    """The reading, unless there is no such day: 31 February is nothing at all."""
    try:
        return Reading(validate(edtf), basis, note)
    except EdtfError:
        return NO_DATE
