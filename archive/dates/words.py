"""A date as people say it: "5 or 6 August 2024", "1990-an". Never more exact than the EDTF."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from archive.dates.edtf import Date, DateSet, Edtf, EdtfError, Interval, parse
from archive.dates.wording import ENGLISH, WORDINGS, Wording

Join = Callable[[Sequence[str]], str]


def in_words(edtf: str, language: str) -> str:
    """The date in a reader's language (en, id; others get English); "" for no date.

    What is not EDTF is given back as it stands: no page fails on a date.
    """
    if not edtf:
        return ""
    try:
        parsed = parse(edtf)
    except EdtfError:
        return edtf
    return say(parsed, WORDINGS.get(language.partition("-")[0], ENGLISH))


def say(parsed: Edtf, wording: Wording) -> str:
    """A parsed date in the words of a language or of a style of citing."""
    if isinstance(parsed, Date):
        return _date(parsed, wording)
    if isinstance(parsed, Interval):
        return _interval(parsed, wording)
    return _set(parsed, wording)


def _date(found: Date, wording: Wording) -> str:
    words = _unqualified(found, wording)
    template = {"~": wording.about, "?": wording.uncertain, "%": wording.both}
    return template.get(found.qualifier, "{a}").format(a=words)


def _unqualified(found: Date, wording: Wording) -> str:
    if not found.month:
        return _year(found, wording)
    if not found.day:
        return _with_year(_month(found, wording), found, wording)
    if "X" in found.day:  # some of the digits: the days it may be
        days = [Date(found.year, found.month, f"{day.day:02}") for day in (found.first, found.last)]
        return _shared(days, wording, _pair(wording.between))
    return _with_year(_day(found, wording), found, wording)


def _year(found: Date, wording: Wording) -> str:
    if not found.year_known:
        return wording.year_unknown
    if "X" not in found.year:
        return str(int(found.year))
    first, last = found.years
    if found.year.count("X") == 1:
        return wording.decade.format(year=int(found.year.replace("X", "0")))
    return wording.years.format(a=first, b=last)


def _month(found: Date, wording: Wording) -> str:
    return wording.parts[found.part] if found.part else wording.months[int(found.month) - 1]


def _day(found: Date, wording: Wording) -> str:
    return wording.day_month.format(day=int(found.day), month=_month(found, wording))


def _with_year(rest: str, found: Date, wording: Wording) -> str:
    if "X" in found.year:
        template = wording.loosely
    else:
        template = wording.dated if found.day else wording.monthly
    return template.format(rest=rest, year=_year(found, wording))


def _interval(interval: Interval, wording: Wording) -> str:
    if interval.start and interval.end:
        return _shared([interval.start, interval.end], wording, _dash)
    if interval.start:
        return wording.since.format(a=_date(interval.start, wording))
    return wording.until.format(a=say(interval.ends[0], wording))


def _set(found: DateSet, wording: Wording) -> str:
    join = _list(wording.or_ if found.kind == "one" else wording.and_)
    dates = [member for member in found.members if isinstance(member, Date)]
    if len(dates) == len(found.members):
        return _shared(dates, wording, join)
    one = found.kind == "one"
    words = [
        _date(member, wording) if isinstance(member, Date) else _run(member, wording, one=one)
        for member in found.members
    ]
    if len(words) > 1:  # a comma, so that "between 1998 and 2001, or 2005" has one reading
        words[-2] += ","
    return join(words)


def _run(interval: Interval, wording: Wording, *, one: bool) -> str:
    """The days of a set from .. to: any of them, or all of them."""
    if interval.start and interval.end:
        template = wording.between if one else wording.through
        return _shared([interval.start, interval.end], wording, _pair(template))
    if interval.start:
        template = wording.or_later if one else wording.since
    else:
        template = wording.or_earlier if one else wording.until
    return template.format(a=_date(interval.ends[0], wording))


def _shared(dates: Sequence[Date], wording: Wording, join: Join) -> str:
    """Dates joined, what they have in common at the end said once: 5 or 6 August 2024."""
    first = dates[0]
    plain = all(day.month and not day.qualifier and "X" not in day.day for day in dates)
    plain = plain and (not first.year_known or "X" not in first.year)
    days = [bool(day.day) for day in dates]
    if plain and len({day.year for day in dates}) == 1 and len(set(days)) == 1:
        if not first.day:
            return _with_year(join([_month(day, wording) for day in dates]), first, wording)
        if len({day.month for day in dates}) == 1:
            joined = join([str(int(day.day)) for day in dates])
            rest = wording.day_month.format(day=joined, month=_month(first, wording))
            return _with_year(rest, first, wording)
        return _with_year(join([_day(day, wording) for day in dates]), first, wording)
    return join([_date(day, wording) for day in dates])


def _dash(words: Sequence[str]) -> str:
    """An en dash, with spaces where the ends are of several words."""
    return (" – " if any(" " in word for word in words) else "–").join(words)


def _pair(template: str) -> Join:
    return lambda words: template.format(a=words[0], b=words[1])


def _list(conjunction: str) -> Join:
    def join(words: Sequence[str]) -> str:
        if len(words) == 1:
            return words[0]
        return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"

    return join
