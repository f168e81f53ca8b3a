"""Articles that may read differently with other names or rules: those that have the words."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from archive.models import Alias, Entity, Mention, Rereading, RuleKind, Topic, TopicRule
from archive.search.engine import All, Any, Clause, EngineUnavailable, Expression, SearchQuery
from archive.search.engines import get_engine
from archive.text.fold import fold
from archive.text.stems import stem
from archive.text.tokens import words

MOST = 10_000  # articles of one rereading


@dataclass(frozen=True)
class Affected:
    """How many articles have the words, and the keys of the first of them."""

    count: int
    articles: tuple[int, ...]


def by_names(names: Iterable[str], entity: Entity | None = None, limit: int = MOST) -> Affected:
    """Articles with one of these names in their text, or tagged because of it."""
    given = {name for name in names if words(name)}
    asked = Any(tuple(Clause(name, "phrase") for name in sorted(given)))
    resting = set()
    folded = {fold(name) for name in given}
    if entity is not None and entity.pk:
        for article, evidence in entity.tags.order_by().values_list("article", "evidence"):
            if folded & {fold(form) for form in evidence.get("forms", {})}:
                resting.add(article)
    return asked_of_the_index(asked, resting, limit)


def with_names_given() -> set[int]:
    """Articles that have words which people gave an entity for a name, and of which no mention of
    it has been read: the names came after the texts. Those with a name that a rule of writing or
    the words around it forbid are among them."""
    given: defaultdict[int, dict[str, str]] = defaultdict(dict)
    aliases = Alias.objects.filter(enabled=True, ambiguous=False, origin="curator").order_by("pk")
    for entity, folded, text in aliases.values_list("entity", "folded", "text"):
        given[entity][folded] = text
    found: set[int] = set()
    for entity, names in given.items():
        having = by_names(names.values(), limit=sys.maxsize).articles
        found.update(set(having) - _read_by(entity, names))
    return found


def _read_by(entity: int, folded: Iterable[str]) -> set[int]:
    """The articles that mention the entity by one of these folded names."""
    names = set(folded)
    mentions = Mention.objects.filter(
        entity=entity, revision=F("revision__article__revision")
    ).order_by()
    return {
        article
        for article, surface in mentions.values_list("revision__article", "surface").iterator()
        if fold(surface) in names
    }


def by_rules(rules: Iterable[TopicRule], topic: Topic, limit: int = MOST) -> Affected:
    """Articles that have the words of one of these rules, or the topic because of it."""
    given = list(rules)
    asked = Any(tuple(part for rule in given if (part := expression(rule)) is not None))
    phrases = {rule.phrase for rule in given}
    resting = (
        {
            article
            for article, evidence in topic.tags.order_by().values_list("article", "evidence")
            if phrases & set(evidence)
        }
        if topic.pk
        else set()
    )
    return asked_of_the_index(asked, resting, limit)


def expression(rule: TopicRule) -> Expression | None:
    parts = tuple(
        Clause(word, "word", stems=(stem(word, rule.language),)) for word in words(rule.phrase)
    )
    if not parts:
        return None
    return Any(parts) if rule.kind == RuleKind.ANY else All(parts)


def asked_of_the_index(asked: Any, resting: set[int], limit: int) -> Affected:
    """The newest first. Without an index only what is tagged already is known."""
    found: list[int] = []
    total = 0
    if asked.parts:
        query = SearchQuery(words=asked, order="newest")
        engine = get_engine()
        try:
            total = engine.summary(query).total
            found = [hit.id for hit in engine.hits(query, 0, min(total, limit))]
        except EngineUnavailable:
            found, total = [], 0
    more = resting - set(found)
    together = list(dict.fromkeys([*found, *sorted(more, reverse=True)]))
    return Affected(total + (len(more) if total <= len(found) else 0), tuple(together[:limit]))


def ask_to_reread(reason: str, affected: Affected, by: object) -> Rereading | None:
    """A list of the articles, to be read again when somebody says so."""
    if not affected.articles:
        return None
    pending = list(affected.articles)
    return Rereading.objects.create(
        reason=reason[:300],
        asked_by=by,  # type: ignore[misc]
        pending=pending,
        total=len(pending),
    )
