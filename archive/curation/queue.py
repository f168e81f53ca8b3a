"""What waits for review, an article at a time: no two people are given the same one at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
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
    Lease.objects.filter(until__lte=timezone.now()).delete()
    mine = list(Lease.objects.filter(holder=by).values_list("article", flat=True))
    for article in candidates(by, scope, skipped, mine):
        if hold(by, article):
            return Article.objects.with_text().get(pk=article)
    release(by)
    return None


def candidates(
    by: User, scope: Scope, skipped: Collection[int], mine: Sequence[int]
) -> Iterator[int]:
    others = Lease.objects.current().exclude(holder=by)
    for tags in scope.tags():
        waiting = (
            tags.exclude(article__in=skipped)
            .exclude(article__in=others.values("article"))
            .exclude(article__status=Status.WITHDRAWN)
            .order_by("-pk")
            .values_list("article", flat=True)
        )
        yield from waiting.filter(article__in=mine)[:1]
        yield from dict.fromkeys(waiting[:TRIED])


def hold(by: User, article: int) -> bool:
    """Take or keep the lease of the article, and let go of others. False: somebody was quicker."""
    until = timezone.now() + HELD
    if Lease.objects.filter(holder=by, article=article).update(until=until):
        Lease.objects.filter(holder=by).exclude(article=article).delete()
        return True
    try:
        with transaction.atomic():
            Lease.objects.filter(holder=by).delete()
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


def waiting(scope: Scope, limit: int) -> int:
    """How many suggestions the queue holds, counted no further than the limit."""
    return sum(tags.order_by()[:limit].count() for tags in scope.tags())
