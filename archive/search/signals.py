"""Which writes make a search document stale: the whole list.

Names are not on it: the index holds primary keys, so a rename changes no document. Writes that
send no signal (bulk_create, update) enqueue their articles themselves.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from archive.models import Article, Entity, EntityTag, IndexJob, Revision, Topic, TopicTag

Tagged = EntityTag | TopicTag | Revision


@receiver([post_save, post_delete], sender=Article)
def article_changed(instance: Article, **_: Any) -> None:
    IndexJob.objects.enqueue([instance.pk])


@receiver([post_save, post_delete], sender=EntityTag)
@receiver([post_save, post_delete], sender=TopicTag)
@receiver(post_save, sender=Revision)
def part_changed(instance: Tagged, **_: Any) -> None:
    """A tag was made, decided, moved or removed (with its entity or topic too), or a text came."""
    IndexJob.objects.enqueue([instance.article_id])


@receiver(pre_save, sender=EntityTag)
@receiver(pre_save, sender=TopicTag)
def tag_moves(instance: EntityTag | TopicTag, **_: Any) -> None:
    """The article that a tag leaves for another is stale as well."""
    before = type(instance)._default_manager.filter(pk=instance.pk)
    if instance.pk:
        moved = before.exclude(article=instance.article_id).values_list("article", flat=True)
        IndexJob.objects.enqueue(moved)


@receiver(pre_save, sender=Topic)
def topic_moves(instance: Topic, **_: Any) -> None:
    """Articles stand under all ancestors of their topics."""
    if instance.pk and _differs(Topic.objects.filter(pk=instance.pk), parent=instance.parent_id):
        tagged = TopicTag.objects.filter(topic__in=_descendants(instance.pk))
        IndexJob.objects.enqueue(set(tagged.values_list("article", flat=True)))


@receiver(pre_save, sender=Entity)
def entity_changes_kind(instance: Entity, **_: Any) -> None:
    """An entity is counted in the facet of its kind."""
    if instance.pk and _differs(Entity.objects.filter(pk=instance.pk), kind=instance.kind):
        tagged = EntityTag.objects.filter(entity=instance.pk)
        IndexJob.objects.enqueue(set(tagged.values_list("article", flat=True)))


def _differs(rows: QuerySet[Any], **fields: object) -> bool:
    """Whether the stored row, if there is one, has another value in one of these fields."""
    return rows.exclude(**fields).exists()


def _descendants(topic_id: int) -> list[int]:
    """The topic and all that is part of it."""
    children: dict[int | None, list[int]] = {}
    for pk, parent in Topic.objects.values_list("pk", "parent").order_by():
        children.setdefault(parent, []).append(pk)
    found = [topic_id]
    for pk in found:  # grows while it is read
        found += [child for child in children.get(pk, []) if child not in found]
    return found
