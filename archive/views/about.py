"""What the archive is: what it holds and lacks, how it works, what it stands for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from archive.models import Article, Entity, ImportRun, Source
from archive.search.engine import Summary, Undated
from archive.search.histogram import Column, Histogram, every_year
from archive.text.fold import fold
from archive.views.charts import LARGE, SMALL, draw, spark, strip
from archive.views.coverage import Counts, Ranked, summary_of
from archive.views.freshness import kept, page
from archive.views.timeline import decades, period_url
from archive.views.world import world_map

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

PAGES: tuple[tuple[str, StrPromise], ...] = (
    ("about", _("About the archive")),
    ("about_coverage", _("Coverage and gaps")),
    ("about_methods", _("How tags and dates are made")),
    ("about_policy", _("Names and borders")),
    ("about_accessibility", _("Accessibility")),
    ("about_privacy", _("Privacy")),
    ("about_changes", _("Changes")),
)
COUNTED = ("country", "language", "source", "year", "year_certain")
SOURCES = 50
RUNS = WITHDRAWN = 20
EXAMPLES = 30  # countries in the map among the parts


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class SourceRow:
    source: Source
    count: int


def page_named(
    name: str, context: Callable[[], dict[str, Any]] = dict
) -> Callable[..., HttpResponse]:
    """The view of one of the pages, with what it asks of the archive."""

    @require_safe
    @kept
    def view(request: HttpRequest) -> HttpResponse:
        found = context()
        whole = found.get("summary", True) is not None
        return page(request, f"archive/{name}.html", frame(request, name) | found, whole=whole)

    return view


def frame(request: HttpRequest, name: str) -> dict[str, Any]:
    """Title, address and the way to the other pages about the archive."""
    return {
        "title": dict(PAGES)[name],
        "pages": [Link(str(label), reverse(one), one == name) for one, label in PAGES],
        "canonical": request.build_absolute_uri(request.path),
    }


def coverage_context() -> dict[str, Any]:
    summary = summary_of((), COUNTED)
    undated = summary_of((Undated(),), ())
    if summary is None or undated is None:
        return {"summary": None}
    years = every_year(summary)
    return {
        "summary": summary,
        "undated": undated.total,
        "first": years.columns[0].period if years.columns else "",
        "last": years.columns[-1].period if years.columns else "",
        "uncertain": sum_of_uncertain(summary, undated.total),
        "chart": draw(years, LARGE, period_url),
        "sources": source_rows(summary.facets["source"]),
        "silent": countries_without(summary.facets["country"]),
    }


def sum_of_uncertain(summary: Summary, undated: int) -> int:
    """Articles with a date of which not even the year is sure."""
    return summary.total - undated - sum(count for _y, count in summary.facets["year_certain"])


def source_rows(counts: Counts) -> list[SourceRow]:
    rows = Source.objects.in_bulk([int(pk) for pk, _count in counts[:SOURCES]])
    return [SourceRow(rows[int(pk)], count) for pk, count in counts[:SOURCES] if int(pk) in rows]


def countries_without(counts: Counts) -> list[Entity]:
    """Countries that no article is about."""
    covered = {int(pk) for pk, _count in counts}
    countries = Entity.objects.countries().exclude(code="").only("kind", "name", "names", "slug")
    return sorted(
        (one for one in countries if one.pk not in covered), key=lambda one: fold(one.label)
    )


def changes_context() -> dict[str, Any]:
    withdrawn = Article.objects.withdrawn().order_by("-withdrawn_on", "-pk")
    runs = ImportRun.objects.filter(finished_at__isnull=False, rolled_back_at__isnull=True)
    return {"runs": runs[:RUNS], "withdrawn": withdrawn[:WITHDRAWN]}


about = page_named("about", lambda: {"summary": summary_of((), ("country",))})
coverage = page_named("about_coverage", coverage_context)
methods = page_named("about_methods")
policy = page_named("about_policy")
accessibility = page_named("about_accessibility")
privacy = page_named("about_privacy")
changes = page_named("about_changes", changes_context)


@require_safe
@staff_member_required
def style(request: HttpRequest) -> HttpResponse:
    """Every part of the design once, for those who build pages."""
    figures = [(3, 3), (12, 12), (0, 0), (7, 2), (4, 0), (9, 8), (15, 15), (6, 6), (1, 0), (8, 8)]
    columns = [Column(str(2015 + n), count, sure) for n, (count, sure) in enumerate(figures)]
    ranks = [Ranked(name, name, "#ranked", n, n / 12) for name, n in (("Iran", 12), ("Russia", 7))]
    histogram = Histogram("year", tuple(columns))
    countries = Entity.objects.countries().exclude(code="").order_by("pk")[:EXAMPLES]
    context = {
        "chart": draw(histogram, SMALL, lambda _period: "#bars"),
        "ranks": ranks,
        "decades": decades(histogram.columns),
        "strip": strip([sure / 15 for _count, sure in figures]),
        "spark": spark([(column.period, column.count) for column in histogram.columns]),
        "world": world_map((country, n + 1) for n, country in enumerate(countries)),
    }
    return render(request, "archive/style_page.html", context)
