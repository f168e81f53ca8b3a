"""Pages that are made once for each version of the archive, and not sent again to who has them."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache, wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache as pages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import (
    add_never_cache_headers,
    get_conditional_response,
    patch_cache_control,
)
from django.utils.http import http_date
from django.utils.translation import get_language

from archive.search.version import archive_state, archive_version

KEPT_FOR = 600  # seconds a process keeps a page; a change of the archive ends that at once
STARTED = datetime.now(UTC)  # its templates and settings are not older

MADE_OF = {".html", ".py", ".mo"}

View = Callable[..., HttpResponse]


def kept(view: View) -> View:
    """The view of a page that depends on its address, its language and the archive alone.

    Whole pages are kept by each process, those without a query only: there are too many queries.
    Every page carries an ETag and says when it was last changed, and a reader who has it already
    is told so (304). The ETag goes first: a second may hold two changes.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        state = archive_state()
        tag = tag_of(request, args, kwargs, version=state.version)
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
        changed = settled(state.changed_at)
        if changed is not None:
            response["Last-Modified"] = http_date(changed)
        patch_cache_control(response, public=True, no_cache=True)
        answer = get_conditional_response(
            request, etag=f'"{tag}"', last_modified=changed, response=response
        )
        return answer if isinstance(answer, HttpResponse) else response

    return wrapper


def settled(changed_at: datetime | None) -> int | None:
    """The second of the last change, of archive, program or day; None while it still runs.

    A second change within it could not be told from the first.
    """
    if changed_at is None:
        return None
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    changed = int(max(changed_at, STARTED, midnight).timestamp())
    return changed if time.time() >= changed + 1 else None


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, whole: bool
) -> HttpResponse:
    """The page; without its counts, when the engine could not answer, it is kept by nobody."""
    response = render(request, template, dict(context))
    if not whole:
        add_never_cache_headers(response)
    return response


def tag_of(request: HttpRequest, *given: object, version: str = "") -> str:
    """Another text for each page, language, day and version of archive and program."""
    parts = (
        request.build_absolute_uri(),
        repr(given),
        get_language() or "",
        version or archive_version(),
        program_version(),
        timezone.localdate().isoformat(),  # who holds an office, and what is new
        f"{settings.SHOW_SUGGESTED} {settings.CONTACT_EMAIL}",
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


@cache
def program_version() -> str:
    """When the newest of the files that pages are made of was changed."""
    folders = (settings.BASE_DIR / "templates", settings.BASE_DIR / "archive")
    files = (path for folder in folders for path in Path(folder).rglob("*.*"))
    return str(max(path.stat().st_mtime_ns for path in files if path.suffix in MADE_OF))
