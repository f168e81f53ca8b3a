"""Version 1: its parts joined, its OpenAPI document, and its addresses."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from archive.api import articles, relations, subjects, suggestions, timeline
from archive.api.problems import answered, answering, handle_faults, missing

ABOUT = """Read-only and open to every site: no key, no account. Parameters are those of the
search page. What is unknown or malformed is refused with 400 and a problem (RFC 9457) that names
the parameter. Lists go on at `next` until it is null. Answers have an ETag: who sends it back
while nothing in the archive has changed gets 304 and no body."""


class ReadOnlyAPI(NinjaAPI):
    """Without the empty defaults and made-up titles that would clutter its document."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"] = {
                    status: as_problem(answer) if status != 200 else answer
                    for status, answer in operation["responses"].items()
                }
                for parameter in operation["parameters"]:
                    tidy(parameter["schema"])
        return schema


def as_problem(answer: dict[str, Any]) -> dict[str, Any]:
    return {
        **answer,
        "content": {"application/problem+json": answer["content"]["application/json"]},
    }


def tidy(schema: dict[str, Any]) -> None:
    schema.pop("title", None)
    if schema.get("default") in ("", [], 0):
        schema.pop("default")


api = ReadOnlyAPI(
    title="Archive of Foreign Affairs",
    version="1",
    description=ABOUT,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api_v1",
)
handle_faults(api)
for part in (articles, subjects, relations, timeline, suggestions):
    api.add_router("", part.router)


def openapi(request: HttpRequest) -> HttpResponse:
    """The description that programs read."""
    return answered(api.get_openapi_schema(path_prefix=request.path.removesuffix("openapi.json")))


def patterns() -> list[URLPattern]:
    """Every address below /api/v1/, each answering in the manner of the API."""
    found = [one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
    found += [path("openapi.json", openapi, name="openapi"), path("", missing, name="root")]
    found += [re_path("", missing)]  # whatever it is, line ends included
    return [URLPattern(one.pattern, answering(one.callback), {}, one.name) for one in found]


urls = (patterns(), "api_v1")
