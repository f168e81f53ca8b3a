"""Articles that a machine took for copies of one text, and that are none."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from archive.curation.correct import curated, moment
from archive.curation.ledger import Ledger
from archive.models import Article, ArticleGroup, Decision

LEAST = 2  # articles that make a group


@transaction.atomic
def take_out(articles: Iterable[Article], by: User | None, reason: str = "") -> Decision | None:
    """These articles stand for themselves, and no import groups them again.

    A group of one is none: its last article is let go too, but may be grouped anew.
    """
    ledger = Ledger(by)
    rows = Article.objects.select_for_update().in_bulk([article.pk for article in articles])
    groups = {row.group_id for row in rows.values() if row.group_id}
    now = moment(timezone.now())
    ledger.update(
        (row, {"group_id": None, "provenance": curated(row.provenance, {"group": now})})
        for row in rows.values()
        if row.group_id
    )
    for group in ArticleGroup.objects.filter(pk__in=groups):
        left = list(group.articles.order_by("pk")[:LEAST])
        if len(left) < LEAST:
            ledger.update((row, {"group_id": None}) for row in left)
            ledger.delete([group])
        elif group.lead_id in rows:  # the oldest that is left stands for the others
            ledger.update([(group, {"lead_id": left[0].pk})])
    return ledger.close("ungroup", reason)
