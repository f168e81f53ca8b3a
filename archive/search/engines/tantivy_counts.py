"""Exact counts by Tantivy, which answers nothing of more than 65,000 values at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any as Anything

from tantivy import Query, Searcher

from archive.search.engine import FACETS, Summary, Value
from archive.search.engines.analysis import by_count

PIECE = 50_000  # values that are counted at a time where they are very many
FACET_VALUES = 20_000  # distinct values a count first allows for; more are asked for at need
EDGES = tuple((edge, field) for field in ("earliest", "latest") for edge in ("min", "max"))
Spans = Iterator[tuple[int, int, int]]  # first day, last day, how many
Days = tuple[int, int]  # the first and the last of a stretch, as ordinal numbers


def exact_counts(searcher: Searcher, query: Query, facets: Sequence[str]) -> Summary:
    """Counts of every value, however many there are."""
    try:
        return _counted_together(searcher, query, facets)
    except ValueError as refused:
        if "bucket limit" not in str(refused):
            raise
    total = _counted_together(searcher, query, ()).total
    return Summary(total, {facet: _counted_in_pieces(searcher, query, facet) for facet in facets})


def _counted_in_pieces(searcher: Searcher, query: Query, facet: str) -> Sequence[tuple[Value, int]]:
    """The counts of a facet with more values than one answer of Tantivy may hold (65,000).

    A histogram with a bar for each number gives them a stretch of numbers at a time.
    """
    if FACETS[facet] is str:  # languages: never so many
        return _counted_together(searcher, query, (facet,)).facets[facet]
    highest = searcher.aggregate(query, {"highest": {"max": {"field": facet}}})["highest"]["value"]
    counts: dict[Value, int] = {}
    for first in range(0, int(highest or 0) + 1, PIECE):
        bounds = {"min": first, "max": first + PIECE - 1}
        bars = {"field": facet, "interval": 1, "min_doc_count": 1, "hard_bounds": bounds}
        answer = searcher.aggregate(query, {"bars": {"histogram": bars}})["bars"]
        counts |= {int(bar["key"]): bar["doc_count"] for bar in answer["buckets"]}
    return by_count(counts)


def _counted_together(searcher: Searcher, query: Query, facets: Sequence[str]) -> Summary:
    """Asks again for more values until Tantivy has left none out."""
    size = FACET_VALUES
    while True:
        asked: dict[str, Anything] = {
            facet: {"terms": {"field": facet, "size": size, "segment_size": size}}
            for facet in facets
        }
        answer = searcher.aggregate(query, asked | {"total": {"value_count": {"field": "id"}}})
        if all(_is_complete(answer[facet]) for facet in facets):
            break
        size *= 8
    counts = {facet: _values(answer[facet], FACETS[facet]) for facet in facets}
    return Summary(int(answer["total"]["value"]), counts)


def exact_spans(searcher: Searcher, query: Query) -> list[tuple[date, date, int]]:
    """Counts of every pair of first and last day, however many there are."""
    try:
        counted = list(_spans(searcher, query, None, None))
    except ValueError as refused:
        if "bucket limit" not in str(refused):
            raise
        edges = {f"{edge} {field}": {edge: {"field": field}} for edge, field in EDGES}
        found = searcher.aggregate(query, edges)
        first, last, start, end = (int(found[name]["value"]) for name in edges)
        counted = list(_spans_in_pieces(searcher, query, (first, last), (start, end)))
    return [(date.fromordinal(one), date.fromordinal(two), n) for one, two, n in sorted(counted)]


def _spans_in_pieces(searcher: Searcher, query: Query, earliest: Days, latest: Days) -> Spans:
    """Those with both days in these stretches: of halves, where Tantivy finds them too many."""
    try:
        yield from _spans(searcher, query, earliest, latest)
    except ValueError as refused:
        if "bucket limit" not in str(refused):
            raise
        for halves in _halved(earliest, latest):
            yield from _spans_in_pieces(searcher, query, *halves)


def _spans(searcher: Searcher, query: Query, earliest: Days | None, latest: Days | None) -> Spans:
    """Those with both days in these stretches, in one answer."""
    last = {"days": {"histogram": _bars("latest", latest)}}
    asked = {"days": {"histogram": _bars("earliest", earliest), "aggs": last}}
    for one in searcher.aggregate(query, asked)["days"]["buckets"]:
        for two in one["days"]["buckets"]:
            yield int(one["key"]), int(two["key"]), two["doc_count"]


def _bars(field: str, days: Days | None) -> dict[str, Anything]:
    """A bar for each day that has any; of this stretch alone, if one is given."""
    bars = {"field": field, "interval": 1, "min_doc_count": 1}
    return bars | ({"hard_bounds": {"min": days[0], "max": days[1]}} if days else {})


def _halved(earliest: Days, latest: Days) -> Iterator[tuple[Days, Days]]:
    """The longer of the two in halves."""
    (first, last), (start, end) = earliest, latest
    if last - first >= end - start:
        middle = (first + last) // 2
        yield (first, middle), latest
        yield (middle + 1, last), latest
    else:
        middle = (start + end) // 2
        yield earliest, (start, middle)
        yield earliest, (middle + 1, end)


def _is_complete(found: dict[str, Anything]) -> bool:
    return not found.get("doc_count_error_upper_bound") and not found.get("sum_other_doc_count")


def _values(found: dict[str, Anything], kind: type[Value]) -> list[tuple[Value, int]]:
    return by_count({kind(bucket["key"]): bucket["doc_count"] for bucket in found["buckets"]})
