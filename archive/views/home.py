"""The first page: a search, and what there is to be searched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.models import Article
from archive.search.engine import Summary, Undated
from archive.views.coverage import (
    Ranked,
    counted_countries,
    entities_ranked,
    newest_articles,
    ranked_rows,
    summary_of,
    topics_ranked,
)
from archive.views.world import world_map

COUNTED = ("country", "person", "topic", "language", "year")
COUNTRIES = 11
PEOPLE = 10
TOPICS = 12
NEWEST = 6
PHRASE_WORDS = 2


@dataclass(frozen=True)
class Example:
    """A query that finds something in this archive, as a live link."""

    query: str

    @property
    def url(self) -> str:
        return f"{reverse('search')}?{urlencode({'q': self.query})}"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    summary = summary_of((), COUNTED)
    context: dict[str, Any] = {"available": summary is not None}
    if summary is not None and summary.total:
        context |= counted(summary)
    return render(request, "archive/home_page.html", context)


def counted(summary: Summary) -> dict[str, Any]:
    people = entities_ranked({"person": summary.facets["person"]}, PEOPLE)["person"]
    countries = counted_countries(summary)
    ranking = ranked_rows(countries[:COUNTRIES])
    topics = topics_ranked(summary.facets["topic"], TOPICS)
    newest = newest_articles((), NEWEST)
    undated = summary_of((Undated(),), ())
    years = [int(year) for year, _count in summary.facets["year"]]
    return {
        "total": summary.total,
        "first_year": min(years, default=None),
        "last_year": max(years, default=None),
        "countries": ranking,
        "country_total": len(countries),
        "world": world_map(countries),
        "people": people,
        "topics": topics,
        "newest": newest,
        "language_total": len(summary.facets["language"]),
        "undated": undated.total if undated else 0,
        "examples": examples(summary.total, ranking, people, topics, newest),
    }


def examples(
    total: int,
    countries: Sequence[Ranked],
    people: Sequence[Ranked],
    topics: Sequence[Ranked],
    newest: Sequence[Article],
) -> list[Example]:
    """Queries of several sorts, each made of what is here, so that none finds nothing."""
    # Two shares of more than the whole have articles in common.
    together = sum(country.count for country in countries[:2]) > total
    queries = [" ".join(f"country:{one.slug}" for one in countries[: 2 if together else 1])]
    queries += [f"person:{one.slug}" for one in people[:1]]
    queries += [f"topic:{one.slug}" for one in topics[:1]]
    queries += [phrase_of(article.title) for article in newest[:1]]
    return [Example(query) for query in queries if query]


def phrase_of(title: str) -> str:
    """The last words of a title in quotation marks, those without figures and signs."""
    words = [word for word in title.split() if word.isalpha()]
    at_end = title.endswith(" ".join(words[-PHRASE_WORDS:]))
    return f'"{" ".join(words[-PHRASE_WORDS:])}"' if at_end and len(words) > PHRASE_WORDS else ""
