"""One article: its text, where it names what it is about, and why it is tagged so."""

from datetime import date

import pytest

from archive.curation.decide import reject
from archive.models import EntityTag
from tests.curation.test_decide import make_mention
from tests.factories import make_article, make_entity, make_tag, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def iran():
    return make_entity("Iran", names={"id": "Republik Iran"})


@pytest.fixture
def article(iran):
    article = make_article(
        "Iran 🕊 speaks", "Today.\n\nIn Tehran, Iran spoke.", about=[iran], on=date(1998, 5, 21)
    )
    start = len("Iran 🕊 speaks\n\nToday.\n\nIn Tehran, ")
    make_mention(article, iran, "Iran")
    article.revision.mentions.create(
        entity=iran, start=start, end=start + 4, surface="Iran", rule="name", role="name"
    )
    return article


def get(client, article, query=""):
    return client.get(f"/api/v1/articles/{article.pk}{query}")


def test_it_has_the_whole_text(client, article):
    data = get(client, article).json()

    assert data["title"] == "Iran 🕊 speaks"
    assert data["body"] == "Today.\n\nIn Tehran, Iran spoke."
    assert data["countries"] == ["iran"]
    assert data["date"]["edtf"] == "1998-05-21"


def test_the_words_of_a_mention_stand_where_it_says(client, article):
    data = get(client, article).json()

    assert [mention["field"] for mention in data["mentions"]] == ["title", "body"]
    for mention in data["mentions"]:
        assert data[mention["field"]][mention["start"] : mention["end"]] == mention["text"]
        assert (mention["entity"], mention["kind"]) == ("iran", "country")


def test_a_tag_says_its_state_and_its_reason(client, article):
    make_tag(article, make_topic("Peace"), "confirmed", evidence={"peace": 2, "truce": 1})

    country, topic = get(client, article).json()["tags"]

    assert (country["value"], country["state"], country["kind"]) == ("iran", "suggested", "country")
    assert country["reason"] == {
        "sentence": "Named 2 times in the text: Iran.",
        "words": {"Iran": 2},
    }
    assert (topic["value"], topic["state"], topic["kind"]) == ("peace", "confirmed", "topic")
    assert topic["reason"]["words"] == {"peace": 2, "truce": 1}


def test_a_tag_that_a_person_added_says_so(client, article):
    make_tag(article, make_entity("Iraq"), "confirmed", origin="curator")

    reasons = {tag["value"]: tag["reason"] for tag in get(client, article).json()["tags"]}

    assert reasons["iraq"] == {"sentence": "Added by a curator.", "words": {}}


def test_what_was_rejected_is_neither_a_tag_nor_named(client, article):
    reject(EntityTag.objects.all(), None)

    data = get(client, article).json()

    assert (data["tags"], data["mentions"], data["countries"]) == ([], [], [])


def test_suggestions_can_be_kept_back(client, article, settings):
    settings.SHOW_SUGGESTED = False

    data = get(client, article).json()

    assert (data["tags"], data["mentions"], data["countries"]) == ([], [], [])


def test_labels_are_in_the_language_asked_for(client, article):
    assert get(client, article, "?lang=id").json()["tags"][0]["label"] == "Republik Iran"


def test_a_draft_looks_like_an_article_that_never_was(client, article):
    draft = make_article(status="draft")

    there, never = get(client, draft), client.get("/api/v1/articles/999999999999999999999")

    assert there.status_code == never.status_code == 404
    assert there.json() == never.json()
    assert there["Content-Type"] == "application/problem+json"


def test_a_withdrawn_article_says_why_it_is_gone(client, article):
    withdrawn = make_article(status="withdrawn", withdrawn_reason="It was invented.")

    answer = get(client, withdrawn)

    assert answer.status_code == 410
    assert answer.json()["detail"] == "It was invented."


def test_other_parameters_are_refused(client, article):
    answer = get(client, article, "?country=iran")

    assert (answer.status_code, answer.json()["parameter"]) == (400, "country")


def test_it_needs_few_queries(client, article, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        get(client, article)
