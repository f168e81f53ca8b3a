"""Which articles are related to one, and the reason that is given."""

import pytest
from django.utils import translation

from archive.models import ArticleGroup, Kind
from archive.search import related as module
from archive.search.engine import EngineUnavailable
from archive.search.engines.memory import MemoryEngine
from tests.factories import make_article, make_entity, make_tag, make_topic

pytestmark = pytest.mark.django_db


def related(article, **options):
    """As the page of the article asks for them."""
    entity_tags = article.entity_tags.visible().select_related("entity")
    topic_tags = article.topic_tags.visible().select_related("topic")
    return module.related(article, module.subjects_of(entity_tags, topic_tags), **options)


@pytest.fixture
def world(indexed):
    """An article on Shoigu in Iran, and others that share less and less with it."""
    iran = make_entity("Iran", names={"id": "Iran"})
    shoigu = make_entity("Sergei Shoigu", Kind.PERSON)
    arms = make_topic("Arms trade", names={"id": "Perdagangan senjata"})
    rows = {
        "visit": make_article("Visit to the capital", about=[iran, shoigu], topics=[arms]),
        "both": make_article("Second journey", about=[iran, shoigu]),
        "country": make_article("Harvest", about=[iran]),
        "words": make_article("Another visit to a capital", "Nothing else."),
        "other": make_article("Rain", about=[make_entity("Peru")], topics=[arms]),
    }
    for number in range(12):
        make_article(f"Unrelated {number}", "Weather.")
    rows |= {"iran": iran, "shoigu": shoigu}
    indexed()
    return rows


def test_rare_subjects_come_first_then_common_ones_then_words(world):
    found = related(world["visit"])
    titles = [one.article.title for one in found]
    assert titles[0] == "Second journey"
    assert set(titles) == {"Second journey", "Harvest", "Rain", "Another visit to a capital"}
    assert titles[-1] == "Another visit to a capital"


def test_the_reason_is_stated_in_the_readers_language(world):
    found = {one.article.title: one for one in related(world["visit"])}
    assert found["Second journey"].reason == "also about Sergei Shoigu, Iran"
    assert found["Another visit to a capital"].reason == "similar words in the text"
    with translation.override("id"):
        assert found["Rain"].reason == "juga tentang Perdagangan senjata"


def test_rejected_tags_relate_nothing(world, indexed):
    world["country"].entity_tags.update(state="rejected")
    world["country"].save()
    indexed()
    assert "Harvest" not in [one.article.title for one in related(world["visit"])]


def test_copies_withdrawn_articles_and_the_article_itself_are_left_out(world, indexed):
    group = ArticleGroup.objects.create(reason="the same text")
    copy = make_article("Copy", about=[world["iran"], world["shoigu"]], group=group)
    world["visit"].group = group
    world["visit"].save()
    world["both"].status = "withdrawn"
    indexed()
    world["both"].save()  # the index does not know it yet
    titles = [one.article.title for one in related(world["visit"])]
    assert not {"Visit to the capital", "Second journey", copy.title} & set(titles)


def test_what_shares_nothing_is_related_to_nothing(world, indexed):
    lonely = make_article("Xyz", "Qq.")
    indexed()
    assert related(lonely) == []


def test_nothing_is_related_while_the_index_rests(world):
    class Broken(MemoryEngine):
        def summary(self, query, facets=()):
            raise EngineUnavailable

    assert related(world["visit"], engine=Broken()) is None


def test_few_questions_are_asked(world, django_assert_max_num_queries):
    make_tag(world["visit"], make_entity("Peru 2"))
    with django_assert_max_num_queries(3):  # two are those of the tags
        related(world["visit"])
