"""Addresses after a rename."""

import pytest

from archive.curation.addresses import address
from archive.curation.rename import moved
from archive.curation.undo import undo
from archive.models import Redirect
from tests.factories import make_entity, make_topic

pytestmark = pytest.mark.django_db


def rename(subject, slug):
    old = address(subject)
    subject.slug = slug
    subject.save()
    return moved(subject, old, None)


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


def test_the_old_name_goes_on_naming_a_person_and_undo_takes_it_back():
    person = make_entity("Sergi Shoigo", "person")
    person.name = "Sergei Shoigu"
    person.save()
    decision = moved(person, address(person), None, "Sergi Shoigo")

    assert list(person.aliases.values_list("text", "origin")) == [("Sergi Shoigo", "curator")]
    undo(decision, None)
    assert not person.aliases.exists()


def test_the_old_name_of_a_country_counts_in_capitals_only():
    country = make_entity("Turkey", "country", code="TR")
    country.name = "Türkiye"
    country.save()
    moved(country, address(country), None, "Turkey")

    assert country.aliases.get().case_matters
