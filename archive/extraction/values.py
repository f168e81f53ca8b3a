"""What extraction finds, in plain values. Offsets are code points of the text it was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from archive.extraction.parts import Part


class FoundMention(NamedTuple):
    """A span that names something: `text[start:end]` are its words."""

    start: int
    end: int
    text: str
    rule: str  # what found it, such as "name" or "title:Presiden"
    role: str  # the sort of name, one of archive.models.AliasKind's values
    place: bool = True  # of a country: that the place is meant, not whose something is


_NO_NAMES: Mapping[str, str] = {}


class FoundEntity(NamedTuple):
    """One country, bloc, person or organisation with all its mentions in the text.

    `key` tells it apart within its kind: an ISO code, a bloc's code, a register's id, or the
    folded name. `aliases` are further spellings seen here or known from the register, as
    (text, language or ""). `register` is set for a person or organisation that is on file.
    """

    kind: str  # one of archive.models.Kind's values
    key: str
    name: str
    mentions: tuple[FoundMention, ...]
    names: Mapping[str, str] = _NO_NAMES  # language -> name
    aliases: tuple[tuple[str, str], ...] = ()
    country: str = ""  # ISO code: an organisation's or person's country
    wikidata: str = ""
    weight: float = 1.0  # share of the article's mentions, 0 to 1
    central: bool = False  # in title or lede, or a large share: about it, not only naming it
    confidence: float = 1.0
    offices: tuple[FoundOffice, ...] = ()
    titles: tuple[str, ...] = ()  # folded words of office beside its mentions: "presiden iran"

    @property
    def forms(self) -> tuple[str, ...]:
        """The different spellings in the text, in order of first use."""
        return tuple(dict.fromkeys(mention.text for mention in self.mentions))


@dataclass(frozen=True)
class FoundOffice:
    """A term of office from the register. start and end are EDTF; end may be empty."""

    post: str
    post_names: Mapping[str, str]
    of: str  # ISO code of the country, or the code of a bloc such as UN
    start: str
    end: str
    reference: str
    titles: tuple[str, ...] = ()  # folded words of office in any language: "sekretaris dewan"


@dataclass(frozen=True)
class FoundDate:
    """A span that names a date: what it may mean, and how that is known. The weekday beside a
    date is not of its words, but of its context.

    `basis` is the precision: day, range, month, season, year, about, decade, century,
    day_without_year, weekday or vague.
    """

    start: int
    end: int
    text: str
    edtf: str
    basis: str
    note: str = ""
    earliest: date | None = None
    latest: date | None = None
    weekday: int | None = None  # the day of the week the text gives, Monday is 0
    context: tuple[int, int] = (0, 0)  # from the weekday before the date to the bracket behind it


@dataclass(frozen=True)
class FoundTopic:
    """A topic that the text is about, with the phrases that say so and how often each stands."""

    slug: str
    score: float
    because: Mapping[str, int]


@dataclass(frozen=True)
class Dating:
    """When an article is from. All empty: unknown. `note` has one reason on each line."""

    edtf: str = ""
    earliest: date | None = None
    latest: date | None = None
    basis: str = ""  # one of archive.models.DateBasis's values
    note: str = ""


@dataclass(frozen=True)
class Extraction:
    """All that the pipeline found in one article."""

    language: str
    language_certain: bool
    dates: tuple[FoundDate, ...] = ()
    entities: tuple[FoundEntity, ...] = ()
    topics: tuple[FoundTopic, ...] = ()
    published: Dating = Dating()
    pipeline_version: str = ""
    parts: tuple[Part, ...] = ()

    def of_kind(self, kind: str) -> tuple[FoundEntity, ...]:
        return tuple(entity for entity in self.entities if entity.kind == kind)
