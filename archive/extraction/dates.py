"""Finds the dates a text names, and what each may mean. It invents no day and no year.

One pass over the places where a date may begin; at each the first rule that fits is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import regex

from archive.dates.edtf import bounds
from archive.dates.names import weekday_name
from archive.dates.words import in_words
from archive.extraction.date_context import SPACE, before, follows, is_year
from archive.extraction.date_rules import (
    NO_DATE,
    START,
    Reading,
    Rule,
    Rules,
    alternatives,
    rules,
)
from archive.extraction.values import FoundDate
from archive.text.tokens import Token, tokenize

_YEAR = re.compile(r"\d{4}(?![\w%°])(?![.,:/-]\d)")
_CLOSING = re.compile(r"\s?\)")
_NEVER = "(?!)"
_NO_LETTER = r"(?![^\W\d_])"
_BRACKET = r"(?P<bracket>\((?=\d))"


@dataclass(frozen=True)
class Span:
    """A reading and where it stands."""

    start: int
    end: int
    reading: Reading
    weekday: int | None = None


def find_dates(text: str, language: str, tokens: Sequence[Token] | None = None) -> list[FoundDate]:
    """Every date in the text, in order and without overlaps. Never raises.

    language is BCP 47; of one that is not known only dates in numbers are found. tokens are the
    words of the text, for callers that have them.
    """
    known, places = rules(language), _places(language)
    found: list[Span] = []
    position = 0
    for start in _starts(text, language, tokenize(text) if tokens is None else tokens):
        place = places.match(text, start) if start >= position else None
        span = _read(text, place, known, found) if place else None
        if span:
            position = span.end
            found.append(span)
    return [_found_date(text, span) for span in found if span.reading != NO_DATE]


def _starts(text: str, language: str, tokens: Iterable[Token]) -> Iterator[int]:
    """Where a word stands that may begin a date, and where a bracket before such a number."""
    for token in tokens:
        if token.text[0].isdecimal():
            if text[token.start - 1 : token.start] == "(":
                yield token.start - 1
            yield token.start
        elif _may_begin(language, token.text):
            yield token.start


@lru_cache(maxsize=100_000)
def _may_begin(language: str, word: str) -> bool:
    """Whether a date can begin with this word: all of a pattern's first word, or the whole."""
    return _beginnings(language).fullmatch(word, partial=True) is not None


@cache
def _places(language: str) -> re.Pattern[str]:
    """Where a date may begin, and with what sort of word."""
    starts = "|".join(f"(?P<{name}>{piece})" for name, piece in _pieces(language).items())
    return re.compile(f"{START}(?:{starts})|{_BRACKET}".replace(" ", SPACE), re.IGNORECASE)


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
        "month": f"(?:{alternatives(words.months)}){_NO_LETTER}",
        "word": f"(?:{'|'.join(pieces) or _NEVER}){_NO_LETTER}",
    }


def _read(text: str, place: re.Match[str], known: Rules, found: list[Span]) -> Span | None:
    start = place.start()
    match place.lastgroup:
        case "bracket":
            return _in_brackets(text, start, known)
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
            return Span(start, match.end(), _with_part(reading, text, start, known))
    return None


def _in_brackets(text: str, start: int, known: Rules) -> Span | None:
    """(6/8): without a weekday only where the order of the language is known."""
    if not known.words.day_first:
        return None
    span = _first(text, start + 1, known.marked, known)
    return span if span and text[span.end : span.end + 1] == ")" else None


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
        if dated and lead["open"]:
            closing = _CLOSING.match(text, dated.end)
            dated = Span(start, closing.end(), dated.reading) if closing else None
        if dated:
            return Span(start, dated.end, dated.reading, weekday)
        end = lead.end("time") if lead["time"] else end
    if follows(text, end, words.not_a_day) or before(text, start, words.not_a_day):
        return None
    name = weekday_name(weekday, "en")
    return Span(start, end, Reading("", "weekday", f"A {name}; the text gives no date."), weekday)


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
    if len(place[0]) < 3 or not before(text, place.start(), words.before_month):
        return None
    if text[place.end() : place.end() + 1] == "-" or _ABBREVIATED.fullmatch(place[0]):
        return None
    number = words.months[place[0].lower()]
    return Span(place.start(), place.end(), Reading(f"XXXX-{number:02}", "month", _NO_YEAR))


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
    year = str(int(match[0]))
    return Span(start, match.end(), _with_part(Reading(year, "year"), text, start, known))


def _continues(text: str, start: int, end: int, known: Rules, found: list[Span]) -> bool:
    """In 2001, 2002 and 2003: what stands beside a year in a list is one."""
    if not found or found[-1].reading.basis != "year" or start - found[-1].end > 8:
        return False
    words = known.words
    between = text[found[-1].end : start].replace(",", " ").strip().lower()
    year = int(text[start:end])
    return between in {"", words.and_, words.or_} and 1500 <= year <= 2100


def _with_part(reading: Reading, text: str, start: int, known: Rules) -> Reading:
    """Early 2024 is in 2024: EDTF has no better word, so the note keeps it."""
    part = known.words.part
    if part and reading.basis in {"year", "month", "decade", "century"}:
        stands = _part(part).search(text[max(0, start - 40) : start])
        if stands:
            return Reading(reading.edtf, reading.basis, f"The text says “{stands['part']}”.")
    return reading


@cache
def _part(part: str) -> re.Pattern[str]:
    between = r"[\s-]{1,3}"
    return re.compile(rf"(?<!\w)(?P<part>{part})(?:{between}\w{{2,7}})?{between}$", re.IGNORECASE)


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
