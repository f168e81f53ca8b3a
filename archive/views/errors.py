"""What is said when a page cannot be given. 500 and 503 ask neither database nor context."""

from __future__ import annotations

import re
import sys

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import get_template
from django.templatetags.static import static

from archive.logs import request_id
from archive.search.engine import EngineUnavailable
from archive.views.context import links_to, unprefixed

# What SQLite says of its file, its disk and other writers. Anything else is a fault of ours.
SQLITE_FAULTS = (
    "database is locked", "database table is locked", "malformed", "not a database",
    "disk I/O error", "disk is full", "unable to open", "readonly database",
)  # fmt: skip


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """The page offers a search for the words of the address, the first page in each language."""
    context = {"words": words_of(request.path_info), "language_links": links_to(request, "/")}
    return render(request, "404.html", context, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours, or of the database: also where no view was reached, as in a session."""
    if is_unavailable(sys.exc_info()[1]):
        return unavailable(request)
    return HttpResponseServerError(bare("500.html"))


def unavailable(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    return HttpResponse(bare("503.html"), status=503, headers={"Retry-After": "60"})


def is_unavailable(fault: BaseException | None) -> bool:
    """Whether something we rest on does not answer: it passes, or its operator must see to it."""
    if isinstance(fault, DatabaseError | InterfaceError) and connection.vendor == "sqlite":
        return any(words in str(fault) for words in SQLITE_FAULTS)
    return isinstance(fault, EngineUnavailable | OperationalError | InterfaceError)


def bare(template: str) -> str:
    """A page that needs nothing that may be broken, not even the list of static files."""
    try:
        stylesheet = static("css/archive.css")
    except ValueError:
        stylesheet = ""
    context = {"stylesheet": stylesheet, "request_id": request_id.get()}
    return get_template(template).render(context)


def words_of(path: str) -> str:
    """The last part of an address as words, except of an article's: its title may be a draft's."""
    bare = unprefixed(path)
    if bare.startswith(("/articles/", "/a/")):
        return ""
    last = bare.strip("/").rpartition("/")[2]
    return " ".join(re.findall(r"\w+", last.partition(".")[0]))[:100]
