"""Since when articles are public, by their history, which has a line of each change of status."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max

from archive.models import Article, Status


def public_since(ids: Collection[int]) -> dict[int, datetime]:
    """When those of these articles were published that were not public from the first.

    The last time counts. At most two queries, and one where all have been public ever since.
    """
    lines = Article.history.filter(id__in=ids).order_by()
    hidden = lines.exclude(status=Status.PUBLISHED).values("id").annotate(last=Max("history_id"))
    until = dict(hidden.values_list("id", "last"))
    if not until:
        return {}
    shown = Article.history.filter(id__in=until, status=Status.PUBLISHED).order_by("history_id")
    found: dict[int, datetime] = {}
    for pk, line, when in shown.values_list("id", "history_id", "history_date"):
        if line > until[pk]:
            found.setdefault(pk, when)
    return found
