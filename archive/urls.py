"""Every address of the archive. Those in `pages` exist in each language: `/x/` and `/id/x/`."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def later(name: str) -> Any:
    """The view when its module has landed."""

    def view(request: HttpRequest, **arguments: Any) -> HttpResponse:
        module, _, function = name.rpartition(".")
        try:
            found = getattr(import_module(module), function)
        except (ImportError, AttributeError) as fault:
            raise Http404 from fault
        return found(request, **arguments)

    return view


pages = [
    path("", later("archive.views.home.home"), name="home"),
    path("search/", later("archive.views.search.search"), name="search"),
    path("search/facet/<slug:name>/", later("archive.views.search.facet"), name="search_facet"),
    path("articles/<int:pk>/<slug:slug>/", later("archive.views.articles.article"), name="article"),
    path("a/<int:pk>/", later("archive.views.articles.short"), name="article_short"),
    path(
        "articles/<int:pk>/cite.<slug:format>",
        later("archive.views.articles.cite"),
        name="article_cite",
    ),
    path("countries/", later("archive.views.entities.countries"), name="countries"),
    path("countries/<slug:slug>/", later("archive.views.entities.country"), name="country"),
    path("people/", later("archive.views.entities.people"), name="people"),
    path("people/<slug:slug>/", later("archive.views.entities.person"), name="person"),
    path("organizations/", later("archive.views.entities.organizations"), name="organizations"),
    path(
        "organizations/<slug:slug>/",
        later("archive.views.entities.organization"),
        name="organization",
    ),
    path("blocs/<slug:slug>/", later("archive.views.entities.bloc"), name="bloc"),
    path("places/<slug:slug>/", later("archive.views.entities.place"), name="place"),
    path("topics/", later("archive.views.topics.topics"), name="topics"),
    path("topics/<slug:slug>/", later("archive.views.topics.topic"), name="topic"),
    path("help/search/", later("archive.views.pages.help_search"), name="help"),
    path("about/", later("archive.views.pages.about"), name="about"),
    path(settings.ADMIN_PATH, admin.site.urls),
]

handler400 = "archive.views.errors.bad_request"
handler403 = "archive.views.errors.forbidden"
handler404 = "archive.views.errors.not_found"
handler500 = "archive.views.errors.server_error"

urlpatterns = [
    path("api/v1/articles", later("archive.api.articles.article_list"), name="api_articles"),
    path(
        "api/v1/articles/<int:pk>",
        later("archive.api.articles.article_detail"),
        name="api_article",
    ),
    *i18n_patterns(*pages, prefix_default_language=False),
]
