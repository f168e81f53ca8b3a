"""Addresses that moved, and do not break."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Redirect(models.Model):
    """An address that moved after a merge or a rename: answered with 301."""

    old_path = models.CharField(
        _("old address"), max_length=300, unique=True, help_text=_("Without the language prefix.")
    )
    new_path = models.CharField(_("new address"), max_length=300)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        ordering = ["old_path"]
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(old_path=models.F("new_path")), name="redirect_moves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_path} → {self.new_path}"
