"""Forms whose row is gone by the time they are sent: what was typed is shown, and where it went."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse

from archive.admin.choosing import number
from archive.admin.listing import ListAdmin
from archive.curation.heirs import former_subject, went_to
from archive.models import Entity

GONE = 410  # the status of an answer
UNTYPED = {"id", "entity", "person", "topic", "seen"}  # hidden in each line


class GoneAdmin(ListAdmin):
    """Of rows with a history. `owner` is the field of the entity whose row it is, if any is."""

    owner = ""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
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
        subject, subject_key = self.model, key
        if self.owner:
            subject, subject_key = Entity, getattr(former, f"{self.owner}_id")
        kept = went_to(subject, subject_key)
        context = {
            **self.admin_site.each_context(request),
            "title": getattr(former, "name", "") or getattr(former, "text", "") or former.post,
            "opts": self.opts,
            "owner": former_subject(subject, subject_key) if self.owner else None,
            "kept": kept,
            "kept_opts": subject._meta,
            "typed": typed(self.get_form(request)(request.POST), request.POST),
        }
        return TemplateResponse(request, "admin/archive/gone.html", context, status=GONE)


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
