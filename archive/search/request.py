"""A search as it was asked, in plain values, and the address that asks for it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal
from urllib.parse import quote_plus

from django.http import QueryDict

from archive.search.engine import (
    All,
    Any,
    Expression,
    Not,
    Order,
    Period,
    SearchQuery,
    Term,
    Undated,
    Value,
)
from archive.search.names import Vocabulary
from archive.search.understanding import Understanding

PAGE_SIZE = 20
MOST_PAGES = 100
NARROWING = ("country", "person", "organization", "topic")  # several values for one article
WIDENING = ("language", "source")  # one value for each
CHOICES = NARROWING + WIDENING
REPEATED = {*CHOICES, *(f"not_{facet}" for facet in CHOICES)}  # parameters of several values
DATES = ("date_from", "date_to", "undated")

# Every parameter, in the order in which addresses have them. What is not here is no part of one.
PARAMETERS = (
    "q",
    "literal",
    *(name for facet in NARROWING for name in (facet, f"{facet}_match", f"not_{facet}")),
    *(name for facet in WIDENING for name in (facet, f"not_{facet}")),
    *DATES,
    "sort",
    "page",
)
PLACES = {name: place for place, name in enumerate(PARAMETERS)}
quoted = lru_cache(maxsize=1_000)(quote_plus)  # a page has some hundred addresses, much alike
NOTHING_ASKED = Understanding()
Undatedness = Literal["", "include", "exclude", "only"]


@dataclass(frozen=True)
class Address:
    """The parameters of a search, sorted: one set of choices has one address."""

    parameters: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, Iterable[str]]) -> Address:
        pairs = {
            (PLACES[name], name, value)
            for name, several in values.items()
            if name in PLACES
            for value in several
            if value
        }
        return cls(tuple((name, value) for _place, name, value in sorted(pairs)))

    def values(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.parameters if key == name)

    def changed(self, **values: Iterable[str] | str) -> Address:
        """With these parameters instead of their former ones; and from the first page on."""
        mapping: dict[str, Iterable[str]] = {}
        for name, value in self.parameters:
            if name not in values and name != "page":
                mapping[name] = (*mapping.get(name, ()), value)
        for name, several in values.items():
            mapping[name] = (several,) if isinstance(several, str) else several
        return Address.of(mapping)

    def adding(self, name: str, value: str) -> Address:
        return self.changed(**{name: (*self.values(name), value)})

    def without(self, *names: str) -> Address:
        return self.changed(**dict.fromkeys(names, ()))

    def removing(self, name: str, value: str) -> Address:
        return self.changed(**{name: [v for v in self.values(name) if v != value]})

    def query_dict(self) -> QueryDict:
        return QueryDict(str(self).removeprefix("?"))

    def __str__(self) -> str:
        """The query string with its question mark; "?" alone for a search of everything."""
        return "?" + "&".join(f"{name}={quoted(value)}" for name, value in self.parameters)

    def __bool__(self) -> bool:
        return bool(self.parameters)


@dataclass(frozen=True)
class Chosen:
    """A value of a facet that was chosen: as the address has it, as the index has it, in words."""

    facet: str
    slug: str
    value: Value
    label: str


@dataclass(frozen=True)
class Ignored:
    """A value of a parameter that nothing in the archive has."""

    parameter: str
    value: str


@dataclass(frozen=True)
class Dates:
    """The dates asked for: as typed, in EDTF where they could be read, and the days they span."""

    since: str = ""
    until: str = ""
    since_edtf: str = ""
    until_edtf: str = ""
    period: Period | None = None
    undated: Undatedness = ""

    @property
    def given(self) -> bool:
        return self.period is not None or bool(self.undated)

    @property
    def expression(self) -> Expression | None:
        """Undated articles are left out as soon as a date is set, unless they are asked for."""
        if self.undated == "only":
            return Undated()
        if self.period is not None:
            return Any((self.period, Undated())) if self.undated == "include" else self.period
        return Not(Undated()) if self.undated == "exclude" else None

    @property
    def undated_shown(self) -> str:
        """What happens to undated articles: include, exclude or only."""
        return self.undated or ("exclude" if self.period is not None else "include")


@dataclass(frozen=True)
class SearchRequest:
    """All that a search asks for. `ignored` and `errors` say what could not be followed."""

    address: Address = Address()
    understanding: Understanding = NOTHING_ASKED
    chosen: tuple[Chosen, ...] = ()
    excluded: tuple[Chosen, ...] = ()
    widened: frozenset[str] = frozenset(WIDENING)  # facets of which any chosen value will do
    dates: Dates = Dates()
    order: Order = "relevance"
    page: int = 1
    literal: bool = False
    ignored: tuple[Ignored, ...] = ()
    misread: tuple[Ignored, ...] = ()  # what no parameter can hold: said, and kept in no address
    errors: Mapping[str, str] = field(default_factory=dict)
    vocabulary: Vocabulary = field(default=Vocabulary(), repr=False, compare=False)

    @property
    def query(self) -> SearchQuery:
        """The search with all words; whether it is relaxed, SearchResults decides."""
        return self.asking(self.understanding.words)

    def asking(self, words: Expression, without: str = "") -> SearchQuery:
        """These words with the filters, those of one facet (or "date") left out."""
        near = self.understanding.nearness
        ranked = All((words, *near)) if near else words
        return SearchQuery(ranked, self.filters(without), self.order)

    def filters(self, without: str = "") -> tuple[Expression, ...]:
        found = list(self.understanding.filters)
        for facet in CHOICES:
            if facet != without:
                found.extend(self.choice(facet))
            found.extend(Not(Term(facet, e.value)) for e in self.excluded if e.facet == facet)
        if without != "date" and self.dates.expression is not None:
            found.append(self.dates.expression)
        return tuple(found)

    def choice(self, facet: str) -> tuple[Expression, ...]:
        """The filters that the chosen values of a facet make."""
        terms = tuple(Term(facet, value) for value in self.values(facet))
        if len(terms) > 1 and facet in self.widened:
            return (Any(terms),)
        return terms

    def values(self, facet: str) -> tuple[Value, ...]:
        return tuple(chosen.value for chosen in self.chosen if chosen.facet == facet)

    def widens(self, facet: str) -> bool:
        """A further value adds articles to those of the values that are chosen already."""
        return facet in self.widened and bool(self.values(facet))

    def more_of(self, words: Expression, facet: str) -> SearchQuery:
        """What a further value of a widening facet would add to the results."""
        others = Not(Any(tuple(Term(facet, value) for value in self.values(facet))))
        asked = self.asking(words, without=facet)
        return replace(asked, filters=(*asked.filters, others))

    @property
    def filtered(self) -> bool:
        """Something beside the words narrows the results."""
        return bool(self.filters())
