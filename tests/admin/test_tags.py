"""Review of tags: the words in their sentence, one click to decide, one to take it back."""

import pytest
from django.urls import reverse

from archive.curation.merge import absorb
from archive.models import Decision, Entity, EntityTag, Suppression, TopicTag
from tests.curation.test_decide import make_mention
from tests.factories import make_article, make_entity, make_tag, make_topic

pytestmark = pytest.mark.django_db

LIST = "/admin/archive/entitytag/"


@pytest.fixture
def tag():
    iran = make_entity("Iran")
    article = make_article("Visit", "On Monday the president of Iran came to Moscow.")
    make_mention(article, iran, "Iran")
    return make_tag(article, iran)


def decide(client, tag, verb, back=LIST):
    url = reverse("admin:archive_entitytag_decide", args=[tag.pk, verb])
    return client.post(f"{url}?next={back}", follow=True)


def test_the_words_stand_in_their_sentence(at_desk, tag):
    page = at_desk.get(LIST).content.decode()

    assert "Monday the president of <mark>Iran</mark> came to Moscow." in page


def test_words_at_the_beginning_and_the_end_of_a_text(at_desk):
    iran = make_entity("Iran")
    article = make_article("Iran", "At last: Iran")
    make_mention(article, iran, "Iran")
    article.revision.mentions.create(
        entity=iran, start=15, end=19, surface="Iran", rule="name", role="name"
    )
    make_tag(article, iran)

    page = " ".join(at_desk.get(LIST).content.decode().split())

    assert "… <mark>Iran</mark> At last: Iran …" in page
    assert "… Iran At last: <mark>Iran</mark> …" in page


@pytest.mark.parametrize(("verb", "state"), [("confirm", "confirmed"), ("reject", "rejected")])
def test_one_click_decides_and_leads_back_to_the_list(at_desk, curator, tag, verb, state):
    back = f"{LIST}?state__exact=suggested"

    answer = decide(at_desk, tag, verb, back)

    tag.refresh_from_db()
    assert (tag.state, tag.decided_by) == (state, curator)
    assert answer.redirect_chain[-1][0] == back
    assert f"1 tag {state}." in answer.content.decode()
    assert reverse("admin:archive_decision_change", args=[Decision.objects.get().pk]) in (
        answer.content.decode()
    )


def test_the_way_back_stays_on_this_site(at_desk, tag):
    answer = decide(at_desk, tag, "confirm", "https://elsewhere.example/")

    assert answer.redirect_chain[-1][0] == LIST


def test_a_click_is_a_post(at_desk, tag):
    url = reverse("admin:archive_entitytag_decide", args=[tag.pk, "confirm"])

    assert at_desk.get(url).status_code == 404
    tag.refresh_from_db()
    assert tag.state == "suggested"


def test_many_are_decided_at_once(at_desk, curator):
    trade = make_topic("Trade")
    tags = [make_tag(make_article(), trade) for _ in range(3)]

    data = {"action": "reject_selected", "_selected_action": [tag.pk for tag in tags]}
    answer = at_desk.post("/admin/archive/topictag/", data)
    assert "3 rows are chosen:" in answer.content.decode()
    assert not TopicTag.objects.rejected().exists()

    answer = at_desk.post("/admin/archive/topictag/", {**data, "yes": "1"}, follow=True)

    assert TopicTag.objects.rejected().count() == 3
    assert Decision.objects.get().decided_by == curator
    assert "Rejected: 3 rows." in answer.content.decode()


def test_a_decision_is_taken_back_on_its_page(at_desk, tag):
    decide(at_desk, tag, "reject")
    decision = Decision.objects.get()
    page = at_desk.get(reverse("admin:archive_decision_change", args=[decision.pk]))
    assert "Undo this decision" in page.content.decode()
    assert "state: rejected" in page.content.decode()

    answer = at_desk.post(reverse("admin:archive_decision_undo", args=[decision.pk]), follow=True)

    tag.refresh_from_db()
    assert tag.state == "suggested"
    assert "2 rows restored." in answer.content.decode()
    assert "Undo this decision" not in answer.content.decode()


def test_decisions_are_chosen_by_what_was_done_in_the_words_of_the_list(at_desk, tag):
    decide(at_desk, tag, "reject")
    decide(at_desk, tag, "confirm")
    page = at_desk.get("/admin/archive/decision/", {"verb": "reject"})
    assert [decision.verb for decision in page.context["cl"].result_list] == ["reject"]
    assert "to be decided again" in page.content.decode()


def test_several_decisions_are_taken_back_last_first(at_desk, tag):
    decide(at_desk, tag, "confirm")
    decide(at_desk, tag, "reject")

    at_desk.post(
        "/admin/archive/decision/",
        {
            "action": "undo_selected",
            "_selected_action": list(Decision.objects.values_list("pk", flat=True)),
        },
    )

    tag.refresh_from_db()
    assert tag.state == "suggested"
    assert not Decision.objects.in_force().exists()


def test_who_may_only_look_decides_nothing(client, tag):
    from tests.admin.conftest import make_user

    client.force_login(make_user("tamu", "reader"))

    assert "Reject" not in client.get(LIST).content.decode().split("<tbody>")[1]
    assert decide(client, tag, "confirm").status_code == 403
    tag.refresh_from_db()
    assert tag.state == "suggested"


def test_a_deleted_tag_is_not_decided(at_desk, tag):
    EntityTag.objects.all().delete()

    assert decide(at_desk, tag, "confirm").status_code == 404


def test_tags_are_found_by_name_and_by_title(at_desk, tag):
    make_tag(make_article("Elsewhere"), make_entity("Łódź", "place"))
    make_tag(make_article("Embargo"), make_topic("Trade"))

    def listed(model, term):
        page = at_desk.get(f"/admin/archive/{model}/", {"q": term})
        return [str(row) for row in page.context["cl"].result_list]

    assert listed("entitytag", "lodz") == ["Łódź (suggested)"]
    assert listed("entitytag", "visit") == ["Iran (suggested)"]
    assert listed("entitytag", "nothing at all") == []
    assert listed("topictag", "trad") == listed("topictag", "embargo") == ["Trade (suggested)"]


def test_a_state_taken_back_in_the_history_is_a_decision_like_any_other(at_desk, tag):
    before = tag.history.latest().pk
    decide(at_desk, tag, "reject")
    assert Suppression.objects.exists()

    at_desk.post(reverse("admin:archive_entitytag_simple_history", args=[tag.pk, before]))

    tag.refresh_from_db()
    assert tag.state == "suggested"
    assert Decision.objects.first().verb == "reconsider"
    assert not Suppression.objects.exists()


def test_only_who_may_merge_takes_a_merge_back(at_desk, editor):
    merge = absorb(make_entity("Iran"), make_entity("Irann"), None)
    page = reverse("admin:archive_decision_change", args=[merge.pk])
    undo = reverse("admin:archive_decision_undo", args=[merge.pk])
    chosen = {"action": "undo_selected", "_selected_action": [merge.pk]}

    assert "Undo this decision" not in at_desk.get(page).content.decode()
    assert at_desk.post(undo).status_code == 403
    assert at_desk.post(reverse("admin:archive_decision_changelist"), chosen).status_code == 403
    at_desk.force_login(editor)
    assert "Undo this decision" in at_desk.get(page).content.decode()
    at_desk.post(undo)
    assert Entity.objects.filter(name="Irann").exists()
