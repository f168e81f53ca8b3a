"""What an import did: one run, and what became of each record."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.article import Article


class Outcome(models.TextChoices):
    CREATED = "created", _("created")
    UPDATED = "updated", _("updated")
    UNCHANGED = "unchanged", _("unchanged")
    REJECTED = "rejected", _("rejected")


class ImportRun(models.Model):
    """One run of the import command."""

    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    rolled_back_at = models.DateTimeField(_("rolled back"), null=True, blank=True)
    paths = models.JSONField(_("paths"), default=list)
    options = models.JSONField(_("options"), default=dict)
    counts = models.JSONField(_("counts"), default=dict)
    left = models.JSONField(
        _("left when it was rolled back"),
        default=list,
        help_text=_("What was kept, and why: mostly because a person has worked on it."),
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"

    @property
    def interrupted(self) -> bool:
        return self.finished_at is None


class ImportRecord(models.Model):
    """What became of one record, and why, with its file and line."""

    run = models.ForeignKey(
        ImportRun, verbose_name=_("import run"), on_delete=models.CASCADE, related_name="records"
    )
    path = models.CharField(_("file"), max_length=1000)
    line = models.PositiveBigIntegerField(_("line"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    article = models.ForeignKey(
        Article,
        verbose_name=_("article"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="import_records",
    )
    former_revision = models.ForeignKey(
        "archive.Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    former = models.JSONField(
        _("former values"), default=dict, help_text=_("Of the fields that an update changed.")
    )
    made = models.JSONField(
        _("made with it"), default=list, help_text=_("Keys of persons and organisations.")
    )
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["run", "pk"]
        verbose_name = _("import record")
        verbose_name_plural = _("import records")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=Outcome.values), name="import_record_outcome_known"
            ),
        ]
        indexes = [models.Index(fields=["run", "outcome"], name="import_record_by_outcome")]

    def __str__(self) -> str:
        return f"{self.path}: {self.get_outcome_display()}"
