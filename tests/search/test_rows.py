"""The rows of a page of results are those that the models' own queries give."""

import pytest

from archive.models import Article, EntityTag, Revision
from archive.search.rows import articles_of, tags_of
from tests.factories import make_article, make_entity, make_tag, make_topic

pytestmark = pytest.mark.django_db


def columns(row):
    return {name: value for name, value in row.__dict__.items() if name != "_state"}


def test_articles_come_with_their_texts_and_sources(django_assert_num_queries):
    made = [make_article(f"Title {n}", "A text.", metadata={"n": n}) for n in range(19)]
    made += [make_article(status="draft"), make_article("Without a text")]
    Revision.objects.filter(article=made[-1]).delete()
    ids = [article.pk for article in made]
    with django_assert_num_queries(1):
        found = articles_of(ids)
    expected = Article.objects.published().with_text().in_bulk(ids)
    assert found.keys() == expected.keys()
    for pk, article in expected.items():
        with django_assert_num_queries(0):
            assert columns(found[pk]) == columns(article)
            assert found[pk].text == article.text
            assert columns(found[pk].source) == columns(article.source)
    assert found[made[-1].pk].revision is None


def test_tags_are_the_visible_ones_the_heaviest_first(settings):
    iran, trade = make_entity("Iran", names={"en": "Persia"}), make_topic("Trade")
    article = make_article(about=[make_entity("Russia")], topics=[trade])
    make_tag(article, iran, "confirmed")
    make_tag(article, make_entity("Iraq"), "rejected")
    EntityTag.objects.filter(entity=iran).update(weight=9)
    rows = tags_of([article])[article.pk]
    assert [row.slug for row in rows if row.entity] == ["iran", "russia"]
    assert next(row.shown().label for row in rows) == "Persia"
    assert [row.slug for row in rows if row.kind == "topic"] == ["trade"]
    settings.SHOW_SUGGESTED = False
    assert [row.slug for row in tags_of([article])[article.pk]] == ["iran"]
