"""What all lists of the admin have in common: fast with a hundred thousand rows."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from archive.admin.fields import AddressField

MOST_COUNTED = 10_000  # rows; a longer list is to be narrowed, not leafed through


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts no further than MOST_COUNTED, so that no list ever counts a whole table."""

    @cached_property
    def count(self) -> int:
        rows = cast("QuerySet[Model]", self.object_list)
        return rows.order_by()[:MOST_COUNTED].count()


class ListAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The base of every admin of ours."""

    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = BoundedPaginator
    formfield_overrides = {
        models.URLField: {"form_class": AddressField, "widget": AdminURLFieldWidget}
    }
    save_on_top = False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Never by regular expression: one that runs for ever is too easily written."""
        parts = lookup.split("__")
        if "regex" in parts or "iregex" in parts:
            return False
        return super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]


class ReadOnlyAdmin(ListAdmin):
    """For what the archive writes itself: to look at, not to change."""

    actions: Any = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self,
        request: HttpRequest,
        obj: Model | None = None,
    ) -> bool:
        return False

    def has_delete_permission(
        self,
        request: HttpRequest,
        obj: Model | None = None,
    ) -> bool:
        return False
