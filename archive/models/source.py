"""Where articles come from: the publication, and the rights it grants."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

UNRECORDED = "unrecorded"


class SourceQuerySet(models.QuerySet["Source"]):
    def unrecorded(self) -> Source:
        """The source of articles whose publication nobody wrote down."""
        source, _created = self.get_or_create(
            slug=UNRECORDED, defaults={"name": "Source not recorded"}
        )
        return source


class Source(models.Model):
    """The publication an article came from."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    rights = models.TextField(
        _("rights statement"), blank=True, help_text=_("Shown with each of its articles.")
    )

    history = HistoricalRecords()
    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.slug = self.slug.lower()  # as addresses are looked up
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def label(self) -> str:
        """The name as readers see it: that none was written down is said in their language."""
        return self.name if self.recorded else gettext("Source not recorded")

    @property
    def recorded(self) -> bool:
        return self.slug != UNRECORDED
