"""The work of curators in progress: who reviews which article, and texts being read again."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.article import Article


class LeaseQuerySet(models.QuerySet["Lease"]):
    def current(self) -> Self:
        return self.filter(until__gt=timezone.now())


class Lease(models.Model):
    """An article that somebody reviews: nobody else is given it until then."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="lease")
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="leases"
    )
    until = models.DateTimeField(_("until"), db_index=True)

    objects = LeaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("article under review")
        verbose_name_plural = _("articles under review")

    def __str__(self) -> str:
        return f"{self.holder}: {self.article}"


class Rereading(models.Model):
    """Texts that are read again with new names or rules, a few at a time.

    `pending` holds the primary keys that are left, so that it goes on where it stopped.
    """

    reason = models.CharField(_("reason"), max_length=300)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("when"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    pending = models.JSONField(default=list)
    total = models.PositiveIntegerField(_("articles"), default=0)
    changed = models.PositiveIntegerField(_("changed articles"), default=0)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("rereading of texts")
        verbose_name_plural = _("rereadings of texts")

    def __str__(self) -> str:
        return self.reason

    @property
    def done(self) -> int:
        return self.total - len(self.pending)
