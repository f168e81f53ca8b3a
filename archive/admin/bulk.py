"""One decision on many rows: how many and which is shown first, done on yes, undone by a link."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.admin.choosing import choose, few_named
from archive.admin.listing import MOST_COUNTED
from archive.admin.messages import said, undoable
from archive.curation.replace import ReplaceRefused
from archive.models import Decision, Entity, Topic

SAMPLE = 8
LONGEST_REASON = 2000
Subject = Entity | Topic


@dataclass(frozen=True)
class Asked:
    """A subject that the page asks for, under this field."""

    field: str
    label: str | Promise
    model: type[Subject]

    @property
    def suggestions(self) -> str:
        """What the admin's own suggestions are asked with."""
        sort = "entity" if self.model is Entity else "topic"
        return f"app_label=archive&model_name={sort}tag&field_name={sort}"


@dataclass(frozen=True)
class Bulk:
    """What is done to all rows. `run` is given the rows, what was asked for, and the reason."""

    title: str | Promise
    run: Callable[..., Decision | None]
    asked: tuple[Asked, ...] = ()
    reason: bool = False  # must be given
    about: str = ""  # the model whose changed rows are counted

    def carry_out(
        self, rows: Sequence[Any], by: Any, subjects: Mapping[str, Subject], reason: str
    ) -> Decision | None:
        return self.run(rows, *(subjects[each.field] for each in self.asked), by, reason)


ENTITY = Asked("to", gettext_lazy("Country, person or organisation"), Entity)
TOPIC = Asked("to", gettext_lazy("Topic"), Topic)
OLD_ENTITY = Asked("old", gettext_lazy("Instead of"), Entity)
OLD_TOPIC = Asked("old", gettext_lazy("Instead of"), Topic)


def carry_out(
    admin: ModelAdmin[Any], request: HttpRequest, rows: QuerySet[Any], bulk: Bulk
) -> TemplateResponse | None:
    """The page that asks, or nothing when it is done."""
    chosen = list(rows[: MOST_COUNTED + 1])
    if len(chosen) > MOST_COUNTED:
        refusal = _("Choose at most %(most)s at once.") % {"most": MOST_COUNTED}
        admin.message_user(request, refusal, messages.ERROR)
        return None
    if "shown" in request.POST:  # what has come since was not agreed to
        shown = set(request.POST["shown"].split(","))
        chosen = [row for row in chosen if str(row.pk) in shown]
    choices = {each.field: choose(request.POST, each.model, each.field) for each in bulk.asked}
    reason = request.POST.get("reason", "").strip()[:LONGEST_REASON]
    refusals: list[str] = []
    if "yes" in request.POST:
        refusals = faults(bulk, choices, reason)
        if not refusals:
            subjects = {field: each.subject for field, each in choices.items() if each.subject}
            try:
                tell(admin, request, bulk, bulk.carry_out(chosen, request.user, subjects, reason))
            except ReplaceRefused:
                refusals = [_("Choose something else than what it was.")]
            else:
                return None
    context = {
        **admin.admin_site.each_context(request),
        "title": bulk.title,
        "opts": admin.opts,
        "bulk": bulk,
        "count": len(chosen),
        "shown": ",".join(str(row.pk) for row in chosen),
        "sample": chosen[:SAMPLE],
        "more": max(0, len(chosen) - SAMPLE),
        "action": request.POST.get("action", ""),
        "across": request.POST.get("select_across", "0"),
        "keys": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "checkbox": ACTION_CHECKBOX_NAME,
        "asked": [
            (each, choices[each.field], few_named(choices[each.field])) for each in bulk.asked
        ],
        "reason": reason,
        "refusals": refusals,
        "back": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/archive/bulk.html", context)


def faults(bulk: Bulk, choices: Mapping[str, Any], reason: str) -> list[str]:
    found = [
        _("“%(name)s” is not the name of exactly one.") % {"name": choices[each.field].name}
        if choices[each.field].name
        else _("%(label)s: choose one.") % {"label": each.label}
        for each in bulk.asked
        if choices[each.field].subject is None
    ]
    if bulk.reason and not reason:
        found.append(_("Say why; readers see it."))
    return found


def tell(
    admin: ModelAdmin[Any], request: HttpRequest, bulk: Bulk, decision: Decision | None
) -> None:
    if decision is None:
        admin.message_user(request, _("That was decided already."), messages.INFO)
        return
    model = bulk.about or admin.opts.model_name
    count = sum(change["model"] == model for change in decision.changes)
    done = ngettext("%(what)s: %(count)s row.", "%(what)s: %(count)s rows.", count)
    text = done % {"what": said(decision.verb).capitalize(), "count": count}
    admin.message_user(request, undoable(text, decision), messages.SUCCESS)
