"""The days of a month: how many results may fall on each, and how many surely do."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from archive.search.engine import Period, SearchEngine, SearchQuery, Summary, Value


def count_days(engine: SearchEngine, query: SearchQuery, first: date, last: date) -> Summary:
    """Results by day of the month, as facets `day` and `day_certain`; days without any left out.

    The index holds no days, for an article of a whole year would be on each: the spans of dates
    that overlap the month are counted, and laid over its days.
    """
    within = replace(query, filters=(*query.filters, Period(first, last)))
    total, found, certain = 0, Counter[Value](), Counter[Value]()
    for earliest, latest, count in engine.spans(within):
        total += count
        start, end = max(earliest, first), min(latest, last)
        for number in range((end - start).days + 1):
            found[(start + timedelta(number)).day] += count
        if earliest == latest:
            certain[start.day] += count
    return Summary(total, {"day": found.most_common(), "day_certain": certain.most_common()})
