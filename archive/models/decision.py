"""What people decided: the one source for undo, for the history of bulk work and for export."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.article import Article
from archive.models.entity import Entity

UNDONE_WITHIN = timedelta(days=30)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def undoable(self) -> Self:
        return self.filter(undone_at__isnull=True, decided_at__gt=timezone.now() - UNDONE_WITHIN)

    def in_force(self) -> Self:
        return self.filter(undone_at__isnull=True)

    def whole(self) -> Self:
        """Without those that are a part of the change of a long list."""
        return self.filter(part__isnull=True)


class Decision(models.Model):
    """Who did what to which rows, before and after, when, and when it was undone."""

    verb = models.CharField(_("what was done"), max_length=40)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="decisions",
    )
    decided_at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    changes = models.JSONField(
        _("changes"), help_text="One object a row: model, pk, before, after."
    )
    reason = models.TextField(_("reason"), blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return f"№ {self.pk}"

    @property
    def undoable_until(self) -> datetime:
        """What later work rests on is not pulled away from under it."""
        return self.decided_at + UNDONE_WITHIN

    @property
    def is_final(self) -> bool:
        return timezone.now() > self.undoable_until


class Suppression(models.Model):
    """A name that is not this entity: in one article, or everywhere."""

    folded = models.CharField(_("folded name"), max_length=200)
    entity = models.ForeignKey(
        Entity, verbose_name=_("entity"), on_delete=models.CASCADE, related_name="suppressions"
    )
    article = models.ForeignKey(
        Article,
        verbose_name=_("article"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="suppressions",
        help_text=_("Empty: everywhere."),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("suppression")
        verbose_name_plural = _("suppressions")
        constraints = [
            models.UniqueConstraint(
                fields=["folded", "entity", "article"], name="suppression_once"
            ),
            models.UniqueConstraint(
                fields=["folded", "entity"],
                condition=Q(article__isnull=True),
                name="suppression_once_everywhere",
            ),
            models.CheckConstraint(condition=~Q(folded=""), name="suppression_named"),
        ]

    def __str__(self) -> str:
        return f"{self.folded} ≠ {self.entity}"


class Distinction(models.Model):
    """These two entities are not the same: never propose to merge them again."""

    first = models.ForeignKey(
        Entity, verbose_name=_("first"), on_delete=models.CASCADE, related_name="+"
    )
    second = models.ForeignKey(
        Entity, verbose_name=_("second"), on_delete=models.CASCADE, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("distinction")
        verbose_name_plural = _("distinctions")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="distinction_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="distinction_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"


class MergeProposal(models.Model):
    """Two entities that may be one, with what speaks for it."""

    first = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField(_("likeness"))
    evidence = models.JSONField(_("evidence"), default=dict, blank=True)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        ordering = ["-score"]
        verbose_name = _("merge proposal")
        verbose_name_plural = _("merge proposals")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="merge_proposal_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="merge_proposal_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} = {self.second}?"
