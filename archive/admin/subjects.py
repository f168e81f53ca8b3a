"""What entities and topics have in common: articles are about them, so they are never deleted."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from archive.admin.foreseeing import ForeseeingAdmin
from archive.admin.versions import VersionedAdmin
from archive.curation.addresses import address
from archive.curation.rename import moved
from archive.models import Entity, Topic


class SubjectAdmin(VersionedAdmin, ForeseeingAdmin):
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
        """A renamed subject's old address leads to the new one, and its old name to it."""
        former = type(obj)._default_manager.filter(pk=obj.pk).first() if change else None
        old, name = (address(former), former.name) if former else ("", "")
        super().save_model(request, obj, form, change)
        if former:
            moved(obj, old, request.user, name)  # type: ignore[arg-type]
