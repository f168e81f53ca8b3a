"""Accounts and their roles. Who may do everything is for those who may do everything."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest

ABOVE_ROLES = ("is_superuser", "user_permissions")

admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else (*fields, *ABOVE_ROLES)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_for(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_for(request, obj) and super().has_delete_permission(request, obj)


def is_for(request: HttpRequest, account: User | None) -> bool:
    """Whether who asks stands as high as this account does."""
    return account is None or not account.is_superuser or bool(request.user.is_superuser)
