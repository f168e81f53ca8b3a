"""What went wrong, as application/problem+json (RFC 9457), and the headers of every answer."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import ValidationError

from archive.search.engine import EngineUnavailable
from archive.views.freshness import tag_of

RETRY_AFTER = 30  # seconds: an index that is being built is soon there
METHODS = ("GET", "HEAD", "OPTIONS")
MEDIA_TYPE = "application/problem+json"
FOR_EVERY_SITE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
}
BEFORE_ASKING = {
    "Allow": ", ".join(METHODS),
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}

View = Callable[..., HttpResponse]


class Refused(Exception):
    """The request cannot be answered; the message names the parameter and says why."""

    def __init__(self, parameter: str, detail: str) -> None:
        self.parameter = parameter
        super().__init__(detail)


class Gone(Exception):
    """The article was withdrawn; the message is the reason."""


def answering(view: View) -> View:
    """Make a view answer in the manner of the API: read-only, for every site.

    Sentences are in English whatever the browser asks for; `lang` is for labels only.
    """

    @wraps(view)
    def answer(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers=BEFORE_ASKING)
        elif request.method not in METHODS:
            response = problem(405, "Method not allowed", "The API is read-only: use GET.")
            response["Allow"] = ", ".join(METHODS)
        else:
            response = read(view, request, **arguments)
        for name, value in FOR_EVERY_SITE.items():
            response[name] = value
        return response

    return answer


def read(view: View, request: HttpRequest, **arguments: Any) -> HttpResponse:
    """The view's answer; HEAD is answered as GET is, and its body dropped on the way out."""
    method, request.method = request.method, "GET"
    try:
        with translation.override(settings.LANGUAGE_CODE):
            return tagged(view, request, **arguments)
    finally:
        request.method = method


def tagged(view: View, request: HttpRequest, **arguments: Any) -> HttpResponse:
    """The answer with its ETag, or 304 without any work for who has it and nothing changed."""
    tag = tag_of(request, arguments)
    if tag in request.headers.get("If-None-Match", ""):
        answer = get_conditional_response(request, etag=f'"{tag}"')
        if isinstance(answer, HttpResponse):
            return answer
    response = view(request, **arguments)
    if response.status_code == 200:
        response["ETag"] = f'"{tag}"'
    return response


def missing(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Addresses below the API's that are none of it."""
    return problem(404, "Not found", "The API has no such address; /api/ lists those it has.")


def handle_faults(api: NinjaAPI) -> None:
    """Say each fault of a request as a problem."""
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        ValidationError: lambda _request, fault: malformed(fault),
        Refused: lambda _request, fault: refused(fault.parameter, str(fault)),
        Http404: lambda _request, fault: problem(404, "Not found", str(fault)),
        Gone: lambda _request, fault: problem(410, "Withdrawn", str(fault)),
        EngineUnavailable: lambda _request, _fault: resting(),
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def malformed(fault: ValidationError) -> HttpResponse:
    """What the declaration of a parameter does not allow."""
    first: dict[str, Any] = fault.errors[0]
    sentence = str(first["msg"]).removeprefix("Value error, ")
    if first["type"] == "literal_error":
        allowed = re.findall(r"'([^']+)'", first["ctx"]["expected"])
        sentence = _("Use one of: %s.") % ", ".join(allowed)
    return refused(str(first["loc"][-1]), sentence)


def refused(parameter: str, sentence: str) -> HttpResponse:
    return problem(400, "Parameter not understood", sentence, parameter=parameter)


def resting() -> HttpResponse:
    response = problem(503, "Search is resting", "The index cannot be read now. Try again.")
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def problem(status: int, title: str, detail: str, **members: str) -> HttpResponse:
    """`type` is about:blank: the title says no more than the status does."""
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return answered({**content, **members}, status=status, media_type=MEDIA_TYPE)


def answered(
    content: object, status: int = 200, media_type: str = "application/json"
) -> HttpResponse:
    """JSON that a person can read, too: letters of every script stand as they are."""
    written = json.dumps(content, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return HttpResponse(written, status=status, content_type=media_type)
