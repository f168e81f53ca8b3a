"""Pairs of countries: how many articles are about both.

Counted by the index, so that a pair's number is what a search for both countries finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest

from archive.search.engine import Expression, SearchQuery, Term
from archive.search.engines import get_engine

KEPT = 600  # countries whose partners a process remembers, of this version and former ones

Partners = tuple[tuple[int, int], ...]  # primary key of the other country, articles about both


@dataclass(frozen=True)
class Pair:
    """A dyad: primary keys of two countries, the smaller first, and the articles about both."""

    first: int
    second: int
    count: int


def about_both(first: int, second: int) -> tuple[Expression, ...]:
    """The filters of a search for articles about both."""
    return (Term("country", first), Term("country", second))


def partners(country: int) -> Partners:
    """Every other country of its articles, the most frequent first. Raises EngineUnavailable."""
    return _partners(get_engine().version(), country)


def biggest_pairs(number: int) -> list[Pair]:
    """The pairs with most articles, biggest first, ties by keys. Raises EngineUnavailable.

    Asks one count for each country, the most covered first, and stops as soon as no pair of
    the others can be among the biggest: none has more articles than its countries.
    """
    found: list[Pair] = []
    done: set[int] = set()
    for country, articles in countries():
        if len(found) == number and found[-1].count > articles:
            break
        new = (pair(country, *partner) for partner in partners(country) if partner[0] not in done)
        found = nsmallest(number, [*found, *new], key=rank)
        done.add(country)
    return found


def all_pairs() -> list[Pair]:
    """Every pair there is, biggest first: one count for each country. Raises EngineUnavailable."""
    return sorted(_pairs(country for country, _articles in countries()), key=rank)


def countries() -> Partners:
    """Every country with its articles, the most covered first. Raises EngineUnavailable."""
    return _countries(get_engine().version())


def pair(one: int, other: int, count: int) -> Pair:
    return Pair(min(one, other), max(one, other), count)


def rank(pair: Pair) -> tuple[int, int, int]:
    return -pair.count, pair.first, pair.second


def _pairs(countries: Iterable[int]) -> Iterator[Pair]:
    for country in countries:
        for other, count in partners(country):
            if country < other:
                yield Pair(country, other, count)


@lru_cache(maxsize=KEPT)
def _partners(version: str, country: int) -> Partners:  # noqa: ARG001
    others = _counted((Term("country", country),))
    return tuple((other, count) for other, count in others if other != country)


@lru_cache(maxsize=4)
def _countries(version: str) -> Partners:  # noqa: ARG001
    return _counted(())


def _counted(filters: Sequence[Expression]) -> Partners:
    summary = get_engine().summary(SearchQuery(filters=tuple(filters)), ("country",))
    return tuple((int(other), count) for other, count in summary.facets["country"])
