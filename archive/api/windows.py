"""One page of results, and the cursor of the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from archive.api.cursors import Cursor, DateOrder
from archive.api.parameters import Asked
from archive.api.problems import Refused
from archive.search.engine import Beyond, Hit, SearchQuery
from archive.search.engines import ranking
from archive.search.engines.analysis import date_order
from archive.search.request import MOST_PAGES, PAGE_SIZE
from archive.search.results import Result, SearchResults, read_results

MOST_RANKED = MOST_PAGES * PAGE_SIZE  # results by relevance; the search page ends there too


@dataclass(frozen=True)
class Window:
    results: Sequence[Result]
    next: Cursor | None


def read_window(asked: Asked, results: SearchResults) -> Window:
    """The page that was asked for: one search, however far in."""
    query = asked.search.asking(results.words)
    order = date_order(query.order, ranked=ranking.ranks(query.words))
    start = (asked.search.page - 1) * asked.size
    if asked.cursor:
        if asked.cursor.order != order:
            raise Refused("cursor", _("The cursor belongs to a search in another order."))
        query, start = continued(query, asked.cursor)
    stop = start + asked.size
    if order is None:
        stop = min(stop, MOST_RANKED)
    hits = results.engine.hits(query, start, stop + 1)
    shown, more = hits[: max(0, stop - start)], len(hits) > stop - start
    following = None
    if shown and more:
        following = place(order, shown[-1]) if order else ranked(stop)
    return Window(read_results(shown, asked.search) if shown else [], following)


def continued(query: SearchQuery, cursor: Cursor) -> tuple[SearchQuery, int]:
    if cursor.place is None:
        return query, cursor.passed
    return replace(query, filters=(*query.filters, cursor.place)), 0


def ranked(stop: int) -> Cursor | None:
    return Cursor(passed=stop) if stop < MOST_RANKED else None


def place(order: DateOrder, hit: Hit) -> Cursor:
    """Where a hit stands, as the index knows it: there the next page begins."""
    return Cursor(Beyond(order, hit.day, hit.id))
