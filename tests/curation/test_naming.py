"""Rules about a name, and one subject in the place of another."""

import pytest
from django.contrib.auth.models import User

from archive.curation.naming import always, never, reach
from archive.curation.replace import ReplaceRefused, replace
from archive.curation.undo import undo
from archive.models import Alias, EntityTag, Suppression
from tests.curation.test_decide import make_mention
from tests.factories import make_article, make_entity, make_tag, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return User.objects.create_user("siti")


@pytest.fixture
def iran():
    return make_entity("Iran")


def suggested(entity, *forms):
    return make_tag(make_article(), entity, evidence={"forms": dict.fromkeys(forms, 1)})


def states():
    return list(EntityTag.objects.order_by("pk").values_list("state", flat=True))


def test_always_makes_an_alias_and_confirms_what_rests_on_it(iran, curator):
    suggested(iran, "Persia", "Iran")
    suggested(iran, "Iran")
    Suppression.objects.create(entity=iran, folded="persia")

    decision = always(iran, "Persia", curator)

    assert states() == ["confirmed", "suggested"]
    alias = iran.aliases.get()
    assert (alias.text, alias.origin, alias.enabled) == ("Persia", "curator", True)
    assert not Suppression.objects.exists()

    undo(decision, curator)
    assert states() == ["suggested", "suggested"]
    assert Suppression.objects.exists()
    assert not iran.aliases.exists()


def test_always_switches_a_known_alias_on_again(iran, curator):
    Alias.objects.create(entity=iran, text="Persia", enabled=False, ambiguous=True)

    always(iran, "PERSIA", curator)

    alias = iran.aliases.get()
    assert (alias.enabled, alias.ambiguous) == (True, False)


def test_never_rejects_only_what_rests_on_the_name_alone(iran, curator):
    suggested(iran, "Persia", "Iran")
    suggested(iran, "Persia")
    alias = Alias.objects.create(entity=iran, text="Persia", origin="machine")
    assert reach(iran, "Persia", alone=True).count == 1
    assert reach(iran, "Persia", alone=False).count == 2

    decision = never(iran, "Persia", curator)

    assert states() == ["suggested", "rejected"]
    assert Suppression.objects.get().article is None
    alias.refresh_from_db()
    assert not alias.enabled

    undo(decision, curator)
    assert states() == ["suggested", "suggested"]


def test_another_entity_takes_the_place_and_the_words(iran, curator):
    oman = make_entity("Oman")
    article = make_article("Visit", "The sultan of Iran.")
    mention = make_mention(article, iran, "Iran")
    tag = make_tag(article, iran)

    decision = replace([tag], oman, curator)

    assert {str(each) for each in article.entity_tags.all()} == {
        "Iran (rejected)",
        "Oman (confirmed)",
    }
    assert Suppression.objects.get().article == article
    mention.refresh_from_db()
    assert mention.entity == oman

    undo(decision, curator)
    mention.refresh_from_db()
    assert mention.entity == iran
    assert [str(each) for each in article.entity_tags.all()] == ["Iran (suggested)"]


def test_a_subject_that_is_there_already_is_confirmed(iran, curator):
    oman = make_entity("Oman")
    article = make_article(about=[iran, oman])

    replace(article.entity_tags.filter(entity=iran), oman, curator)

    assert article.entity_tags.get(entity=oman).state == "confirmed"


def test_a_topic_is_no_entity_and_nothing_takes_its_own_place(iran, curator):
    tag = suggested(iran, "Iran")

    with pytest.raises(ReplaceRefused):
        replace([tag], make_topic("Trade"), curator)
    with pytest.raises(ReplaceRefused):
        replace([tag], iran, curator)
    assert states() == ["suggested"]
