"""The admin site: its name, its first page, and choices that say what they are."""

from __future__ import annotations

from functools import cache, wraps
from typing import Any, cast

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from archive.admin.overview import conditions, misses, needs_a_person
from archive.admin.review import review
from archive.models import Entity
from archive.search.sync import lag

NULL = "\x00"
DAILY = (
    "Article",
    "EntityTag",
    "TopicTag",
    "Entity",
    "Alias",
    "Office",
    "Topic",
    "Source",
    "Decision",
    "BulkChange",
    "MergeProposal",
    "ErrorReport",
    "SearchMiss",
)


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

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """What curators use daily first, ours before the framework's."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: place_of(model["object_name"]))
        return sorted(apps, key=lambda app: app["app_label"] != "archive")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT002
        """Every page of the admin, given what was sent without null characters."""
        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def cleaned(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            request.GET = without_nulls(request.GET)
            if request.method == "POST":
                request.POST = without_nulls(request.POST)
            return inner(request, *args, **kwargs)

        return cleaned

    def get_urls(self) -> list[Any]:
        return [path("review/", self.admin_view(self.review), name="review"), *super().get_urls()]

    def review(self, request: HttpRequest) -> HttpResponse:
        return review(request, self)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        may, behind = request.user.has_perm, lag()
        context = {
            **(extra_context or {}),
            "tasks": needs_a_person(request, behind),
            "misses": misses() if may("archive.view_searchmiss") else [],
            "conditions": conditions(behind),
        }
        return super().index(request, context)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast("HttpResponse", Choices.as_view(admin_site=self)(request))


def without_nulls(sent: QueryDict) -> Any:
    """PostgreSQL holds no null character, and nobody can type one."""
    if not any(NULL in value for name, values in sent.lists() for value in (name, *values)):
        return sent
    cleaned = QueryDict(mutable=True)
    for name, values in sent.lists():
        cleaned.setlist(name.replace(NULL, ""), [value.replace(NULL, "") for value in values])
    cleaned._mutable = False
    return cleaned


def place_of(name: str) -> int:
    """Where a model stands in the menu; those that nobody opens daily keep their order below."""
    return DAILY.index(name) if name in DAILY else len(DAILY)


@cache
def curation_site() -> CurationSite:
    """The one site. Finding this module registers all models, which asks for the site again."""
    return CurationSite()
