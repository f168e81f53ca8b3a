"""What the index holds of an article."""

from datetime import date

import pytest

from archive.models import Article, Kind, Status
from archive.search.documents import to_documents
from archive.search.since import public_since
from tests.factories import make_article, make_entity, make_tag, make_topic

pytestmark = pytest.mark.django_db


def document(article):
    return to_documents([Article.objects.get(pk=article.pk)])[0]


def test_text_language_and_date_are_the_articles():
    article = make_article("Title", "Body.", language="id", on=date(2024, 8, 6))
    found = document(article)
    assert (found.id, found.language, found.title, found.body) == (
        article.pk, "id", "Title", "Body.",
    )  # fmt: skip
    assert found.earliest == found.latest == date(2024, 8, 6)


def test_the_present_text_counts_and_no_former_one():
    article = make_article("Old", "old words")
    article.revise("New", "new words")
    assert document(article).body == "new words"


def test_entities_stand_in_the_facet_of_their_kind_and_all_in_entity():
    iran, asean = make_entity("Iran"), make_entity("ASEAN", Kind.BLOC)
    shoigu, un = make_entity("Shoigu", Kind.PERSON), make_entity("UN", Kind.ORGANIZATION)
    moscow = make_entity("Moscow", Kind.PLACE)
    terms = document(make_article(about=[iran, asean, shoigu, un, moscow])).terms
    assert terms["country"] == [iran.pk]
    assert terms["person"] == [shoigu.pk]
    assert terms["organization"] == [un.pk]
    assert set(terms["entity"]) == {iran.pk, asean.pk, shoigu.pk, un.pk, moscow.pk}


def test_rejected_tags_are_left_out():
    iran, trade = make_entity("Iran"), make_topic("Trade")
    terms = document(make_article(about=[iran], topics=[trade], state="rejected")).terms
    assert not terms.get("country")
    assert not terms.get("entity")
    assert not terms.get("topic")


def test_suggested_tags_count_unless_the_site_shows_only_confirmed_ones(settings):
    iran, russia = make_entity("Iran"), make_entity("Russia")
    article = make_article(about=[iran])
    make_tag(article, russia, state="confirmed")
    assert set(document(article).terms["country"]) == {iran.pk, russia.pk}
    settings.SHOW_SUGGESTED = False
    assert document(article).terms["country"] == [russia.pk]


def test_a_topic_stands_with_all_it_is_part_of():
    economy = make_topic("Economy")
    trade = make_topic("Trade", parent=economy)
    tariffs = make_topic("Tariffs", parent=trade)
    terms = document(make_article(topics=[tariffs, trade])).terms
    assert sorted(terms["topic"]) == sorted([economy.pk, trade.pk, tariffs.pk])


def test_a_day_is_certain_of_its_month_and_year():
    terms = document(make_article(on=date(1998, 5, 21))).terms
    assert terms["year"] == terms["year_certain"] == [1998]
    assert terms["month"] == terms["month_certain"] == [199805]


def test_a_span_stands_in_every_period_it_touches_and_is_certain_of_none_it_leaves():
    terms = document(make_article(on=(date(1998, 11, 30), date(1999, 1, 1)))).terms
    assert terms["year"] == [1998, 1999]
    assert terms["month"] == [199811, 199812, 199901]
    assert "year_certain" not in terms
    assert "month_certain" not in terms
    terms = document(make_article(on=(date(1998, 1, 1), date(1998, 12, 31)))).terms
    assert terms["year_certain"] == [1998]
    assert len(terms["month"]) == 12
    assert "month_certain" not in terms


def test_the_vaguest_date_stands_in_every_year_and_month():
    terms = document(make_article(on=(date.min, date.max))).terms
    assert len(terms["year"]) == 9999
    assert len(terms["month"]) == 9999 * 12


def test_an_undated_article_has_no_period():
    found = document(make_article())
    assert found.earliest is None
    assert not {"year", "month", "year_certain", "month_certain"} & found.terms.keys()


def test_an_article_without_text_has_a_document_all_the_same():
    article = make_article("Title", "Body.", status=Status.DRAFT)
    Article.objects.filter(pk=article.pk).update(revision=None)
    assert document(article).body == ""


def test_a_batch_takes_five_queries_whatever_its_size(django_assert_num_queries):
    iran, trade = make_entity("Iran"), make_topic("Trade")
    articles = [make_article(about=[iran], topics=[trade]) for _ in range(12)]
    with django_assert_num_queries(5):
        documents = to_documents(articles)
    assert [document.id for document in documents] == [article.pk for article in articles]


def test_of_a_span_of_centuries_every_month_is_counted():
    article = make_article("Trade", on=(date(1700, 1, 1), date(2099, 12, 31)))
    (document,) = to_documents([article])
    assert list(document.terms["year"]) == list(range(1700, 2100))
    assert len(document.terms["month"]) == 400 * 12
    assert 202405 in document.terms["month"]


def test_an_article_is_public_since_it_was_last_published(django_assert_num_queries):
    always, draft, withdrawn, hidden = (
        make_article(status=status) for status in ("published", "draft", "published", "draft")
    )
    for article, *several in (
        (always, "published"), (draft, "published", "published"),
        (withdrawn, "withdrawn", "published"), (hidden, "published", "withdrawn"),
    ):  # fmt: skip
        for status in several:
            article.status = status
            article.save()
    lines = [
        list(one.history.filter(status="published").order_by("history_id"))
        for one in (draft, withdrawn)
    ]
    expected = {draft.pk: lines[0][0].history_date, withdrawn.pk: lines[1][-1].history_date}
    with django_assert_num_queries(2):
        since = public_since([always.pk, draft.pk, withdrawn.pk, hidden.pk])
    assert since == expected
    with django_assert_num_queries(1):
        assert public_since([always.pk]) == {}
    documents = {one.id: one for one in to_documents([always, draft])}
    assert documents[always.pk].public == always.added_at
    assert documents[draft.pk].public == since[draft.pk]
