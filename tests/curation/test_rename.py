"""Addresses after a rename."""

import pytest

from archive.curation.addresses import address
from archive.curation.rename import moved
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
