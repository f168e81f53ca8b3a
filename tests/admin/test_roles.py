"""Roles: each may do what the one before it may, and a little more."""

from itertools import pairwise

import pytest
from django.contrib.auth.models import Group

pytestmark = pytest.mark.django_db


def rights(role):
    return set(Group.objects.get(name=role).permissions.values_list("codename", flat=True))


def test_each_role_may_do_what_the_one_before_may():
    roles = ["reader", "curator", "editor", "administrator"]

    for lower, higher in pairwise(roles):
        assert rights(lower) < rights(higher)


def test_what_sets_them_apart():
    assert all(right.startswith("view_") for right in rights("reader"))
    assert {"change_article", "change_entitytag", "change_decision"} <= rights("curator")
    assert "change_entity" not in rights("curator")
    assert {"change_entity", "delete_entity", "add_article"} <= rights("editor")
    assert "add_user" not in rights("editor")
    assert {"add_user", "delete_article"} <= rights("administrator")
