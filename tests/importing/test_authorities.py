"""The shipped countries, topics and rules as rows."""

import pytest

from archive.importing.authorities import load_authorities
from archive.models import Entity, Topic, TopicRule

pytestmark = pytest.mark.django_db


def test_all_countries_blocs_and_topics_become_rows_once():
    assert load_authorities() > 0
    iran = Entity.objects.countries().get(code="IR")
    assert (iran.name, iran.slug, iran.name_in("ru")) == ("Iran", "iran", "Иран")
    assert Entity.objects.blocs().exists()
    assert Topic.objects.exists()
    assert TopicRule.objects.exists()
    assert load_authorities() == 0


def test_what_a_curator_changed_or_deleted_stays_so():
    load_authorities()
    iran = Entity.objects.get(code="IR")
    iran.name, iran.code = "Persia", "IR"
    iran.save()
    iran.aliases.all().delete()
    peru = Entity.objects.get(code="PE")
    peru.delete()
    rule = TopicRule.objects.first()
    rule.delete()
    assert load_authorities() == 0
    assert Entity.objects.get(code="IR").name == "Persia"
    assert not Entity.objects.filter(code="PE").exists()


def test_a_topic_with_another_address_and_a_corrected_rule_are_not_made_again():
    load_authorities()
    topics, rules = Topic.objects.count(), TopicRule.objects.count()
    rule = TopicRule.objects.order_by("pk").first()
    rule.phrase = "something narrower"
    rule.save()
    topic = rule.topic
    topic.slug = "an-address-of-our-own"
    topic.save()
    assert load_authorities() == 0
    assert (Topic.objects.count(), TopicRule.objects.count()) == (topics, rules)
