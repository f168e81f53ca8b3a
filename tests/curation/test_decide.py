"""What a person decides of a tag: kept with who and when, in one go, and never by halves."""

import pytest
from django.contrib.auth.models import User

from archive.curation import decide
from archive.curation.undo import AlreadyUndone, undo
from archive.models import Decision, EntityTag, IndexJob, Mention, Suppression, TopicTag
from tests.factories import make_article, make_entity, make_tag, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return User.objects.create_user("siti")


def make_mention(article, entity, surface):
    start = article.revision.text.index(surface)
    return Mention.objects.create(
        revision=article.revision,
        entity=entity,
        start=start,
        end=start + len(surface),
        surface=surface,
        rule="name",
        role="name",
    )


def test_a_confirmed_tag_knows_who_confirmed_it_and_when(curator):
    tag = make_tag(make_article(), make_entity("Iran"))

    decide.confirm([tag], curator)

    tag.refresh_from_db()
    assert tag.state == "confirmed"
    assert tag.decided_by == curator
    assert tag.decided_at is not None


def test_one_decision_holds_tags_of_both_sorts(curator):
    article = make_article()
    tags = [make_tag(article, make_entity("Iran")), make_tag(article, make_topic("Sanctions"))]

    decision = decide.reject(tags, curator, reason="wrong article")

    assert Decision.objects.get() == decision
    assert [change["model"] for change in decision.changes] == ["entitytag", "topictag"]
    assert decision.changes[0]["before"]["state"] == "suggested"
    assert decision.changes[0]["after"]["state"] == "rejected"
    assert (decision.verb, decision.reason) == ("reject", "wrong article")


def test_every_tag_of_many_gets_its_line_of_history(curator):
    iran = make_entity("Iran")
    tags = [make_tag(make_article(), iran) for _ in range(3)]

    decide.confirm(EntityTag.objects.all(), curator)

    for tag in tags:
        newest = tag.history.first()
        assert (newest.state, newest.history_user) == ("confirmed", curator)


def test_the_articles_of_decided_tags_are_to_be_indexed(curator):
    tags = [make_tag(make_article(), make_entity(name)) for name in ("Iran", "Iraq")]
    IndexJob.objects.all().delete()

    decide.reject(tags, curator)

    assert set(IndexJob.objects.values_list("article_id", flat=True)) == {
        tag.article_id for tag in tags
    }


def test_deciding_the_same_again_changes_nothing(curator):
    tag = make_tag(make_article(), make_entity("Iran"))
    decide.confirm([tag], curator)
    before = EntityTag.objects.values().get()
    IndexJob.objects.all().delete()

    assert decide.confirm([tag], User.objects.create_user("budi")) is None

    assert EntityTag.objects.values().get() == before
    assert not IndexJob.objects.exists()


def test_a_rejected_tag_takes_its_words_with_it(curator):
    article = make_article("Georgia votes", "Voters in Georgia and in GEORGIA queued.")
    georgia = make_entity("Georgia")
    make_mention(article, georgia, "Georgia")
    make_mention(article, georgia, "GEORGIA")

    decide.reject([make_tag(article, georgia)], curator)

    words = Suppression.objects.get()
    assert (words.folded, words.entity, words.article) == ("georgia", georgia, article)
    assert words.decided_by == curator


def test_words_of_former_texts_and_of_other_entities_stay(curator):
    article = make_article("Georgia votes", "Tbilisi is calm.")
    georgia, iran = make_entity("Georgia"), make_entity("Iran")
    make_mention(article, georgia, "Tbilisi")
    article.revise("Georgia votes", "All is calm, says Iran.")
    make_mention(article, iran, "Iran")

    decide.reject([make_tag(article, georgia)], curator)

    assert not Suppression.objects.exists()


def test_confirming_after_all_lets_the_words_name_it_again(curator):
    article, georgia = make_article("Georgia votes"), make_entity("Georgia")
    make_mention(article, georgia, "Georgia")
    tag = make_tag(article, georgia)
    decide.reject([tag], curator)

    decide.confirm([tag], curator)

    assert not Suppression.objects.exists()


def test_a_tag_can_be_given_back_to_be_decided_by_somebody_else(curator):
    tag = make_tag(make_article(), make_topic("Sanctions"), "rejected")

    decide.reconsider([tag], curator)

    tag.refresh_from_db()
    assert (tag.state, tag.decided_by, tag.decided_at) == ("suggested", None, None)


def test_a_tag_that_a_person_adds_is_theirs_and_confirmed(curator):
    article, sanctions = make_article(), make_topic("Sanctions")

    decide.add(article, sanctions, curator)

    tag = TopicTag.objects.get()
    assert (tag.origin, tag.state, tag.decided_by) == ("curator", "confirmed", curator)


def test_adding_what_was_rejected_confirms_it(curator):
    article, iran = make_article(), make_entity("Iran")
    make_tag(article, iran, "rejected")

    decide.add(article, iran, curator)

    assert EntityTag.objects.get().state == "confirmed"


def test_undo_brings_everything_back(curator):
    article, georgia = make_article("Georgia votes"), make_entity("Georgia")
    make_mention(article, georgia, "Georgia")
    tag = make_tag(article, georgia)
    decision = decide.reject([tag], curator)
    IndexJob.objects.all().delete()

    undone = undo(decision, curator)

    tag.refresh_from_db()
    assert (undone.restored, undone.left) == (2, ())
    assert (tag.state, tag.decided_by, tag.decided_at) == ("suggested", None, None)
    assert not Suppression.objects.exists()
    assert tag.history.first().state == "suggested"
    assert IndexJob.objects.filter(article_id=article.pk).exists()


def test_undo_leaves_what_was_decided_since(curator):
    tags = [make_tag(make_article(), make_entity(name)) for name in ("Iran", "Iraq")]
    decision = decide.confirm(tags, curator)
    decide.reject(tags[:1], curator)

    undone = undo(decision, curator)

    assert [change.pk for change in undone.left] == [tags[0].pk]
    assert [tag.state for tag in EntityTag.objects.order_by("pk")] == ["rejected", "suggested"]


def test_a_decision_is_undone_once(curator):
    decision = decide.confirm([make_tag(make_article(), make_entity("Iran"))], curator)
    undo(decision, curator)

    with pytest.raises(AlreadyUndone):
        undo(decision, curator)


def test_undo_of_an_added_tag_takes_it_away(curator):
    decision = decide.add(make_article(), make_entity("Iran"), curator)

    undo(decision, curator)

    assert not EntityTag.objects.exists()
