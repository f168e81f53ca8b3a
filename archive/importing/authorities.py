"""The shipped countries, blocs, topics and topic rules as rows, for curators to work on."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from archive.extraction.gazetteer import Authority, blocs, countries
from archive.extraction.topics import shipped_rules, topics
from archive.models import Alias, Entity, Topic, TopicRule

DELETED = "-"  # as the history marks it


@transaction.atomic
def load_authorities() -> int:
    """Create what is missing and return how many rows that were.

    A row that is there is never changed, and one that a person deleted stays deleted.
    """
    created = _load_entities((*countries(), *blocs()))
    return created + _load_topics() + _load_rules()


def _load_entities(authorities: Iterable[Authority]) -> int:
    known = set(Entity.objects.exclude(code="").values_list("kind", "code"))
    known |= set(Entity.history.filter(history_type=DELETED).values_list("kind", "code"))
    created = 0
    for authority in authorities:
        if (authority.kind, authority.code) not in known:
            entity = Entity.objects.create(
                kind=authority.kind,
                code=authority.code,
                name=authority.name,
                names=dict(authority.names),
            )
            created += 1 + _load_aliases(entity, authority)
    return created


def _load_aliases(entity: Entity, authority: Authority) -> int:
    """The curated names, so that a curator can see them and switch one off."""
    names = {(name.text, name.language): name for name in authority.aliases if name.role}
    for (text, language), name in names.items():
        Alias.objects.create(
            entity=entity,
            text=text,
            language=language,
            kind=name.role,
            case_matters=name.rule == "caps",
            origin="machine",
        )
    return len(names)


def _load_topics() -> int:
    known = dict(Topic.objects.values_list("slug", "pk"))
    deleted = set(Topic.history.filter(history_type=DELETED).values_list("slug", flat=True))
    created = 0
    for topic in topics():  # parents come before their children
        if topic.slug not in known and topic.slug not in deleted:
            row = Topic.objects.create(
                slug=topic.slug,
                name=topic.name,
                names=dict(topic.names),
                parent_id=known.get(topic.parent),
                scope_note=topic.scope_note,
                scope_notes=dict(topic.scope_notes),
                exact_match=topic.exact_match,
            )
            known[topic.slug] = row.pk
            created += 1
    return created


def _load_rules() -> int:
    """Rules in bulk: thousands, whose history begins when a curator changes one."""
    slugs = dict(Topic.objects.values_list("slug", "pk"))
    columns = ("topic", "language", "phrase")
    known = set(TopicRule.objects.values_list(*columns))
    known |= set(TopicRule.history.filter(history_type=DELETED).values_list(*columns))
    wanted = {
        (slugs[rule.topic], rule.language, rule.phrase): rule.weight
        for rule in shipped_rules()
        if rule.topic in slugs
    }
    missing = [
        TopicRule(topic_id=topic, language=language, phrase=phrase, weight=weight)
        for (topic, language, phrase), weight in wanted.items()
        if (topic, language, phrase) not in known
    ]
    TopicRule.objects.bulk_create(missing, batch_size=500)
    return len(missing)
