"""Days, months and years of the Iranian solar calendar as EDTF of the Gregorian one."""

from __future__ import annotations

import re
from datetime import date, timedelta

import jdatetime

from archive.extraction.date_forms import NO_DATE, Form, Reading, groups, valid
from archive.extraction.date_words import DateWords

YEARS = range(1200, 1500)  # 1821 to 2121: a number in between is a year of this calendar
_CYCLE = range(1380, 1413)  # years in which every day of the month has been all it can be


def jalali_day(year: int, month: int, day: int) -> str:
    """EDTF of one day, "" where there is none: 30 Esfand of a common year."""
    try:
        return _gregorian(year, month, day).isoformat()
    except ValueError:
        return ""


def _day_without_year(month: int, day: int) -> str:
    """EDTF of the days it may be: the new year is on 20 or 21 March."""
    days = set()
    for year in _CYCLE:
        try:
            days.add(_gregorian(year, month, day).strftime("XXXX-%m-%d"))
        except ValueError:
            continue
    return f"[{','.join(sorted(days))}]" if len(days) > 1 else "".join(days)


def _month(year: int, month: int) -> str:
    """EDTF of a whole month: 1403-05 is 2024-07-22/2024-08-21."""
    after = (year + 1, 1) if month == 12 else (year, month + 1)
    return _span(_gregorian(year, month, 1), _gregorian(*after, 1))


def jalali_year(year: int) -> str:
    """EDTF of a whole year: 1403 is 2024-03-20/2025-03-20."""
    return _span(_gregorian(year, 1, 1), _gregorian(year + 1, 1, 1))


def jalali_years(first: int, last: int, sign: str = "") -> str:
    """EDTF from the first day of one year to the last of another; the sign, ~, behind each."""
    span = _span(_gregorian(first, 1, 1), _gregorian(last + 1, 1, 1))
    return "/".join(day + sign for day in span.split("/"))


def _gregorian(year: int, month: int, day: int) -> date:
    found: date = jdatetime.date(year, month, day).togregorian()
    return found


def _span(first: date, after: date) -> str:
    return f"{first}/{after - timedelta(1)}"


def _solar_days(match: re.Match[str], words: DateWords) -> Reading | None:
    found = groups(match)
    month, days = words.solar_months[found["m2"]], [found[n] for n in ("d1", "d2") if n in found]
    if "y2" not in found:
        if len(days) > 1 or not 1 <= int(days[0]) <= 31:
            return NO_DATE
        return valid(_day_without_year(month, int(days[0])), "day_without_year")
    if int(found["y2"]) not in YEARS:
        return NO_DATE
    each = [jalali_day(int(found["y2"]), month, int(day)) for day in days]
    return valid("/".join(each), "range" if len(each) > 1 else "day")


def _solar_months(match: re.Match[str], words: DateWords) -> Reading | None:
    found = groups(match)
    if int(found["y2"]) not in YEARS:
        return NO_DATE
    return valid(_month(int(found["y2"]), words.solar_months[found["m2"]]), "month")


SOLAR_DAYS: tuple[Form, ...] = (
    ("<D1><to><D2> <J2><Y?>", _solar_days),
    ("<D2> <J2><Y?>", _solar_days),
)
SOLAR_MONTHS: tuple[Form, ...] = (("<J2><of><Y2>", _solar_months),)
