"""Pages that are made once for each version of the archive, and not sent again to who has them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import cache, wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache as pages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import (
    add_never_cache_headers,
    get_conditional_response,
    patch_cache_control,
)
from django.utils.translation import get_language

from archive.search.version import archive_version

KEPT_FOR = 600  # seconds a process keeps a page; a change of the archive ends that at once


MADE_OF = {".html", ".py", ".mo"}

View = Callable[..., HttpResponse]


def kept(view: View) -> View:
    """The view of a page that depends on its address, its language and the archive alone.

    Whole pages are kept by each process, those without a query only: there are too many queries.
    Every page carries an ETag, and a reader who has it already is told so (304).
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        tag = tag_of(request, args, kwargs)
        if tag in request.headers.get("If-None-Match", ""):
            answer = get_conditional_response(request, etag=f'"{tag}"')
            if isinstance(answer, HttpResponse):
                return answer
        body = pages.get(tag)
        response = HttpResponse(body) if body is not None else view(request, *args, **kwargs)
        if response.status_code != 200 or response.has_header("Cache-Control"):
            return response
        if body is None and not request.GET:
            pages.set(tag, response.content, KEPT_FOR)
        response["ETag"] = f'"{tag}"'
        patch_cache_control(response, public=True, no_cache=True)
        return response

    return wrapper


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, whole: bool
) -> HttpResponse:
    """The page; without its counts, when the engine could not answer, it is kept by nobody."""
    response = render(request, template, dict(context))
    if not whole:
        add_never_cache_headers(response)
    return response


def tag_of(request: HttpRequest, *given: object) -> str:
    """Another text for each page, language and version of the archive and of this program."""
    parts = (
        request.build_absolute_uri(),
        repr(given),
        get_language() or "",
        archive_version(),
        program_version(),
        f"{settings.SHOW_SUGGESTED} {settings.CONTACT_EMAIL}",
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


@cache
def program_version() -> str:
    """When the newest of the files that pages are made of was changed."""
    folders = (settings.BASE_DIR / "templates", settings.BASE_DIR / "archive")
    files = (path for folder in folders for path in Path(folder).rglob("*.*"))
    return str(max(path.stat().st_mtime_ns for path in files if path.suffix in MADE_OF))
