"""Splitting an entity, and groups of copies; all of it taken back by undo."""

import pytest
from django.contrib.auth.models import User

from archive.curation import decide
from archive.curation.groups import take_out
from archive.curation.merge import absorb
from archive.curation.split import SplitRefused, foresee, forms_of, split
from archive.curation.undo import undo
from archive.models import (
    Alias,
    Article,
    ArticleGroup,
    Distinction,
    Entity,
    EntityTag,
    Mention,
    Suppression,
)
from tests.factories import make_article, make_entity, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return User.objects.create_user("siti")


@pytest.fixture
def bush():
    return make_entity("George Bush", "person")


def name(article, entity, *forms, **fields):
    for form in forms:
        start = article.text.index(form)
        Mention.objects.create(
            revision=article.revision, entity=entity, start=start, end=start + len(form),
            surface=form, rule="name", role="name",
        )  # fmt: skip
    return make_tag(article, entity, evidence={"forms": dict.fromkeys(forms, 1)}, **fields)


@pytest.fixture
def tags(bush):
    Alias.objects.create(entity=bush, text="Bush Jr", origin="machine")
    return [
        name(make_article("A", "George Bush spoke."), bush, "George Bush"),
        name(make_article("B", "Bush Jr spoke."), bush, "Bush Jr", state="confirmed"),
        name(make_article("C", "George Bush and Bush Jr."), bush, "George Bush", "Bush Jr"),
    ]


def snapshot():
    return {
        "tags": set(EntityTag.objects.values_list("article__title", "entity__name", "state")),
        "mentions": set(Mention.objects.values_list("surface", "start", "entity__name")),
        "aliases": set(Alias.objects.values_list("text", "entity__name", "origin")),
        "entities": set(Entity.objects.values_list("name", flat=True)),
        "rest": (Distinction.objects.count(), Suppression.objects.count()),
    }


def test_what_would_move_is_shown_first(bush, tags):
    assert forms_of(bush) == [("Bush Jr", 2), ("George Bush", 2)]

    parting = foresee(bush, ["Bush Jr"])

    assert (parting.aliases, parting.mentions, parting.whole, parting.shared) == (1, 2, 1, 1)


def test_names_and_what_rests_on_them_move_and_come_back(bush, tags, curator):
    before = snapshot()

    son, decision = split(bush, ["Bush Jr"], "George W. Bush", curator)

    after = snapshot()
    assert after["tags"] == {
        ("A", "George Bush", "suggested"),
        ("B", "George W. Bush", "confirmed"),
        ("C", "George Bush", "suggested"),
        ("C", "George W. Bush", "suggested"),
    }
    assert ("Bush Jr", "George W. Bush", "curator") in after["aliases"]
    assert not bush.mentions.filter(surface="Bush Jr").exists()
    assert son.mentions.count() == 2
    assert after["rest"] == (1, 1)

    undo(decision, curator)
    assert snapshot() == before


def test_names_may_go_to_an_entity_that_is_there(bush, tags, curator):
    son = make_entity("George W. Bush", "person")
    make_tag(tags[2].article, son, "confirmed")

    split(bush, ["Bush Jr"], son, curator)

    assert son.tags.count() == 2
    assert son.tags.get(article=tags[2].article).state == "confirmed"


@pytest.mark.parametrize("names", [[], ["George Bush"], [" "]])
def test_what_cannot_be_parted_is_refused(bush, tags, curator, names):
    with pytest.raises(SplitRefused):
        split(bush, names, "Somebody", curator)
    assert not Entity.objects.filter(name="Somebody").exists()


def test_another_kind_is_refused(bush, tags, curator):
    with pytest.raises(SplitRefused):
        split(bush, ["Bush Jr"], make_entity("Iran"), curator)


def test_an_article_taken_out_of_its_group_stands_for_itself(curator):
    group = ArticleGroup.objects.create(reason="The same words.")
    first, second, third = (make_article(group=group) for _ in range(3))

    take_out([first], curator)
    first.refresh_from_db()
    assert first.group is None
    assert "group" in first.curated_fields
    assert group.articles.count() == 2

    decision = take_out([second], curator)
    assert not ArticleGroup.objects.exists()
    assert not Article.objects.exclude(group=None).exists()

    undo(decision, curator)
    assert set(ArticleGroup.objects.get().articles.all()) == {second, third}


def test_an_article_without_a_group_is_left(curator):
    assert take_out([make_article()], curator) is None


def test_when_the_first_of_a_group_leaves_the_oldest_left_stands_for_it(curator):
    group = ArticleGroup.objects.create(reason="The same words.")
    first, second, _third = (make_article(group=group) for _ in range(3))
    ArticleGroup.objects.update(lead=first)

    decision = take_out([first], curator)
    assert ArticleGroup.objects.get().lead == second

    undo(decision, curator)
    assert ArticleGroup.objects.get().lead == first


def test_what_others_rested_on_a_new_entity_is_not_lost_when_the_split_is_taken_back(
    bush, tags, curator
):
    other, decision = split(bush, ["Bush Jr"], "George W. Bush", curator)
    added = decide.add(make_article("Another"), other, curator)
    undone = undo(decision, curator)
    assert [change.pk for change in undone.left] == [other.pk]
    assert Entity.objects.filter(pk=other.pk).exists()
    assert other.tags.get().pk == added.changes[0]["pk"]


@pytest.mark.parametrize("kept", [0, 1])
def test_what_is_one_again_is_named_by_all_its_names(bush, tags, curator, kept):
    """A split keeps the names of the one from naming the other; that ends with the merge."""
    other, _decision = split(bush, ["Bush Jr"], "George W. Bush", curator)
    assert bush.suppressions.filter(article=None).exists()
    pair = [Entity.objects.get(pk=bush.pk), other]
    absorb(pair[kept], pair[1 - kept], curator)
    assert not Suppression.objects.filter(article=None).exists()
