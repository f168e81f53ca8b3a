"""Changes of long lists: how far each is, what it left, go on, and undo all of it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.decisions import present_names
from archive.admin.listing import ReadOnlyAdmin
from archive.admin.messages import said, too_late
from archive.admin.starting import start
from archive.curation.ledger import Change
from archive.curation.long_lists import announce, ask_undo, is_running, is_starting, take_up
from archive.curation.steps import STEPS
from archive.models import BulkChange

SHOWN = 100  # rows that were left
FAULTS = {
    "AskerGone": gettext_lazy(
        "the account of who asked for it is closed, or may not do this any more. Whoever goes on "
        "decides what is left."
    ),
    "ReplaceRefused": gettext_lazy(
        "some of the rows are by now what they were to be replaced by. Undo it, or choose the "
        "others anew."
    ),
}  # what is foreseen; all else is told as the machine says it
Named = tuple[int, list[str]]  # how many, and what the first of them are called


class Unfinished(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("open", _("not finished"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "open":
            return queryset
        return queryset.filter(pk__in=BulkChange.objects.unfinished().values("pk"))


@admin.register(BulkChange)
class BulkChangeAdmin(ReadOnlyAdmin):
    list_display = ("what", "total", "how_far", "asked_by", "asked_at", "finished_at", "undone_at")
    list_filter = (Unfinished,)
    list_select_related = ("asked_by",)
    fields = ("what", "about", "reason", "asked_by", "asked_at", "finished_at", "undone_at")
    readonly_fields = fields
    change_form_template = "admin/archive/bulkchange/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/on/", view(self.on), name="archive_bulkchange_on"),
            path("<int:pk>/undo/", view(self.undo), name="archive_bulkchange_undo"),
            *super().get_urls(),
        ]

    def on(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take up what stopped."""
        change = self.asked(request, pk)
        take_up(change, request.user)  # type: ignore[arg-type]
        return self.started(pk)

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Stop it, and take back what it has done."""
        change = self.asked(request, pk)
        if change.undo_asked_at:
            self.message_user(request, _("That was undone already."), messages.INFO)
            return self.page_of(pk)
        if is_too_late(change):
            self.message_user(request, too_late(change), messages.WARNING)
            return self.page_of(pk)
        ask_undo(change, request.user)  # type: ignore[arg-type]
        return self.started(pk)

    def asked(self, request: HttpRequest, pk: int) -> BulkChange:
        change = BulkChange.objects.filter(pk=pk).first()
        if request.method != "POST" or change is None:
            raise Http404
        if not may_change(request, change):
            raise PermissionDenied
        return change

    def started(self, pk: int) -> HttpResponse:
        announce()
        start(["continue_changes"])
        return self.page_of(pk)

    def page_of(self, pk: int) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:archive_bulkchange_change", args=[pk]))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        change = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if change is not None:
            waits = change.is_unfinished and not change.fault
            context |= {
                "subtitle": self.what(change),
                "fault": FAULTS.get(change.fault, change.fault),
                "running": waits and is_running(),
                "starting": waits and is_starting(),
                "may_change": may_change(request, change),
                "too_late": too_late(change) if is_too_late(change) else "",
                "left": left_by(change),
                "kept": kept_by(change),
            }
        return super().change_view(request, object_id, form_url, context)

    @admin.display(description=gettext_lazy("what is done"), ordering="step")
    def what(self, change: BulkChange) -> str:
        model = STEPS[change.step].model._meta.verbose_name_plural
        verb = change.step.partition(".")[2].partition("_")[0]  # as in article.add_topic
        return f"{said(verb).capitalize()}: {model}"

    @admin.display(description=gettext_lazy("with"))
    def about(self, change: BulkChange) -> str:
        return " → ".join(str(each) for each in STEPS[change.step].subjects(change.subjects)) or "—"

    @admin.display(description=gettext_lazy("rows done"))
    def how_far(self, change: BulkChange) -> str:
        return f"{change.done} / {change.total}"


def may_change(request: HttpRequest, change: BulkChange) -> bool:
    """Who may do such a step may go on with it, and take it back."""
    return bool(request.user.has_perms(STEPS[change.step].needs))


def is_too_late(change: BulkChange) -> bool:
    return change.undo_asked_at is None and change.is_final


def left_by(change: BulkChange) -> Named:
    """Rows that had been changed by somebody meanwhile."""
    model = str(STEPS[change.step].model._meta.model_name)
    parts = change.parts.exclude(left=[]).order_by("pk").values_list("left", flat=True)
    return named([(model, key) for keys in parts for key in keys])


def kept_by(change: BulkChange) -> Named:
    """Rows that undo left as they are, for they had been changed since."""
    parts = change.parts.exclude(kept=[]).order_by("pk").values_list("kept", flat=True)
    return named([(model, key) for pairs in parts for model, key in pairs])


def named(rows: list[tuple[str, int]]) -> Named:
    shown = [Change(model, key, None, None) for model, key in rows[:SHOWN]]
    names = present_names(shown)
    return len(rows), [names.get((each.model, each.pk), f"№ {each.pk}") for each in shown]
