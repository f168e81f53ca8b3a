"""EDTF as validated strings: what the archive accepts, its one canonical form, and its bounds.

Levels 0 to 2 of the Extended Date/Time Format (ISO 8601-2:2019) as far as an archive needs
them. There are no times of day and no time zones, so that nothing ever shifts a day.
"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date

from archive.dates.errors import EdtfError

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "UNKNOWN_YEAR",
    "Date",
    "DateSet",
    "Edtf",
    "EdtfError",
    "Interval",
    "bounds",
    "bounds_of",
    "is_qualified",
    "parse",
    "validate",
]

FIRST_YEAR, LAST_YEAR = 1, 9998  # 0 and 9999 are what programs write for "unknown"
UNKNOWN_YEAR = "XXXX"
QUALIFIERS = frozenset("?~%")  # uncertain, about, both
LEAP_YEAR = 2000  # stands for an unknown year, so that 29 February is a day

# Parts of a year: their first and last month. A season is at other months in the other
# hemisphere, so that all that is known of "spring 2004" is its year.
PARTS = {
    21: (1, 12), 22: (1, 12), 23: (1, 12), 24: (1, 12),  # spring, summer, autumn, winter
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),  # quarters
    40: (1, 6), 41: (7, 12),  # halves
}  # fmt: skip

_DATE = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{1,3}X{1,3}|XXXX)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|[0-3]X|XX))?)?(?P<qualifier>[?~%]?)"
)
_MAX_LENGTH = 100  # what the database holds


@dataclass(frozen=True, slots=True)
class Date:
    """One date: digits as written, X where a digit is not known, "" where nothing is said."""

    year: str
    month: str = ""
    day: str = ""
    qualifier: str = ""  # "?" uncertain, "~" about, "%" both

    def __str__(self) -> str:
        return "-".join(part for part in (self.year, self.month, self.day) if part) + self.qualifier

    @property
    def year_known(self) -> bool:
        return self.year != UNKNOWN_YEAR

    @property
    def part(self) -> int | None:
        """The number of a season, quarter or half year, where the date is one."""
        number = int(self.month) if self.month.isdecimal() else 0
        return number if number > 12 else None

    @property
    def years(self) -> tuple[int, int]:
        """First and last year; for an unknown year a leap year, to compare days with."""
        if not self.year_known:
            return LEAP_YEAR, LEAP_YEAR
        first, last = int(self.year.replace("X", "0")), int(self.year.replace("X", "9"))
        first = max(first, FIRST_YEAR)
        if (self.month, self.day) == ("02", "29"):  # only leap years have the day
            leap = [year for year in range(first, last + 1) if isleap(year)]
            return leap[0], leap[-1]
        return first, last

    @property
    def months(self) -> tuple[int, int]:
        if self.part:
            return PARTS[self.part]
        return (int(self.month), int(self.month)) if self.month.isdecimal() else (1, 12)

    @property
    def first(self) -> date:
        day = self.day.replace("XX", "01").replace("0X", "01").replace("X", "0")
        return date(self.years[0], self.months[0], int(day or 1))

    @property
    def last(self) -> date:
        year, month = self.years[1], self.months[1]
        end = monthrange(year, month)[1]
        day = self.day.replace("XX", "31").replace("X", "9")
        return date(year, month, min(int(day or 31), end))


@dataclass(frozen=True, slots=True)
class Interval:
    """From start to end, both included; None is an open end. Within a set: any of these."""

    start: Date | None
    end: Date | None
    sign: str = "/"  # "/" between the ends of an interval, ".." within a set

    def __str__(self) -> str:
        if self.sign == "..":
            return f"{self.start or ''}..{self.end or ''}"
        return f"{self.start or '..'}/{self.end or '..'}"

    @property
    def ends(self) -> tuple[Date, ...]:
        return tuple(end for end in (self.start, self.end) if end)


@dataclass(frozen=True, slots=True)
class DateSet:
    """One of these dates ("one") or all of them ("all")."""

    kind: str
    members: tuple[Date | Interval, ...]

    def __str__(self) -> str:
        inside = ",".join(map(str, self.members))
        return f"[{inside}]" if self.kind == "one" else f"{{{inside}}}"

    @property
    def ends(self) -> tuple[Date, ...]:
        found: list[Date] = []
        for member in self.members:
            found.extend([member] if isinstance(member, Date) else member.ends)
        return tuple(found)


Edtf = Date | Interval | DateSet


def validate(edtf: str) -> str:
    """The canonical form. Raises EdtfError with a plain sentence when it is not a date."""
    return str(parse(edtf))


def bounds(edtf: str) -> tuple[date | None, date | None]:
    """First and last possible day; None for an open end, both None when no year is known.

    A qualifier adds no days: how many "about" would be worth is not for us to invent.
    Raises EdtfError when it is not a date.
    """
    return bounds_of(parse(edtf))


def is_qualified(edtf: str) -> bool:
    """Whoever wrote the date was not sure of it, however exact it looks."""
    return not QUALIFIERS.isdisjoint(edtf)


def parse(edtf: str) -> Edtf:
    """The date in its parts. Raises EdtfError with a plain sentence."""
    text = re.sub(r"\s+", "", edtf.upper())
    if not text:
        raise EdtfError("empty")
    if len(text) > _MAX_LENGTH:
        raise EdtfError("too_long", limit=_MAX_LENGTH)
    if text[0] + text[-1] in {"[]", "{}"}:
        return _parse_set(text, edtf)
    if "/" in text:
        return _parse_interval(text, edtf)
    return _parse_date(text, edtf)


def bounds_of(parsed: Edtf) -> tuple[date | None, date | None]:
    if isinstance(parsed, Date):
        return (parsed.first, parsed.last) if parsed.year_known else (None, None)
    if isinstance(parsed, Interval):
        if not all(end.year_known for end in parsed.ends):
            return None, None
        return (
            parsed.start.first if parsed.start else None,
            parsed.end.last if parsed.end else None,
        )
    spans = [bounds_of(member) for member in parsed.members]
    earliest, latest = [first for first, _ in spans], [last for _, last in spans]
    return (
        None if None in earliest else min(day for day in earliest if day),
        None if None in latest else max(day for day in latest if day),
    )


def _parse_date(text: str, whole: str) -> Date:
    match = _DATE.fullmatch(text)
    if not match:
        raise EdtfError("time" if "T" in text and ":" in text else "form", text=whole.strip())
    found = Date(*(match[name] or "" for name in ("year", "month", "day", "qualifier")))
    _check_year(found)
    _check_month(found)
    _check_day(found)
    return _shortest(found)


def _check_year(found: Date) -> None:
    if not found.year_known:
        if not found.month.isdecimal() or found.part:
            raise EdtfError("nothing_known")
        return
    if len(found.year) != 4:
        raise EdtfError("form", text=str(found))
    if not FIRST_YEAR <= int(found.year.replace("X", "9")) <= LAST_YEAR:
        raise EdtfError("year", text=found.year, first=FIRST_YEAR, last=LAST_YEAR)


def _check_month(found: Date) -> None:
    if found.month.isdecimal() and not 1 <= int(found.month) <= 12 and found.part not in PARTS:
        raise EdtfError("month", text=found.month)
    if found.day and (found.part or (found.month == "XX" and found.day != "XX")):
        raise EdtfError("day_of_no_month", text=str(found))


def _check_day(found: Date) -> None:
    if not found.day or found.month == "XX":
        return
    # A decade has leap years, and so may an unknown year: 29 February is possible there.
    year = LEAP_YEAR if "X" in found.year else int(found.year)
    end = monthrange(year, int(found.month))[1]
    first = int(found.day.replace("XX", "01").replace("0X", "01").replace("X", "0"))
    if not 1 <= first <= end:
        raise EdtfError("day", text=found.day, month=found.month, year=found.year, days=end)


def _shortest(found: Date) -> Date:
    """Unknown parts at the end say nothing: 1998-XX is 1998."""
    day = "" if found.day == "XX" else found.day
    month = "" if found.month == "XX" else found.month
    return Date(found.year, month, day, found.qualifier)


def _parse_interval(text: str, whole: str) -> Interval:
    ends = text.split("/")
    if len(ends) != 2 or not all(ends):
        raise EdtfError("interval", text=whole.strip())
    start, end = (None if part == ".." else _parse_date(part, whole) for part in ends)
    return _in_order(Interval(start, end), whole)


def _in_order(interval: Interval, whole: str) -> Interval:
    start, end = interval.start, interval.end
    if not interval.ends:
        raise EdtfError("both_open")
    if start and end:
        if start.year_known != end.year_known:
            raise EdtfError("one_year_unknown")
        # Without a year, 30 December to 2 January may well be in order.
        if start.year_known and start.first > end.last:
            raise EdtfError("reversed", text=whole.strip())
    return interval


def _parse_set(text: str, whole: str) -> DateSet | Date:
    parts = text[1:-1].split(",")
    if not all(parts):
        raise EdtfError("set", text=whole.strip())
    members = {str(member): member for member in (_parse_member(part, whole) for part in parts)}
    kind = "one" if text[0] == "[" else "all"
    found = DateSet(kind, tuple(sorted(members.values(), key=_sort_key)))
    if len({end.year_known for end in found.ends}) > 1:
        raise EdtfError("one_year_unknown")
    if len(found.members) == 1 and isinstance(found.members[0], Date):
        return found.members[0]
    return found


def _parse_member(text: str, whole: str) -> Date | Interval:
    start, dots, end = text.partition("..")
    if not dots:
        return _parse_date(text, whole)
    interval = Interval(
        _parse_date(start, whole) if start else None,
        _parse_date(end, whole) if end else None,
        sign="..",
    )
    return _in_order(interval, whole)


def _sort_key(member: Date | Interval) -> tuple[date, date, str]:
    if isinstance(member, Date):
        return member.first, member.last, str(member)
    first = member.start.first if member.start else date.min
    last = member.end.last if member.end else date.max
    return first, last, str(member)
