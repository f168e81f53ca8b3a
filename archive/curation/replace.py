"""These articles are not about this but about that: one decision, the words go along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F

from archive.curation.decide import Tag, decided, made, present
from archive.curation.ledger import Ledger
from archive.curation.suppress import lift, suppress
from archive.models import Decision, Entity, EntityTag, Mention, State, Topic, TopicTag


class ReplaceRefused(Exception):
    """An entity cannot take the place of a topic, nor anything its own."""


@transaction.atomic
def replace(
    tags: Iterable[Tag], subject: Entity | Topic, by: User | None, reason: str = ""
) -> Decision | None:
    """Reject these tags and confirm the subject in their place. Raises ReplaceRefused."""
    wanted = EntityTag if isinstance(subject, Entity) else TopicTag
    ledger = Ledger(by)
    for rows in present(tags):
        if any(not isinstance(tag, wanted) or subject_key(tag) == subject.pk for tag in rows):
            raise ReplaceRefused
        ledger.update((tag, decided(State.REJECTED, by)) for tag in rows)
        entity_tags = [tag for tag in rows if isinstance(tag, EntityTag)]
        suppress(ledger, entity_tags)
        confirm_in(ledger, [tag.article_id for tag in rows], subject)
        if isinstance(subject, Entity):
            move_words(ledger, entity_tags, subject)
    return ledger.close("replace", reason)


def subject_key(tag: Tag) -> int:
    return tag.entity_id if isinstance(tag, EntityTag) else tag.topic_id


def confirm_in(ledger: Ledger, articles: Iterable[int], subject: Entity | Topic) -> list[int]:
    """Each article gets a confirmed tag of the subject; returns those that had none before."""
    wanted = list(dict.fromkeys(articles))
    there = subject.tags.filter(article__in=wanted)
    existing: dict[int, Tag] = {tag.article_id: tag for tag in there}
    open_ = [tag for tag in existing.values() if tag.state != State.CONFIRMED]
    ledger.update((tag, decided(State.CONFIRMED, ledger.by)) for tag in open_)
    lift(ledger, [tag for tag in open_ if isinstance(tag, EntityTag)])
    missing = [article for article in wanted if article not in existing]
    ledger.create([made(article, subject, ledger.by) for article in missing])
    return missing


def move_words(ledger: Ledger, tags: Sequence[EntityTag], entity: Entity) -> None:
    """In the present texts the words of the rejected tags name the other entity."""
    for tag in tags:
        mentions = Mention.objects.filter(
            revision__article=tag.article_id, revision=F("revision__article__revision")
        )
        spans = set(mentions.filter(entity=entity).values_list("start", "end"))
        theirs = list(mentions.filter(entity=tag.entity_id))
        ledger.delete([row for row in theirs if (row.start, row.end) in spans])
        ledger.update(
            (row, {"entity_id": entity.pk}) for row in theirs if (row.start, row.end) not in spans
        )
