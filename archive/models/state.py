"""What a person decided about a tag, and what that means for readers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    SUGGESTED = "suggested", _("suggested")
    CONFIRMED = "confirmed", _("confirmed")
    REJECTED = "rejected", _("rejected")


class Origin(models.TextChoices):
    """Who proposed the tag; who decided on it is in `decided_by`."""

    MACHINE = "machine", _("machine")
    CURATOR = "curator", _("curator")


def visible(prefix: str = "") -> Q:
    """Tags that readers see and searches count: never rejected ones, and suggested ones by setting.

    `prefix` is the path from the queried model to the tag, such as "tags__".
    """
    shown = [State.CONFIRMED, State.SUGGESTED] if settings.SHOW_SUGGESTED else [State.CONFIRMED]
    return Q(**{f"{prefix}state__in": shown})
