"""The admin with many rows: queries and milliseconds of every list, and of the suggestions.

    DATA_DIR=... python -m tests.benchmarks.admin_lists [ARTICLES] [PERSONS]

Fills the archive in DATA_DIR, which must be empty or filled by this, with so many articles
(100,000) about so many persons (20,000). Prints one line for each page: queries, median
milliseconds in process, and whether it keeps to 12 queries, or 150 ms for suggestions.
"""

# ruff: noqa: E402 - settings come before models; figures are printed
from __future__ import annotations

import logging
import os
import sys
import time
from random import Random
from statistics import median
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from archive.admin.overview import CONFLICT
from archive.curation.propose import propose
from archive.models import Alias, Article, Entity, EntityTag, Kind, Topic
from archive.text.fold import fold
from tests.benchmarks import bulk

ROUNDS = 5
BATCH = 5_000
MOST_QUERIES, MOST_MILLISECONDS = 12, 150
GIVEN = ["Sergei", "Maria", "Ali", "Siti", "Budi", "Anna", "John", "Wei", "Fatima", "Pedro"]
SYLLABLES = ["ba", "ri", "mo", "ta", "li", "kan", "so", "ru", "de", "vi", "cho", "pa", "ne", "hu"]
ABOUT = 2  # more persons of each article


def fill(articles: int, persons: int) -> None:
    """Articles as `bulk` invents them, and so many persons with names like those of people."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if Article.objects.count() < articles:
        bulk.main(articles)
    present = Entity.objects.filter(kind=Kind.PERSON).count()
    if present < persons:
        add_persons(present, persons)
        vary(articles)


def add_persons(present: int, persons: int) -> None:
    """Persons with an alias each, every one of them named by a few articles."""
    chance = Random(2)
    names = {}
    while len(names) < persons - present:
        family = "".join(chance.choice(SYLLABLES) for _one in range(chance.randint(2, 4)))
        names[f"{chance.choice(GIVEN)} {family.title()}"] = f"Presiden {family.title()}"
    made = Entity.objects.bulk_create(
        (
            Entity(kind="person", name=name, folded=fold(name), slug=f"p-{number}")
            for number, name in enumerate(names, present)
        ),
        batch_size=BATCH,
    )
    Alias.objects.bulk_create(
        (
            Alias(entity=row, text=text, folded=fold(text), origin="machine")
            for row, text in zip(made, names.values(), strict=True)
        ),
        batch_size=BATCH,
    )
    keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    EntityTag.objects.bulk_create(
        (
            EntityTag(article_id=key, entity=chance.choice(made), origin="machine")
            for key in keys
            for _one in range(ABOUT)
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def vary(articles: int) -> None:
    """Some are drafts, some undated, some with an inferred date, few with a conflict in it."""
    rows = Article.objects.order_by("pk")
    first = rows.values_list("pk", flat=True)[0]
    for every, values in (
        (50, {"status": "draft"}),
        (40, {"date_edtf": "", "date_earliest": None, "date_latest": None, "date_basis": ""}),
        (3, {"date_basis": "inferred", "date_note": "the weekday agrees. " * 10}),
        (900, {"date_basis": "inferred", "date_note": f"{CONFLICT}: the day differs"}),
    ):
        rows.filter(pk__in=range(first, first + articles, every)).update(**values)


def measured(client: Client, address: str) -> tuple[int, float, int]:
    """Queries, median milliseconds, and the status of the answer."""
    asked: list[str] = []

    def counted(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(counted):
        status = client.get(address).status_code
    taken = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        client.get(address)
        taken.append((time.perf_counter() - start) * 1000)
    return len(asked), median(taken), status


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
        "list Article, searched": pages["Article"] + "?q=moscow",
        "list Article, no country": pages["Article"] + "?lacks=country",
        "list Article, no agreement": pages["Article"] + "?lacks=agreement",
        "list Article, no date": pages["Article"] + "?lacks=date",
        "list Article, last page": pages["Article"] + "?p=200",
        "list Entity, searched": pages["Entity"] + "?q=taruvi",
        "list EntityTag, suggested": pages["EntityTag"] + "?state__exact=suggested",
        "list EntityTag, searched": pages["EntityTag"] + "?q=taruvi",
        **forms(),
        **{
            f"suggest {term}": f"{suggest}entitytag&field_name=entity&term={term}"
            for term in ("s", "sergei", "presiden ta", "country 1", "zzzz")
        },
    }


def forms() -> dict[str, str]:
    """The article, country and topic that have most, and their histories."""
    article = Article.objects.order_by("pk")[0].pk
    country = Entity.objects.filter(kind=Kind.COUNTRY).order_by("pk")[0].pk
    person = Entity.objects.filter(kind=Kind.PERSON).order_by("pk")[0].pk
    topic = Topic.objects.order_by("pk")[0].pk
    named = {
        "article": ("archive_article", article),
        "country": ("archive_entity", country),
        "person": ("archive_entity", person),
        "topic": ("archive_topic", topic),
    }
    pages = {
        f"{step} {name}": reverse(f"admin:{model}_{step}", args=[key])
        for name, (model, key) in named.items()
        for step in ("change", "history")
    }
    return {
        **pages,
        "merge": f"{reverse('admin:archive_entity_merge')}?ids={country},{country + 1}",
        "split": reverse("admin:archive_entity_split", args=[person]),
        "merge topic": reverse("admin:archive_topic_merge", args=[topic]),
        "tree": reverse("admin:archive_topic_tree"),
        "preview": reverse("admin:archive_article_preview", args=[article]),
    }


def print_bulk(client: Client) -> None:
    """A whole filtered list of tags: what would be done is shown before anything is."""
    page = reverse("admin:archive_entitytag_changelist")
    for name, narrowed in (("bulk, 10,000 refused", ""), ("bulk of one", "&q=taruvi")):
        given = {"action": "confirm_selected", "select_across": "1", ACTION_CHECKBOX_NAME: ["1"]}
        start = time.perf_counter()
        client.post(f"{page}?state__exact=suggested{narrowed}", given)
        print(f"{name:34} {'':8} {(time.perf_counter() - start) * 1000:9.1f}")


def main(articles: int = 100_000, persons: int = 20_000) -> None:
    fill(articles, persons)
    settings.DEBUG = False
    logging.disable()
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
    print_bulk(client)
    start = time.perf_counter()
    found = propose()
    print(f"likely duplicates among {persons:,}: {found:,} in {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:]))
