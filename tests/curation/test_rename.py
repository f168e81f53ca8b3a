"""Addresses after a rename."""

import pytest

from archive.curation.merge_topics import move_topic
from archive.curation.rename import moved
from archive.curation.undo import undo
from archive.models import IndexJob, Redirect
from tests.factories import make_article, make_entity, make_topic

pytestmark = pytest.mark.django_db


def rename(subject, slug="", **names):
    former = type(subject).objects.get(pk=subject.pk)
    for name, value in names.items():
        setattr(subject, name, value)
    subject.slug = slug or subject.slug
    subject.save()
    return moved(subject, former, None)


def test_the_old_address_leads_to_the_new_one():
    rename(make_topic("Sanctions"), "embargoes")

    moved_page = Redirect.objects.get()
    assert (moved_page.old_path, moved_page.new_path) == (
        "/topics/sanctions/",
        "/topics/embargoes/",
    )


def test_going_back_to_the_old_name_leaves_no_circle():
    entity = make_entity("Shoigu", "person")
    rename(entity, "shoygu")
    rename(entity, "shoigu")

    assert list(Redirect.objects.values_list("old_path", "new_path")) == [
        ("/people/shoygu/", "/people/shoigu/")
    ]


def test_a_page_that_did_not_move_gets_no_redirect():
    assert rename(make_entity("Iran"), "iran") is None


def test_the_old_name_goes_on_naming_a_person():
    person = make_entity("Sergi Shoigo", "person")
    rename(person, name="Sergei Shoigu")

    assert list(person.aliases.values_list("text", "origin")) == [("Sergi Shoigo", "curator")]


def test_undo_of_a_rename_gives_back_name_and_address():
    person = make_entity("Sergi Shoigo", "person")
    decision = rename(person, "shoigu", name="Sergei Shoigu")

    undo(decision, None)

    person.refresh_from_db()
    assert (person.name, person.folded, person.slug) == (
        "Sergi Shoigo",
        "sergi shoigo",
        "sergi-shoigo",
    )
    assert not person.aliases.exists()
    assert not Redirect.objects.exists()
    assert person.history.first().name == "Sergi Shoigo"  # by which suggestions hear of it


def test_undo_of_another_kind_tells_the_index():
    group = make_entity("Wagner", "person")
    article = make_article("Fighters", about=[group])
    decision = rename(group, kind="organization")
    IndexJob.objects.all().delete()

    undo(decision, None)

    group.refresh_from_db()
    assert group.kind == "person"
    assert IndexJob.objects.filter(article_id=article.pk).exists()


@pytest.mark.parametrize("since", ["renamed again", "another has the address"])
def test_what_cannot_be_renamed_back_keeps_its_old_name_and_address(since):
    person = make_entity("Sergi Shoigo", "person")
    decision = rename(person, "shoigu", name="Sergei Shoigu")
    if since == "renamed again":
        rename(person, "sergei", name="Sergei Kuzhugetovich Shoigu")
    else:
        make_entity("Another", "person", slug="sergi-shoigo")

    undone = undo(decision, None)

    assert undone.restored == 0
    assert Redirect.objects.filter(old_path="/people/sergi-shoigo/").exists()
    assert person.aliases.filter(text="Sergi Shoigo").exists()


def test_the_old_name_of_a_country_counts_in_capitals_only():
    country = make_entity("Turkey", "country", code="TR")
    rename(country, name="Türkiye")

    assert country.aliases.get().case_matters


def test_undo_of_a_topics_move_tells_the_index():
    arms, peace = make_topic("Arms"), make_topic("Peace")
    article = make_article("Talks", topics=[arms])
    decision = move_topic(arms, peace, None)
    IndexJob.objects.all().delete()

    undo(decision, None)

    assert IndexJob.objects.filter(article_id=article.pk).exists()
