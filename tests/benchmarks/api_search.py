"""A search by the API, whole and in process, against its parts asked directly.

    DATA_DIR=... python -m tests.benchmarks.api_search [QUERY ...]

Works on the archive in DATA_DIR (tests.benchmarks.bulk makes one). The parts are one engine
search, one aggregation and the same JSON written from constants; the whole should be at most
1.5 times their sum. Prints one line for each query: medians in milliseconds, and the ratio.
"""

# ruff: noqa: E402 - settings come before models
from __future__ import annotations

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from django.conf import settings
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import resolve

from archive.filters import ArticleFilter
from archive.search.request import CHOICES, PAGE_SIZE
from archive.search.results import SearchResults
from tests.benchmarks.search_page import milliseconds

QUERIES = ["q=", "q=trade", "q=perdagangan", "q=oil+gas", "q=oil+OR+gas", "q=%22oil+gas%22"]
QUERIES += ["q=sanc*", "q=trade&country=country-3", "q=trade&date_from=1990&date_to=1999"]


def measure(query: str) -> tuple[float, float, float, float]:
    """Whole answer, search, aggregation, JSON."""
    request = RequestFactory(SERVER_NAME="localhost").get(f"/api/v1/articles?{query}")
    view = resolve("/api/v1/articles").func
    constants = json.loads(view(request).content)
    asked = ArticleFilter(QueryDict(query)).search
    results = SearchResults(asked)
    search = asked.asking(results.words)
    return (
        milliseconds(lambda: view(request)),
        milliseconds(lambda: results.engine.hits(search, 0, PAGE_SIZE)),
        milliseconds(lambda: results.engine.summary(search, CHOICES)),
        milliseconds(lambda: json.dumps(constants, ensure_ascii=False).encode()),
    )


def main() -> None:
    print(settings.DATA_DIR)
    print(f"{'query':40} {'api':>7} {'search':>7} {'counts':>7} {'json':>7}  ratio")
    for query in sys.argv[1:] or QUERIES:
        whole, *parts = measure(query)
        figures = " ".join(f"{part:7.1f}" for part in (whole, *parts))
        print(f"{query:40} {figures}  {whole / sum(parts):5.2f}")


if __name__ == "__main__":
    main()
