"""Rows for tests: each call says only what the test is about."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from archive.models import Article, Entity, EntityTag, Kind, Source, Status, Topic, TopicTag

numbers = count(1)


def make_source(name: str = "The Courier", **fields: Any) -> Source:
    slug = fields.pop("slug", name.lower().replace(" ", "-"))
    return Source.objects.get_or_create(slug=slug, defaults={"name": name, **fields})[0]


def make_article(
    title: str = "",
    body: str = "Nothing happened.",
    *,
    on: date | tuple[date, date] | None = None,
    edtf: str = "",
    about: tuple[Entity, ...] | list[Entity] = (),
    topics: tuple[Topic, ...] | list[Topic] = (),
    state: str = "suggested",
    **fields: Any,
) -> Article:
    """A published article with its text, its date (a day or a span) and its tags."""
    if on is not None:
        earliest, latest = on if isinstance(on, tuple) else (on, on)
        fields |= {"date_earliest": earliest, "date_latest": latest}
        fields.setdefault("date_basis", "printed")
        edtf = edtf or (
            earliest.isoformat()
            if earliest == latest
            else f"[{earliest.isoformat()}..{latest.isoformat()}]"
        )
    article = Article(
        source=fields.pop("source", None) or make_source(),
        language=fields.pop("language", "en"),
        status=fields.pop("status", Status.PUBLISHED),
        date_edtf=edtf,
        **fields,
    )
    article.revise(title or f"Article {next(numbers)}", body)
    for entity in about:
        make_tag(article, entity, state)
    for topic in topics:
        make_tag(article, topic, state)
    return article


def make_entity(name: str, kind: str = Kind.COUNTRY, **fields: Any) -> Entity:
    return Entity.objects.create(name=name, kind=kind, **fields)


def make_topic(name: str, parent: Topic | None = None, **fields: Any) -> Topic:
    return Topic.objects.create(name=name, parent=parent, **fields)


def make_tag(
    article: Article, subject: Entity | Topic, state: str = "suggested", **fields: Any
) -> EntityTag | TopicTag:
    fields = {"state": state, "origin": "machine", **fields}
    if isinstance(subject, Topic):
        return TopicTag.objects.create(article=article, topic=subject, **fields)
    return EntityTag.objects.create(article=article, entity=subject, **fields)
