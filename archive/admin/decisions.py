"""What people decided, to read, and to take back."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Func, IntegerField, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.admin.listing import Lacking, ReadOnlyAdmin
from archive.admin.messages import VERBS, said, too_late
from archive.curation.ledger import Change
from archive.curation.undo import AlreadyUndone, TooLate, undo
from archive.models import BulkPart, Decision

SHOWN = 100  # rows of a decision that are listed
SUBJECTS = {"entity", "topic", "redirect"}  # rows that only editors change


class Length(Func):
    """How many entries a JSON array has."""

    function = "JSON_ARRAY_LENGTH"
    output_field = IntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, function="JSONB_ARRAY_LENGTH", **context)


class ByVerb(admin.SimpleListFilter):
    """Named as the list names them."""

    title = gettext_lazy("what was done")
    parameter_name = "verb"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return sorted(((verb, said(verb)) for verb in VERBS), key=itemgetter(1))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        verb = self.value()
        return queryset.filter(verb=verb) if verb else queryset


class Undone(Lacking):
    without, having = gettext_lazy("in force"), gettext_lazy("undone")


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ("what", "rows", "decided_by", "decided_at", "undone_at")
    list_filter = (ByVerb, ("undone_at", Undone))
    list_select_related = ("decided_by",)
    search_fields = ("reason", "decided_by__username")
    actions = ("undo_selected",)
    fields = ("what", "decided_by", "decided_at", "undone_at", "reason", "rows_changed")
    readonly_fields = fields
    change_form_template = "admin/archive/decision/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        """The changes of one bulk decision are megabytes: a list counts them, and loads none."""
        decisions: QuerySet[Decision] = super().get_queryset(request)
        match = request.resolver_match
        if match is None or match.url_name != "archive_decision_changelist":
            return decisions
        rows = decisions.filter(part__isnull=True)
        return rows.defer("changes").annotate(size=Length("changes"))

    def get_urls(self) -> list[URLPattern]:
        back = path(
            "<int:pk>/undo/",
            self.admin_site.admin_view(self.undo_one),
            name="archive_decision_undo",
        )
        return [back, *super().get_urls()]

    def has_undo_permission(self, request: HttpRequest, decision: Decision | None = None) -> bool:
        """The rows are read-only; taking one back is what its change permission is for.

        Who may not change entities or topics does not merge them, nor take a merge back; who may
        not publish does not take back that something was published or withdrawn.
        """
        changes = decision.changes if decision else []
        touched = {change["model"] for change in changes}
        needed = {f"archive.change_{model}" for model in {"decision", *(touched & SUBJECTS)}}
        if any(is_of_standing(change) for change in changes):
            needed.add("archive.publish_article")
        return request.user.has_perms(needed)

    def undo_one(self, request: HttpRequest, pk: int) -> HttpResponse:
        decision = Decision.objects.filter(pk=pk).first()
        if decision is None or request.method != "POST":
            raise Http404
        self.take_back(request, [decision])
        return HttpResponseRedirect(reverse("admin:archive_decision_change", args=[pk]))

    @admin.action(description=gettext_lazy("Undo"), permissions=["undo"])
    def undo_selected(self, request: HttpRequest, decisions: QuerySet[Decision]) -> None:
        self.take_back(request, decisions.order_by("-pk"))  # the last one first

    def take_back(self, request: HttpRequest, decisions: Iterable[Decision]) -> None:
        for decision in decisions:
            if not self.has_undo_permission(request, decision):
                raise PermissionDenied
            try:
                undone = undo(decision, request.user)  # type: ignore[arg-type]
            except AlreadyUndone:
                self.message_user(request, _("That was undone already."), messages.INFO)
                continue
            except TooLate:
                self.message_user(request, too_late(decision), messages.WARNING)
                continue
            done = ngettext("%(count)s row restored.", "%(count)s rows restored.", undone.restored)
            self.message_user(request, done % {"count": undone.restored}, messages.SUCCESS)
            if undone.left:
                left = ngettext(
                    "%(count)s row has changed since and was left as it is.",
                    "%(count)s rows have changed since and were left as they are.",
                    len(undone.left),
                )
                self.message_user(request, left % {"count": len(undone.left)}, messages.WARNING)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        decision = Decision.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        may_undo = self.has_undo_permission(request, decision)
        final = decision is not None and decision.is_final and not decision.undone_at
        part = BulkPart.objects.filter(decision=decision).first() if decision else None
        context = {
            **(extra_context or {}),
            "subtitle": said(decision.verb) if decision else None,
            "part": part,
            "may_undo": may_undo and not final,
            "too_late": too_late(decision) if decision and final else "",
        }
        return super().change_view(request, object_id, form_url, context)

    @admin.display(description=gettext_lazy("what was done"), ordering="verb")
    def what(self, decision: Decision) -> str:
        return said(decision.verb)

    @admin.display(description=gettext_lazy("rows"))
    def rows(self, decision: Decision) -> int:
        return decision.size  # type: ignore[attr-defined,no-any-return]

    @admin.display(description=gettext_lazy("rows"))
    def rows_changed(self, decision: Decision) -> SafeString:
        changes = [Change.read(entry) for entry in decision.changes[:SHOWN]]
        return render_to_string(
            "admin/archive/decision/_changes.html",
            {"changes": described(changes), "more": max(0, len(decision.changes) - SHOWN)},
        )


def is_of_standing(change: dict[str, Any]) -> bool:
    """Whether the change published an article, or withdrew it."""
    return change["model"] == "article" and "status" in (change["before"] or change["after"] or {})


def described(changes: list[Change]) -> list[dict[str, Any]]:
    """Each change in words: which row, what was, what is. One query for each sort of row."""
    names = present_names(changes)
    return [
        {
            "sort": apps.get_model("archive", change.model)._meta.verbose_name,
            "name": names.get((change.model, change.pk), f"№ {change.pk}"),
            "before": spelled(change.row_class, change.before),
            "after": spelled(change.row_class, change.after),
        }
        for change in changes
    ]


def present_names(changes: list[Change]) -> dict[tuple[str, int], str]:
    names = {}
    for model in {change.model for change in changes}:
        row_class = apps.get_model("archive", model)
        related = {"entitytag": ["entity", "article"], "topictag": ["topic", "article"]}
        rows = row_class._default_manager.select_related(*related.get(model, []))
        keys = [change.pk for change in changes if change.model == model]
        for key, row in rows.in_bulk(keys).items():
            article = getattr(row, "article", None) if model in related else None
            names[model, key] = f"{row} — {article}" if article else str(row)
    return names


UNTOLD = {"decided_by_id", "decided_at"}  # the page says by whom and when


def spelled(row_class: type[Model], values: dict[str, Any] | None) -> str:
    """The values that say something, one after the other, under the names of their fields."""
    if values is None:
        return "—"
    told = []
    for name, value in values.items():
        field: Any = row_class._meta.get_field(name)
        if value in (None, "", {}, []) or name in UNTOLD:
            continue
        words = dict(field.flatchoices).get(value, value) if isinstance(value, str) else value
        told.append(f"{field.verbose_name}: {words}")
    return ", ".join(told) or "—"
