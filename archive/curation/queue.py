"""What waits for review, an article at a time: no two people are given the same one at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from archive.models import Article, EntityTag, Kind, Lease, Status, TopicTag

HELD = timedelta(minutes=15)  # after the last sign of life
TRIED = 5  # articles, when others are quicker
TOPIC = "topic"
SORTS = (*Kind.values, TOPIC)  # what a queue may be narrowed to

Tag = EntityTag | TopicTag


@dataclass(frozen=True)
class Scope:
    """Which suggestions a queue holds: those of one sort, of one entity, or of one article."""

    sort: str = ""
    entity: int | None = None
    article: int | None = None

    def tags(self) -> Iterator[QuerySet[Any]]:
        """The suggestions, of either sort, in the order in which they are to be decided."""
        narrowed: dict[str, Any] = {"article": self.article} if self.article else {}
        if self.sort != TOPIC:
            of_kind = {"entity__kind": self.sort} if self.sort else {}
            entity = {"entity": self.entity} if self.entity else {}
            yield EntityTag.objects.suggested().filter(**narrowed, **of_kind, **entity)
        if not self.entity and self.sort in {"", TOPIC}:
            yield TopicTag.objects.suggested().filter(**narrowed)


def claim(by: User, scope: Scope, skipped: Collection[int] = ()) -> Article | None:
    """The article in hand while it has suggestions, else the next one that nobody holds."""
    for article in candidates(by, scope, skipped):
        if hold(by, article):
            return Article.objects.with_text().get(pk=article)
    release(by)
    return None


def candidates(by: User, scope: Scope, skipped: Collection[int]) -> Iterator[int]:
    """What is in hand first, whatever is left to decide on it."""
    others = Lease.objects.current().exclude(holder=by)
    waiting = [
        tags.exclude(article__in=skipped)
        .exclude(article__in=others.values("article"))
        .exclude(article__status=Status.WITHDRAWN)
        .order_by("-pk")
        .values_list("article", flat=True)
        for tags in scope.tags()
    ]
    for tags in waiting:
        yield from tags.filter(article__lease__holder=by)[:1]
    for tags in waiting:
        yield from dict.fromkeys(tags[:TRIED])


def hold(by: User, article: int) -> bool:
    """Take or keep the lease of the article, and let go of others. False: somebody was quicker."""
    now = timezone.now()
    until = now + HELD
    if Lease.objects.filter(holder=by, article=article).update(until=until):
        return True
    try:
        with transaction.atomic():
            Lease.objects.filter(Q(holder=by) | Q(until__lte=now)).delete()
            Lease.objects.create(holder=by, article_id=article, until=until)
    except IntegrityError:
        return False
    return True


def release(by: User) -> None:
    Lease.objects.filter(holder=by).delete()


def suggestions(article: Article, scope: Scope) -> list[Tag]:
    """What is to be decided on this article, the weightiest first, entities before topics."""
    found: list[Tag] = []
    for tags in scope.tags():
        related = ("entity",) if tags.model is EntityTag else ("topic",)
        found += tags.filter(article=article).select_related(*related)
    return found
