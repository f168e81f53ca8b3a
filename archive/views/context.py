"""What every page needs besides its own subject: names, menu, languages. Asks no database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

SITE_NAME = _("Archive of Foreign Affairs")
# Name of an address, its label, and the names of the addresses that lie below it.
MENU: tuple[tuple[str, StrPromise, frozenset[str]], ...] = (
    ("search", _("Search"), frozenset({"search_facet"})),
    ("countries", _("Countries"), frozenset({"country", "place"})),
    ("people", _("People"), frozenset({"person"})),
    ("organizations", _("Organisations"), frozenset({"organization", "bloc"})),
    ("topics", _("Topics"), frozenset({"topic"})),
    ("relations", _("Relations"), frozenset({"pair"})),
    (
        "timeline",
        _("Timeline"),
        frozenset({"timeline_year", "timeline_month", "timeline_day", "timeline_undated"}),
    ),
    ("help", _("Help"), frozenset()),
)
FOOTER: tuple[tuple[str, StrPromise], ...] = (
    ("about", _("About the archive")),
    ("about_methods", _("How tags and dates are made")),
    ("about_policy", _("Names and borders")),
    ("about_accessibility", _("Accessibility")),
    ("about_privacy", _("Privacy")),
    ("help", _("Search help")),
    ("api", _("API")),
)


@dataclass(frozen=True)
class MenuItem:
    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class LanguageLink:
    """The same page in another language; `url` keeps the query, `address` is absolute without."""

    code: str
    name: str
    url: str
    address: str
    current: bool


def site(request: HttpRequest) -> dict[str, Any]:
    """The context of every template that is rendered for a request."""
    return {
        "site_name": SITE_NAME,
        "menu": menu(request),
        "footer": [MenuItem(str(label), reverse(name), current=False) for name, label in FOOTER],
        "language_links": language_links(request),
        "SHOW_SUGGESTED": settings.SHOW_SUGGESTED,
        "CONTACT_EMAIL": settings.CONTACT_EMAIL,
    }


def menu(request: HttpRequest) -> list[MenuItem]:
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [
        MenuItem(str(label), reverse(name), here == name or here in below)
        for name, label, below in MENU
    ]


def language_links(request: HttpRequest) -> list[LanguageLink]:
    """The same page in each language, with its query."""
    return links_to(request, unprefixed(request.path_info), request.META.get("QUERY_STRING", ""))


def links_to(request: HttpRequest, page: str, query: str = "") -> list[LanguageLink]:
    """A page, given without the prefix of a language, in each language.

    The host is asked for only where `address` is shown: the page that refuses a host shows none.
    """
    absolute = lazy(request.build_absolute_uri, str)
    links = []
    for code, _name in settings.LANGUAGES:
        path = prefixed(page, code)
        links.append(
            LanguageLink(
                code=code,
                name=get_language_info(code)["name_local"],
                url=f"{path}?{query}" if query else path,
                address=absolute(path),
                current=code == get_language(),
            )
        )
    return links


def unprefixed(path: str) -> str:
    """A path without the prefix of its language: `/id/people/` and `/people/` are one page."""
    for code, _name in settings.LANGUAGES:
        if code != settings.LANGUAGE_CODE and path.startswith(f"/{code}/"):
            return path.removeprefix(f"/{code}")
    return path


def prefixed(path: str, code: str) -> str:
    """The same page in a language: the contrary of `unprefixed`."""
    return path if code == settings.LANGUAGE_CODE else f"/{code}{path}"
