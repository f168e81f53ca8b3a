"""The review queue: nobody is given what somebody else has in hand."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from archive.curation.decide import confirm
from archive.curation.queue import Scope, claim, release, suggestions
from archive.models import Lease
from archive.models.counts import counts
from tests.factories import make_article, make_entity, make_tag, make_topic

pytestmark = pytest.mark.django_db
ALL = Scope()


@pytest.fixture
def siti():
    return User.objects.create_user("siti")


@pytest.fixture
def budi():
    return User.objects.create_user("budi")


@pytest.fixture
def iran():
    return make_entity("Iran")


def test_two_curators_never_hold_the_same_article(siti, budi, iran):
    articles = {make_article(about=[iran]) for _ in range(2)}

    assert {claim(siti, ALL), claim(budi, ALL)} == articles
    assert claim(User.objects.create_user("ani"), ALL) is None


def test_an_article_stays_in_hand_while_it_has_suggestions(siti, iran):
    first, second = make_article(about=[iran]), make_article(about=[iran, make_entity("Oman")])
    assert claim(siti, ALL) == second

    confirm([second.entity_tags.first()], siti)
    assert claim(siti, ALL) == second

    confirm(second.entity_tags.all(), siti)
    assert claim(siti, ALL) == first


def test_a_lease_ends_and_may_be_given_back(siti, budi, iran):
    article = make_article(about=[iran])
    claim(siti, ALL)
    assert claim(budi, ALL) is None

    Lease.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert claim(budi, ALL) == article

    release(budi)
    assert claim(siti, ALL) == article


def test_what_was_skipped_comes_not_again(siti, iran):
    first, second = make_article(about=[iran]), make_article(about=[iran])

    assert claim(siti, ALL, [second.pk]) == first
    assert claim(siti, ALL, [first.pk, second.pk]) is None


def test_withdrawn_articles_and_what_is_decided_do_not_wait(siti, iran):
    make_article(about=[iran], status="withdrawn", withdrawn_reason="Asked for.")
    make_article(about=[iran], state="confirmed")

    assert claim(siti, ALL) is None


def test_a_queue_may_be_narrowed(siti, iran):
    shoigu, trade = make_entity("Sergei Shoigu", "person"), make_topic("Trade")
    article = make_article(about=[iran, shoigu], topics=[trade])
    make_article(about=[iran])

    assert claim(siti, Scope("person")) == article
    assert [str(tag.entity) for tag in suggestions(article, Scope("person"))] == ["Sergei Shoigu"]
    assert [str(tag.topic) for tag in suggestions(article, Scope("topic"))] == ["Trade"]
    assert counts(list(Scope(entity=iran.pk).tags()), 10) == [2]
    assert sum(counts(list(ALL.tags()), 3)) >= 3


def test_an_article_in_hand_stays_until_its_topics_are_decided_too(siti, iran):
    article = make_article(about=[iran], topics=[make_topic("Trade")])
    make_article(about=[iran])
    assert claim(siti, Scope(article=article.pk)) == article

    confirm(list(article.entity_tags.all()), siti)

    assert claim(siti, ALL) == article
    confirm(list(article.topic_tags.all()), siti)
    assert claim(siti, ALL) != article


def test_an_article_is_given_back_when_another_is_taken(siti, budi, iran):
    first, second = make_article(about=[iran]), make_article(about=[iran])
    claim(siti, ALL)

    assert claim(siti, Scope(article=first.pk)) == first
    assert claim(budi, ALL) == second


def test_topics_wait_when_no_entity_does(siti):
    article = make_article()
    make_tag(article, make_topic("Trade"))

    assert claim(siti, ALL) == article
