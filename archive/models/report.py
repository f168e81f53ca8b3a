"""What readers tell us: that something is wrong, or, by searching in vain, that it is missing."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.article import Article


class ErrorReport(models.Model):
    """A reader says that something about an article is wrong."""

    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="error_reports"
    )
    message = models.TextField(_("what is wrong"), max_length=4000)
    contact = models.CharField(_("how to reach you"), max_length=200, blank=True)
    reported_at = models.DateTimeField(_("reported"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    answer = models.TextField(_("what was done"), blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("error report")
        verbose_name_plural = _("error reports")

    def __str__(self) -> str:
        return f"{self.article}: {self.message[:60]}"


class SearchMiss(models.Model):
    """A query that found nothing, counted per day. No address of the reader is kept."""

    query = models.CharField(_("query"), max_length=200)
    day = models.DateField(_("day"), default=timezone.localdate)
    count = models.PositiveIntegerField(_("times"), default=1)

    class Meta:
        ordering = ["-day", "-count"]
        verbose_name = _("search that found nothing")
        verbose_name_plural = _("searches that found nothing")
        constraints = [
            models.UniqueConstraint(fields=["query", "day"], name="search_miss_once_a_day"),
        ]

    def __str__(self) -> str:
        return self.query
