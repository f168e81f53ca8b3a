"""A person says of tags: yes, no, or not decided after all. Nothing a machine does undoes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from archive.curation.learn import learn
from archive.curation.ledger import Ledger
from archive.curation.suppress import lift, suppress
from archive.models import (
    Article,
    Decision,
    Entity,
    EntityTag,
    Origin,
    State,
    Topic,
    TopicTag,
)

Tag = EntityTag | TopicTag

VERBS = {
    State.CONFIRMED: "confirm",
    State.REJECTED: "reject",
    State.SUGGESTED: "reconsider",
}


def confirm(tags: Iterable[Tag], by: User | None, reason: str = "") -> Decision | None:
    """These articles are about this, and the words that say so are its names. None when that was
    decided already."""
    return decide(tags, State.CONFIRMED, by, reason)


def reject(tags: Iterable[Tag], by: User | None, reason: str = "") -> Decision | None:
    """These articles are not about this: its words no longer name it there."""
    return decide(tags, State.REJECTED, by, reason)


def reconsider(tags: Iterable[Tag], by: User | None, reason: str = "") -> Decision | None:
    """Back to a suggestion, for somebody else to decide."""
    return decide(tags, State.SUGGESTED, by, reason)


@transaction.atomic
def decide(tags: Iterable[Tag], state: State, by: User | None, reason: str = "") -> Decision | None:
    """Give tags of either sort this state, in one transaction, as one decision."""
    ledger = Ledger(by)
    for rows in present(tags):
        changed = ledger.update((tag, decided(state, by)) for tag in rows if tag.state != state)
        about = [tag for tag in changed if isinstance(tag, EntityTag)]
        if state == State.REJECTED:
            suppress(ledger, about)
        else:
            lift(ledger, about)
        if state == State.CONFIRMED:
            learn(ledger, about)
    return ledger.close(VERBS[state], reason)


@transaction.atomic
def add(article: Article, subject: Entity | Topic, by: User | None) -> Decision | None:
    """A person finds that the article is about this: a confirmed tag of their own."""
    existing: Tag | None
    if isinstance(subject, Entity):
        existing = EntityTag.objects.filter(article=article, entity=subject).first()
    else:
        existing = TopicTag.objects.filter(article=article, topic=subject).first()
    if existing:
        return confirm([existing], by)
    ledger = Ledger(by)
    ledger.create([made(article.pk, subject, by)])
    return ledger.close("add")


def made(article: int, subject: Entity | Topic, by: User | None) -> Tag:
    """A tag of a person's own on the article with this primary key. Does not save."""
    fields: dict[str, Any] = {
        "article_id": article,
        "origin": Origin.CURATOR,
        **decided(State.CONFIRMED, by),
    }
    if isinstance(subject, Entity):
        return EntityTag(entity=subject, **fields)
    return TopicTag(topic=subject, **fields)


def decided(state: State, by: User | None) -> dict[str, Any]:
    """The fields of a tag that say what was decided, by whom and when."""
    if state == State.SUGGESTED:
        return {"state": state.value, "decided_by_id": None, "decided_at": None}
    return {
        "state": state.value,
        "decided_by_id": by.pk if by else None,
        "decided_at": timezone.now(),
    }


def present(tags: Iterable[Tag]) -> Iterator[Sequence[Tag]]:
    """The tags as they are now, locked, those of one model together."""
    given = list(tags)
    for model in (EntityTag, TopicTag):
        ids = [tag.pk for tag in given if isinstance(tag, model)]
        yield list(model.objects.select_for_update().in_bulk(ids).values())
