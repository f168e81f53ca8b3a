"""What to offer when nothing was found: the change that helps, and the names that were near.

Offered, never swapped in: the reader sees the number of articles each change gives and chooses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from django.utils.translation import gettext as _

from archive.search.chips import chips
from archive.search.country_names import name_key
from archive.search.engine import Clause, Term
from archive.search.names import EntityName, entity_names
from archive.search.near_spellings import near_names, near_word
from archive.search.request import Address, SearchRequest
from archive.search.results import SearchResults
from archive.search.rewriting import replaced

MOST_CHANGES = 8  # each costs a question to the index
MOST_NEAR = 5  # names for a word: the nearest of them that has articles is offered
SHORTEST = 4  # letters: shorter words are near to everything


@dataclass(frozen=True)
class Change:
    """What a reader may do, and how many articles that gives. Without any it is no link."""

    sentence: str
    url: str
    count: int


@dataclass(frozen=True)
class Near:
    """A word that no article has, and the entity whose name is nearest."""

    word: str
    entity: EntityName
    count: int


@dataclass(frozen=True)
class Spelling:
    """A word that no article has, the nearest that some has, and the search with that one."""

    word: str
    other: str
    url: str


def changes(results: SearchResults, read: Callable[[Address], SearchRequest]) -> list[Change]:
    """Each word and each filter left out, the most helpful first.

    Counted is what the address gives when it is `read`: words that remain may mean another thing
    side by side.
    """

    def total_of(address: Address) -> int:
        return SearchResults(read(address), results.engine, figures=False).count()

    found = [
        Change(sentence, str(address), total_of(address))
        for sentence, address in _changed(results.request)
    ]
    return sorted(found, key=lambda change: -change.count)


def _changed(request: SearchRequest) -> Iterator[tuple[str, Address]]:
    without_filters = [(chip, chip.without) for chip in chips(request)]
    for chip, smaller in without_filters[: MOST_CHANGES // 2]:
        yield _("remove %(value)s") % {"value": chip.value}, smaller.address
    groups = request.understanding.groups
    if len(without_filters) > 1:
        yield _("remove all filters"), request.address.changed(**_no_filters(request))
    if len(groups) > 1:
        for group in groups[: MOST_CHANGES // 2]:
            rest = request.understanding.without(group.text).query
            yield _("leave out “%(word)s”") % {"word": group.text}, request.address.changed(q=rest)


def _no_filters(request: SearchRequest) -> dict[str, tuple[str, ...]]:
    kept = {"q", "literal", "sort"}
    return {name: () for name, _value in request.address.parameters if name not in kept}


def unmatched(results: SearchResults) -> list[str]:
    """Words that no article has, whatever the filters."""
    found = []
    for group in results.request.understanding.groups[:MOST_CHANGES]:
        if isinstance(group.expression, Clause):
            query = replace(results.request.query, words=group.expression, filters=())
            if results.engine.summary(query).total == 0:
                found.append(group.text)
    return found


def nearest(results: SearchResults, words: list[str]) -> list[Near]:
    """For each of these words the entity with the nearest name, where one is near enough.

    A word that was understood needs none, and a name without articles would be no help.
    """
    keys = _in_doubt(results, words)
    near = {word: near_names(key) for word, key in keys.items()}
    entities = entity_names(pk for pks in near.values() for pk in pks)
    found = []
    for word, pks in near.items():
        others = (entities[pk] for pk in pks if name_key(entities[pk].name) != keys[word])
        counted = ((entity, _count(results, entity)) for entity in islice(others, MOST_NEAR))
        found += [Near(word, *best) for best in counted if best[1]][:1]
    return found


def _in_doubt(results: SearchResults, words: Sequence[str]) -> dict[str, str]:
    """Words that were not understood as a name, and are long enough to be near to few others."""
    understood = results.request.understanding
    known = {sense.words for sense in understood.senses}
    known |= {doubt.words for doubt in understood.doubts}
    keys = {word: name_key(word) for word in words if word not in known}
    return {word: key for word, key in keys.items() if len(key) >= SHORTEST}


def spellings(results: SearchResults, words: Sequence[str]) -> list[Spelling]:
    """For each of these words the search with the nearest word that some article has."""
    found = []
    for word, key in _in_doubt(results, words).items():
        other = near_word(key, results.engine)
        if other:
            query = replaced(results.request.understanding.parsed, word, other)
            address = results.request.address.changed(q=query)
            found.append(Spelling(word, other, str(address)))
    return found


def to_read(results: SearchResults, near: Sequence[Near]) -> list[EntityName]:
    """Entities that the words name, or nearly name, and that some article is about; none twice."""
    meant = [
        sense.entity
        for sense in results.request.understanding.senses[:MOST_CHANGES]
        if not sense.left_out and _count(results, sense.entity)
    ]
    return list(dict.fromkeys([*meant, *(name.entity for name in near)]))


def _count(results: SearchResults, entity: EntityName) -> int:
    """How many articles the page of the entity has."""
    query = replace(results.request.query, words=Term("entity", entity.pk), filters=())
    return results.engine.summary(query).total
