"""The search page, whole and in process, against its parts asked directly.

    DATA_DIR=... python -m tests.benchmarks.search_page [QUERY ...]

Works on the archive in DATA_DIR. The parts are one engine search, one aggregation and the same
templates rendered from the values of the page; the whole should be at most 1.5 times their sum.
Prints one line for each query: medians in milliseconds of the processor, and the ratio.
"""

# ruff: noqa: E402 - settings come before models; figures are printed
from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from statistics import median

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from django.conf import settings
from django.http import QueryDict
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import resolve

from archive.filters import ArticleFilter
from archive.search.request import CHOICES, PAGE_SIZE
from archive.search.results import SearchResults
from archive.views import search as page

ROUNDS = 9
# Of generated articles: everything, common, less common, both, either, side by side, a beginning,
# nothing, and with filters; then all days of a month.
QUERIES = ["", "q=trade", "q=perdamaian", "q=oil+gas", "q=oil+OR+gas", 'q="oil+gas"', "q=sanc*"]
QUERIES += ['q="united+nations"', "q=trade&country=country-3", "language=en"]
QUERIES += ["q=trade&country=country-3&person=person-1&date_from=1990&date_to=1999"]
QUERIES += ["q=trade&date_from=1990&date_to=1999", "q=trade&date_from=1990-05&date_to=1990-05"]


def milliseconds(work: Callable[[], object]) -> float:
    taken = []
    for _round in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    return median(taken)


def values_of(query: str) -> tuple[object, str, dict[str, object]]:
    """The request, and the template with its values, as the page would render them."""
    request = RequestFactory(SERVER_NAME="localhost").get(f"/search/?{query}")
    request.resolver_match = resolve("/search/")
    kept: dict[str, object] = {}

    def keep(_request: object, template: str, context: dict[str, object], **_rest: object) -> None:
        kept.update(context, template=template)

    render, page.render = page.render, keep  # type: ignore[assignment]
    try:
        page.search(request)
    finally:
        page.render = render
    return request, str(kept.pop("template")), kept


def measure(query: str) -> tuple[float, float, float, float]:
    """Whole page, search, aggregation, templates."""
    request, template, values = values_of(query)
    asked = ArticleFilter(QueryDict(query)).search
    results = SearchResults(asked)
    search = asked.asking(results.words)
    facets = (*CHOICES, "year", "year_certain")
    return (
        milliseconds(lambda: page.search(request)),
        milliseconds(lambda: results.engine.hits(search, 0, PAGE_SIZE)),
        milliseconds(lambda: results.engine.summary(search, facets)),
        milliseconds(lambda: get_template(template).render(values, request)),
    )


def main() -> None:
    print(settings.DATA_DIR)
    print(f"{'query':35} {'page':>7} {'search':>7} {'counts':>7} {'html':>7}  ratio")
    for query in sys.argv[1:] or QUERIES:
        whole, *parts = measure(query)
        figures = " ".join(f"{part:7.1f}" for part in (whole, *parts))
        print(f"{query:35} {figures}  {whole / sum(parts):5.2f}")


if __name__ == "__main__":
    main()
