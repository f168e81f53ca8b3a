"""Which offices a text gives to the people it names, and when they held them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale

from archive.dates.edtf import EdtfError, bounds
from archive.extraction.register import Register, register
from archive.extraction.values import FoundEntity, FoundOffice
from archive.text.tokens import words

_LONGEST_TITLE = 8  # words
_NEARBY = 100  # characters before and after a name, in which its title stands

# Beside a title these say that the person does not hold the office.
_BEFORE = frozenset({
    "mantan", "eks", "bekas", "ex", "former", "formerly", "late", "mendiang", "almarhum",
    "calon", "candidate", "wakil", "deputy", "vice", "assistant", "asisten", "bicara",
    "spokesman", "spokeswoman", "spokesperson", "penasihat", "adviser", "advisor", "aide",
    "utusan", "envoy", "istri", "wife", "putra", "son", "бывший", "экс", "заместитель",
    "نائب", "ancien", "ancienne", "eski",
})  # fmt: skip
_AFTER = frozenset({
    "terpilih", "elect", "designate", "emeritus", "candidate", "السابق", "السابقة", "سابق",
    "سابقة",
})  # fmt: skip
_WITH_ARTICLE = frozenset({"US", "GB", "NL", "PH", "AE", "CZ", "CF", "DO", "MV", "BS", "GM"})


@dataclass(frozen=True)
class Tenure:
    """A person in an office: one term, or several with years between them."""

    person: str
    office: str  # "President of Iran"
    terms: tuple[tuple[date, date | None], ...]  # None: no end on file

    @property
    def first(self) -> date:
        return min(start for start, _ in self.terms)

    @property
    def last(self) -> date | None:
        ends = [end for _, end in self.terms]
        return None if None in ends else max(end for end in ends if end)

    def held_on(self, day: date) -> bool:
        return any(start <= day and (end is None or day <= end) for start, end in self.terms)


def find_tenures(text: str, persons: Sequence[FoundEntity]) -> list[Tenure]:
    """The offices on file, at day precision, by which the text calls these persons."""
    return [tenure for person in persons for tenure in _of_person(text, person)]


def _of_person(text: str, person: FoundEntity) -> Iterator[Tenure]:
    known = register()
    nearby = [words(window) for window in _windows(text, person)]
    posts: set[str] = set()
    for title in person.titles:
        for phrase in _phrases(title.split(), known):
            if not any(_denied(phrase, window) for window in [*nearby, title.split()]):
                posts |= known.titles[phrase]
    by_office: dict[str, list[tuple[date, date | None]]] = {}
    for office in person.offices:
        term = _term(office) if office.post in posts else None
        if term:
            by_office.setdefault(_office(office), []).append(term)
    for name, terms in by_office.items():
        yield Tenure(person.name, name, tuple(sorted(terms, key=lambda term: term[0])))


def _windows(text: str, person: FoundEntity) -> Iterable[str]:
    for mention in person.mentions:
        yield text[max(0, mention.start - _NEARBY) : mention.start]
        yield text[mention.end : mention.end + _NEARBY]


def _phrases(title: Sequence[str], known: Register) -> Iterator[tuple[str, ...]]:
    """Words of office in a title, the longest first: a vice president is no president."""
    index = 0
    while index < len(title):
        for length in range(min(_LONGEST_TITLE, len(title) - index), 0, -1):
            phrase = tuple(title[index : index + length])
            if phrase in known.titles:
                yield phrase
                index += length - 1
                break
        index += 1


def _denied(phrase: tuple[str, ...], window: Sequence[str]) -> bool:
    """Whether the words say former, deputy, elect and the like of this office."""
    length = len(phrase)
    for index in range(len(window) - length + 1):
        if tuple(window[index : index + length]) != phrase:
            continue
        if _BEFORE.intersection(window[max(0, index - 2) : index]):
            return True
        if _AFTER.intersection(window[index + length : index + length + 2]):
            return True
    return False


def _term(office: FoundOffice) -> tuple[date, date | None] | None:
    """The days of a term, unless they are known less exactly than that."""
    try:
        start = bounds(office.start)
        end = bounds(office.end) if office.end else (None, None)
    except EdtfError:
        return None
    if start[0] is None or start[0] != start[1] or end[0] != end[1]:
        return None
    return start[0], end[0]


def _office(office: FoundOffice) -> str:
    """President of Iran; the post of a bloc says itself what it is of."""
    name = Locale("en").territories.get(office.of, "") if len(office.of) == 2 else ""
    if not name or " of the " in office.post.partition("Secretary of the")[0]:
        return office.post
    article = "the " if office.of in _WITH_ARTICLE else ""
    return f"{office.post} of {article}{name}"
