"""Many articles at once, as one decision: tags added, replaced; published, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction

from archive.curation.correct import mark_curated, set_status
from archive.curation.ledger import Ledger
from archive.curation.replace import confirm_in, replace
from archive.models import Article, Decision, Entity, EntityTag, Status, Topic, TopicTag

VERBS = {Status.PUBLISHED: "publish", Status.WITHDRAWN: "withdraw", Status.DRAFT: "draft"}
STATUS = ("status", "withdrawn_on", "withdrawn_reason", "provenance")
BATCH = 500


@transaction.atomic
def add_to(
    articles: Iterable[Article], subject: Entity | Topic, by: User | None, reason: str = ""
) -> Decision | None:
    """These articles are about this too: confirmed where it is suggested, made where it is not."""
    ledger = Ledger(by)
    confirm_in(ledger, [article.pk for article in articles], subject)
    return ledger.close("add", reason)


def replace_in(
    articles: Iterable[Article],
    old: Entity | Topic,
    new: Entity | Topic,
    by: User | None,
    reason: str = "",
) -> Decision | None:
    """Where these articles are about the one, they are about the other. Raises ReplaceRefused."""
    keys = [article.pk for article in articles]
    tags: list[EntityTag | TopicTag] = []
    for start in range(0, len(keys), BATCH):
        rows = old.tags.filter(article__in=keys[start : start + BATCH])
        tags += rows.exclude(state="rejected")
    return replace(tags, new, by, reason)


def publish(articles: Iterable[Article], by: User | None, reason: str = "") -> Decision | None:
    return set_status_of(articles, Status.PUBLISHED, by, reason)


def withdraw(articles: Iterable[Article], by: User | None, reason: str = "") -> Decision | None:
    return set_status_of(articles, Status.WITHDRAWN, by, reason)


@transaction.atomic
def set_status_of(
    articles: Iterable[Article], status: Status, by: User | None, reason: str = ""
) -> Decision | None:
    """Publish or withdraw, with the reason that readers see. One line of history each."""
    ledger = Ledger(by)
    keys = [article.pk for article in articles]
    rows = Article.objects.select_for_update().in_bulk(keys).values()
    ledger.update((row, standing(row, status, reason)) for row in rows)
    return ledger.close(VERBS[status], reason)


def standing(article: Article, status: Status, reason: str) -> dict[str, object]:
    """The fields of an article that has this status. Leaves the article as it is."""
    if article.status == status:
        return {}
    meant = Article(status=article.status, provenance=article.provenance)
    set_status(meant, status)
    if status == Status.WITHDRAWN:
        meant.withdrawn_reason = reason
    mark_curated(meant, ["status"])
    return {name: getattr(meant, name) for name in STATUS}
