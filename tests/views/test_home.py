"""The first page: a search that finds something, whatever is here."""

from datetime import date

import pytest

from archive.models import Kind
from tests.factories import make_article, make_entity, make_topic

pytestmark = pytest.mark.django_db


def test_an_empty_archive_says_so_and_can_be_searched(client, indexed):
    indexed()
    html = client.get("/").content.decode()
    assert "Search articles on foreign affairs" in html
    assert "Nothing has been published here yet." in html
    assert 'name="q"' in html
    assert "<figure" not in html


def test_one_article_is_counted_in_the_singular(client, indexed):
    iran = make_entity("Iran", code="IR")
    make_article("Talks held in Tehran", on=date(2024, 8, 6), about=[iran])
    indexed()
    html = client.get("/").content.decode()
    assert "Search 1 article on foreign affairs, 2024" in html
    assert "Talks held in Tehran" in html
    assert "Iran: 1 article<" in html


def test_counts_years_countries_people_and_topics_are_shown(client, indexed):
    iran, russia = make_entity("Iran", code="IR"), make_entity("Russia", code="RU")
    shoigu, topic = make_entity("Sergei Shoigu", Kind.PERSON), make_topic("Sanctions")
    for year in (1998, 2010, 2024):
        make_article(on=date(year, 1, 1), about=[iran, russia, shoigu], topics=[topic])
    make_article("Undated", language="id", about=[iran])
    indexed()
    html = client.get("/").content.decode()
    assert "Search 4 articles on foreign affairs, 1998 to 2024" in html
    for address in ("/countries/iran/", "/people/sergei-shoigu/", "/topics/sanctions/"):
        assert f'href="{address}"' in html
    assert '<dt>without a date</dt><dd><a href="/timeline/undated/">1</a></dd>' in html
    assert "<dt>languages</dt><dd>2</dd>" in html


def test_drafts_and_withdrawn_articles_are_not_counted(client, indexed):
    make_article("A draft", status="draft")
    make_article("Withdrawn", status="withdrawn")
    indexed()
    html = client.get("/").content.decode()
    assert "A draft" not in html
    assert "Nothing has been published here yet." in html


def test_every_example_finds_something(client, indexed):
    iran, russia = make_entity("Iran", code="IR"), make_entity("Russia", code="RU")
    shoigu, topic = make_entity("Sergei Shoigu", Kind.PERSON), make_topic("Sanctions")
    article = make_article("Talks held in Tehran", about=[iran, russia, shoigu], topics=[topic])
    indexed()
    examples = client.get("/").context["examples"]
    assert len(examples) == 4
    for example in examples:
        assert article.get_absolute_url() in client.get(example.url).content.decode(), example.query
