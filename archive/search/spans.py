"""How often each value of a facet is found over the years, in spans of a round number of years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, date
from functools import lru_cache

from archive.search.engine import Period, Value
from archive.search.engines import get_engine
from archive.search.periods import by_year, counted

MOST = 15  # spans, for as many questions are put to the index
WIDTHS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # years of a span


@dataclass(frozen=True)
class Spans:
    """Spans of years in order, and how many articles of each value overlap each of them."""

    labels: tuple[str, ...]
    counts: Mapping[Value, tuple[int, ...]]

    def of(self, value: Value) -> tuple[tuple[str, int], ...]:
        """Each span with its number, of one value."""
        return tuple(zip(self.labels, self.counts.get(value, ()), strict=False))


def spans_of(facet: str) -> Spans:
    """As many questions as there are spans, once for each version. Raises EngineUnavailable."""
    return _spans(get_engine().version(), facet)


@lru_cache(maxsize=8)
def _spans(version: str, facet: str) -> Spans:  # noqa: ARG001
    columns = by_year().columns
    if not columns:
        return Spans((), {})
    years = spans_between(int(columns[0].period), int(columns[-1].period))
    found: dict[Value, list[int]] = defaultdict(lambda: [0] * len(years))
    for place, (first, last) in enumerate(years):
        period = Period(date(first, 1, 1), date(last, 12, 31))
        for value, count in counted((period,), (facet,)).facets[facet]:
            found[value][place] = count
    labels = tuple(f"{first}–{last}" if last > first else str(first) for first, last in years)
    return Spans(labels, {value: tuple(counts) for value, counts in found.items()})


def spans_between(first: int, last: int) -> list[tuple[int, int]]:
    """Spans of one round number of years that hold both: 1909 and 2025 lie in thirteen decades."""
    width = next(width for width in WIDTHS if last // width - first // width < MOST)
    starts = range(first // width * width, last + 1, width)
    return [(max(start, 1), min(start + width - 1, MAXYEAR)) for start in starts]
