"""What a reader may mean while typing: names in any script, from any word on, and titles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from archive.models import Article, Entity, Kind, NameEntry, Suppression
from archive.search.country_names import countries_beginning, name_key
from archive.search.engine import All, Clause, EngineUnavailable, SearchEngine, SearchQuery
from archive.search.engines import get_engine
from archive.search.name_entries import beginning
from archive.search.names import EntityName, SubjectName, page_of, read_vocabulary
from archive.text.fold import fold
from archive.text.tokens import words

MOST = 10
MOST_ARTICLES = 3
MOST_ENTRIES = 2_000  # of the list of names that are looked at; a letter or two has more
SHORTEST_TITLE = 3  # letters of a word that titles are looked up by
LONGEST = 80  # characters that are read


@dataclass(frozen=True)
class Suggestion:
    """A page to go to. `matched` is the name that was typed, where the label does not show it."""

    kind: str  # of an entity, or topic, or article
    slug: str
    label: str
    matched: str
    url: str
    count: int  # of articles


@dataclass(frozen=True)
class Match:
    """How well a name answers: lower is better."""

    rank: int  # 0 the whole name, 1 its beginning, 2 the beginning of a later word
    name: str


def suggest(typed: str, most: int = MOST, engine: SearchEngine | None = None) -> list[Suggestion]:
    """Names and titles that go on from what is typed; the labels in the active language.

    Three questions to the database and two to the index, however many names there are.
    While the index cannot be read, names are suggested without their counts.
    """
    key = name_key(typed[:LONGEST])
    if not key:
        return []
    engine = engine or get_engine()
    names = _named(key, engine)[:most]
    room = min(MOST_ARTICLES, most) if names else most
    articles = _titled(typed[:LONGEST], room, engine)
    return [*names[: most - len(articles)], *articles]


def _named(key: str, engine: SearchEngine) -> list[Suggestion]:
    """Entities and topics, the best matches first, then those with most articles."""
    found = [*_entities(key, engine), *_topics(key, engine)]
    found.sort(key=lambda one: (one[0].rank > 0, -one[1].count, one[0].rank, one[1].label))
    return [suggestion for _match, suggestion in found]


def counts(engine: SearchEngine, facet: str) -> Mapping[object, int]:
    """Articles of each value of a facet; none while the index cannot be read."""
    try:
        return dict(engine.summary(SearchQuery(), (facet,)).facets.get(facet, ()))
    except EngineUnavailable:
        return {}


def _entities(key: str, engine: SearchEngine) -> Iterator[tuple[Match, Suggestion]]:
    matches = _matches(key)
    by_code = countries_beginning(key, MOST * 3)
    counted = counts(engine, "entity")
    likely = sorted(matches, key=lambda pk: (matches[pk].rank > 0, -counted.get(pk, 0)))
    for entity in _rows(likely[: MOST * 3], by_code):
        match = matches.get(entity.pk)
        if match is None:
            match = Match(int(by_code[entity.code] != key), by_code[entity.code])
        shown = "" if _shows(entity.label, key) else match.name
        yield (
            match,
            Suggestion(
                entity.kind, entity.slug, entity.label, shown, entity.url, counted.get(entity.pk, 0)
            ),
        )


def _matches(key: str) -> dict[int, Match]:
    """The best name of each entity that has one with a word that begins so."""
    rows = NameEntry.objects.filter(beginning(key)).order_by("key")
    columns = ("entity", "key", "name", "whole")
    found: dict[int, Match] = {}
    wrong = set(Suppression.objects.filter(article=None).values_list("entity", "folded"))
    for pk, entry, name, whole in rows.values_list(*columns)[:MOST_ENTRIES]:
        rank = 2 if not whole else int(entry != key)
        better = pk not in found or rank < found[pk].rank
        if better and (not wrong or (pk, fold(name)) not in wrong):
            found[pk] = Match(rank, name)
    return found


def _rows(pks: Iterable[int], codes: Iterable[str]) -> list[EntityName]:
    columns = ("pk", "kind", "name", "slug", "code", "names")
    by_key = Entity.objects.open_to_readers().filter(pk__in=list(pks))
    by_code = Entity.objects.filter(kind=Kind.COUNTRY, code__in=list(codes))
    rows = by_key.order_by().values_list(*columns).union(by_code.order_by().values_list(*columns))
    return [EntityName(*row) for row in rows]


def _topics(key: str, engine: SearchEngine) -> Iterator[tuple[Match, Suggestion]]:
    counted: Mapping[object, int] | None = None
    for topic in read_vocabulary().topics.values():
        match = _topic_match(topic, key)
        if match is not None:
            counted = counts(engine, "topic") if counted is None else counted
            shown = "" if _shows(topic.label, key) else match.name
            url = page_of("topic", topic.slug)
            count = counted.get(topic.pk, 0)
            yield match, Suggestion("topic", topic.slug, topic.label, shown, url, count)


def _topic_match(topic: SubjectName, key: str) -> Match | None:
    for name in dict.fromkeys((topic.label, topic.name, *topic.names.values())):
        if _shows(name, key):
            whole = name_key(name)
            return Match(2 if not whole.startswith(key) else int(whole != key), name)
    return None


def _shows(name: str, key: str) -> bool:
    """Whether some word of the name, with those after it, begins so."""
    return f" {key}" in f" {name_key(name)}"


def _titled(typed: str, most: int, engine: SearchEngine) -> list[Suggestion]:
    """Articles whose title has all the words, the last of them perhaps unfinished."""
    wanted = words(typed)
    if not wanted or len(wanted[-1]) < SHORTEST_TITLE or not most:
        return []
    *whole, last = wanted
    clauses = [Clause(word, field="title") for word in whole]
    clauses.append(Clause(last, "prefix", "title"))
    try:
        hits = engine.hits(SearchQuery(All(tuple(clauses))), 0, most)
    except EngineUnavailable:
        return []
    articles = Article.objects.published().in_bulk([hit.id for hit in hits])
    found = [articles[hit.id] for hit in hits if hit.id in articles]
    return [Suggestion("article", a.slug, a.title, "", a.get_absolute_url(), 1) for a in found]
