"""The forms in which dates are written, and what each means."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial

from archive.dates.edtf import UNKNOWN_YEAR
from archive.extraction.date_context import (
    LUNAR_YEARS,
    YEARS,
    before,
    counts,
    follows,
    is_exact,
    named_before,
)
from archive.extraction.date_forms import (
    DASH,
    NO_DATE,
    Form,
    Reading,
    Rule,
    compile_form,
    groups,
    valid,
)
from archive.extraction.date_jalali import SOLAR_DAYS, SOLAR_MONTHS, jalali_day, jalali_years
from archive.extraction.date_jalali import YEARS as JALALI_YEARS
from archive.extraction.date_words import DateWords, date_words

_SPELLED = {
    "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
    "twentieth": 20, "twenty-first": 21,
}  # fmt: skip
_ROMAN = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True)
class Rules:
    """The rules of a language by what they begin with; the first that fits is right."""

    words: DateWords
    days: tuple[Rule, ...]  # forms of whole days, in words or numbers: after a weekday too
    marked: tuple[Rule, ...]  # 6/8 and 6/8/24, dates only after a weekday or in brackets
    number: tuple[Rule, ...]
    month: tuple[Rule, ...]
    word: tuple[Rule, ...]


@cache
def rules(language: str) -> Rules:
    words = date_words(language)
    months = bool(words.months)
    days = _compile(words, SOLAR_DAYS) if words.solar_months else ()
    days += _compile(words, _NUMERIC_DAYS + (_DAYS if months else ()))
    if months and words.month_first:
        days += _compile(words, _MONTH_FIRST_DAYS)
    century = _compile(words, ((words.century, _century),)) if words.century else ()
    vague = _compile(words, ((words.vague, _vague),)) if words.vague else ()
    return Rules(
        words=words,
        days=days,
        marked=_compile(words, _MARKED),
        number=_compile(words, _YEARS) + _decades(words) + century + vague,
        month=_compile(words, _MONTHS + (SOLAR_MONTHS if words.solar_months else ()))
        if months
        else (),
        word=_parts(words) + _about(words) + century + vague,
    )


def _compile(words: DateWords, forms: tuple[Form, ...]) -> tuple[Rule, ...]:
    return tuple(Rule(compile_form(form, words), build) for form, build in forms)


# --- days with the month as a word -------------------------------------------------------


def _named_days(match: re.Match[str], words: DateWords) -> Reading | None:
    found = groups(match)
    # "may 5" and "march 3" are verbs; only 6 agustus 2024, whole, does without a capital.
    whole = "y2" in found and match[0][0].isdecimal()
    if words.capitals and not whole and not _capitals(found):
        return None
    year, month = found.get("y2", UNKNOWN_YEAR), words.months[found["m2"].lower()]
    last = _day(year, month, found["d2"])
    if "d1" not in found:
        return valid(last, "day" if "y2" in found else "day_without_year")
    first_month = words.months[found["m1"].lower()] if "m1" in found else month
    first_year = found.get("y1", year)
    if first_year.isdecimal() and "y1" not in found and first_month > month:
        first_year = str(int(year) - 1)  # 30 December to 2 January 2025
    first = _day(first_year, first_month, found["d1"])
    if "or" in found or ("and" in found and not _between(match, words)):
        days = [_day(year, month, found["d0"])] if "d0" in found else []
        return valid(_joined([*days, first, last], found), "range")
    return valid(f"{first}/{last}", "range")


def _capitals(found: Mapping[str, str]) -> bool:
    return all(found[name][0].isupper() for name in ("m1", "m2") if name in found)


def _day(year: str, month: int, day: str) -> str:
    return f"{year}-{month:02}-{int(day):02}"


def _joined(dates: list[str], found: Mapping[str, str]) -> str:
    return f"[{','.join(dates)}]" if "or" in found else f"{{{','.join(dates)}}}"


_DAYS: tuple[Form, ...] = (
    ("<D1><dm><M1>,? <Y1><to><D2><dm><M2>,? <Y2>", _named_days),
    ("<D1><dm><M1><to><D2><dm><M2><Y?>", _named_days),
    ("<D1><to><D2><dm><M2><Y?>", _named_days),
    ("(?:<D0>, )?<D1><join><D2><dm><M2><Y?>", _named_days),
    ("<D2><dm><M2><Y?>", _named_days),
)
_MONTH_FIRST_DAYS: tuple[Form, ...] = (
    ("<M1> <D1>,? <Y1><to><M2> <D2>,? <Y2>", _named_days),
    ("<M1> <D1><to><M2> <D2><Y?>", _named_days),
    ("<M2> <D1><to><D2><Y?>", _named_days),
    ("<M2> <D1><join><D2><Y?>", _named_days),
    ("<M2> <D2><Y?>", _named_days),
)


# --- days in numbers ---------------------------------------------------------------------


def _year_first(match: re.Match[str], words: DateWords) -> Reading | None:
    found = groups(match)
    if int(found["y"]) in JALALI_YEARS:
        return _jalali(words, found["y"], found["month"], found["day"])
    return valid(_day(found["y"], int(found["month"]), found["day"]), "day")


def _jalali(words: DateWords, year: str, month: str, day: str) -> Reading:
    """In Persian the day of that year; in other languages nobody writes 1403 AD in numbers."""
    if not words.solar_months:
        return NO_DATE
    return valid(jalali_day(int(year), int(month), int(day)), "day")


def _numbers(match: re.Match[str], words: DateWords) -> Reading | None:
    """6/8/2024, 6/8, or 5-7/8: by the language's order; in English both where both are days."""
    found = groups(match)
    year = found.get("y") or UNKNOWN_YEAR
    note = ""
    if year.isdecimal() and int(year) in JALALI_YEARS:
        return NO_DATE if "first" in found else _jalali(words, year, found["b"], found["a"])
    if len(year) == 2:
        year, note = UNKNOWN_YEAR, f"The text gives the year as {year}."
    readings = [_in_order(found, year, day_first=True)]
    if not words.day_first:
        readings.append(_in_order(found, year, day_first=False))
    days = sorted({reading for reading in readings if reading})
    if not days:
        return NO_DATE
    if len(days) > 1:
        if "first" in found:  # a span with two readings is left to people
            return Reading("", "vague", "Day and month can be read in either order.")
        return valid(f"[{','.join(days)}]", _basis(year), "Day and month may be in either order.")
    return valid(days[0], "range" if "/" in days[0] else _basis(year), note)


def _in_order(found: Mapping[str, str], year: str, *, day_first: bool) -> str:
    """EDTF of one way to read the numbers, "" where that is no date."""
    order = (0, 1) if day_first else (1, 0)
    pairs = [(found["a"], found["b"])]
    if "first" in found:
        pairs.insert(0, (found["first"], found.get("second") or found["b"]))
    days = []
    for pair in pairs:
        day, month = (int(pair[place]) for place in order)
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(2000, month)[1]:
            return ""
        days.append(f"{year}-{month:02}-{day:02}")
    return valid("/".join(days), "day").edtf


def _basis(year: str) -> str:
    return "day_without_year" if year == UNKNOWN_YEAR else "day"


_NUMERIC_DAYS: tuple[Form, ...] = (
    (
        r"(?P<y>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})",
        _year_first,
    ),
    (r"(?P<first>\d{1,2})[-–](?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>\d{4})", _numbers),
    (r"(?P<a>\d{1,2})(?P<sign>[-/.])(?P<b>\d{1,2})(?P=sign)(?P<y>\d{4})", _numbers),
)
_MARKED: tuple[Form, ...] = (
    (
        rf"(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}}){DASH}(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})(?:/(?P<y>\d{{4}}))?",
        _numbers,
    ),
    (r"(?P<first>\d{1,2})[-–](?P<a>\d{1,2})/(?P<b>\d{1,2})", _numbers),
    (r"(?P<a>\d{1,2})(?P<sign>[/.])(?P<b>\d{1,2})(?P=sign)(?P<y>\d{2})", _numbers),
    (r"(?P<a>\d{1,2})/(?: )?(?P<b>\d{1,2})", _numbers),
)


# --- months, years and longer --------------------------------------------------------------


def _months(match: re.Match[str], words: DateWords) -> Reading | None:
    found = groups(match)
    if words.capitals and not _capitals(found):
        return None
    numbers = [words.months[found[name].lower()] for name in ("m1", "m2") if name in found]
    last_year = found.get("y2", UNKNOWN_YEAR)
    last = f"{last_year}-{numbers[-1]:02}"
    if len(numbers) == 1:
        name = named_before(match.string, match.start(), match["m2"])
        return None if name else valid(last, "month")
    year = found.get("y1") or last_year
    if "y1" not in found and year.isdecimal() and numbers[0] > numbers[1]:
        year = str(int(year) - 1)
    first = f"{year}-{numbers[0]:02}"
    if "or" in found or ("and" in found and not _between(match, words)):
        return valid(_joined([first, last], found), "range")
    return valid(f"{first}/{last}", "range")


def _between(match: re.Match[str], words: DateWords) -> bool:
    return bool(words.between) and before(match.string, match.start(), words.between)


def _year_span(match: re.Match[str], words: DateWords) -> Reading | None:
    found = groups(match)
    first, last = found["y1"], found["y2"]
    if "short" in found:  # 1998-99; a month could not be so large
        last = first[:2] + last
    solar = _solar(words, first, last)
    earliest = JALALI_YEARS[0] if solar else JALALI_YEARS.stop
    if not earliest <= int(first) < int(last) <= YEARS[-1] or (
        "short" in found and int(last[2:]) <= 12
    ):
        return None
    if follows(match.string, match.end(), words.counted):
        return None
    if "and" in found and not _between(match, words):
        return None
    if solar:
        return Reading(jalali_years(int(first), int(last)), "range") if "or" not in found else None
    return valid(f"[{first},{last}]" if "or" in found else f"{first}/{last}", "range")


def _solar(words: DateWords, *years: str) -> bool:
    return bool(words.solar_months) and all(int(year) in JALALI_YEARS for year in years)


_MONTHS: tuple[Form, ...] = (
    ("<M1><of><Y1><to><M2><of><Y2>", _months),
    ("<M1>(?:<to>|<join>)<M2><of><Y2>", _months),
    ("<M1><to><M2>", _months),
    ("<M2><of><Y2>", _months),
)
_YEARS: tuple[Form, ...] = (
    ("<Y1>(?:<to>(?:<year> )?|<join>(?:<year> )?|/)<Y2>", _year_span),
    (r"<Y1>[-–/](?P<y2>(?P<short>\d{2}))", _year_span),
)


def _decade(match: re.Match[str], words: DateWords) -> Reading | None:
    ending = len(match[0]) > 4
    if not ending and not before(match.string, match.start(), words.before_decade):
        return None
    decade = groups(match)["decade"]
    if _solar(words, f"{decade}0"):
        return Reading(jalali_years(int(decade) * 10, int(decade) * 10 + 9), "decade")
    return valid(f"{decade}X", "decade")


def _decades(words: DateWords) -> tuple[Rule, ...]:
    ending = f"(?:{words.decade})" if words.decade else ""
    if not ending and not words.before_decade:
        return ()
    return _compile(words, ((rf"(?P<decade>1\d\d|20\d)0{ending}", _decade),))


def _century(match: re.Match[str], _words: DateWords) -> Reading | None:
    found = groups(match)
    if "century" in found:
        number = int(found["century"])
    elif "spelled" in found:
        number = _SPELLED[found["spelled"].lower()]
    else:
        number = _roman(found["roman"].upper())
    return valid(f"{number - 1:02}XX", "century") if 1 <= number <= 21 else NO_DATE


def _roman(digits: str) -> int:
    values = [_ROMAN[digit] for digit in digits]
    return sum(
        -value if any(later > value for later in values[place + 1 : place + 2]) else value
        for place, value in enumerate(values)
    )


def _vague(_match: re.Match[str], _words: DateWords) -> Reading | None:
    return Reading("", "vague", "A period without a fixed date.")


def _parts(words: DateWords) -> tuple[Rule, ...]:
    """Seasons, quarters and halves of a year that is given."""
    names = words.seasons + words.parts_of_year
    second = r"(?:(?:<to>|/)(?P<y3>\d{4})|[-–/](?P<short>\d{2}))?"
    forms = tuple((f"(?:{name})<of><Y2>{second}", partial(_part, number)) for name, number in names)
    return _compile(words, forms)


def _part(number: int, match: re.Match[str], _words: DateWords) -> Reading | None:
    found = groups(match)
    year = int(found["y2"])
    last = int(found.get("y3") or 0)
    if "short" in found:  # winter 2023-24, or 1999-00
        last = year - year % 100 + int(found["short"])
        last += 100 if last < year and found["short"] == "00" else 0
    if last:  # over new year, or of years that begin in another month: which part is not said
        return valid(f"{year}/{last}", "range") if last > year else NO_DATE
    return valid(f"{year}-{number}", "season")


def _about(words: DateWords) -> tuple[Rule, ...]:
    if not words.about:
        return ()
    lead = f"(?:{words.about})(?: (?:{words.of}))? " if words.of else f"(?:{words.about}) "
    month = (("" + lead + "<M2><of><Y2>", _about_month),) if words.months else ()
    return _compile(words, (*month, (lead.rstrip(" ") + "(?: )?<Y2>", _about_year)))


def _about_month(match: re.Match[str], words: DateWords) -> Reading | None:
    reading = _months(match, words)
    return valid(f"{reading.edtf}~", "about") if reading and reading.edtf else reading


def _about_year(match: re.Match[str], words: DateWords) -> Reading | None:
    year = groups(match)["y2"]
    amount = counts(match.string, match.end(), words) and not is_exact(int(year))
    if amount or follows(match.string, match.end(), words.counted) or int(year) not in YEARS:
        return None
    if words.lunar and int(year) in LUNAR_YEARS:
        return None
    if _solar(words, year):
        return valid(jalali_years(int(year), int(year), "~"), "about")
    return valid(f"{year}~", "about")
