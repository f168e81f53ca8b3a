"""Pages, whole and in process, against their templates rendered from the same values.

    DATA_DIR=... python -m tests.benchmarks.pages [ADDRESS ...]

Works on the archive in DATA_DIR; without addresses one of each kind is found there. No page is
answered from the cache. Prints for each its queries, kilobytes compressed, milliseconds of the
processor whole and of the templates alone (medians), and the ratio, which should be at most 3.
"""

# ruff: noqa: E402 - settings come before models
from __future__ import annotations

import gzip
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median
from types import SimpleNamespace
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from django import shortcuts
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.template import loader
from django.test import Client

from archive.models import Article, Entity, Kind

ROUNDS = 5


def addresses() -> Iterator[str]:
    yield from ("/", "/search/", "/search/?q=trade")
    article = Article.objects.published().exclude(date_earliest=None).order_by("pk")[:2]
    yield from (one.get_absolute_url() for one in article)
    for kind in (Kind.COUNTRY, Kind.PERSON, Kind.ORGANIZATION):
        entity = Entity.objects.filter(kind=kind, tags__isnull=False).order_by("pk").first()
        if entity is not None:
            yield entity.get_absolute_url()
    yield from ("/countries/", "/people/", "/organizations/", "/topics/", "/relations/")
    html = Client(SERVER_NAME="localhost").get("/relations/").content.decode()
    yield from re.findall(r'href="(/relations/[^"/]+/[^"/]+/)"', html)[:1]
    yield from ("/timeline/", "/timeline/2001/", "/timeline/2001/05/", "/timeline/2001/05/21/")
    yield from ("/timeline/undated/", "/search/facet/person/", "/about/coverage/")


def milliseconds(work: Callable[[], object]) -> float:
    taken = []
    for _round in range(ROUNDS):
        cache.clear()
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    return median(taken)


def rendering(client: Client, address: str) -> tuple[Any, ...]:
    """What the page of this address gives to its template, as it gives it."""
    kept: list[tuple[Any, ...]] = []

    def keep(*given: Any, **_engine: Any) -> str:
        kept.append(given)
        return str(loader.render_to_string(*given))

    plain, shortcuts.loader = shortcuts.loader, SimpleNamespace(render_to_string=keep)
    try:
        client.get(address)
    finally:
        shortcuts.loader = plain
    return kept[-1]


def measure(client: Client, address: str) -> str:
    values = rendering(client, address)
    cache.clear()
    queries: list[str] = []

    def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        queries.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        size = len(gzip.compress(client.get(address).content)) / 1000
    whole = milliseconds(lambda: client.get(address))
    templates = milliseconds(lambda: loader.render_to_string(*values))
    figures = f"{len(queries):7} {size:6.1f} {whole:7.1f} {templates:7.1f}"
    return f"{address[:42]:42} {figures}  {whole / templates:5.2f}"


def main() -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    client = Client(SERVER_NAME="localhost")
    print(settings.DATA_DIR)
    print(f"{'page':42} queries     kB   whole    html  ratio")
    for address in sys.argv[1:] or addresses():
        print(measure(client, address), flush=True)


if __name__ == "__main__":
    main()
