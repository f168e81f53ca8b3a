"""One decision on many rows: how many and which is shown first, done on yes, undone by a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self, cast

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.admin.choosing import choose, few_named, number
from archive.admin.messages import said, undoable
from archive.admin.starting import start
from archive.curation.long_lists import announce, plan, waits_behind
from archive.curation.replace import ReplaceRefused
from archive.curation.seen import Seen, heard, seen_now, told
from archive.curation.steps import STEPS, Done, Step
from archive.models import Entity, Topic

SAMPLE = 8
AT_ONCE = 1_000  # rows; more are changed by a process of its own, for that takes minutes
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
    """What is done to all rows: a step of archive.curation.steps, by name."""

    title: str | Promise
    name: str
    asked: tuple[Asked, ...] = ()
    reason: bool = False  # must be given

    @property
    def step(self) -> Step:
        return STEPS[self.name]


ENTITY = Asked("to", gettext_lazy("Country, person or organisation"), Entity)
TOPIC = Asked("to", gettext_lazy("Topic"), Topic)
OLD_ENTITY = Asked("old", gettext_lazy("Instead of"), Entity)
OLD_TOPIC = Asked("old", gettext_lazy("Instead of"), Topic)


@dataclass(frozen=True)
class Chosen:
    """Rows as a person was shown them: counted, for they may be too many to load.

    What has come since (later than `until`, or not among the keys that were shown) is not agreed
    to, nor what others have changed since.
    """

    rows: QuerySet[Any]
    count: int
    seen: Seen
    until: int

    @classmethod
    def read(cls, rows: QuerySet[Any], given: Mapping[str, str]) -> Self:
        seen = heard(given.get("seen", "")) or seen_now()
        if "shown" in given:
            shown = [key for text in given["shown"].split(",")[:AT_ONCE] if (key := number(text))]
            rows = rows.filter(pk__in=shown)
        until = number(given.get("until", ""))
        if until is not None:
            rows = rows.filter(pk__lte=until)
        found = rows.order_by().aggregate(count=Count("pk"), until=Max("pk"))
        return cls(rows, found["count"], seen, until or found["until"] or 0)

    @property
    def is_long(self) -> bool:
        return self.count > AT_ONCE

    @property
    def keys(self) -> list[int]:
        return list(self.rows.order_by("pk").values_list("pk", flat=True))

    @property
    def sample(self) -> list[Any]:
        return list(self.rows[:SAMPLE])


def carry_out(
    admin: ModelAdmin[Any], request: HttpRequest, rows: QuerySet[Any], bulk: Bulk
) -> HttpResponse | None:
    """The page that asks, or nothing when it is done; of a long list the page that says how far
    it is."""
    chosen = Chosen.read(rows, request.POST)
    choices = {each.field: choose(request.POST, each.model, each.field) for each in bulk.asked}
    reason = request.POST.get("reason", "").strip()[:LONGEST_REASON]
    refusals: list[str] = []
    if "yes" in request.POST:
        refusals = faults(bulk, choices, reason)
        if not refusals:
            subjects = [each.subject for each in choices.values() if each.subject]
            try:
                bulk.step.check(chosen.rows, subjects)
            except ReplaceRefused:
                refusals = [_("Choose something else than what it was.")]
            else:
                by = cast("User", request.user)
                given = (chosen.keys, subjects, by, reason, chosen.seen)
                if chosen.is_long:
                    return begun(request, bulk, given)
                tell(admin, request, bulk, bulk.step.carry_out(*given))
                return None
    context = {
        **admin.admin_site.each_context(request),
        "title": bulk.title,
        "opts": admin.opts,
        "bulk": bulk,
        "chosen": chosen,
        "seen": told(chosen.seen),
        "shown": "" if chosen.is_long else ",".join(map(str, chosen.keys)),
        "sample": chosen.sample,
        "more": max(0, chosen.count - SAMPLE),
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


def begun(request: HttpRequest, bulk: Bulk, given: Any) -> HttpResponse:
    """A long list is changed by a process of its own."""
    change = plan(bulk.name, *given)
    announce()
    start(["continue_changes"])
    messages.success(request, _("The change has begun; this page shows how far it is."))
    if waits_behind(change):
        hint = _(
            "Another long list is changed first. Rows that it changes are left by this one; to "
            "change them again, ask anew when it is done."
        )
        messages.warning(request, hint)
    return HttpResponseRedirect(reverse("admin:archive_bulkchange_change", args=[change.pk]))


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


def tell(admin: ModelAdmin[Any], request: HttpRequest, bulk: Bulk, done: Done) -> None:
    decision = done.decision
    if decision is not None:
        count = bulk.step.count(decision)
        form = ngettext("%(what)s: %(count)s row.", "%(what)s: %(count)s rows.", count)
        text = form % {"what": said(decision.verb).capitalize(), "count": count}
        admin.message_user(request, undoable(text, decision), messages.SUCCESS)
    elif not done.left:
        admin.message_user(request, _("That was decided already."), messages.INFO)
    if done.left:
        rows = admin.model._default_manager.filter(pk__in=done.left[:SAMPLE])
        form = ngettext(
            "%(count)s row was changed by somebody meanwhile, and left as it is: %(rows)s",
            "%(count)s rows were changed by somebody meanwhile, and left as they are: %(rows)s",
            len(done.left),
        )
        named = ", ".join(map(str, rows)) + (" …" if len(done.left) > SAMPLE else "")
        text = form % {"count": len(done.left), "rows": named}
        admin.message_user(request, text, messages.WARNING)
