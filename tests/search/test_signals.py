"""Which writes make a search document stale."""

from datetime import date

import pytest

from archive.models import EntityTag, IndexJob, Kind, Revision, TopicTag
from tests.factories import make_article, make_entity, make_tag, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def stale():
    """Call it: the articles that became stale since the last call."""

    def since():
        ids = set(IndexJob.objects.values_list("article_id", flat=True))
        IndexJob.objects.all().delete()
        return ids

    return since


def test_a_new_article_is_stale(stale):
    assert stale() == set()
    article = make_article()
    assert stale() == {article.pk}


def test_an_edit_a_new_text_and_a_withdrawal_are(stale):
    article = make_article()
    stale()
    article.date_earliest = article.date_latest = date(2000, 1, 1)
    article.save()
    assert stale() == {article.pk}
    article.revise("New", "New words.")
    assert stale() == {article.pk}
    Revision.objects.create(article=article, title="x", body="y", text_hash="z")
    assert stale() == {article.pk}


def test_a_deleted_article_is(stale):
    article = make_article(about=[make_entity("Iran")])
    pk = article.pk
    stale()
    article.delete()
    assert stale() == {pk}


def test_tags_made_decided_moved_and_removed_are(stale):
    first, second = make_article(), make_article()
    for subject in (make_entity("Iran"), make_topic("Trade")):
        stale()
        tag = make_tag(first, subject)
        assert stale() == {first.pk}
        tag.state = "rejected"
        tag.save()
        assert stale() == {first.pk}
        tag.article = second
        tag.save()
        assert stale() == {first.pk, second.pk}
        tag.delete()
        assert stale() == {second.pk}


def test_an_entity_or_topic_that_is_deleted_takes_its_articles_along(stale):
    iran, trade = make_entity("Iran"), make_topic("Trade")
    articles = [make_article(about=[iran]), make_article(topics=[trade]), make_article()]
    stale()
    iran.delete()
    trade.delete()
    assert stale() == {article.pk for article in articles[:2]}
    assert not EntityTag.objects.exists()
    assert not TopicTag.objects.exists()


def test_a_topic_that_moves_makes_all_below_it_stale(stale):
    economy, trade = make_topic("Economy"), make_topic("Trade")
    tariffs = make_topic("Tariffs", parent=trade)
    of_trade, of_tariffs = make_article(topics=[trade]), make_article(topics=[tariffs])
    make_article(topics=[economy])
    stale()
    trade.parent = economy
    trade.save()
    assert stale() == {of_trade.pk, of_tariffs.pk}
    trade.parent = None
    trade.save()
    assert stale() == {of_trade.pk, of_tariffs.pk}


def test_an_entity_of_another_kind_is_counted_elsewhere(stale):
    entity = make_entity("Vatican", Kind.ORGANIZATION)
    article = make_article(about=[entity])
    stale()
    entity.kind = Kind.COUNTRY
    entity.save()
    assert stale() == {article.pk}


def test_renames_change_no_document(stale):
    iran, trade = make_entity("Iran"), make_topic("Trade")
    article = make_article(about=[iran], topics=[trade])
    stale()
    for row in (iran, trade, article.source):
        row.name = "Another name"
        row.save()
    assert stale() == set()
