"""What would change if names or rules were saved: texts are read with and without, side by side.

Call it in a transaction in which the new rows are saved, and take that back afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from archive.importing.extracting import request_for, store
from archive.importing.extractor import Extractor, Knowledge
from archive.importing.knowledge import load_knowledge
from archive.importing.linking import Linker
from archive.models import Article

Subjects = Mapping[tuple[str, str], str]  # kind and name -> name


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


def read_as_known(articles: Iterable[Article], knowledge: Knowledge) -> dict[int, Subjects]:
    """What each article is about when read with this knowledge. Leaves no trace."""
    extractor, linker = Extractor(knowledge), Linker()
    about: dict[int, Subjects] = {}
    for article in articles:
        if article.revision is None:
            continue
        extraction = extractor(request_for(article, article.revision))
        with transaction.atomic():
            store(article, article.revision, extraction, linker)
            about[article.pk] = subjects_of(article)
            transaction.set_rollback(True)
        linker.forget()  # what it made is not there any more
    return about


def subjects_of(article: Article) -> Subjects:
    """By kind and key: everything it is tagged with that nobody has rejected."""
    entities = article.entity_tags.exclude(state="rejected").order_by()
    topics = article.topic_tags.exclude(state="rejected").order_by()
    found = {
        (kind, name): name for kind, name in entities.values_list("entity__kind", "entity__name")
    }
    found |= {("topic", name): name for name in topics.values_list("topic__name", flat=True)}
    return found


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


def knowledge_now() -> Knowledge:
    """What curators have taught, as the rows of this transaction have it."""
    return load_knowledge()
