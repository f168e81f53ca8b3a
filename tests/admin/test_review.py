"""The review queue as a page: everything by buttons, nothing by script alone."""

import pytest

from archive.curation.queue import Scope, claim
from archive.models import Decision, EntityTag, Lease, TopicTag
from tests.admin.conftest import make_user
from tests.curation.test_decide import make_mention
from tests.factories import make_article, make_entity, make_tag, make_topic

pytestmark = pytest.mark.django_db

REVIEW = "/admin/review/"


@pytest.fixture
def iran():
    return make_entity("Iran")


@pytest.fixture
def tag(iran):
    article = make_article("Visit", "On Monday the president of Iran came to Moscow.")
    make_mention(article, iran, "Iran")
    return make_tag(article, iran, evidence={"forms": {"Iran": 1}})


def say(client, verb, tag=None, **data):
    if tag:
        sort = "entity" if isinstance(tag, EntityTag) else "topic"
        data["tag"] = f"{sort}-{tag.pk}"
    return client.post(REVIEW, {"verb": verb, **data}, follow=True)


def state_of(tag):
    tag.refresh_from_db()
    return tag.state


def test_the_words_stand_in_their_sentence(at_desk, tag):
    page = at_desk.get(REVIEW).content.decode()

    assert "On Monday the president of <mark>Iran</mark> came to Moscow." in page
    assert "0 of 1 decided on this article" in page
    assert "1 suggestion waits" in page


@pytest.mark.parametrize(("verb", "state"), [("confirm", "confirmed"), ("reject", "rejected")])
def test_a_button_decides_and_another_takes_it_back(at_desk, curator, tag, verb, state):
    page = say(at_desk, verb, tag).content.decode()

    assert state_of(tag) == state
    assert "Nothing waits here" in page
    assert "1 decision of yours today" in page

    page = say(at_desk, "undo", decision=Decision.objects.get().pk).content.decode()
    assert state_of(tag) == "suggested"
    assert "Undone." in page
    assert "<mark>Iran</mark>" in page


def test_what_somebody_decided_meanwhile_is_said_so(at_desk, tag, editor):
    from archive.curation.decide import reject

    reject([tag], editor)

    assert "Somebody has decided that already." in say(at_desk, "confirm", tag).content.decode()
    assert state_of(tag) == "rejected"


def test_others_are_not_shown_what_somebody_has_in_hand(at_desk, tag):
    claim(make_user("budi", "curator"), Scope())

    assert "<mark>Iran</mark>" not in at_desk.get(REVIEW).content.decode()


def test_skipping_goes_on_to_the_next(at_desk, iran, tag):
    make_article("Another visit", about=[iran])
    first = at_desk.get(REVIEW).context["article"]

    second = say(at_desk, "skip", article=first.pk).context["article"]

    assert {first.title, second.title} == {"Visit", "Another visit"}
    assert say(at_desk, "skip", article=second.pk).context["article"] is None


def test_stopping_lets_go_of_the_article(at_desk, tag):
    at_desk.get(REVIEW)
    assert Lease.objects.exists()

    say(at_desk, "leave")

    assert not Lease.objects.exists()


def test_all_that_is_shown_is_decided_at_once_and_nothing_else(at_desk, iran, tag):
    late = make_tag(tag.article, make_entity("Oman"))

    say(at_desk, "confirm_rest", article=tag.article_id, shown=[f"entity-{tag.pk}"])

    assert (state_of(tag), state_of(late)) == ("confirmed", "suggested")


def test_a_plain_name_changes_the_entity(at_desk, tag):
    oman = make_entity("Oman")

    say(at_desk, "change", tag, to_name="oman")

    assert state_of(tag) == "rejected"
    assert tag.article.entity_tags.get(entity=oman).state == "confirmed"


def test_a_name_of_several_is_asked_about(at_desk, tag):
    for kind in ("country", "person"):
        make_entity("Jordan", kind)

    page = say(at_desk, "change", tag, to_name="Jordan")

    assert [str(one.kind) for one in page.context["few"]] == ["country", "person"]
    assert state_of(tag) == "suggested"

    say(at_desk, "change", tag, to=page.context["few"][1].pk)
    assert tag.article.entity_tags.confirmed().get().entity.kind == "person"


def test_a_name_of_nothing_is_said_so(at_desk, tag):
    page = say(at_desk, "change", tag, to_name="Atlantis").content.decode()

    assert "Nothing is called “Atlantis”." in page


def test_nothing_takes_its_own_place(at_desk, iran, tag):
    assert "Choose something else" in say(at_desk, "change", tag, to=iran.pk).content.decode()


def test_a_rule_shows_what_it_would_decide_before_it_does(at_desk, iran, tag):
    other = make_tag(make_article("Second"), iran, evidence={"forms": {"Iran": 2}})

    page = say(at_desk, "never", tag).content.decode()
    assert "2 suggestions would be rejected." in page
    assert state_of(tag) == "suggested"

    page = say(at_desk, "never", tag, name="Iran", yes="1").content.decode()
    assert "The rule is kept." in page
    assert (state_of(tag), state_of(other)) == ("rejected", "rejected")


def test_always_confirms(at_desk, iran, tag):
    assert "1 suggestion would be confirmed." in say(at_desk, "always", tag).content.decode()

    say(at_desk, "always", tag, name="Iran", yes="1")

    assert state_of(tag) == "confirmed"


def test_topics_show_the_words_of_their_rules(at_desk):
    article = make_article("Trade", "They spoke of new sanctions on oil.", language="en")
    tag = make_tag(article, make_topic("Sanctions"), evidence={"sanction": 1})

    page = at_desk.get(REVIEW).content.decode()
    assert "They spoke of new <mark>sanctions</mark> on oil." in page

    say(at_desk, "confirm", tag)
    assert TopicTag.objects.get().state == "confirmed"


def test_keys_are_switched_off_and_on(at_desk, tag):
    assert 'data-keys="on"' in at_desk.get(REVIEW).content.decode()
    assert 'data-keys="off"' in say(at_desk, "keys").content.decode()
    assert 'data-keys="on"' in say(at_desk, "keys").content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {"verb": "confirm", "tag": "entity-99999999999999999999999"},
        {"verb": "confirm", "tag": "nothing"},
        {"verb": "explode", "tag": "entity-1"},
        {"verb": "undo", "decision": "x"},
        {"verb": "skip", "article": "-1"},
        {"verb": "confirm_rest", "article": ""},
        {},
    ],
)
def test_what_no_button_says_changes_nothing(at_desk, tag, data):
    assert at_desk.post(REVIEW, data, follow=True).status_code == 200
    assert state_of(tag) == "suggested"


def test_what_no_link_says_is_left_out(at_desk, tag):
    assert at_desk.get(f"{REVIEW}?sort=explode&entity=x&article=9e9").status_code == 200


def test_readers_do_not_review(client, tag):
    client.force_login(make_user("ani", "reader"))

    assert client.get(REVIEW).status_code == 403


def test_other_peoples_decisions_are_not_taken_back_here(at_desk, tag, editor):
    from archive.curation.decide import reject

    decision = reject([tag], editor)

    say(at_desk, "undo", decision=decision.pk)

    assert state_of(tag) == "rejected"


def test_the_queue_asks_few_questions(at_desk, iran, django_assert_max_num_queries):
    for number in range(12):
        about = [iran, make_entity(f"Person {number}", "person")]
        make_article(about=about, topics=[make_topic(f"Topic {number}")])
    at_desk.get(REVIEW)

    with django_assert_max_num_queries(12):
        at_desk.get(REVIEW)
