"""The admin with many rows: queries and milliseconds of every list, and of the suggestions.

    DATA_DIR=... python -m tests.benchmarks.admin_lists [ARTICLES] [PERSONS]

Fills the archive in DATA_DIR, which must be empty or filled by this, with so many articles
(100,000) about so many persons (20,000). Prints one line for each page: queries, median
milliseconds in process, and whether it keeps to 12 queries, or 150 ms for suggestions.
"""

# ruff: noqa: E402 - settings come before models; figures are printed
from __future__ import annotations

import os
import sys
import time
from statistics import median

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive.curation.propose import propose
from archive.models import Alias, Article, Entity, EntityTag, Revision, Source, text_hash
from archive.text.fold import fold

ROUNDS = 5
BATCH = 5_000
MOST_QUERIES, MOST_MILLISECONDS = 12, 150
GIVEN = ["Sergei", "Maria", "Ali", "Siti", "Budi", "Anna", "John", "Wei", "Fatima", "Pedro"]
ABOUT = 4  # persons of each article


def fill(articles: int, persons: int) -> None:
    """Rows in bulk: no history, no jobs, a short text each."""
    call_command("migrate", verbosity=0)
    if Article.objects.count() >= articles:
        return
    source, _made = Source.objects.get_or_create(slug="bulk", defaults={"name": "Bulk"})
    names = [f"{GIVEN[n % len(GIVEN)]} Family{n // len(GIVEN)}" for n in range(persons)]
    Entity.objects.bulk_create(
        [Entity(kind="person", name=n, folded=fold(n), slug=f"p-{i}") for i, n in enumerate(names)],
        batch_size=BATCH,
    )
    people = list(Entity.objects.order_by("pk").values_list("pk", flat=True))
    Alias.objects.bulk_create(
        [
            Alias(entity_id=pk, text=f"Alias {number}", folded=f"alias {number}", origin="machine")
            for number, pk in enumerate(people)
        ],
        batch_size=BATCH,
    )
    for start in range(0, articles, BATCH):
        fill_batch(source, people, start, min(BATCH, articles - start))
        print(f"\r{start + BATCH:,} articles", end="", file=sys.stderr)


def fill_batch(source: Source, people: list[int], start: int, count: int) -> None:
    rows = Article.objects.bulk_create(
        [
            Article(source=source, title=f"Article {n}", source_key=str(n), language="en")
            for n in range(start, start + count)
        ]
    )
    revisions = Revision.objects.bulk_create(
        [
            Revision(article=row, title=row.title, body="Words.", text_hash=text_hash("", str(n)))
            for n, row in enumerate(rows, start)
        ]
    )
    for row, revision in zip(rows, revisions, strict=True):
        row.revision = revision
    Article.objects.bulk_update(rows, ["revision"], batch_size=500)
    EntityTag.objects.bulk_create(
        [
            EntityTag(
                article=row, entity_id=people[(n * 7 + k * 31) % len(people)], origin="machine"
            )
            for n, row in enumerate(rows, start)
            for k in range(ABOUT)
        ],
        batch_size=BATCH,
    )


def measured(client: Client, address: str) -> tuple[int, float, int]:
    """Queries, median milliseconds, and the status of the answer."""
    with CaptureQueriesContext(
        connection,
    ) as caught:
        status = client.get(address).status_code
    taken = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        client.get(address)
        taken.append((time.perf_counter() - start) * 1000)
    return len(caught), median(taken), status


def addresses() -> dict[str, str]:
    pages = {
        model.__name__: reverse(f"admin:archive_{model._meta.model_name}_changelist")
        for model in admin.site._registry
        if model._meta.app_label == "archive"
    }
    lists = {f"list {name}": address for name, address in pages.items()}
    suggest = reverse("admin:autocomplete") + "?app_label=archive&model_name="
    return {
        "first page": reverse("admin:index"),
        "review": reverse("admin:review"),
        **lists,
        "list Article, searched": pages["Article"] + "?q=article+99",
        "list Article, no country": pages["Article"] + "?lacks=country",
        "list Entity, searched": pages["Entity"] + "?q=family19",
        "list EntityTag, one person": pages["EntityTag"] + "?q=family7",
        "suggest Sergei": suggest + "entitytag&field_name=entity&term=sergei",
        "suggest family199": suggest + "entitytag&field_name=entity&term=family199",
        "suggest alias 77": suggest + "entitytag&field_name=entity&term=alias+77",
        "suggest nothing": suggest + "entitytag&field_name=entity&term=zzzz",
    }


def main(articles: int = 100_000, persons: int = 20_000) -> None:
    fill(articles, persons)
    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(
        User.objects.get_or_create(username="bench", is_superuser=True, is_staff=True)[0]
    )
    print(f"\n{'page':34} {'queries':>8} {'ms':>9}")
    for name, address in addresses().items():
        queries, taken, status = measured(client, address)
        held = (
            taken <= MOST_MILLISECONDS
            if name.startswith("suggest")
            else queries <= MOST_QUERIES or not name.startswith("list")
        )
        print(f"{name:34} {queries:8} {taken:9.1f} {'' if held and status == 200 else '  <--'}")
    start = time.perf_counter()
    found = propose()
    print(f"likely duplicates among {persons:,}: {found:,} in {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:]))
