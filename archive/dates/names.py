"""Names of months and weekdays in any language: CLDR's, by way of Babel, and some of ours."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError

# What newspapers write and CLDR does not list, or lists with other letters.
_MORE_MONTHS = {
    "en": {"sept": 9},
    "id": {
        "pebruari": 2, "peb": 2, "mrt": 3, "agust": 8, "agst": 8, "agt": 8, "ags": 8,
        "sept": 9, "oktb": 10, "nopember": 11, "nop": 11,
    },
    "ms": {"julai": 7, "ogos": 8, "mac": 3},
    # In August, not "of August" as in a date.
    "ru": {
        "январе": 1, "феврале": 2, "марте": 3, "апреле": 4, "мае": 5, "июне": 6, "июле": 7,
        "августе": 8, "сентябре": 9, "октябре": 10, "ноябре": 11, "декабре": 12,
    },
    # The names of Syria, Iraq, Lebanon and Jordan, beside those of Egypt which CLDR has.
    "ar": {
        "كانون الثاني": 1, "شباط": 2, "آذار": 3, "نيسان": 4, "أيار": 5, "حزيران": 6,
        "تموز": 7, "آب": 8, "أيلول": 9, "تشرين الأول": 10, "تشرين الثاني": 11, "كانون الأول": 12,
    },
}  # fmt: skip
_MORE_WEEKDAYS = {
    "id": {"jum'at": 4, "jum’at": 4, "ahad": 6},
    "ru": {"среду": 2, "пятницу": 4, "субботу": 5},  # as in "on Wednesday"
}


@cache
def month_names(language: str) -> dict[str, int]:
    """Each name of a month, in lower case and without a full stop, to its number 1 to 12."""
    locale = _locale(language)
    names = {} if locale is None else _collect(locale.months, ("wide", "abbreviated"))
    return names | _MORE_MONTHS.get(language, {})


@cache
def weekday_names(language: str) -> dict[str, int]:
    """Each full name of a weekday, in lower case, to its number: Monday is 0."""
    locale = _locale(language)
    names = {} if locale is None else _collect(locale.days, ("wide",))
    return names | _MORE_WEEKDAYS.get(language, {})


def month_name(number: int, language: str) -> str:
    """The full name as it stands inside a date; English where the language is not known."""
    locale = _locale(language) or Locale("en")
    return str(locale.months["format"]["wide"][number])


def weekday_name(number: int, language: str) -> str:
    """The full name, Monday being 0; English where the language is not known."""
    locale = _locale(language) or Locale("en")
    return str(locale.days["format"]["wide"][number])


def plain(text: str) -> str:
    """Lower case, digits of any script as 0 to 9, one space between words, plain dashes."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)
    for dash in "‐‑‒–—−":
        text = text.replace(dash, "-")
    return " ".join(text.split())


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language.partition("-")[0])
    except (UnknownLocaleError, ValueError):
        return None


def _collect(names: Mapping[str, Any], widths: tuple[str, ...]) -> dict[str, int]:
    return {
        name.lower().strip(".").strip(): number
        for context in ("format", "stand-alone")
        for width in widths
        for number, name in names[context][width].items()
        if not name[:1].isdecimal()  # such as 8月, which is a number already
    }
