"""The page that shows what a merge would move, and does it when a person says yes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.listing import ListAdmin
from archive.admin.messages import undoable
from archive.curation.merge import PACE, MergeRefused, Preview, absorb, preview
from archive.curation.split import distinguish
from archive.models import Decision, Entity, EntityTag

LARGE = 10_000  # rows; until so many have moved others wait longer than they notice


@dataclass(frozen=True)
class Candidate:
    """An entity that goes, with what it would bring."""

    entity: Entity
    preview: Preview


def merge(request: HttpRequest, admin: ListAdmin) -> HttpResponse:
    """`?ids=1,2`: choose which stays, see what the others bring, say yes."""
    if not (admin.has_change_permission(request) and admin.has_delete_permission(request)):
        raise PermissionDenied
    entities = chosen(request)
    kept = next((each for each in entities if str(each.pk) == wanted(request)), None)
    kept = kept or (most_tagged(entities) if entities else None)
    others = [each for each in entities if each != kept]
    if request.method == "POST" and "yes" in request.POST and kept and others:
        return carry_out(request, kept, others)
    if request.method == "POST" and "apart" in request.POST and kept and len(others) == 1:
        return keep_apart(request, kept, others[0])
    candidates = [Candidate(other, preview(kept, other)) for other in others if kept]
    context: dict[str, Any] = {
        **admin.admin_site.each_context(request),
        "title": _("Merge entities"),
        "opts": Entity._meta,
        "media": admin.media + AddForm(admin).media,
        "entities": entities,
        "kept": kept,
        "candidates": candidates,
        "wait": wait(sum(each.preview.rows for each in candidates)),
        "kinds_differ": len({each.kind for each in entities}) > 1,
        "ids": ",".join(str(each.pk) for each in entities),
        "add": AddForm(admin),
    }
    return TemplateResponse(request, "admin/archive/entity/merge.html", context)


@dataclass(frozen=True)
class Wait:
    """How many rows move in one step, and about how many seconds that takes."""

    rows: int
    seconds: int


def wait(rows: int) -> Wait | None:
    """What somebody should know before many rows move; none for few."""
    return Wait(rows, max(1, round(rows / PACE))) if rows >= LARGE else None


class AddForm(forms.Form):
    """One more entity to merge."""

    def __init__(self, admin: ListAdmin) -> None:
        super().__init__()
        field = EntityTag._meta.get_field("entity")
        self.fields["and"] = forms.ModelChoiceField(
            Entity.objects.all(),
            widget=AutocompleteSelect(field, admin.admin_site),
            label=gettext_lazy("Another entity"),
            required=False,
        )


def chosen(request: HttpRequest) -> list[Entity]:
    """The entities of the address, in its order, at most twenty."""
    given = [*request.GET.get("ids", "").split(","), request.GET.get("and", "")]
    keys = list(dict.fromkeys(int(key) for key in given if key.isascii() and key.isdigit()))[:20]
    found = Entity.objects.in_bulk([key for key in keys if key < 2**63])
    return [found[key] for key in keys if key in found]


def wanted(request: HttpRequest) -> str:
    return request.POST.get("keep", "") or request.GET.get("keep", "")


def most_tagged(entities: list[Entity]) -> Entity:
    return max(entities, key=lambda entity: (entity.tags.count(), -entity.pk))


def keep_apart(request: HttpRequest, one: Entity, other: Entity) -> HttpResponse:
    """Remembered, so that nobody proposes to merge them again."""
    decision = distinguish(one, other, request.user)  # type: ignore[arg-type]
    said = _("%(first)s and %(second)s stay two.") % {"first": one, "second": other}
    messages.success(request, undoable(said, decision) if decision else said)
    return HttpResponseRedirect(reverse("admin:archive_mergeproposal_changelist"))


def carry_out(request: HttpRequest, kept: Entity, others: list[Entity]) -> HttpResponse:
    decisions: list[Decision] = []
    try:
        with transaction.atomic():
            for other in others:
                decisions.append(absorb(kept, other, request.user))  # type: ignore[arg-type]  # noqa: PERF401
    except MergeRefused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(request.get_full_path())
    ways_back = format_html_join(
        " ",
        '<a href="{}">{}</a>',
        [
            (reverse("admin:archive_decision_change", args=[each.pk]), _("Undo …"))
            for each in decisions
        ],
    )
    names = ", ".join(other.name for other in others)
    done = _("%(names)s: now one with %(kept)s.") % {"names": names, "kept": kept.name}
    messages.success(request, format_html("{} {}", done, ways_back))
    return HttpResponseRedirect(reverse("admin:archive_entity_change", args=[kept.pk]))
