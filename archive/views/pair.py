"""What the archive holds about two countries together, for the page of the pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from archive.dates.words import in_words
from archive.models import Entity, Topic
from archive.search.engine import Summary, Term
from archive.search.histogram import Histogram, every_year
from archive.search.pairs import about_both
from archive.views.charts import LARGE, Bar, Chart, Strip, draw, strip
from archive.views.coverage import Ranked, entities_ranked, newest_articles, summary_of
from archive.views.entities import former_names

RANKED = ("person", "organization")
COUNTED = (*RANKED, "topic", "year", "year_certain", "month_certain")
LISTED = 10
NEWEST = 7
MONTHS = 8
FEWEST_OF_TOPIC = 3  # articles: how much more than usual fewer are says nothing


@dataclass(frozen=True)
class Side:
    """One of the two countries, with its articles."""

    entity: Entity
    total: int
    years: dict[int, int]
    share: float  # of its articles that are about both
    strip: Strip | None = None


@dataclass(frozen=True)
class YearRow:
    """A bar as figures: shares are of the articles of that year about each country."""

    bar: Bar
    shares: tuple[float, ...]


@dataclass(frozen=True)
class TopicRow:
    label: str
    url: str
    count: int
    lift: float  # its share among these articles by its share among all


@dataclass(frozen=True)
class Month:
    """A month, and the articles that are surely of it."""

    label: str
    url: str
    count: int


@dataclass(frozen=True)
class Together:
    """The address of the search for articles about both, and what is below it."""

    one: Entity
    other: Entity

    @property
    def parameters(self) -> list[tuple[str, str]]:
        return [("country", self.one.slug), ("country", self.other.slug)]

    def search_url(self, **more: str) -> str:
        return f"{reverse('search')}?{urlencode([*self.parameters, *more.items()])}"

    @property
    def export_url(self) -> str:
        return f"{reverse('search_export', args=['csv'])}?{urlencode(self.parameters)}"

    def facet_url(self, facet: str) -> str:
        return f"{reverse('search_facet', args=[facet])}?{urlencode(self.parameters)}"

    def dated_url(self, period: str) -> str:
        return self.search_url(date_from=period, date_to=period)


def pair_context(request: HttpRequest, one: Entity, other: Entity) -> dict[str, Any]:
    together = Together(one, other)
    filters = about_both(one.pk, other.pk)
    summary = summary_of(filters, COUNTED)
    context: dict[str, Any] = {
        "one": one,
        "other": other,
        "together": together,
        "available": summary is not None,
        "canonical": request.build_absolute_uri(request.path),
    }
    if summary is None or not summary.total:
        return context
    years = every_year(summary)
    chart = draw(years, LARGE, together.dated_url)
    sides = tuple(side_of(entity, summary.total, years) for entity in (one, other))
    ranks = entities_ranked({name: summary.facets[name] for name in RANKED}, LISTED)
    return context | {
        "total": summary.total,
        "years": years.columns,
        "busiest": max(years.columns, key=lambda column: column.count, default=None),
        "former": former_names([one, other]),
        "sides": sides,
        "chart": chart,
        "rows": year_rows(chart, sides) if chart else [],
        "columns": [rank_column(together, name, summary, ranks[name]) for name in RANKED],
        "topics": topic_rows(summary),
        "last_year": years.columns[-1].period if years.columns else "",
        "newest_url": together.search_url(sort="newest"),
        "months": busiest_months(summary, together),
        "newest": newest_articles(filters, NEWEST),
    }


@dataclass(frozen=True)
class RankColumn:
    facet: str
    rows: tuple[Ranked, ...]
    total: int
    url: str


def rank_column(
    together: Together, facet: str, summary: Summary, rows: Sequence[Ranked]
) -> RankColumn:
    return RankColumn(facet, tuple(rows), len(summary.facets[facet]), together.facet_url(facet))


def side_of(entity: Entity, both: int, years: Histogram) -> Side:
    """Its articles in all and by year, one question to the index."""
    summary = summary_of((Term("country", entity.pk),), ("year",))
    total = summary.total if summary else both
    counts = {int(year): count for year, count in summary.facets["year"]} if summary else {}
    shares = [
        column.count / max(counts.get(int(column.period), 0), column.count, 1)
        for column in years.columns
    ]
    return Side(entity, total, counts, both / max(total, both), strip(shares))


def year_rows(chart: Chart, sides: Sequence[Side]) -> list[YearRow]:
    return [
        YearRow(
            bar,
            tuple(bar.count / max(side.years.get(int(bar.period), 0), bar.count) for side in sides),
        )
        for bar in chart.bars
    ]


def topic_rows(summary: Summary) -> list[TopicRow]:
    """Topics that these articles have more often than others do, the most unusual first.

    Few articles stand by the number of articles alone: a share of them would say nothing.
    """
    everything = summary_of((), ("topic",))
    usual = dict(everything.facets["topic"]) if everything else {}
    counts = [
        (int(pk), count, lift(count, summary.total, usual.get(pk, count), everything))
        for pk, count in summary.facets["topic"]
    ]
    enough = [row for row in counts if row[1] >= max(FEWEST_OF_TOPIC, summary.total // 50)]
    unusual = sorted(enough, key=lambda row: (-row[2], -row[1], row[0]))
    chosen = (unusual or counts)[:LISTED]
    rows = Topic.objects.in_bulk([pk for pk, _count, _lift in chosen])
    return [
        TopicRow(rows[pk].label, rows[pk].get_absolute_url(), count, more if unusual else 0)
        for pk, count, more in chosen
        if pk in rows
    ]


def lift(count: int, total: int, usual: int, everything: Summary | None) -> float:
    """How many times the share among `total` is that among all; 1 where that is not known."""
    if everything is None or not everything.total or not usual:
        return 1.0
    return (count / total) / (usual / everything.total)


def busiest_months(summary: Summary, together: Together) -> list[Month]:
    """Of the articles whose month is sure: those of a longer span say nothing about months."""
    months = [(int(month), count) for month, count in summary.facets["month_certain"]]
    ranked = sorted(months, key=lambda row: (-row[1], -row[0]))
    return [month_row(month, count, together) for month, count in ranked[:MONTHS]]


def month_row(month: int, count: int, together: Together) -> Month:
    period = f"{month // 100:04}-{month % 100:02}"
    label = in_words(period, get_language() or settings.LANGUAGE_CODE)
    return Month(label, together.dated_url(period), count)
