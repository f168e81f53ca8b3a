"""Topics and their tree."""

import pytest
from django.db import IntegrityError, transaction

from archive.models import Topic, TopicRule
from tests.factories import make_topic

pytestmark = pytest.mark.django_db


def test_ancestors_go_from_the_root_down():
    security = make_topic("Security")
    arms = make_topic("Arms control", security)
    nuclear = make_topic("Nuclear arms", arms)

    assert nuclear.ancestors() == [security, arms]


def test_a_topic_is_not_its_own_parent():
    topic = make_topic("Security")

    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.filter(pk=topic.pk).update(parent=topic)


def test_a_rule_weighs_something():
    with pytest.raises(IntegrityError), transaction.atomic():
        TopicRule.objects.create(topic=make_topic("A"), language="en", phrase="treaty", weight=0)


@pytest.mark.parametrize(
    ("name", "slug"), [("Санкции", "sanktsii"), ("北京", "beijing"), ("…", "topic")]
)
def test_a_topic_of_any_script_has_an_address(client, name, slug):
    topic = Topic.objects.create(name=name)

    assert topic.slug == slug
    assert client.get("/topics/").status_code == 200
    assert client.get(topic.get_absolute_url()).status_code == 200


def test_an_emptied_slug_is_made_anew_beside_its_namesakes():
    first, second = (Topic.objects.create(name=name) for name in ("Oil", "OIL"))
    assert (first.slug, second.slug) == ("oil", "oil-2")

    second.slug = ""
    second.save()
    assert second.slug == "oil-2"
