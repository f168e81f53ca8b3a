"""The first page: a search, and what there is to be searched."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.models import Article, Topic
from archive.search.engine import Summary, Term, Undated
from archive.views.coverage import (
    Ranked,
    counted_countries,
    entities_ranked,
    newest_articles,
    ranked_rows,
    summary_of,
    topics_ranked,
)
from archive.views.freshness import kept, page
from archive.views.relations import Row, biggest_rows
from archive.views.world import world_map

COUNTED = ("country", "person", "topic", "language", "year")
COUNTRIES = 11
PEOPLE = 10
TOPICS = 10
NEWEST = 6
PHRASE_WORDS = 2
PAIRS = 14
THIS_DAY = 4
YEARS_BACK = 150
LEAP_DAY = (2, 29)


@dataclass(frozen=True)
class Example:
    """A query that finds something in this archive, as a live link."""

    query: str

    @property
    def url(self) -> str:
        return f"{reverse('search')}?{urlencode({'q': self.query})}"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return of_today(request, timezone.localdate())


@kept
def of_today(request: HttpRequest, today: date) -> HttpResponse:
    summary = summary_of((), COUNTED)
    context: dict[str, Any] = {
        "available": summary is not None,
        "canonical": request.build_absolute_uri(request.path),
    }
    if summary is not None and summary.total:
        context |= counted(summary, today)
    return page(request, "archive/home_page.html", context, whole=summary is not None)


def counted(summary: Summary, today: date) -> dict[str, Any]:
    people = entities_ranked({"person": summary.facets["person"]}, PEOPLE)["person"]
    countries = counted_countries(summary)
    ranking = ranked_rows(countries[:COUNTRIES])
    topics = topics_ranked(summary.facets["topic"], TOPICS)
    newest = newest_articles((), NEWEST)
    undated = summary_of((Undated(),), ())
    pairs = biggest_rows(PAIRS)
    years = [int(year) for year, _count in summary.facets["year"]]
    return {
        "total": summary.total,
        "first_year": min(years, default=None),
        "last_year": max(years, default=None),
        "countries": ranking,
        "country_total": len(countries),
        "world": world_map(countries),
        "people": people,
        "pairs": pairs[: 2 * len(newest) + 2],  # as long as the newest beside them
        "today": today,
        "this_day": on_this_day(today),
        "topics": topics,
        "newest": newest,
        "language_total": len(summary.facets["language"]),
        "undated": undated.total if undated else 0,
        "examples": examples(pairs, ranking, people, topics, newest),
    }


def on_this_day(today: date) -> list[Article]:
    """Articles that are surely of this day of another year, the newest first."""
    days = [
        date(year, today.month, today.day)
        for year in range(today.year - YEARS_BACK, today.year)
        if (today.month, today.day) != LEAP_DAY or isleap(year)
    ]
    of_day = Article.objects.published().filter(date_earliest__in=days)
    sure = of_day.filter(date_latest=F("date_earliest")).select_related("source")
    return list(sure.order_by("-date_earliest", "-pk")[:THIS_DAY])


def examples(
    pairs: Sequence[Row],
    countries: Sequence[Ranked],
    people: Sequence[Ranked],
    topics: Sequence[Ranked],
    newest: Sequence[Article],
) -> list[Example]:
    """What a reader may type, of several sorts, each made of what is here: none finds nothing."""
    queries = [f"{pair.first.label} {pair.second.label}" for pair in pairs[:1]]
    queries += [] if queries else [country.label for country in countries[:1]]
    queries += [person.label for person in people[:1]]
    queries += [phrase_of(article.title) for article in newest[:1]]
    queries += [f"topic:{topic.slug}{year_of(topic)}" for topic in topics[:1]]
    return [Example(query) for query in queries if query]


def year_of(topic: Ranked) -> str:
    """The year with most of its articles, as a search has it; nothing where none has a date."""
    pk = Topic.objects.filter(slug=topic.slug).values_list("pk", flat=True).first()
    summary = summary_of((Term("topic", pk),), ("year",)) if pk else None
    years = summary.facets["year"] if summary else ()
    return f" date:{years[0][0]:04}" if years else ""


def phrase_of(title: str) -> str:
    """The last words of a title in quotation marks, those without figures and signs."""
    words = [word for word in title.split() if word.isalpha()]
    at_end = title.endswith(" ".join(words[-PHRASE_WORDS:]))
    return f'"{" ".join(words[-PHRASE_WORDS:])}"' if at_end and len(words) > PHRASE_WORDS else ""
