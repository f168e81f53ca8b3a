"""What was done, in words, and the way back."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import BulkChange, Decision

VERBS: dict[str, str | Promise] = {
    "confirm": gettext_lazy("confirmed"),
    "reject": gettext_lazy("rejected"),
    "reconsider": gettext_lazy("to be decided again"),
    "add": gettext_lazy("added"),
    "replace": gettext_lazy("replaced"),
    "always": gettext_lazy("always this name"),
    "never": gettext_lazy("never this name"),
    "split": gettext_lazy("split"),
    "distinguish": gettext_lazy("kept apart"),
    "ungroup": gettext_lazy("no copies"),
    "place": gettext_lazy("moved in the tree"),
    "import": gettext_lazy("taken from a file"),
    "publish": gettext_lazy("published"),
    "withdraw": gettext_lazy("withdrawn"),
    "draft": gettext_lazy("made a draft"),
    "merge": gettext_lazy("merged"),
    "move": gettext_lazy("renamed"),
}


def said(verb: str) -> str:
    return str(VERBS.get(verb, verb))


def undoable(text: str, decision: Decision) -> SafeString:
    """A message with the way to take it back."""
    address = reverse("admin:archive_decision_change", args=[decision.pk])
    return format_html('{} <a href="{}">{}</a>', text, address, _("Undo …"))


def too_late(decision: Decision | BulkChange) -> str:
    ended = date_format(timezone.localtime(decision.undoable_until), "DATE_FORMAT")
    return _(
        "Decisions can be undone for 30 days; of this one they ended on %(date)s. What should be "
        "otherwise is changed where it stands."
    ) % {"date": ended}
