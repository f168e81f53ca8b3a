"""The admin site: its name, its first page, and choices that say what they are."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from archive.admin.overview import needs_a_person
from archive.models import Entity


class Choices(AutocompleteJsonView):
    """Namesakes are told apart: a country and a person may both be called Jordan."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        result: dict[str, str] = super().serialize_result(obj, to_field_name)
        if isinstance(obj, Entity):
            result["text"] = f"{obj.name} ({obj.get_kind_display()})"
        return result


class CurationSite(AdminSite):
    site_title = site_header = _("Curation")
    index_title = _("What needs a person")
    index_template = "admin/archive/first_page.html"

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        tasks = needs_a_person(request)
        return super().index(request, {**(extra_context or {}), "tasks": tasks})

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast("HttpResponse", Choices.as_view(admin_site=self)(request))


@cache
def curation_site() -> CurationSite:
    """The one site. Finding this module registers all models, which asks for the site again."""
    return CurationSite()
