"""What finds near-duplicates among a hundred thousand texts without comparing each pair."""

from __future__ import annotations

from django.db import models


class TextBand(models.Model):
    """A part of the fingerprint of an article's text: two that share one may be alike.

    Not a foreign key: what is left of a deleted article finds nothing, and is harmless.
    """

    band = models.BigIntegerField()
    article_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["band", "article_id"], name="text_band_of_articles")]
        verbose_name = "text band"
        verbose_name_plural = "text bands"

    def __str__(self) -> str:
        return f"{self.band} of article {self.article_id}"
