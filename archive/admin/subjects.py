"""What entities and topics have in common: articles are about them, so they are never deleted."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from archive.admin.foreseeing import ForeseeingAdmin
from archive.admin.gone import GoneAdmin
from archive.admin.versions import VersionedAdmin
from archive.curation.rename import moved
from archive.models import Entity, Topic


class SubjectAdmin(GoneAdmin, VersionedAdmin, ForeseeingAdmin):
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
