"""All results, piece by piece, each once."""

from datetime import date

import pytest

from archive.search.engine import Clause, SearchDocument, SearchQuery
from archive.search.engines.memory import MemoryEngine
from archive.search.sweep import sweep


@pytest.fixture
def engine():
    engine = MemoryEngine()
    days = [date(2000, 1, 1 + pk % 3) if pk % 4 else None for pk in range(23)]
    engine.apply([SearchDocument(pk, "en", "", "oil", d, d) for pk, d in enumerate(days)], [])
    return engine


@pytest.mark.parametrize("order", ["relevance", "newest", "oldest", "added"])
@pytest.mark.parametrize("size", [1, 5, 22, 23, 24])
def test_every_result_comes_once_and_in_a_date_order(engine, order, size):
    query = SearchQuery(Clause("oil"), order=order)
    dated = "oldest" if order == "oldest" else "newest"
    whole = [hit.id for hit in engine.hits(SearchQuery(Clause("oil"), order=dated), 0, 100)]

    pieces = [[hit.id for hit in piece] for piece in sweep(engine, query, size)]

    assert [pk for piece in pieces for pk in piece] == whole
    assert all(len(piece) == size for piece in pieces[:-1])


def test_nothing_found_gives_no_piece(engine):
    assert list(sweep(engine, SearchQuery(Clause("zebra")), 5)) == []
