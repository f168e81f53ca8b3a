"""What answers look like, for the OpenAPI document. Nothing is checked against it at run time:
tests hold every answer to it."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Schema
from pydantic import Field


class Problem(Schema):
    type: str
    title: str
    status: int
    detail: str
    parameter: str | None = Field(None, description="The parameter that was not understood.")


class Dating(Schema):
    edtf: str = Field(description="Extended Date/Time Format; empty where no date is known.")
    earliest: str | None
    latest: str | None
    basis: str = Field(description="How it is known: printed, metadata, inferred ...")
    note: str = Field(description="The reasons, one sentence on each line.")


class Brief(Schema):
    id: int
    title: str
    url: str
    date: Dating
    language: str
    source: str
    countries: list[str]
    persons: list[str]
    organizations: list[str]
    topics: list[str]


class Result(Brief):
    snippets: list[str] = Field(description="HTML, in which only <mark> is markup.")


class Choice(Schema):
    value: str = Field(description="As the parameter takes it.")
    label: str
    count: int = Field(description="Results after choosing it.")


class Named(Schema):
    kind: str
    value: str
    label: str


class Sense(Named):
    words: str


class Doubt(Schema):
    words: str
    entities: list[Named]


class Repair(Schema):
    fault: str
    piece: str


class Unknown(Schema):
    field: str
    value: str


class Understood(Schema):
    query: str
    relaxed: bool = Field(description="No article has all the words: these have some.")
    literal: bool
    cut: bool
    repairs: list[Repair]
    entities: list[Sense]
    ambiguous: list[Doubt]
    unknown: list[Unknown]


class Facets(Schema):
    country: list[Choice]
    person: list[Choice]
    organization: list[Choice]
    topic: list[Choice]
    language: list[Choice]
    source: list[Choice]


class Articles(Schema):
    count: int
    results: list[Result]
    facets: Facets
    understood: Understood
    next: str | None = Field(description="The address of the next page.")


class Mention(Schema):
    field: Literal["title", "body"]
    start: int
    end: int
    text: str
    entity: str
    kind: str
    role: str
    rule: str


class Reason(Schema):
    sentence: str
    words: dict[str, int]


class Tag(Named):
    state: Literal["suggested", "confirmed"]
    origin: Literal["machine", "curator"]
    weight: float
    central: bool | None = None
    reason: Reason


class Article(Brief):
    byline: str
    original: str
    rights: str
    body: str
    mentions: list[Mention]
    tags: list[Tag]


class Subject(Schema):
    value: str
    label: str
    count: int
    url: str


class Country(Subject):
    code: str = Field(description="ISO 3166-1 alpha-2.")


class Topic(Subject):
    parent: str | None


class Countries(Schema):
    count: int = Field(description="How many there are.")
    articles: int = Field(description="In how many articles they were counted.")
    results: list[Country]
    next: str | None


class Subjects(Schema):
    count: int
    articles: int
    results: list[Subject]
    next: str | None


class Topics(Schema):
    count: int
    articles: int
    results: list[Topic]
    next: str | None


class Alias(Schema):
    text: str
    language: str
    kind: str


class Office(Schema):
    post: str
    of: str | None
    start: str
    end: str


class Entity(Subject):
    kind: str
    code: str
    name: str
    names: dict[str, str]
    aliases: list[Alias]
    offices: list[Office]
    wikidata: str
    feed: str


class OneTopic(Topic):
    name: str
    names: dict[str, str]
    scope: str
    parts: list[str]
    feed: str


class Relation(Schema):
    countries: list[Choice] = Field(description="The two; their counts are of all their articles.")
    count: int = Field(description="Articles about both.")
    url: str


class Relations(Schema):
    count: int
    results: list[Relation]
    next: str | None


class PeriodCount(Schema):
    period: str
    count: int = Field(description="Articles that may be of the period.")
    certain: int = Field(description="Those that surely are.")


class OneRelation(Relation):
    feed: str
    periods: list[PeriodCount]


class Timeline(Schema):
    count: int
    undated: int
    unit: Literal["year", "month", "day"]
    periods: list[PeriodCount]


class Suggestion(Schema):
    kind: str
    slug: str
    label: str
    matched: str
    url: str
    count: int


class Suggestions(Schema):
    suggestions: list[Suggestion]


def answers(model: type[Schema], *others: int) -> dict[int, Any]:
    """The answer, and the problems there may be."""
    return {200: model, **dict.fromkeys((400, *others, 503), Problem)}


ARTICLES = answers(Articles)
ARTICLE = answers(Article, 404, 410)
COUNTRIES, SUBJECTS, TOPICS = answers(Countries), answers(Subjects), answers(Topics)
ENTITY, TOPIC = answers(Entity, 404), answers(OneTopic, 404)
RELATIONS, RELATION = answers(Relations), answers(OneRelation, 404)
TIMELINE, SUGGESTIONS = answers(Timeline), answers(Suggestions)
