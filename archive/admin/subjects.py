"""What entities and topics have in common: articles are about them, so they are never deleted."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse

from archive.admin.choosing import number
from archive.admin.foreseeing import ForeseeingAdmin
from archive.admin.versions import VersionedAdmin
from archive.curation.addresses import address
from archive.curation.records import standing_at
from archive.curation.rename import moved
from archive.models import Entity, Redirect, Topic

GONE = 410  # the status of an answer
UNTYPED = {"id", "entity", "person", "topic", "seen"}  # hidden in each line


class SubjectAdmin(VersionedAdmin, ForeseeingAdmin):
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What was typed into a form whose row is gone by now is shown, with where the row went."""
        key = number(object_id or "")
        if request.method == "POST" and key and not self.model.objects.filter(pk=key).exists():
            return self.gone(request, key)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def gone(self, request: HttpRequest, key: int) -> HttpResponse:
        former = self.model.history.filter(id=key).first()
        if former is None:
            raise Http404
        if not self.has_change_permission(request):
            raise PermissionDenied
        leads = Redirect.objects.filter(old_path=address(former.instance)).first()
        context = {
            **self.admin_site.each_context(request),
            "title": former.name,
            "opts": self.opts,
            "former": former,
            "kept": standing_at(leads.new_path, self.model) if leads else None,
            "typed": typed(self.get_form(request)(request.POST), request.POST),
        }
        return TemplateResponse(request, "admin/archive/gone.html", context, status=GONE)

    def has_delete_permission(
        self, request: HttpRequest, obj: Entity | Topic | None = None
    ) -> bool:
        """What articles are about is merged or kept."""
        if obj is not None and obj.tags.exists():
            return False
        return super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def save_model(
        self, request: HttpRequest, obj: Entity | Topic, form: Any, change: bool
    ) -> None:
        form.former = type(obj)._default_manager.filter(pk=obj.pk).first() if change else None
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """A renamed subject's old address leads to the new one, and its old name to it.

        After the names of the form, of which the old one may be one.
        """
        super().save_related(request, form, formsets, change)
        if form.former:
            moved(form.instance, form.former, request.user)  # type: ignore[arg-type]


def typed(form: BaseForm, sent: QueryDict) -> list[tuple[str, str]]:
    """Each field that was filled in, under its label; the lines below the form after those."""
    fields = [
        (str(field.label), " ".join(sent.getlist(name)))
        for name, field in form.fields.items()
        if not field.widget.is_hidden
    ]
    lines = []
    for name in sent:
        sort, dash, rest = name.partition("-")
        number_, _dash, field = rest.partition("-")
        if dash and number_.isdecimal() and field not in UNTYPED:
            lines.append((f"{sort} {int(number_) + 1}, {field}", str(sent[name])))
    return [(label, value) for label, value in fields + lines if value.strip()]
