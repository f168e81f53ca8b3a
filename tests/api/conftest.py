"""A small archive to ask, and a way to ask it that holds every answer to its description."""

from datetime import date

import pytest

from archive.api import schemas
from tests.factories import make_article, make_entity, make_topic

MODELS = {
    "articles": schemas.Articles,
    "countries": schemas.Countries,
    "people": schemas.Subjects,
    "organizations": schemas.Subjects,
    "topics": schemas.Topics,
    "relations": schemas.Relations,
    "timeline": schemas.Timeline,
    "suggest": schemas.Suggestions,
}
SINGLE = {
    "articles": schemas.Article,
    "countries": schemas.Entity,
    "people": schemas.Entity,
    "organizations": schemas.Entity,
    "topics": schemas.OneTopic,
    "relations": schemas.OneRelation,
}


@pytest.fixture
def world(indexed):
    """Three countries, two people, an organisation, two topics; one article is undated."""
    iran = make_entity("Iran", code="IR", names={"id": "Iran", "fa": "ایران"}, wikidata="Q794")
    russia = make_entity("Russia", code="RU", names={"id": "Rusia", "ru": "Россия"})
    china = make_entity("China", code="CN")
    shoigu = make_entity("Sergei Shoigu", "person")
    shoigu.aliases.create(text="Sergei Shoigo", kind="misspelling")
    shoigu.aliases.create(text="Shoigu-san", enabled=False)
    shoigu.offices.create(post="Secretary", of=russia, start="2024-05-12")
    opec = make_entity("OPEC", "organization")
    trade = make_topic("Trade", names={"id": "Perdagangan"})
    oil = make_topic("Oil", parent=trade)
    make_article(
        "One", "Oil for all.", about=[iran, russia, shoigu], topics=[oil], on=date(2024, 8, 6)
    )
    make_article("Two", "Oil again.", about=[iran, russia, opec], topics=[oil], on=date(2023, 1, 2))
    make_article(
        "Three",
        "Steel.",
        about=[iran, china],
        topics=[trade],
        on=(date(2024, 1, 1), date(2024, 12, 31)),
        edtf="2024",
    )
    make_article("Four", "Oil, undated.", about=[china])
    indexed()


@pytest.fixture
def ask(client):
    """The answer to a path below /api/v1/, which must be as the OpenAPI document says."""

    def get(path):
        answer = client.get(f"/api/v1/{path}")
        assert answer.status_code == 200, answer.content
        data = answer.json()
        first, *rest = path.partition("?")[0].split("/")
        model = (SINGLE if rest else MODELS)[first]
        assert (
            model.model_validate_json(answer.content, strict=True).model_dump(exclude_unset=True)
            == data
        )
        return data

    return get
