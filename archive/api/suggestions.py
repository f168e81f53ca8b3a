"""Suggestions: what somebody may mean who is still typing."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import Query, Router

from archive.api import schemas
from archive.api.articles import page_language
from archive.api.parameters import Typed, read_plain
from archive.api.problems import answered
from archive.search.suggest import suggest
from archive.search.syntax import clean
from archive.views.context import prefixed

router = Router(tags=["Suggestions"])


@router.get("/suggest", response=schemas.SUGGESTIONS, summary="While typing", url_name="suggest")
def suggestions(request: HttpRequest, given: Query[Typed]) -> HttpResponse:
    """Ten at most: countries, people, organisations, topics by any word of a name, and titles.

    `matched` is the name that was typed, where the label does not show it. `url` is a path.
    """
    language = read_plain(request, given)
    with translation.override(language):
        found = suggest(clean(given.q)[0])
        wrong = f"/{translation.get_language()}/"
        right = prefixed("/", page_language())
    # Labels may be in languages that the pages are not in: then an address has the wrong prefix.
    return answered(
        {
            "suggestions": [
                {**asdict(one), "url": readdressed(one.url, wrong, right)} for one in found
            ]
        }
    )


def readdressed(url: str, wrong: str, right: str) -> str:
    return right + url.removeprefix(wrong) if url.startswith(wrong) else url
