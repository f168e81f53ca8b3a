"""Bulk work: count and sample first, one history entry for each row, and the way back."""

import pytest

from archive.curation.undo import undo
from archive.models import Article, Decision, EntityTag, IndexJob
from tests.factories import make_article, make_entity, make_tag, make_topic

pytestmark = pytest.mark.django_db

ARTICLES = "/admin/archive/article/"
TAGS = "/admin/archive/entitytag/"


@pytest.fixture
def articles():
    return [make_article(f"Draft {number}", status="draft") for number in range(3)]


def bulk(client, action, rows, address=ARTICLES, *, yes=True, **data):
    data = {"action": action, "_selected_action": [row.pk for row in rows], **data}
    return client.post(address, {**data, **({"yes": "1"} if yes else {})}, follow=True)


def test_how_many_and_which_is_shown_first(editing, articles):
    page = bulk(editing, "publish_selected", articles, yes=False).content.decode()

    assert "3 rows are chosen:" in page
    assert all(article.title in page for article in articles)
    assert Article.objects.drafts().count() == 3


def test_publishing_leaves_a_line_of_history_for_each_and_is_undone(editing, editor, articles):
    IndexJob.objects.all().delete()

    page = bulk(editing, "publish_selected", articles).content.decode()

    assert "Published: 3 rows." in page
    assert "Undo …" in page
    assert Article.objects.published().count() == 3
    assert {job.article_id for job in IndexJob.objects.all()} == {row.pk for row in articles}
    for article in articles:
        last = article.history.first()
        assert (last.status, last.history_user) == ("published", editor)
        assert "status" in Article.objects.get(pk=article.pk).curated_fields

    undo(Decision.objects.get(), editor)
    assert Article.objects.drafts().count() == 3
    assert articles[0].history.first().status == "draft"


def test_withdrawing_needs_a_reason_that_readers_see(editing, articles):
    page = bulk(editing, "withdraw_selected", articles).content.decode()
    assert "Say why; readers see it." in page

    bulk(editing, "withdraw_selected", articles, reason="The source asked for it.")

    article = Article.objects.withdrawn().first()
    assert article.withdrawn_reason == "The source asked for it."
    assert article.withdrawn_on
    assert editing.get(article.get_absolute_url()).status_code == 410


def test_a_whole_filtered_list_is_chosen(editing, articles):
    make_article("Published")
    data = {"action": "publish_selected", "_selected_action": [articles[0].pk]}
    address = f"{ARTICLES}?status__exact=draft"

    page = editing.post(address, {**data, "select_across": "1"}).content.decode()
    assert "3 rows are chosen:" in page

    editing.post(address, {**data, "select_across": "1", "yes": "1"})
    assert Article.objects.published().count() == 4


def test_a_tag_is_added_to_many(at_desk, curator, articles):
    iran = make_entity("Iran")
    make_tag(articles[0], iran)

    page = bulk(at_desk, "add_entity", articles, to_name="iran").content.decode()

    assert "Added: 3 rows." in page
    assert EntityTag.objects.confirmed().filter(entity=iran, decided_by=curator).count() == 3

    undo(Decision.objects.get(), curator)
    assert [tag.state for tag in EntityTag.objects.all()] == ["suggested"]


def test_a_topic_is_added_to_many(at_desk, articles):
    trade = make_topic("Trade")

    bulk(at_desk, "add_topic", articles, to=trade.pk)

    assert trade.tags.confirmed().count() == 3


def test_a_name_that_is_not_plain_is_asked_about(at_desk, articles):
    for kind in ("country", "person"):
        make_entity("Jordan", kind)

    page = bulk(at_desk, "add_entity", articles, to_name="Jordan").content.decode()

    assert "is not the name of exactly one" in page
    assert "Jordan (person)" in page
    assert not EntityTag.objects.exists()


def test_one_is_replaced_by_another_where_it_stands(at_desk, articles):
    iran, iraq = make_entity("Iran"), make_entity("Iraq")
    for article in articles[:2]:
        make_tag(article, iran)

    page = bulk(at_desk, "replace_entity", articles, old=iran.pk, to=iraq.pk).content.decode()

    assert "Replaced: 4 rows." in page
    assert (iran.tags.rejected().count(), iraq.tags.confirmed().count()) == (2, 2)


def test_tags_are_replaced_from_their_list(at_desk):
    iran, iraq = make_entity("Iran"), make_entity("Iraq")
    tags = [make_tag(make_article(), iran) for _number in range(2)]

    bulk(at_desk, "replace_selected", tags, TAGS, to_name="Iraq")
    assert iraq.tags.confirmed().count() == 2

    page = bulk(at_desk, "replace_selected", tags, TAGS, to_name="Iran").content.decode()
    assert "Choose something else" in page


def test_all_suggestions_of_articles_are_decided(at_desk, articles):
    for article in articles:
        make_tag(article, make_entity(f"Land {article.pk}"))
        make_tag(article, make_topic(f"Topic {article.pk}"))

    bulk(at_desk, "reject_suggestions", articles[:1])
    assert EntityTag.objects.rejected().count() == 1

    bulk(at_desk, "confirm_suggestions", articles)
    assert EntityTag.objects.confirmed().count() == 2


def test_what_is_so_already_is_said_so(editing):
    page = bulk(editing, "publish_selected", [make_article()]).content.decode()

    assert "That was decided already." in page
    assert not Decision.objects.exists()


def test_curators_do_not_publish(at_desk, articles):
    bulk(at_desk, "publish_selected", articles)

    assert Article.objects.drafts().count() == 3
    assert "publish_selected" not in at_desk.get(ARTICLES).content.decode()


def test_yes_to_a_whole_list_leaves_what_has_come_since(at_desk):
    first = make_tag(make_article(), make_entity("Iran"))
    asked = bulk(at_desk, "reject_selected", [first], TAGS, yes=False, select_across="1")
    second = make_tag(make_article(), make_entity("Oman"))
    shown = asked.context["shown"]
    bulk(at_desk, "reject_selected", [first], TAGS, select_across="1", shown=shown)
    assert set(EntityTag.objects.values_list("pk", "state")) == {
        (first.pk, "rejected"),
        (second.pk, "suggested"),
    }


def test_the_list_of_decisions_counts_rows_and_loads_none(at_desk):
    bulk(at_desk, "reject_selected", [make_tag(make_article(), make_entity("Iran"))], TAGS)
    page = at_desk.get("/admin/archive/decision/")
    (decision,) = page.context["cl"].result_list
    assert decision.get_deferred_fields() == {"changes"}
    assert decision.size == 1
