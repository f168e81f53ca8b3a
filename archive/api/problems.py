"""What went wrong, as application/problem+json (RFC 9457), and the headers of every answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation

from archive.search.engine import EngineUnavailable

RETRY_AFTER = 30  # seconds: an index that is being built is soon there
METHODS = ("GET", "HEAD", "OPTIONS")

View = Callable[..., HttpResponse]


class Refused(Exception):
    """The request cannot be answered; the message names the parameter and says why."""

    def __init__(self, parameter: str, detail: str) -> None:
        self.parameter = parameter
        super().__init__(detail)


class Gone(Exception):
    """The article was withdrawn; the message is the reason."""


def answering(view: View) -> View:
    """Make a view answer in the manner of the API: read-only, for every site, faults as problems.

    Sentences are in English whatever the browser asks for; `lang` is for labels only.
    """

    @wraps(view)
    def answer(request: HttpRequest, **arguments: Any) -> HttpResponse:
        with translation.override(settings.LANGUAGE_CODE):
            response = answered(view, request, **arguments)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return answer


def answered(view: View, request: HttpRequest, **arguments: Any) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": ", ".join(METHODS)})
    if request.method not in METHODS:
        refusal = problem(405, "Method not allowed", "The API is read-only: use GET.")
        refusal["Allow"] = ", ".join(METHODS)
        return refusal
    try:
        return view(request, **arguments)
    except Refused as fault:
        return problem(400, "Parameter not understood", str(fault), parameter=fault.parameter)
    except Http404:
        return problem(404, "Not found", "There is no article of this number.")
    except Gone as fault:
        return problem(410, "Withdrawn", str(fault))
    except EngineUnavailable:
        resting = problem(503, "Search is resting", "The index cannot be read now. Try again.")
        resting["Retry-After"] = str(RETRY_AFTER)
        return resting


def problem(status: int, title: str, detail: str, **members: str) -> JsonResponse:
    """`type` is about:blank: the title says no more than the status does."""
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JsonResponse(
        {**content, **members}, status=status, content_type="application/problem+json"
    )
