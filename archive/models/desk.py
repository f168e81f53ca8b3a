"""The work of curators in progress: who reviews which article, texts being read again, long lists
being changed."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.article import Article
from archive.models.decision import UNDONE_WITHIN, Decision


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


class BulkChangeQuerySet(models.QuerySet["BulkChange"]):
    def unfinished(self) -> Self:
        """What was asked for, forth or back, and is not done."""
        forth = Q(undo_asked_at__isnull=True, finished_at__isnull=True)
        return self.filter(forth | Q(undo_asked_at__isnull=False, undone_at__isnull=True))


class BulkChange(models.Model):
    """One step on the rows of a long list, a part of them at a time, and the way back.

    `done` says on how many of the rows it has been taken; when it is undone, that goes back to 0.
    """

    step = models.CharField(_("what is done"), max_length=40)
    subjects = models.JSONField(default=list)  # keys of the entities or topics asked for
    reason = models.TextField(_("reason"), blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("when"), auto_now_add=True)
    seen = models.JSONField(default=dict)  # what people changed later is left
    total = models.PositiveIntegerField(_("rows"), default=0)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    changed = models.PositiveIntegerField(_("rows changed"), default=0)
    restored = models.PositiveIntegerField(_("rows restored"), default=0)
    fault = models.CharField(_("what stopped it"), max_length=300, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    undo_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("undone by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    undo_asked_at = models.DateTimeField(_("undo asked for"), null=True)
    undone_at = models.DateTimeField(_("undone"), null=True)

    objects = BulkChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("change of a long list")
        verbose_name_plural = _("changes of long lists")

    def __str__(self) -> str:
        return f"№ {self.pk}"

    @property
    def is_unfinished(self) -> bool:
        return not (self.undone_at if self.undo_asked_at else self.finished_at)

    @property
    def undoable_until(self) -> datetime:
        return self.asked_at + UNDONE_WITHIN

    @property
    def is_final(self) -> bool:
        return timezone.now() > self.undoable_until


class BulkPart(models.Model):
    """Rows of a long list that are changed together, and the decision that tells how."""

    change = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="parts")
    keys = models.JSONField()
    decision = models.OneToOneField(
        Decision, null=True, on_delete=models.SET_NULL, related_name="part"
    )
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    left = models.JSONField(default=list)  # keys of rows that had been changed meanwhile
    kept = models.JSONField(default=list)  # model and key of rows that undo left: changed since

    class Meta:
        verbose_name = _("part of a long list")
        verbose_name_plural = _("parts of long lists")

    def __str__(self) -> str:
        return f"{self.change}: {self.pk}"
