"""What a reader types into a date box, in English or Indonesian, as EDTF."""

from __future__ import annotations

import re
from functools import cache

from archive.dates.edtf import UNKNOWN_YEAR, EdtfError, validate
from archive.dates.names import month_names, plain, weekday_names

_LANGUAGES = ("en", "id")
_LONGEST = 100
_DAY = r"(?P<NAME>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = rf"(?P<NAME>\d{{4}}|{UNKNOWN_YEAR})"
_TO = r"(?: ?(?:-|/) ?| (?:to|until|till|hingga|sampai|s\.?d\.?) )"
_OR = r" (?:or|atau) "
_ABOUT = re.compile(r"(?:about|around|circa|c\.|ca\.|sekitar|kira-kira) ?(?P<rest>.+)")
_PERHAPS = re.compile(r"(?:perhaps|possibly|mungkin) (?P<rest>.+)")
_UNTIL = re.compile(r"(?:until|till|hingga|sampai) (?P<rest>.+)")
_SINCE = re.compile(r"(?:from|since|sejak|dari) (?P<rest>.+)")
_DECADE = re.compile(r"(?P<decade>\d{3})0(?:'?s|-an)")
_NUMERIC = re.compile(
    r"(?P<first>\d{1,2})(?P<sign>[./-])(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4})"
)
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?P<sign>[./-])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})"
)
_NO_YEAR = (", year unknown", ", tahun tidak diketahui")


def read_date(text: str) -> str:
    """EDTF of what a reader typed: 1998, 1998-05, May 1998, 21 Mei 1998, 1998–2001, or EDTF.

    Raises EdtfError, with a sentence to show beside the box, when it is no date or could be two.
    """
    typed = text.strip()
    if len(typed) > _LONGEST:
        raise EdtfError("too_long", limit=_LONGEST)
    try:
        return validate(typed)
    except EdtfError as fault:
        found = _read(_without_weekday(plain(typed)))
        if found:
            return validate(found)
        # What has the form of EDTF but is no day says better itself what is wrong with it.
        if fault.reason in {"form", "interval"}:
            raise EdtfError("reading", text=typed) from None
        raise


def _read(text: str) -> str:
    """EDTF that still has to be validated, or "" when no rule fits."""
    for pattern, template in (
        (_ABOUT, "{}~"), (_PERHAPS, "{}?"), (_UNTIL, "../{}"), (_SINCE, "{}/.."),
    ):  # fmt: skip
        if match := pattern.fullmatch(text):
            rest = _read_one(match["rest"])
            return template.format(rest) if rest else ""
    return _read_one(text) or _read_two(text)


def _read_one(text: str) -> str:
    """A single year, month, day or decade."""
    text = text.removeprefix("tahun ").removeprefix("the ")
    if re.fullmatch(r"\d{4}", text):
        return text
    if match := _DECADE.fullmatch(text):
        return f"{match['decade']}X"
    if match := _YEAR_FIRST.fullmatch(text):
        return f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"
    if match := _NUMERIC.fullmatch(text):
        return _numeric(match)
    for ending in _NO_YEAR:
        if text.endswith(ending):
            text = text.removesuffix(ending) + f" {UNKNOWN_YEAR}"
    for pattern in _patterns()["one"]:
        if match := pattern.fullmatch(text):
            parts = match.groupdict()
            return _edtf(parts["year"], parts["month"], parts.get("day"))
    return ""


def _numeric(match: re.Match[str]) -> str:
    """Day and month by number: only where they cannot change places."""
    first, second, year = int(match["first"]), int(match["second"]), match["year"]
    if first == second or second > 12 or first > 12:
        day, month = (second, first) if second > 12 else (first, second)
        return f"{year}-{month:02}-{day:02}"
    one, other = f"{year}-{second:02}-{first:02}", f"{year}-{first:02}-{second:02}"
    raise EdtfError("two_ways", text=match[0], first=one, second=other)


def _read_two(text: str) -> str:
    """From .. to .., or one of two."""
    for pattern in _patterns()["two"]:
        match = pattern.fullmatch(text)
        if not match:
            continue
        parts = {name: value for name, value in match.groupdict().items() if value}
        year, month = parts.get("year2", UNKNOWN_YEAR), parts.get("month2", "")
        start = _edtf(parts.get("year1", year), parts.get("month1", month), parts.get("day1"))
        end = _edtf(year, month, parts.get("day2"))
        if not (start and end):
            return ""
        return f"[{start},{end}]" if "or" in parts else f"{start}/{end}"
    return ""


def _edtf(year: str, month: str | None, day: str | None) -> str:
    if not month:
        return year
    number = _months().get(month.strip(". "))
    if number is None:  # a letter that only by its other case is one of the name: ı, ſ
        return ""
    return f"{year.upper()}-{number:02}" + (f"-{int(day):02}" if day else "")


@cache
def _months() -> dict[str, int]:
    return {
        name: number for language in _LANGUAGES for name, number in month_names(language).items()
    }


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    """Fixed forms, none with a choice inside a repetition: each is read in one go."""
    names = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    month = rf"(?P<NAME>(?:{names})\.?)"
    joint = rf"(?:(?P<or>{_OR})|{_TO})"
    parts = {"D": ("day", _DAY), "M": ("month", month), "Y": ("year", _YEAR)}

    def form(text: str) -> re.Pattern[str]:
        for letter, (name, part) in parts.items():
            for number in ("", "1", "2"):
                text = text.replace(f"<{letter}{number}>", part.replace("NAME", name + number))
        return re.compile(text.replace("<->", joint), re.IGNORECASE)

    one = ("<M>,? (?:of )?<Y>", "<D> (?:of )?<M>,? <Y>", "<M> <D>,? <Y>")
    two = (
        "<Y1><-><Y2>",
        "<M1><-><M2>,? <Y2>",
        "<M1> <Y1><-><M2> <Y2>",
        "<D1><-><D2> <M2>,? <Y2>",
        "<D1> <M1><-><D2> <M2>,? <Y2>",
        "<D1> <M1> <Y1><-><D2> <M2> <Y2>",
        "<M2> <D1><-><D2>,? <Y2>",
        "<M1> <D1><-><M2> <D2>,? <Y2>",
        "<M1> <D1>,? <Y1><-><M2> <D2>,? <Y2>",
    )
    return {"one": tuple(map(form, one)), "two": tuple(map(form, two))}


@cache
def _weekdays() -> tuple[str, ...]:
    return tuple(name for language in _LANGUAGES for name in weekday_names(language))


def _without_weekday(text: str) -> str:
    """The day of the week adds nothing to a date that is whole."""
    first, space, rest = text.partition(" ")
    return rest if space and first.strip(",.") in _weekdays() else text
