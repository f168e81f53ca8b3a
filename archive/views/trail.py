"""The list of results that a reader came from: how to go back to it, and to those beside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from archive.filters import ArticleFilter
from archive.models import Article
from archive.search.engine import EngineUnavailable
from archive.search.request import MOST_PAGES, PAGE_SIZE, Address
from archive.search.results import SearchResults

AT = "at"  # the parameter that says which result an article is, from 1


@dataclass(frozen=True)
class Trail:
    """Where an article stands in the results; no address where there is none before or after."""

    place: int
    total: int
    query: str  # what was typed
    back: str
    before: str
    after: str


def result_url(article: Article, address: Address, place: int) -> str:
    """The article's page with the search that found it, and its place there."""
    kept = [(name, value) for name, value in address.parameters if name != "page"]
    return f"{article.get_absolute_url()}?{urlencode([*kept, (AT, str(place))])}"


def trail_of(article: Article, parameters: QueryDict) -> Trail | None:
    """None without a search, or where the article no longer has this place in its results."""
    typed = parameters.get(AT, "")
    if not re.fullmatch(r"[1-9][0-9]{0,4}", typed) or int(typed) > MOST_PAGES * PAGE_SIZE:
        return None
    given = parameters.copy()
    del given[AT]
    results = SearchResults(ArticleFilter(given).search, figures=False)
    try:
        return _trail(article, results, int(typed))
    except EngineUnavailable:
        return None


def _trail(article: Article, results: SearchResults, place: int) -> Trail | None:
    start = max(place - 2, 0)
    asked = results.request
    hits = results.engine.hits(asked.asking(results.words), start, place + 1)
    here = place - 1 - start
    if len(hits) <= here or hits[here].id != article.pk:
        return None
    beside = Article.objects.published().in_bulk([hit.id for hit in hits])
    places = {hit.id: start + number for number, hit in enumerate(hits, 1)}

    def address_at(number: int) -> str:
        found = beside.get(hits[number].id) if 0 <= number < len(hits) else None
        return result_url(found, asked.address, places[found.pk]) if found else ""

    page = (place - 1) // PAGE_SIZE + 1
    back = asked.address.changed(page=str(page) if page > 1 else "")
    return Trail(
        place=place,
        total=results.count(),
        query=" ".join(asked.address.values("q")),
        back=f"{reverse('search')}{back}",
        before=address_at(here - 1),
        after=address_at(here + 1),
    )
