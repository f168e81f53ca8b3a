"""Articles, their texts and their dates."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from archive.models import Article, Kind, Revision, Status
from tests.factories import make_article, make_entity, make_source, make_tag

pytestmark = pytest.mark.django_db


def test_the_text_is_title_blank_line_body():
    article = make_article("Talks in Vienna", "First.\n\nSecond.")

    assert article.text == "Talks in Vienna\n\nFirst.\n\nSecond."


def test_a_new_text_keeps_the_former_one():
    article = make_article("Talks", "Old words.")
    former = article.revision

    article.revise("Talks", "New words.")

    assert article.body == "New words."
    assert Revision.objects.get(pk=former.pk).body == "Old words."
    assert article.word_count == 2


def test_the_same_text_again_makes_no_revision():
    article = make_article("Talks", "Words.")

    article.revise("Talks", "Words.")

    assert article.revisions.count() == 1


def test_lists_of_articles_load_no_text(django_assert_num_queries):
    make_article("Talks", "Words.")

    with django_assert_num_queries(1):
        assert [article.title for article in Article.objects.published()] == ["Talks"]


def test_a_key_is_unique_within_its_source_only():
    make_article("One", source=make_source("A"), source_key="7")
    make_article("Two", source=make_source("B"), source_key="7")
    make_article("Three", source=make_source("A"))
    make_article("Four", source=make_source("A"))

    with pytest.raises(IntegrityError), transaction.atomic():
        make_article("Five", source=make_source("A"), source_key="7")


def test_dates_overlap_rather_than_contain():
    year = make_article("A year", on=(date(1998, 1, 1), date(1998, 12, 31)), edtf="1998")
    make_article("Another", on=date(1999, 5, 3))
    make_article("Undated")

    found = Article.objects.overlapping(date(1998, 5, 1), date(1998, 5, 31))

    assert list(found) == [year]


def test_dates_are_in_order_in_the_database():
    article = make_article("A", on=date(2000, 1, 1))
    article.date_latest = date(1999, 1, 1)

    with pytest.raises(IntegrityError), transaction.atomic():
        article.save()


def test_an_unknown_status_is_refused_by_the_database():
    article = make_article("A")

    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(status="lost")


def test_drafts_and_withdrawn_articles_are_not_published():
    make_article("Draft", status=Status.DRAFT)
    make_article("Withdrawn", status=Status.WITHDRAWN)
    shown = make_article("Shown")

    assert list(Article.objects.published()) == [shown]


def test_newest_goes_by_the_latest_day_and_leaves_the_undated_last():
    undated = make_article("Undated")
    old = make_article("Old", on=date(1950, 1, 1))
    new = make_article("New", on=(date(1949, 1, 1), date(2001, 1, 1)))

    assert list(Article.objects.newest()) == [new, old, undated]


def test_articles_about_an_entity_leave_out_rejected_tags():
    iran = make_entity("Iran")
    kept, lost = make_article("Kept", about=[iran]), make_article("Lost")
    make_tag(lost, iran, "rejected")

    assert list(Article.objects.about(iran)) == [kept]


def test_an_address_stays_readable_for_any_title():
    assert make_article("Иран и Россия").slug
    assert make_article("!!!").slug == "article"


def test_curated_fields_are_those_a_curator_set():
    article = make_article("A", provenance={"language": "curator", "url": "record"})

    assert article.curated_fields == {"language"}


def test_kinds_of_entities_are_countries_blocs_persons_organisations_and_places():
    assert set(Kind.values) == {"country", "bloc", "person", "organization", "place"}
