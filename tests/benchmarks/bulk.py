"""Fills an archive with invented articles, rows and tags at once, without extraction.

    DATA_DIR=... python -m tests.benchmarks.bulk [NUMBER]

For measurements that need many articles and care little what they say. Migrates an empty
archive, writes the rows in bulk, and builds the index. Tags are drawn from a long-tailed list.
"""

# ruff: noqa: E402 - settings come before models
from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from random import Random

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import transaction

from archive.management.generating import Generator
from archive.models import (
    Article,
    Entity,
    EntityTag,
    Revision,
    Source,
    Topic,
    TopicTag,
    text_hash,
)

AT_ONCE = 2_000
KINDS = {"country": 150, "person": 3_000, "organization": 400}
TOPICS = 40


def main(number: int) -> None:
    call_command("migrate", verbosity=0)
    chance = Random(1)
    source, _made = Source.objects.get_or_create(slug="invented", defaults={"name": "Invented"})
    made = Entity.objects.bulk_create(
        Entity(kind=kind, name=f"{kind.title()} {n}", slug=f"{kind}-{n}", folded=f"{kind} {n}")
        for kind, most in KINDS.items()
        for n in range(most)
    )
    topics = [Topic.objects.create(name=f"Subject {n}") for n in range(TOPICS)]
    records = Generator(seed=1).articles(number)
    for _piece in range(0, number, AT_ONCE):
        with transaction.atomic():
            add(list(islice(records, AT_ONCE)), source, made, topics, chance)
    call_command("sync_index", rebuild=True)


def add(records, source, entities, topics, chance) -> None:
    articles = Article.objects.bulk_create(
        Article(
            title=one["title"],
            source=source,
            language=one["lang"],
            date_edtf=day.isoformat(),
            date_earliest=day,
            date_latest=day,
            date_basis="metadata",
        )
        for one in records
        for day in [date(1979, 1, 1) + timedelta(days=chance.randrange(17_000))]
    )
    bodies = ["\n\n".join(one["paragraphs"]) for one in records]
    revisions = Revision.objects.bulk_create(
        Revision(article=one, title=one.title, body=body, text_hash=text_hash(one.title, body))
        for one, body in zip(articles, bodies, strict=True)
    )
    for article, revision in zip(articles, revisions, strict=True):
        article.revision = revision
    Article.objects.bulk_update(articles, ["revision"], batch_size=500)
    EntityTag.objects.bulk_create(
        EntityTag(article=article, entity=entity, origin="machine", weight=chance.random())
        for article in articles
        for entity in drawn(entities, 6, chance)
    )
    TopicTag.objects.bulk_create(
        TopicTag(article=article, topic=topic, origin="machine", weight=chance.random())
        for article in articles
        for topic in drawn(topics, 2, chance)
    )


def drawn(rows, most: int, chance: Random) -> Iterator[object]:
    """A few different ones, the first of the list far more often than the last."""
    picked = {int(len(rows) * chance.random() ** 3) for _one in range(most)}
    return (rows[n] for n in sorted(picked))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
