"""The outbox between the rows and the search index."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndexJobQuerySet(models.QuerySet["IndexJob"]):
    def enqueue(self, article_ids: Iterable[int]) -> None:
        """Mark search documents as stale. Call it in the transaction of the change."""
        self.bulk_create((IndexJob(article_id=pk) for pk in article_ids), batch_size=500)


class IndexJob(models.Model):
    """The outbox: "the search document of this article may be stale".

    Written in the same transaction as the change, so it is lost only if the change is.
    Says which article, never what changed: the indexer reads the row as it then is. Not a
    foreign key, for it must outlive a deleted article. Rows are only added, and deleted by
    primary key, so a change made while the indexer works keeps a job of its own.
    """

    article_id = models.BigIntegerField()
    queued_at = models.DateTimeField(auto_now_add=True)

    objects = IndexJobQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("index job")
        verbose_name_plural = _("index jobs")

    def __str__(self) -> str:
        return f"article {self.article_id}"
