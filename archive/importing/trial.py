"""What would change if names or rules were saved: texts are read with and without, side by side.

Reading texts takes seconds, so it knows no database: nobody who writes waits for it. What was read
is linked to rows afterwards, the new ones in a transaction that is taken back, which is short.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from archive.extraction.values import Extraction, FoundEntity
from archive.importing.extracting import request_for
from archive.importing.extractor import Extractor, Knowledge
from archive.importing.linking import Linker
from archive.models import Article, Entity, Origin, State, Topic

Subjects = Mapping[tuple[str, int | str], str]  # sort and key -> name
Extractions = Mapping[int, Extraction]  # by the key of the article


@dataclass(frozen=True)
class Difference:
    """One article, and what it would be about that it is not, and the other way round."""

    article: int
    title: str
    language: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True)
class Effect:
    """What so many texts, of all that have the words, would read differently."""

    found: int  # texts that have the words
    read: int  # of which so many were read for this answer
    differences: tuple[Difference, ...] = ()
    gained: Mapping[str, int] = field(default_factory=dict)  # name -> articles
    lost: Mapping[str, int] = field(default_factory=dict)


def read_as_known(articles: Iterable[Article], knowledge: Knowledge) -> Extractions:
    """What each text says when it is read with this knowledge."""
    extractor = Extractor(knowledge)
    return {
        article.pk: extractor(request_for(article, article.revision))
        for article in articles
        if article.revision is not None
    }


class TrialLinker(Linker):
    """Links as the rows are now, and makes none: what would be made has a key below zero."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[int, str] = {}
        self.keys = count(-1, -1)

    def make(self, entities: Sequence[FoundEntity]) -> list[int]:
        keys = [next(self.keys) for _entity in entities]
        self.names.update(zip(keys, (found.name for found in entities), strict=True))
        return keys


def about(articles: Iterable[Article], extractions: Extractions) -> dict[int, Subjects]:
    """What each article would be about, as the rows of this transaction link what was read."""
    linker = TrialLinker()
    return {
        article.pk: subjects_of(article, extractions[article.pk], linker)
        for article in articles
        if article.pk in extractions
    }


def subjects_of(article: Article, extraction: Extraction, linker: TrialLinker) -> Subjects:
    """All that it would be tagged with: what people decided, and what was found beside that."""
    links = linker.link(extraction.entities, article)
    entities = stays(article.entity_tags, "entity", {link.entity_id for link in links.linked})
    known = linker.topics()
    found = {known[topic.slug] for topic in extraction.topics if topic.slug in known}
    topics = stays(article.topic_tags, "topic", found)
    names = {**linker.names, **named(Entity, entities)}
    subjects: dict[tuple[str, int | str], str] = {
        ("entity", key) if key > 0 else ("made", names[key]): names[key] for key in entities
    }
    return subjects | {("topic", key): name for key, name in named(Topic, topics).items()}


def stays(tags: Any, subject: str, found: set[int]) -> set[int]:
    """Keys of subjects. What a person decided holds, also against what is found."""
    rows = list(tags.order_by().values_list(subject, "state", "origin"))
    decided = {
        key: state
        for key, state, origin in rows
        if (state, origin) != (State.SUGGESTED, Origin.MACHINE)
    }
    kept = {key for key, state in decided.items() if state != State.REJECTED}
    return kept | (found - decided.keys())


def named(model: type[Entity | Topic], keys: Iterable[int]) -> dict[int, str]:
    rows = model._default_manager.filter(pk__in=[key for key in keys if key > 0]).order_by()
    return dict(rows.values_list("pk", "name"))


def compare(
    articles: Collection[Article],
    found: int,
    before: Mapping[int, Subjects],
    after: Mapping[int, Subjects],
) -> Effect:
    differences = []
    gained: dict[str, int] = {}
    lost: dict[str, int] = {}
    for article in articles:
        old, new = before.get(article.pk, {}), after.get(article.pk, {})
        more = tuple(sorted(new[key] for key in new.keys() - old.keys()))
        less = tuple(sorted(old[key] for key in old.keys() - new.keys()))
        for names, counts in ((more, gained), (less, lost)):
            for name in names:
                counts[name] = counts.get(name, 0) + 1
        if more or less:
            differences.append(Difference(article.pk, article.title, article.language, more, less))
    return Effect(found, len(articles), tuple(differences), gained, lost)
