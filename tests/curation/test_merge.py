"""Two entities become one: nothing is lost, old addresses lead on, and all can be undone."""

import pytest
from django.contrib.auth.models import User

from archive.curation import decide
from archive.curation.merge import MOVES, PAIRS, MergeRefused, absorb, preview
from archive.curation.undo import undo
from archive.models import (
    Alias,
    Distinction,
    Entity,
    EntityTag,
    IndexJob,
    Mention,
    MergeProposal,
    NameEntry,
    Office,
    Redirect,
    Suppression,
)
from tests.curation.test_decide import make_mention
from tests.factories import make_article, make_entity, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return User.objects.create_user("siti")


@pytest.fixture
def shoigu():
    return make_entity("Sergei Shoigu", "person")


@pytest.fixture
def shoigo():
    return make_entity("Sergi Shoigo", "person", wikidata="Q1", names={"ru": "Сергей Шойгу"})


def everything():
    """All rows that a merge may touch, as plain values."""
    models = (*(move.model for move in MOVES), *PAIRS, EntityTag, Redirect)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_tags_and_mentions_move_to_the_entity_that_is_kept(curator, shoigu, shoigo):
    article = make_article("Sergi Shoigo travels", about=[shoigo])
    make_mention(article, shoigo, "Sergi Shoigo")

    absorb(shoigu, shoigo, curator)

    assert EntityTag.objects.get().entity == shoigu
    assert Mention.objects.get().entity == shoigu
    assert not Entity.objects.filter(pk=shoigo.pk).exists()


def test_the_old_names_are_aliases_and_the_old_address_leads_on(curator, shoigu, shoigo):
    Alias.objects.create(entity=shoigo, text="Shoygu")

    absorb(shoigu, shoigo, curator)

    names = set(shoigu.aliases.values_list("text", flat=True))
    assert {"Sergi Shoigo", "Shoygu"} <= names
    moved = Redirect.objects.get()
    assert (moved.old_path, moved.new_path) == ("/people/sergi-shoigo/", "/people/sergei-shoigu/")


def test_what_the_kept_entity_does_not_say_the_duplicate_knew(curator, shoigu, shoigo):
    absorb(shoigu, shoigo, curator)

    shoigu.refresh_from_db()
    assert shoigu.wikidata == "Q1"
    assert shoigu.names == {"ru": "Сергей Шойгу"}
    assert Entity.objects.named("Sergi Shoigo").get() == shoigu


def test_offices_of_the_duplicate_move_and_the_same_term_stands_once(curator, shoigu, shoigo):
    term = {"post": "Minister of Defence", "start": "2012-11-06"}
    Office.objects.create(person=shoigu, **term)
    Office.objects.create(person=shoigo, **term)
    Office.objects.create(person=shoigo, post="Secretary", start="2024-05-12")

    absorb(shoigu, shoigo, curator)

    assert [office.post for office in shoigu.offices.all()] == ["Minister of Defence", "Secretary"]


@pytest.mark.parametrize(
    ("first", "then", "result"),
    [
        ("confirmed", "rejected", "rejected"),
        ("rejected", "confirmed", "confirmed"),
        ("suggested", "rejected", "rejected"),
        ("suggested", "suggested", "suggested"),
    ],
)
@pytest.mark.parametrize("kept_decides_first", [True, False])
def test_of_two_decisions_on_one_article_the_later_holds_and_both_are_kept(
    curator, shoigu, shoigo, first, then, result, kept_decides_first
):
    article = make_article("Shoigu")
    order = (shoigu, shoigo) if kept_decides_first else (shoigo, shoigu)
    make_tag(article, order[0], first, weight=0.25)
    make_tag(article, order[1], then, weight=0.5)

    decision = absorb(shoigu, shoigo, curator)

    tag = EntityTag.objects.get()
    assert (tag.entity, tag.state, tag.weight) == (shoigu, result, 0.75)
    gone = [
        change["before"]["state"]
        for change in decision.changes
        if change["model"] == "entitytag" and change["after"] is None
    ]
    assert gone == [then if kept_decides_first else first]


def test_a_rejection_that_holds_takes_the_words_of_both(curator, shoigu, shoigo):
    article = make_article("Sergei Shoigu and Sergi Shoigo")
    make_mention(article, shoigu, "Sergei Shoigu")
    make_mention(article, shoigo, "Sergi Shoigo")
    make_tag(article, shoigu)
    decide.reject([make_tag(article, shoigo)], curator)

    absorb(shoigu, shoigo, curator)

    words = Suppression.objects.order_by("folded").values_list("folded", "entity")
    assert list(words) == [("sergei shoigu", shoigu.pk), ("sergi shoigo", shoigu.pk)]


def test_pairs_of_the_duplicate_become_pairs_of_the_kept_one(curator, shoigu, shoigo):
    lavrov = make_entity("Sergei Lavrov", "person")
    Distinction.objects.create(first=shoigo, second=lavrov)
    MergeProposal.objects.create(first=shoigu, second=shoigo, score=0.9)

    absorb(shoigu, shoigo, curator)

    pair = Distinction.objects.get()
    assert {pair.first, pair.second} == {shoigu, lavrov}
    assert not MergeProposal.objects.exists()


def test_a_country_may_absorb_what_its_people_and_it_point_to(curator):
    iran, persia = make_entity("Iran"), make_entity("Persia", code="PX")
    jalali = make_entity("Kazem Jalali", "person", country=persia)
    iran.country = persia
    iran.save()

    absorb(iran, persia, curator)

    iran.refresh_from_db()
    jalali.refresh_from_db()
    assert (jalali.country, iran.country, iran.code) == (iran, None, "PX")


def test_earlier_addresses_lead_on_in_one_step(curator, shoigu, shoigo):
    third = make_entity("S. Shoigo", "person")
    absorb(shoigo, third, curator)
    absorb(shoigu, shoigo, curator)

    assert set(Redirect.objects.values_list("old_path", "new_path")) == {
        ("/people/s-shoigo/", "/people/sergei-shoigu/"),
        ("/people/sergi-shoigo/", "/people/sergei-shoigu/"),
    }


def test_the_articles_of_the_duplicate_are_to_be_indexed(curator, shoigu, shoigo):
    article = make_article(about=[shoigo])
    IndexJob.objects.all().delete()

    absorb(shoigu, shoigo, curator)

    assert IndexJob.objects.filter(article_id=article.pk).exists()


def test_undo_brings_back_every_row_as_it_was(curator, shoigu, shoigo):
    both, one = make_article("Sergei Shoigu, Sergi Shoigo"), make_article("Sergi Shoigo")
    make_mention(both, shoigu, "Sergei Shoigu")
    make_mention(both, shoigo, "Sergi Shoigo")
    make_mention(one, shoigo, "Sergi Shoigo")
    make_tag(both, shoigu, "rejected")
    decide.confirm([make_tag(both, shoigo), make_tag(one, shoigo)], curator)
    Alias.objects.create(entity=shoigo, text="Shoygu")
    Office.objects.create(person=shoigo, post="Secretary", start="2024-05-12")
    MergeProposal.objects.create(first=shoigu, second=shoigo, score=0.9)
    before = everything()

    undone = undo(absorb(shoigu, shoigo, curator), curator)

    assert undone.left == ()
    assert everything() == before


def test_undo_leaves_what_changed_since_and_says_so(curator, shoigu, shoigo):
    article = make_article("Sergi Shoigo", about=[shoigo])
    decision = absorb(shoigu, shoigo, curator)
    EntityTag.objects.get().delete()

    undone = undo(decision, curator)

    assert [change.model for change in undone.left] == ["entitytag"]
    assert Entity.objects.filter(pk=shoigo.pk).exists()
    assert not EntityTag.objects.filter(article=article).exists()


def test_entities_of_different_kinds_are_not_merged(curator, shoigu):
    with pytest.raises(MergeRefused, match="one kind"):
        absorb(shoigu, make_entity("Russia"), curator)


def test_nothing_is_merged_with_itself(curator, shoigu):
    with pytest.raises(MergeRefused, match="different"):
        absorb(shoigu, shoigu, curator)


def test_the_preview_counts_what_moves_and_shows_where_decisions_meet(shoigu, shoigo):
    article = make_article("Sergi Shoigo")
    make_mention(article, shoigo, "Sergi Shoigo")
    make_tag(article, shoigu, "confirmed")
    make_tag(article, shoigo, "rejected")
    Distinction.objects.create(first=shoigu, second=shoigo)

    seen = preview(shoigu, shoigo)

    assert (seen.tags, seen.mentions, seen.distinct) == (1, 1, True)
    assert [(ours.state, theirs.state) for ours, theirs in seen.met] == [("confirmed", "rejected")]
    assert Entity.objects.count() == 2


def test_every_row_that_points_to_an_entity_is_moved():
    pointing = {
        (field.related_model, field.field.name)
        for field in Entity._meta.get_fields(include_hidden=True)
        if field.auto_created and not field.concrete and field.field.db_constraint
    }
    handled = {(move.model, move.field) for move in MOVES}
    handled |= {(EntityTag, "entity"), (Mention, "entity")}
    handled |= {(model, name) for model in PAIRS for name in ("first", "second")}
    handled |= {(NameEntry, "entity")}  # made of the names by the indexer, gone with the entity

    assert pointing == handled
