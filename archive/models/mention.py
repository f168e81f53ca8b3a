"""What is *in* a text: spans that name an entity, and spans that name a date."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from archive.models.article import Revision
from archive.models.entity import Entity


class Span(models.Model):
    """Characters start..end of a revision's text, and the rule that found them there."""

    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    surface = models.CharField(_("words"), max_length=300)
    rule = models.CharField(_("rule"), max_length=80)
    evidence = models.JSONField(_("evidence"), default=dict, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.surface} [{self.start}:{self.end}]"

    def check_surface(self, text: str) -> None:
        """Raise ValidationError unless the words stand in the text where the span says."""
        if text[self.start : self.end] != self.surface:
            raise ValidationError(
                _("“%(surface)s” is not at %(start)s to %(end)s of the text."),
                params={"surface": self.surface, "start": self.start, "end": self.end},
            )


class Mention(Span):
    """One span of a text that names an entity."""

    revision = models.ForeignKey(  # the first column of mention_once: an index of its own is waste
        Revision, on_delete=models.CASCADE, related_name="mentions", db_index=False
    )
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="mentions")
    role = models.CharField(
        _("sort of name"), max_length=12, help_text=_("Name, short, demonym, metonym ...")
    )

    class Meta:
        ordering = ["revision", "start"]
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="mention_not_empty"),
            models.UniqueConstraint(
                fields=["revision", "start", "end", "entity"], name="mention_once"
            ),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        self.check_surface(self.revision.text)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class DateMention(Span):
    """One span of a text that names a date, with what it may mean."""

    revision = models.ForeignKey(  # as above
        Revision, on_delete=models.CASCADE, related_name="dates", db_index=False
    )
    edtf = models.CharField(_("date (EDTF)"), max_length=100, blank=True)
    earliest = models.DateField(_("earliest"), null=True, blank=True)
    latest = models.DateField(_("latest"), null=True, blank=True)
    basis = models.CharField(_("precision"), max_length=20)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["revision", "start"]
        verbose_name = _("date in a text")
        verbose_name_plural = _("dates in texts")
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="date_mention_not_empty"),
            models.UniqueConstraint(fields=["revision", "start", "end"], name="date_mention_once"),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        self.check_surface(self.revision.text)
        super().save(*args, **kwargs)  # type: ignore[arg-type]
