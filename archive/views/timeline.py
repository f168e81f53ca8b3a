"""Articles by when they are from: all years, one year, one month, one day, and those undated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from archive.dates.edtf import EdtfError, bounds
from archive.dates.words import in_words
from archive.models import Article
from archive.search.engine import EngineUnavailable, Period, Summary, Undated
from archive.search.histogram import Column, Histogram
from archive.search.periods import by_day, by_month, by_year
from archive.views.budget import budgeted
from archive.views.charts import LARGE, draw
from archive.views.coverage import (
    Ranked,
    entities_ranked,
    newest_articles,
    summary_of,
    topics_ranked,
)
from archive.views.freshness import kept, page

LISTED = 20  # articles; the rest are a search away
COUNTRIES = 15
TOPICS = 10
BUSIEST = ("country", "topic")


@dataclass(frozen=True)
class Cell:
    """A year of the almanac: shares are of the busiest year."""

    label: str
    column: Column
    url: str
    sure: float
    maybe: float


@dataclass(frozen=True)
class Decade:
    label: str
    url: str
    cells: tuple[Cell | None, ...]  # ten; None for a year without articles


@dataclass(frozen=True)
class Neighbour:
    label: str
    url: str


@require_safe
@kept
def timeline(request: HttpRequest) -> HttpResponse:
    figures = figures_of(by_year)
    summary = summary_of((), ())
    undated = summary_of((Undated(),), ())
    columns = figures.columns if figures else ()
    context = {
        "available": figures is not None,
        "total": summary.total - undated.total if summary and undated else 0,
        "undated": undated.total if undated else 0,
        "first": columns[0].period.lstrip("0") if columns else "",
        "last": columns[-1].period.lstrip("0") if columns else "",
        "chart": draw(figures, LARGE, period_url) if figures else None,
        "decades": decades(columns),
        "canonical": request.build_absolute_uri(request.path),
    }
    return page(request, "archive/timeline_page.html", context, whole=figures is not None)


@require_safe
@budgeted
@kept
def year(request: HttpRequest, year: str) -> HttpResponse:
    days_of(year)
    return period_page(request, year, figures_of(lambda: by_month(int(year))))


@require_safe
@budgeted
@kept
def month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    period = f"{year}-{month}"
    days_of(period)
    return period_page(request, period, figures_of(lambda: by_day(int(year), int(month))))


@require_safe
@budgeted
@kept
def day(request: HttpRequest, year: str, month: str, day: str) -> HttpResponse:
    period = f"{year}-{month}-{day}"
    days_of(period)
    figures = figures_of(lambda: by_day(int(year), int(month)))
    alone = [column for column in figures.columns if column.period == period] if figures else []
    return period_page(request, period, Histogram("day", tuple(alone)) if alone else None)


@require_safe
def bare(request: HttpRequest, year: str, month: str, day: str | None = None) -> HttpResponse:  # noqa: ARG001
    """A month or a day without its noughts leads to its page: 2024/8/6 to 2024/08/06."""
    period = "-".join([year, *(number.zfill(2) for number in (month, day) if number)])
    days_of(period)
    return HttpResponsePermanentRedirect(period_url(period))


@require_safe
@kept
def undated(request: HttpRequest) -> HttpResponse:
    summary = summary_of((Undated(),), BUSIEST)
    context = {
        "available": summary is not None,
        "total": summary.total if summary else 0,
        "articles": newest_articles((Undated(),), LISTED),
        **busiest(summary),
        "search_url": f"{reverse('search')}?undated=only",
        "canonical": request.build_absolute_uri(request.path),
    }
    return page(request, "archive/timeline_undated.html", context, whole=summary is not None)


def period_page(request: HttpRequest, period: str, figures: Histogram | None) -> HttpResponse:
    """A year by months, a month by days, or a day."""
    first, last = days_of(period)
    filters = (Period(first, last),)
    summary = summary_of(filters, BUSIEST)
    total = summary.total if summary else 0
    columns = figures.columns if figures else ()
    context: dict[str, Any] = {
        "title": period_in_words(period),
        "unit": ("year", "month", "day")[period.count("-")],
        "above": above(period),
        "before": neighbour(period, before(first)),
        "after": neighbour(period, after(last)),
        "available": summary is not None,
        "total": total,
        "possibly": max(total - sum(column.certain for column in columns), 0),
        "chart": draw(figures, LARGE, period_url) if figures and len(columns) > 1 else None,
        "articles": newest_articles(filters, LISTED),
        **busiest(summary),
        "search_url": f"{reverse('search')}?{urlencode({'date_from': period, 'date_to': period})}",
        "canonical": request.build_absolute_uri(request.path),
    }
    return page(request, "archive/timeline_period.html", context, whole=summary is not None)


def days_of(period: str) -> tuple[date, date]:
    """The first day and the last. Raises Http404 for what the calendar does not have."""
    try:
        first, last = bounds(period)
    except EdtfError as error:
        raise Http404 from error
    if first is None or last is None:
        raise Http404
    return first, last


def figures_of(count: Callable[[], Histogram]) -> Histogram | None:
    """None while the engine cannot answer."""
    try:
        return count()
    except EngineUnavailable:
        return None


def busiest(summary: Summary | None) -> dict[str, list[Ranked]]:
    """Countries and topics of the same articles, the most frequent first."""
    if summary is None:
        return {}
    countries = entities_ranked({"country": summary.facets["country"]}, COUNTRIES)["country"]
    return {"countries": countries, "topics": topics_ranked(summary.facets["topic"], TOPICS)}


def period_url(period: str) -> str:
    """The page of a year, a month or a day."""
    parts = period.split("-")
    return reverse(f"timeline_{('year', 'month', 'day')[len(parts) - 1]}", args=parts)


def period_in_words(period: str) -> str:
    return in_words(period, get_language() or settings.LANGUAGE_CODE)


def above(period: str) -> list[Neighbour]:
    """The year and the month that a period is part of."""
    parts = period.split("-")
    periods = ["-".join(parts[:number]) for number in range(1, len(parts))]
    return [Neighbour(period_in_words(one), period_url(one)) for one in periods]


def before(first: date) -> date | None:
    """The nearest day before, on which an article surely ends. None: there is no such article."""
    ended = Article.objects.published().filter(date_latest__lt=first).order_by("-date_latest")
    return ended.values_list("date_latest", flat=True).first()


def after(last: date) -> date | None:
    """The nearest day after, on which an article begins. None: there is no such article."""
    begun = Article.objects.published().filter(date_earliest__gt=last).order_by("date_earliest")
    return begun.values_list("date_earliest", flat=True).first()


def neighbour(period: str, day: date | None) -> Neighbour | None:
    """The period of a day that is as long as this one."""
    if day is None:
        return None
    found = day.isoformat()[: len(period)]
    return Neighbour(period_in_words(found), period_url(found))


def decades(columns: Sequence[Column]) -> list[Decade]:
    """Ten years a row, from the first decade with articles to the last; no row without any."""
    most = max((column.count for column in columns), default=1)
    years = {int(column.period): column for column in columns}
    starts = sorted({year // 10 * 10 for year, column in years.items() if column.count})
    return [
        Decade(
            label=period_in_words(f"{start // 10:03}X"),
            url=decade_url(start),
            cells=tuple(cell(year, years.get(year), most) for year in range(start, start + 10)),
        )
        for start in starts
    ]


def decade_url(start: int) -> str:
    span = {"date_from": f"{max(start, 1):04}", "date_to": f"{start + 9:04}"}
    return f"{reverse('search')}?{urlencode(span)}"


def cell(year: int, column: Column | None, most: int) -> Cell | None:
    """None for a year without articles."""
    if column is None or not column.count:
        return None
    return Cell(
        label=str(year),
        column=column,
        url=period_url(f"{year:04}"),
        sure=column.certain / most,
        maybe=(column.count - column.certain) / most,
    )
