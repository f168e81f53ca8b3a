"""Tags: machines suggest, people decide."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from archive.models import EntityTag, Mention
from tests.factories import make_article, make_entity, make_tag, make_topic

pytestmark = pytest.mark.django_db


def test_a_plain_save_of_a_state_is_a_decision():
    tag = make_tag(make_article(), make_entity("Iran"))
    assert not tag.decided

    tag.state = "confirmed"
    tag.save()

    assert tag.decided_at is not None


def test_going_back_to_suggested_takes_the_decision_back():
    tag = make_tag(make_article(), make_topic("Sanctions"), "rejected")
    tag.state = "suggested"
    tag.save()

    assert tag.decided_at is None


def test_an_article_is_tagged_with_an_entity_once():
    article, iran = make_article(), make_entity("Iran")
    make_tag(article, iran)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_tag(article, iran)


def test_rejected_tags_are_never_visible():
    make_tag(make_article(), make_entity("Iran"), "rejected")

    assert not EntityTag.objects.visible().exists()


def test_a_decision_leaves_a_line_of_history():
    tag = make_tag(make_article(), make_entity("Iran"))
    tag.state = "rejected"
    tag.save()

    assert [row.state for row in tag.history.all()] == ["rejected", "suggested"]


def test_a_mention_must_stand_where_it_says():
    article, iran = make_article("Iran speaks", "It spoke."), make_entity("Iran")
    good = {"revision": article.revision, "entity": iran, "start": 0, "end": 4, "role": "name"}

    Mention.objects.create(surface="Iran", rule="name", **good)
    with pytest.raises(ValidationError, match="Irak"):
        Mention.objects.create(surface="Irak", rule="name", **good)
