"""What all lists of the admin have in common: fast with a hundred thousand rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.core.paginator import Paginator
from django.db import models
from django.db.models import ForeignKey, Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy

from archive.admin.fields import AddressField, SubjectField
from archive.models import Entity, Topic

MOST_COUNTED = 10_000  # rows; a longer list is to be narrowed, not leafed through


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts no further than MOST_COUNTED, so that no list ever counts a whole table."""

    @cached_property
    def count(self) -> int:
        rows = cast("QuerySet[Model]", self.object_list)
        return rows.order_by()[:MOST_COUNTED].count()


class Choosing(BaseModelAdmin):  # type: ignore[type-arg]
    """Forms, and lines below them, in which entities and topics are chosen."""

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **options: Any
    ) -> Any:
        if db_field.remote_field.model in (Entity, Topic):
            options.setdefault("form_class", SubjectField)
        return super().formfield_for_foreignkey(db_field, request, **options)


class ListAdmin(Choosing, admin.ModelAdmin):  # type: ignore[type-arg]
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


class Lacking(admin.EmptyFieldListFilter):
    """Rows without and with a value, each in the words of the list."""

    without: ClassVar[str | Promise]
    having: ClassVar[str | Promise]

    def choices(self, changelist: Any) -> Iterator[Any]:
        everything, *others = super().choices(changelist)
        yield everything
        for choice, words in zip(others, (self.without, self.having), strict=True):
            yield {**choice, "display": words}


class Finished(Lacking):
    without, having = gettext_lazy("not finished"), gettext_lazy("finished")


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
