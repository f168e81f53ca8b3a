"""Finds the dates a text names, and what each may mean. It invents no day and no year.

One pass over the places where a date may begin; at each the first rule that fits is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from itertools import compress, count
from typing import Protocol

import regex

from archive.dates.edtf import bounds
from archive.dates.names import weekday_name
from archive.dates.words import in_words
from archive.extraction.date_context import (
    LUNAR_YEARS,
    SPACE,
    before,
    follows,
    is_year,
    named_before,
)
from archive.extraction.date_forms import NO_DATE, START, Reading, Rule, alternatives
from archive.extraction.date_jalali import YEARS as JALALI_YEARS
from archive.extraction.date_jalali import jalali_year
from archive.extraction.date_rules import Rules, rules
from archive.extraction.date_words import DateWords
from archive.extraction.values import FoundDate
from archive.text.remembered import Remembered
from archive.text.tokens import cut

_YEAR = re.compile(r"\d{4}(?![\w%°])(?![.,:/-]\d)")
_CLOSING = re.compile(r"(?:[,;]\s?\w{1,12}\.?)?\s?\)")  # (9/8, Red)
_NEVER = "(?!)"
_NO_LETTER = r"(?![^\W\d_])"
# (6/8), and a paper with its day: (Kompas, 10/8)
_BRACKET = re.compile(r"\((?:[^\W\d_][^\d()\n]{1,30}, )?$")


@dataclass(frozen=True)
class Span:
    """A reading and where it stands."""

    start: int
    end: int
    reading: Reading
    weekday: int | None = None
    context: tuple[int, int] = (0, 0)  # with its weekday and brackets


class Words(Protocol):
    """The words of a text side by side: as written, and where they begin."""

    @property
    def texts(self) -> Sequence[str]: ...
    @property
    def starts(self) -> Sequence[int]: ...


def find_dates(text: str, language: str, words: Words | None = None) -> list[FoundDate]:
    """Every date in the text, in order and without overlaps. Never raises.

    language is BCP 47; of one that is not known only dates in numbers are found. words are
    those of the text, for callers that have them.
    """
    known, places = rules(language), _places(language)
    found: list[Span] = []
    position = 0
    for start in _starts(text, language, words or cut(text)):
        place = places.match(text, start) if start >= position else None
        span = _read(text, place, known, found) if place else None
        if span:
            span = _with_part(span, text, position, known.words)
            position = max(span.end, span.context[1])
            found.append(span)
    return [_found_date(text, span) for span in found if span.reading != NO_DATE]


def _starts(text: str, language: str, words: Words) -> Iterator[int]:
    """Where a word stands that may begin a date, and where a bracket before such a number."""
    for index in compress(count(), map(_openers(language).__getitem__, words.texts)):
        start = words.starts[index]
        if words.texts[index][0].isdecimal() and (
            bracket := _BRACKET.search(text, max(0, start - 40), start)
        ):
            yield bracket.start()
        yield start


@lru_cache(maxsize=8)
def _openers(language: str) -> Remembered[str, bool]:
    """Whether a date can begin with a word: all of a pattern's first word, or the whole."""
    pattern = _beginnings(language)
    return Remembered(
        lambda word: word[0].isdecimal() or pattern.fullmatch(word, partial=True) is not None
    )


@cache
def _places(language: str) -> re.Pattern[str]:
    """Where a date may begin, and with what sort of word."""
    starts = "|".join(f"(?P<{name}>{piece})" for name, piece in _pieces(language).items())
    bracket = r"(?P<bracket>\((?:[^\W\d_][^\d()\n]{1,30}, )?(?=\d))"
    return re.compile(f"{START}(?:{starts})|{bracket}".replace(" ", SPACE), re.IGNORECASE)


@cache
def _beginnings(language: str) -> regex.Pattern[str]:
    """The same for a word by itself, which may be only the beginning of such a place."""
    words = "|".join(piece for name, piece in _pieces(language).items() if name != "number")
    return regex.compile(words.replace(" ", SPACE), regex.IGNORECASE)


@cache
def _pieces(language: str) -> dict[str, str]:
    words = rules(language).words
    pieces = [name for name, _number in words.seasons + words.parts_of_year]
    pieces += [piece for piece in (words.about, words.vague) if piece]
    if words.century:
        pieces.append(re.sub(r"\?P<\w+>", "?:", words.century))
    return {
        "number": r"\d",
        "weekday": f"(?:{alternatives(words.weekdays)}){_NO_LETTER}",
        "month": f"(?:{alternatives([*words.months, *words.solar_months])}){_NO_LETTER}",
        "word": f"(?:{'|'.join(pieces) or _NEVER}){_NO_LETTER}",
    }


def _read(text: str, place: re.Match[str], known: Rules, found: list[Span]) -> Span | None:
    start = place.start()
    match place.lastgroup:
        case "bracket":
            return _in_brackets(text, start, place.end(), known)
        case "weekday":
            return _from_weekday(text, place, known)
        case "month":
            rule_set = known.days + known.month
            return _first(text, start, rule_set, known) or _bare_month(text, place, known)
        case "word":
            return _first(text, start, known.word, known)
        case _:
            rule_set = known.days + known.number
            return _first(text, start, rule_set, known) or _bare_year(text, start, known, found)


def _first(text: str, start: int, rule_set: tuple[Rule, ...], known: Rules) -> Span | None:
    for rule in rule_set:
        match = rule.pattern.match(text, start)
        reading = match and rule.build(match, known.words)
        if match and reading:
            return Span(start, match.end(), reading, context=(start, match.end()))
    return None


def _in_brackets(text: str, start: int, inside: int, known: Rules) -> Span | None:
    """(6/8): without a weekday only where the order of the language is known."""
    if not known.words.day_first or before(text, start, known.words.fractions):
        return None
    span = _first(text, inside, known.marked, known)
    return span if span and _CLOSING.match(text, span.end) else None


def _from_weekday(text: str, place: re.Match[str], known: Rules) -> Span | None:
    """Senin (6/8), Monday, 5 August 2024, or only Monday evening."""
    words, start = known.words, place.start()
    if words.capitals and not place[0][0].isupper():
        return None
    weekday = words.weekdays[place[0].lower()]
    lead = _lead(words.times_of_day).match(text, place.end())
    end = place.end()
    if lead:
        dated = _first(text, lead.end(), known.days + known.marked, known)
        closing = _CLOSING.match(text, dated.end) if dated and lead["open"] else None
        if dated and (closing or not lead["open"]):
            context = (start, closing.end() if closing else dated.end)
            return replace(dated, weekday=weekday, context=context)
        end = lead.end("time") if lead["time"] else end
    if follows(text, end, words.not_a_day) or before(text, start, words.not_a_day):
        return None
    name = weekday_name(weekday, "en")
    reading = Reading("", "weekday", f"A {name}; the text gives no date.")
    return Span(start, end, reading, weekday, (start, end))


@cache
def _lead(times_of_day: str) -> re.Pattern[str]:
    """From a weekday to its date: its time of day, then a comma or a bracket."""
    time = f"(?: (?P<time>{times_of_day or _NEVER})(?!\\w))?(?: waktu setempat| local time)?"
    link = r"(?:(?P<open>\s?\()|,? (?:tanggal |the |le )?)?"
    return re.compile((time + link).replace(" ", SPACE), re.IGNORECASE)


def _bare_month(text: str, place: re.Match[str], known: Rules) -> Span | None:
    """In August: a month of a year that is not given."""
    words = known.words
    if words.capitals and not place[0][0].isupper():
        return None
    placed = before(text, place.start(), words.before_month)
    if len(place[0]) < 3 or not (placed or follows(text, place.end(), words.after_month)):
        return None
    if text[place.end() : place.end() + 1] == "-" or _ABBREVIATED.fullmatch(place[0]):
        return None
    if named_before(text, place.start(), place[0]):
        return None
    number = words.months.get(place[0].lower())
    if number is None:
        return None
    reading = Reading(f"XXXX-{number:02}", "month", _NO_YEAR)
    return Span(*place.span(), reading, context=place.span())


_ABBREVIATED = re.compile(r"[A-Z][a-z]{2}(?<!May)(?<!Mei)")
_NO_YEAR = "The text gives no year."


def _bare_year(text: str, start: int, known: Rules, found: list[Span]) -> Span | None:
    match = _YEAR.match(text, start)
    if not match:
        return None
    if not is_year(text, start, match.end(), known.words) and not _continues(
        text, start, match.end(), known, found
    ):
        return None
    year = int(match[0])
    if year in LUNAR_YEARS and known.words.lunar:
        return None
    edtf = jalali_year(year) if known.words.solar_months and year in JALALI_YEARS else f"{year}"
    return Span(*match.span(), Reading(edtf, "year"), context=match.span())


def _continues(text: str, start: int, end: int, known: Rules, found: list[Span]) -> bool:
    """In 2001, 2002 and 2003: what stands beside a year in a list is one."""
    if not found or found[-1].reading.basis != "year" or start - found[-1].end > 8:
        return False
    words = known.words
    between = text[found[-1].end : start].replace(",", " ").strip().lower()
    year = int(text[start:end])
    return between in {"", words.and_, words.or_} and 1500 <= year <= 2100


def _with_part(span: Span, text: str, position: int, words: DateWords) -> Span:
    """Early 2024: EDTF has no better word than 2024, so the note keeps it."""
    reading = span.reading
    if not words.part or reading.basis not in {"year", "month", "decade", "century"}:
        return span
    start = max(position, span.start - 40)
    stands = _part(words.part, words.part_links).search(text[start : span.start])
    if stands is None:
        return span
    said = f"The text says “{' '.join(stands['part'].split())}”."
    start += stands.start()
    note = f"{reading.note} {said}".strip()
    return replace(
        span, start=start, reading=replace(reading, note=note), context=(start, span.context[1])
    )


@cache
def _part(part: str, links: str) -> re.Pattern[str]:
    between = r"(?:[^\S\n]{1,3}|-)"
    link = f"(?:(?:{links}){between}){{0,2}}" if links else ""
    pieces = part.replace(" ", SPACE)
    return re.compile(rf"(?<!\w)(?P<part>{pieces}){between}{link}$", re.IGNORECASE)


def _found_date(text: str, span: Span) -> FoundDate:
    reading = span.reading
    earliest, latest = bounds(reading.edtf) if reading.edtf else (None, None)
    return FoundDate(
        start=span.start,
        end=span.end,
        text=text[span.start : span.end],
        edtf=reading.edtf,
        basis=reading.basis,
        note=_note(span, earliest, latest),
        earliest=earliest,
        latest=latest,
        weekday=span.weekday,
        context=span.context,
    )


def _note(span: Span, earliest: date | None, latest: date | None) -> str:
    """What a reader should know of it; a weekday is checked here, and finds no year."""
    notes = [span.reading.note] if span.reading.note else []
    if span.weekday is None or span.reading.basis == "weekday":
        return " ".join(notes)
    said = weekday_name(span.weekday, "en")
    if span.reading.basis == "day_without_year":
        notes.insert(0, f"A {said}; the text gives no year.")
    elif earliest and earliest == latest and earliest.weekday() != span.weekday:
        day, truly = in_words(span.reading.edtf, "en"), weekday_name(earliest.weekday(), "en")
        notes.append(f"{day} was a {truly}; the text says {said}.")
    return " ".join(notes)
