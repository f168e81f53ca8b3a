"""The rows that results are shown with: articles with their texts, and the tags readers may see.

One query each, as SQL that is written once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import BooleanField, CharField, Model, Value
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import get_language

from archive.models import Article, EntityTag, Kind, Revision, Source, State, TopicTag
from archive.search.names import page_of
from archive.search.statements import Places, Statement, places_for

TAGS_SHOWN = 6


@dataclass(frozen=True)
class ShownTag:
    label: str
    url: str
    confirmed: bool


class TagRow(NamedTuple):
    """A visible tag, with the names of its entity or topic: preferred, and in the reader's
    language where it has one."""

    article: int
    kind: str  # of the entity, or "topic"
    subject: int
    name: str
    slug: str
    local: str | None
    state: str
    weight: float
    central: bool

    @property
    def entity(self) -> int | None:
        return None if self.kind == "topic" else self.subject

    def is_one_of(self, wanted: frozenset[tuple[str, object]]) -> bool:
        return (self.kind, self.subject) in wanted or ("entity", self.entity) in wanted

    def shown(self) -> ShownTag:
        url = page_of(self.kind, self.slug)
        return ShownTag(self.local or self.name, url, self.state == State.CONFIRMED)


_KINDS = (Kind.COUNTRY, Kind.PERSON, Kind.ORGANIZATION, Kind.BLOC, "topic", Kind.PLACE)
_ORDER = {str(kind): place for place, kind in enumerate(_KINDS)}
_TELLING = dict(zip(_ORDER, (0, 0, 1, 1, 2, 3), strict=True))


def _heaviest(row: TagRow) -> tuple[bool, float, str]:
    """What the article is about, or a person vouches for, before what it only names."""
    return not (row.central or row.state == State.CONFIRMED), -row.weight, row.slug


def most_telling(rows: Iterable[TagRow], wanted: frozenset[tuple[str, object]]) -> Iterator[TagRow]:
    """Six at most: those asked for, then the most telling.

    Weights of topics and of entities are on different scales, so that kinds come first.
    """
    ordered = sorted(
        rows, key=lambda row: (not row.is_one_of(wanted), _TELLING[row.kind], *_heaviest(row))
    )
    yield from sorted(ordered[:TAGS_SHOWN], key=lambda row: (_ORDER[row.kind], *_heaviest(row)))


_MODELS: tuple[tuple[str, type[Model]], ...] = (
    ("", Article), ("revision__", Revision), ("source__", Source)
)  # fmt: skip


def articles_of(ids: Sequence[int]) -> dict[int, Article]:
    """The published ones, each with its text and its source."""
    found: dict[int, Article] = {}
    for row in _article_rows(connection.vendor, places_for(ids)).rows(ids=ids):
        article, revision, source = _instances(row)
        article.revision = revision if article.revision_id else None
        article.source = source
        found[article.pk] = article
    return found


def _instances(row: tuple[Any, ...]) -> Iterator[Any]:
    start = 0
    for _path, model in _MODELS:
        names = _columns(model)
        yield model.from_db(connection.alias, names, row[start : start + len(names)])
        start += len(names)


@cache
def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@lru_cache(maxsize=20)
def _article_rows(_vendor: str, most: int) -> Statement:
    places = Places()
    columns = [f"{path}{name}" for path, model in _MODELS for name in _columns(model)]
    articles = Article.objects.published().filter(pk__in=places.numbers("ids", most))
    return Statement(articles.order_by().values_list(*columns), places)


def tags_of(articles: Sequence[Article]) -> dict[int, list[TagRow]]:
    """The visible tags of articles, of entities and of topics, in one query: the heaviest first."""
    ids = [article.pk for article in articles]
    language = (get_language() or "en").partition("-")[0]
    asked = (connection.vendor, places_for(ids), language, settings.SHOW_SUGGESTED)
    found: dict[int, list[TagRow]] = defaultdict(list)
    for row in sorted(_tag_rows(*asked).rows(ids=ids), key=itemgetter(-1)):
        found[row[0]].append(TagRow(*row[:-1]))
    for rows in found.values():
        rows.sort(key=lambda row: -row.weight)
    return found


@lru_cache(maxsize=50)
def _tag_rows(_vendor: str, most: int, language: str, _suggested: bool) -> Statement:  # noqa: FBT001
    places = Places()
    ids = places.numbers("ids", most)
    topic = Value("topic", output_field=CharField())
    entity_tags = EntityTag.objects.visible().filter(article__in=ids).order_by()
    topic_tags = TopicTag.objects.visible().filter(article__in=ids).order_by()
    of_entity = ("entity__kind", "entity", "entity__name", "entity__slug")
    local = KeyTextTransform(language, "entity__names")
    local_topic = KeyTextTransform(language, "topic__names")
    said, no = ("state", "weight"), Value(value=False, output_field=BooleanField())
    of_topic = (topic, "topic", "topic__name", "topic__slug")
    rows = entity_tags.values_list("article", *of_entity, local, *said, "central", "pk").union(
        topic_tags.values_list("article", *of_topic, local_topic, *said, no, "pk"), all=True
    )
    return Statement(rows, places)
