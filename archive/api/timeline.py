"""The timeline: articles by year, by month and by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from archive.api import schemas
from archive.api.parameters import TimelineOf, read_plain, read_search
from archive.api.problems import Refused, answered
from archive.search.engine import Period, SearchQuery, Undated
from archive.search.histogram import MONTHS, YEARS, Histogram, every_month, every_year
from archive.search.periods import by_day
from archive.search.results import SearchResults

router = Router(tags=["Timeline"])
OWN = {"year", "month", "lang"}


@router.get("/timeline", response=schemas.TIMELINE, summary="By date", url_name="timeline")
def timeline(request: HttpRequest, given: Query[TimelineOf]) -> HttpResponse:
    """How many results of a search are of each year; or each month of a year, each day of a month.

    A period counts what may be of it; `certain` what surely is. Periods need not sum to the
    total, since an article of "1998" may be of each of its months.
    """
    search = read_search(request.GET, read_plain(request, given))
    if given.month and not given.year:
        raise Refused("month", "Give the year, too.")
    results = SearchResults(search, figures=False)
    query = search.asking(results.words)
    undated = results.engine.summary(replace(query, filters=(*query.filters, Undated()))).total
    found = counted(request, given, results, query)
    return answered(
        {
            "count": results.count(),
            "undated": undated,
            "unit": found.unit,
            "periods": periods(found),
        }
    )


def counted(
    request: HttpRequest, given: TimelineOf, results: SearchResults, query: SearchQuery
) -> Histogram:
    if not given.year:
        return every_year(results.engine.summary(query, YEARS))
    if not given.month:
        year = Period(date(given.year, 1, 1), date(given.year, 12, 31))
        query = replace(query, filters=(*query.filters, year))
        return every_month(given.year, results.engine.summary(query, MONTHS))
    for name in request.GET:
        if name not in OWN:
            raise Refused(name, "Days are counted for the whole archive: leave this out.")
    return by_day(given.year, given.month)


def periods(found: Histogram) -> list[dict[str, Any]]:
    return [
        {"period": column.period, "count": column.count, "certain": column.certain}
        for column in found.columns
    ]
