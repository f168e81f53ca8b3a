"""Former versions of a row: to read for all who may see it, to bring back for who may change it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin

from archive.admin.choosing import number


class VersionedAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    """The library asks of a version's form no more than of its page: a right to see it."""

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Brings a version back, unless the row was changed while the page was open: it says so."""
        newest = self.model.history.filter(id=number(object_id) or 0).first()
        context = {**(extra_context or {}), "newest": newest}
        if request.method not in ("GET", "HEAD"):
            if not self.has_change_permission(request):
                raise PermissionDenied
            now = str(newest.pk) if newest else ""
            context["outdated"] = request.POST.get("newest", now) != now
            request.outdated = context["outdated"]  # type: ignore[attr-defined]
        answer: HttpResponse = super().history_form_view(request, object_id, version_id, context)
        return answer

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,
        change: bool = False,  # noqa: FBT002
        **options: Any,
    ) -> Any:
        """An outdated form is shown again as it was filled in."""
        form: Any = super().get_form(request, obj, change, **options)
        return shown_again(form) if getattr(request, "outdated", False) else form

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return not self.has_change_permission(request, obj)


def shown_again(form: Any) -> Any:
    """The same form, which is never saved."""
    return type(form.__name__, (form,), {"is_valid": lambda _self: False})
