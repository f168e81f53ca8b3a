"""The date of an article as citation formats take it: no more exact than it is known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from archive.dates.edtf import Date, Edtf, Interval, bounds_of
from archive.dates.wording import ENGLISH
from archive.dates.words import say

Parts = tuple[int, ...]  # year, year and month, or year, month and day


@dataclass(frozen=True)
class Issued:
    """`start` is what all possible days share, or the first part of a span; () when unknown."""

    start: Parts = ()
    end: Parts = ()  # of a span
    season: int = 0  # 1 spring .. 4 winter
    certain: bool = True  # False: more days are possible than the parts can say
    words: str = ""

    @property
    def year(self) -> str:
        """One year, a span of years, or n.d. (no date)."""
        if not self.start:
            return "n.d."
        return "–".join(dict.fromkeys(str(parts[0]) for parts in (self.start, self.end) if parts))

    @property
    def month(self) -> int | None:
        """The month, when it is one and the same."""
        months = {parts[:2] for parts in (self.start, self.end) if parts}
        (first, *others) = months or {()}
        return first[1] if len(first) > 1 and not others else None

    @property
    def day(self) -> int | None:
        return self.start[2] if len(self.start) > 2 and not self.end else None


@lru_cache(maxsize=1024)
def issued(date: Edtf | None) -> Issued:
    if date is None:
        return Issued()
    words = say(date, ENGLISH)
    if isinstance(date, Date):
        return _of_date(date, words)
    if isinstance(date, Interval) and date.start and date.end and date.start.year_known:
        start, end = _parts(date.start), _parts(date.end, last=True)
        exact = not any("X" in str(part) or part.qualifier for part in date.ends)
        return Issued(start, end if end != start else (), 0, exact, words)
    return _hull(date, words)


def _of_date(date: Date, words: str) -> Issued:
    if not date.year_known or "X" in str(date):
        return _hull(date, words)
    season = date.part - 20 if date.part and date.part <= 24 else 0
    certain = not date.qualifier and (not date.part or bool(season))
    return Issued(_parts(date), (), season, certain, words)


def _parts(date: Date, *, last: bool = False) -> Parts:
    """Year, month and day as far as they are given; of a decade the first or the last year."""
    year = date.years[last]
    if date.part or not date.month:
        return (year,)
    known = (year, int(date.month))
    return (*known, int(date.day)) if date.day.isdecimal() else known


def _hull(date: Edtf, words: str) -> Issued:
    """What the first and the last possible day have in common, or the years between them."""
    earliest, latest = bounds_of(date)
    days = [(day.year, day.month, day.day) for day in (earliest, latest) if day]
    if not days:
        return Issued((), (), 0, certain=False, words=words)
    first, last = days[0], days[-1]
    if first[0] != last[0]:
        return Issued(first[:1], last[:1], 0, certain=False, words=words)
    if len(days) == 1 or first[1] != last[1]:
        return Issued(first[:1], (), 0, certain=False, words=words)
    return Issued(first[:2], (), 0, certain=False, words=words)
