"""What the archive holds about one subject, or on the whole, as the engine counts it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from archive.models import Article, Entity, Topic
from archive.search.engine import (
    EngineUnavailable,
    Expression,
    SearchQuery,
    Summary,
    Term,
    Value,
)
from archive.search.engines import get_engine
from archive.search.histogram import every_year
from archive.views.charts import LARGE, Chart, draw

LISTED = 10  # rows of a ranked list
NEWEST = 7  # articles at the foot of a page
RANKED = ("country", "person", "topic", "organization")
COUNTED = (*RANKED, "year", "year_certain")

Counts = Sequence[tuple[Value, int]]


@dataclass(frozen=True)
class Ranked:
    """One row of a list: `share` is its count by the greatest count of the list."""

    label: str
    slug: str
    url: str
    count: int
    share: float


@dataclass(frozen=True)
class Column:
    """A ranked list under its head, and the way to all its values."""

    id: str
    head: str
    rows: tuple[Ranked, ...]
    total: int
    url: str


@dataclass(frozen=True)
class Subject:
    """A country, person, topic ...: the facet it is counted in and its parameter in a search."""

    facet: str
    pk: int
    label: str
    slug: str
    parameter: str = ""  # empty: no search narrows by it

    @property
    def filters(self) -> tuple[Expression, ...]:
        return (Term(self.facet, self.pk),)

    def differs(self, facet: str, pk: Value) -> bool:
        return (facet, pk) != (self.facet, self.pk)

    def search_url(self, **parameters: str) -> str:
        """The search for articles about it; by its name where no parameter stands for it."""
        asked = {self.parameter: self.slug} if self.parameter else {"q": self.label}
        return f"{reverse('search')}?{urlencode(asked | parameters)}"

    def dated_url(self, period: str) -> str:
        """The search for its articles of a period; empty where no search gives just these."""
        if not self.parameter:
            return ""
        return self.search_url(date_from=period, date_to=period)

    def facet_url(self, facet: str) -> str:
        """All values of a facet among the articles about it."""
        if not self.parameter:
            return ""
        address = reverse("search_facet", args=[facet])
        return f"{address}?{urlencode({self.parameter: self.slug})}"


@dataclass(frozen=True)
class Coverage:
    """The articles about a subject: how many, from when to when, with whom, the newest."""

    total: int
    first_year: int | None
    last_year: int | None
    chart: Chart | None
    columns: tuple[Column, ...]
    beside: Column | None  # the newest
    newest: tuple[Article, ...]


def coverage_of(subject: Subject) -> Coverage | None:
    """None while the engine cannot answer."""
    summary = summary_of(subject.filters, COUNTED)
    if summary is None:
        return None
    found = [int(year) for year, _count in summary.facets["year"]]
    columns = columns_of(subject, summary)
    beside = subject.facet if subject.facet == "country" else "organization"
    return Coverage(
        total=summary.total,
        first_year=min(found, default=None),
        last_year=max(found, default=None),
        chart=draw(every_year(summary), LARGE, subject.dated_url),
        columns=tuple(columns[name] for name in RANKED if name in columns and name != beside),
        beside=columns.get(beside),
        newest=tuple(newest_articles(subject.filters, NEWEST)),
    )


def columns_of(subject: Subject, summary: Summary) -> Mapping[str, Column]:
    """Countries, people, topics and organisations of the same articles, without the subject."""
    facets = {
        facet: [(pk, count) for pk, count in summary.facets[facet] if subject.differs(facet, pk)]
        for facet in RANKED
    }
    entities = {name: counts for name, counts in facets.items() if name != "topic"}
    rows = entities_ranked(entities, LISTED) | {"topic": topics_ranked(facets["topic"], LISTED)}
    heads = {
        "country": _("Countries"),
        "person": _("People"),
        "topic": _("Topics"),
        "organization": _("Organisations"),
    }
    if subject.facet in heads:
        heads[subject.facet] = _("Named together with")
    return {
        facet: Column(
            id=f"with-{facet}",
            head=heads[facet],
            rows=tuple(rows[facet]),
            total=len(facets[facet]),
            url=subject.facet_url(facet),
        )
        for facet in RANKED
        if rows[facet]
    }


def summary_of(filters: tuple[Expression, ...], facets: Sequence[str]) -> Summary | None:
    """Counts over all articles that pass the filters; None while the engine cannot answer."""
    try:
        return get_engine().summary(SearchQuery(filters=filters), facets)
    except EngineUnavailable:
        return None


def newest_articles(filters: tuple[Expression, ...], number: int) -> list[Article]:
    """The newest published articles that pass the filters, without their texts."""
    try:
        hits = get_engine().hits(SearchQuery(filters=filters, order="newest"), 0, number)
    except EngineUnavailable:
        return []
    found = Article.objects.published().select_related("source").in_bulk([hit.id for hit in hits])
    return [found[hit.id] for hit in hits if hit.id in found]


def entities_ranked(counts: Mapping[str, Counts], number: int) -> dict[str, list[Ranked]]:
    """The first of each facet of entities, by name of facet, all read in one query."""
    tops = {facet: values[:number] for facet, values in counts.items()}
    rows = Entity.objects.in_bulk([pk for values in tops.values() for pk, _count in values])
    return {facet: ranked(values, rows) for facet, values in tops.items()}


def topics_ranked(counts: Counts, number: int) -> list[Ranked]:
    return ranked(counts[:number], Topic.objects.in_bulk([pk for pk, _count in counts[:number]]))


def ranked(counts: Counts, rows: Mapping[int, Entity] | Mapping[int, Topic]) -> list[Ranked]:
    """Rows that are gone from the database, though not yet from the index, are left out."""
    return ranked_rows([(rows[int(pk)], count) for pk, count in counts if int(pk) in rows])


def ranked_rows(rows: Sequence[tuple[Entity | Topic, int]]) -> list[Ranked]:
    """Rows in the order of their counts, the longest bar first."""
    most = max((count for _row, count in rows), default=1)
    return [
        Ranked(row.label, row.slug, row.get_absolute_url(), count, count / most)
        for row, count in rows
    ]


def counted_countries(summary: Summary) -> list[tuple[Entity, int]]:
    """Every country that the facet `country` of a summary counts, the most covered first."""
    counts = summary.facets["country"]
    rows = Entity.objects.countries().in_bulk([int(pk) for pk, _count in counts])
    return [(rows[int(pk)], count) for pk, count in counts if int(pk) in rows]
