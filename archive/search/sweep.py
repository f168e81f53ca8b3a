"""All results of a search, however many, piece by piece: for files and for those who harvest.

They come in a date order, which is total, so that each piece goes on exactly where the one
before it ended, and no memory is needed of what came before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.search.engine import Beyond, Hit, SearchEngine, SearchQuery
from archive.search.engines.analysis import date_order


def sweep(engine: SearchEngine, query: SearchQuery, size: int) -> Iterator[Sequence[Hit]]:
    """Hits by `size`, the newest first unless the oldest are asked for.

    The index may change meanwhile: what stays in it comes once. Raises EngineUnavailable.
    """
    order = date_order(query.order, ranked=False) or "newest"
    query = asked = replace(query, order=order)
    while hits := engine.hits(asked, 0, size):
        yield hits
        if len(hits) < size:
            return
        place = Beyond(order, hits[-1].day, hits[-1].id)
        asked = replace(query, filters=(*query.filters, place))
