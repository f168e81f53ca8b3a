"""The shipped countries, blocs, topics and topic rules as rows, for curators to work on."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.text import slugify

from archive.extraction.gazetteer import Authority, FormerState, blocs, countries, former_states
from archive.extraction.topics import shipped_rules, topics
from archive.models import Alias, Entity, Topic, TopicRule
from archive.models.rows import insert_objects
from archive.text.fold import fold, transliterate

DELETED = "-"  # as the history marks it


@transaction.atomic
def load_authorities() -> int:
    """Create what is missing and return how many rows that were.

    A row that is there is never changed, and one that a person deleted stays deleted.
    """
    created = _load_entities((*countries(), *blocs()))
    return created + _load_topics() + _load_rules()


def _load_entities(authorities: Iterable[Authority]) -> int:
    """Countries and blocs in bulk: they are hundreds, and every first import waits for them."""
    known = set(Entity.objects.exclude(code="").values_list("kind", "code"))
    known |= set(Entity.history.filter(history_type=DELETED).values_list("kind", "code"))
    missing = [(a, _entity(a)) for a in authorities if (a.kind, a.code) not in known]
    taken = set(Entity.objects.values_list("kind", "slug"))
    rows = [entity for _authority, entity in missing]
    for entity in rows:
        if (entity.kind, entity.slug) in taken:
            entity.slug = Entity.objects.free_slug(entity.kind, entity.name)
        taken.add((entity.kind, entity.slug))
    Entity.objects.bulk_create(rows)
    Entity.history.bulk_history_create(rows)
    aliases = [alias for a, entity in missing for alias in _aliases(entity, a)]
    insert_objects(aliases)
    return len(missing) + len(aliases)


def _entity(authority: Authority) -> Entity:
    return Entity(
        kind=authority.kind,
        code=authority.code,
        name=authority.name,
        folded=fold(authority.name),
        slug=slugify(transliterate(authority.name))[:70].strip("-"),
        names=dict(authority.names),
    )


def _aliases(entity: Entity, authority: Authority) -> list[Alias]:
    """The curated names, so that a curator can see them and switch one off."""
    names = {(name.text, name.language): name for name in authority.aliases if name.role}
    states, none = former_states(), FormerState("", "")
    return [
        Alias(
            entity=entity,
            text=text,
            folded=fold(text),
            language=language,
            kind=name.role,
            case_matters=name.rule == "caps",
            origin="machine",
            valid_from=states.get(fold(text), none).start,
            valid_to=states.get(fold(text), none).end,
        )
        for (text, language), name in names.items()
    ]


def _load_topics() -> int:
    known = _topic_keys()
    deleted = set(Topic.history.values_list("slug", flat=True)) - known.keys()
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


def _topic_keys() -> dict[str, int]:
    """By its slug, and by every slug it has had: a curator may have given it another."""
    present = dict(Topic.objects.values_list("slug", "pk"))
    keys = set(present.values())
    former = Topic.history.order_by("history_id").values_list("slug", "id")
    return {**{slug: key for slug, key in former if key in keys}, **present}


def _load_rules() -> int:
    """Rules in bulk: thousands, whose history begins when a curator changes one."""
    slugs = _topic_keys()
    columns = ("topic", "language", "phrase")
    known = set(TopicRule.objects.values_list(*columns))
    known |= set(TopicRule.history.values_list(*columns))
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
    insert_objects(missing)
    return len(missing)
