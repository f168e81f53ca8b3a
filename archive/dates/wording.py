"""The words and the order in which a language, or a style of citing, says a date."""

from __future__ import annotations

from dataclasses import dataclass

from archive.dates.names import month_name

_ENGLISH_PARTS = {
    21: "spring", 22: "summer", 23: "autumn", 24: "winter",
    33: "first quarter of", 34: "second quarter of",
    35: "third quarter of", 36: "fourth quarter of",
    40: "first half of", 41: "second half of",
}  # fmt: skip
_INDONESIAN_PARTS = {
    21: "musim semi", 22: "musim panas", 23: "musim gugur", 24: "musim dingin",
    33: "kuartal pertama", 34: "kuartal kedua", 35: "kuartal ketiga", 36: "kuartal keempat",
    40: "paruh pertama", 41: "paruh kedua",
}  # fmt: skip


@dataclass(frozen=True)
class Wording:
    """Templates; their fields are the words of the smaller parts."""

    months: tuple[str, ...]
    parts: dict[int, str]  # seasons, quarters and halves, by their EDTF number
    decade: str
    years: str
    year_unknown: str
    or_: str
    and_: str
    between: str
    through: str
    until: str
    since: str
    or_earlier: str
    or_later: str
    about: str
    uncertain: str
    both: str
    day_month: str = "{day} {month}"
    dated: str = "{rest} {year}"  # a day with its year
    monthly: str = "{rest} {year}"  # a month or part of a year with its year
    loosely: str = "{rest}, {year}"  # with a year of which not all is known


def _months(language: str) -> tuple[str, ...]:
    return tuple(month_name(number, language) for number in range(1, 13))


ENGLISH = Wording(
    months=_months("en"),
    parts=_ENGLISH_PARTS,
    decade="{year}s",
    years="between {a} and {b}",
    year_unknown="year unknown",
    or_="or",
    and_="and",
    between="between {a} and {b}",
    through="{a} to {b}",
    until="until {a}",
    since="from {a}",
    or_earlier="{a} or earlier",
    or_later="{a} or later",
    about="about {a}",
    uncertain="perhaps {a}",
    both="perhaps about {a}",
)
INDONESIAN = Wording(
    months=_months("id"),
    parts=_INDONESIAN_PARTS,
    decade="{year}-an",
    years="antara {a} dan {b}",
    year_unknown="tahun tidak diketahui",
    or_="atau",
    and_="dan",
    between="antara {a} dan {b}",
    through="{a} sampai {b}",
    until="hingga {a}",
    since="sejak {a}",
    or_earlier="{a} atau sebelumnya",
    or_later="{a} atau sesudahnya",
    about="sekitar {a}",
    uncertain="mungkin {a}",
    both="mungkin sekitar {a}",
)
WORDINGS = {"en": ENGLISH, "id": INDONESIAN}
