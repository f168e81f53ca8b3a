"""Pairs of countries, as the index counts them."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search import pairs
from archive.search.engine import SearchDocument, SearchQuery
from archive.search.engines import get_engine

ARTICLES = st.lists(st.sets(st.integers(1, 7)), max_size=20)


def fill(articles):
    documents = (
        SearchDocument(pk, "en", "", "", terms={"country": sorted(about)})
        for pk, about in enumerate(articles, 1)
    )
    get_engine().rebuild(documents)


def counted_by_hand(articles):
    found = [
        pairs.Pair(one, other, sum({one, other} <= about for about in articles))
        for one, other in combinations(range(1, 8), 2)
    ]
    return sorted((pair for pair in found if pair.count), key=pairs.rank)


@settings(max_examples=60, deadline=None)
@given(ARTICLES, st.integers(1, 6))
def test_pairs_are_counted_exactly_and_the_biggest_are_the_first_of_all(articles, number):
    fill(articles)
    expected = counted_by_hand(articles)
    assert pairs.all_pairs() == expected
    assert pairs.biggest_pairs(number) == expected[:number]


@settings(max_examples=30, deadline=None)
@given(ARTICLES)
def test_a_pair_has_as_many_articles_as_a_search_for_both_finds(articles):
    fill(articles)
    for pair in pairs.all_pairs():
        query = SearchQuery(filters=pairs.about_both(pair.first, pair.second))
        assert get_engine().summary(query).total == pair.count
        assert dict(pairs.partners(pair.first))[pair.second] == pair.count


def test_few_countries_are_asked_about_for_the_biggest_pairs(monkeypatch):
    fill([{1, 2}] * 9 + [{3, 4}, {5}, {6}, {7}])
    asked = []
    partners = pairs.partners
    monkeypatch.setattr(pairs, "partners", lambda pk: asked.append(pk) or partners(pk))
    assert pairs.biggest_pairs(1) == [pairs.Pair(1, 2, 9)]
    assert asked == [1, 2]


def test_what_is_remembered_is_never_older_than_the_index():
    fill([{1, 2}])
    assert pairs.partners(1) == ((2, 1),)
    fill([{1, 2}, {1, 2, 3}])
    assert pairs.partners(1) == ((2, 2), (3, 1))
