"""The page that explains the API: made from its OpenAPI document, with answers of this archive."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.api.parameters import LARGEST_SIZE, USUAL_SIZE, Searched
from archive.api.v1 import api
from archive.api.windows import MOST_RANKED
from archive.search.engine import EngineUnavailable, SearchQuery
from archive.search.engines import get_engine
from archive.search.facets import label
from archive.search.pairs import biggest_pairs
from archive.search.syntax import LIMIT

LONGEST_ANSWER = 1_800  # characters of an answer that the page shows
SHORTENED = 2  # entries of a list that are shown
LONG_TEXT = 160  # characters of a text
TYPED = 3  # letters of a name in the example of suggestions
FACETS = ("country", "person", "organization", "topic")
SEARCH_FILTERS = tuple(Searched.model_fields)


@dataclass(frozen=True)
class Parameter:
    name: str
    kind: str  # what it may hold, in short
    description: str


@dataclass(frozen=True)
class Endpoint:
    """An address, what it answers, and an example that can be followed."""

    id: str
    path: str
    title: str
    summary: str
    example: str
    answer: str
    parameters: tuple[Parameter, ...]


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """How to ask, what is answered, and what there is besides."""
    root = request.build_absolute_uri(reverse("api_v1:root"))
    context = {
        "endpoints": list(endpoints(request, root)),
        "root": root,
        "openapi": reverse("api_v1:openapi"),
        "usual_size": USUAL_SIZE,
        "largest_size": LARGEST_SIZE,
        "most_ranked": MOST_RANKED,
        "longest_query": LIMIT,
        "refused": shown(request, f"{root}articles?colour=red"),
        "canonical": request.build_absolute_uri(request.path),
    }
    return render(request, "archive/api_page.html", context)


def endpoints(request: HttpRequest, root: str) -> Iterator[Endpoint]:
    found = examples()
    paths: Mapping[str, Any] = api.get_openapi_schema(path_prefix="/")["paths"]
    for path, (title, summary) in wording().items():
        example = f"{root}{found.get(path, path)}"
        yield Endpoint(
            id=path.replace("/", "-").replace("{", "").replace("}", ""),
            path=path,
            title=title,
            summary=summary,
            example=example,
            answer=shown(request, example),
            parameters=tuple(parameters(paths[f"/{path}"]["get"], but=path != "articles")),
        )


def parameters(operation: Mapping[str, Any], *, but: bool) -> Iterator[Parameter]:
    """What it takes; the filters of a search stand once, with articles, and are left out else."""
    filters = SEARCH_FILTERS if but else ()
    for one in operation["parameters"]:
        if one["in"] == "query" and one["name"] not in filters:
            yield Parameter(one["name"], kind_of(one["schema"]), _(one["description"]))


def kind_of(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return " | ".join(schema["enum"])
    if schema["type"] == "integer":
        return f"{schema['minimum']}–{schema['maximum']}"
    return _("text, repeated") if schema["type"] == "array" else _("text")


def wording() -> dict[str, tuple[str, str]]:
    """Title and one sentence for each address, in the reader's language."""
    return {
        "articles": (
            _("Search articles"),
            _("The results of a search with counts to narrow it by, as the search page has them."),
        ),
        "articles/{pk}": (
            _("One article"),
            _("Its text, where it names what, what it is about, and the reason of each tag."),
        ),
        "countries": (
            _("Countries"),
            _(
                "Those that articles are about, most covered first. It takes every"
                " filter of a search: the counts are then among its results."
            ),
        ),
        "countries/{slug}": (
            _("One country"),
            _("Its names in every language, other spellings, ids elsewhere, and its feed."),
        ),
        "people": (_("People"), _("As countries, with the same filters.")),
        "people/{slug}": (_("One person"), _("Names, spellings, and offices with their dates.")),
        "organizations": (_("Organisations"), _("As countries, with the same filters.")),
        "organizations/{slug}": (_("One organisation"), _("Names, spellings and ids.")),
        "topics": (_("Topics"), _("With the topic each is part of; counts include its parts.")),
        "topics/{slug}": (_("One topic"), _("Its names, what it covers, and its parts.")),
        "relations": (
            _("Relations"),
            _("Pairs of countries by the articles about both; or the pairs of one country."),
        ),
        "relations/{first}/{second}": (
            _("One pair"),
            _("Articles about both countries, in all and by year, in either order."),
        ),
        "timeline": (
            _("Timeline"),
            _(
                "Results of a search by year, by month of a year, or by day. “certain”"
                " leaves out what is only possibly of the period."
            ),
        ),
        "suggest": (
            _("Suggestions"),
            _("For a search box: what somebody may mean who is still typing, in any script."),
        ),
    }


# --- Live examples ------------------------------------------------------------------------------


def examples() -> dict[str, str]:
    """An address for each, that finds something in this archive as it is now."""
    try:
        summary = get_engine().summary(SearchQuery(), FACETS)
        first = get_engine().hits(SearchQuery(order="newest"), 0, 1)
        pairs = biggest_pairs(1)
    except EngineUnavailable:
        return {}
    tops = {name: label(name, summary.facets.get(name, ())[:2]) for name in FACETS}
    slugs = {name: [one.value_for_url for one in rows] for name, rows in tops.items()}
    found: dict[str, str] = {}
    if slugs["country"]:
        country = slugs["country"][0]
        typed = tops["country"][0].label[:TYPED]
        found["suggest"] = f"suggest?{urlencode({'q': typed})}"
        found["articles"] = f"articles?{urlencode({'country': country, 'page_size': 1})}"
        found["people"] = f"people?{urlencode({'country': country})}"
        found["organizations"] = f"organizations?{urlencode({'country': country})}"
        found["timeline"] = f"timeline?{urlencode({'country': country})}"
        found["relations"] = f"relations?{urlencode({'country': country})}"
    singles = zip(("countries", "people", "organizations", "topics"), FACETS, strict=True)
    found |= {
        f"{path}/{{slug}}": f"{path}/{slugs[name][0]}" for path, name in singles if slugs[name]
    }
    if first:
        found["articles/{pk}"] = f"articles/{first[0].id}"
    if pairs:
        both = label("country", [(pairs[0].first, 0), (pairs[0].second, 0)])
        found["relations/{first}/{second}"] = "relations/" + "/".join(
            sorted(one.value_for_url for one in both)
        )
    return found


def shown(request: HttpRequest, address: str) -> str:
    """What the API answers there, shortened so that its shape is seen; "" for nothing there."""
    path, _mark, query = address.partition("?")
    try:
        match = resolve("/" + path.partition("://")[2].partition("/")[2])
    except Resolver404:
        return ""
    asked = HttpRequest()
    asked.META, asked.method = {**request.META, "QUERY_STRING": query}, "GET"
    asked.path = asked.path_info = "/" + path.partition("://")[2].partition("/")[2]
    asked.GET = asked.GET.__class__(query)
    answer = match.func(asked, *match.args, **match.kwargs)
    if answer.status_code not in {200, 400}:
        return ""
    written = json.dumps(shortened(json.loads(answer.content)), ensure_ascii=False, indent=2)
    return written if len(written) <= LONGEST_ANSWER else f"{written[:LONGEST_ANSWER]}\n…"


def shortened(value: Any) -> Any:
    """The first entries of lists, and the beginnings of texts."""
    if isinstance(value, dict):
        return {name: shortened(one) for name, one in list(value.items())[:30]}
    if isinstance(value, list):
        cut = [shortened(one) for one in value[:SHORTENED]]
        return [*cut, "…"] if len(value) > SHORTENED else cut
    if isinstance(value, str) and len(value) > LONG_TEXT and "://" not in value:
        return f"{value[:LONG_TEXT]} …"
    return value
