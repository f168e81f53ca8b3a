"""What undo cannot put back, as what it would point to is gone, is left; the rest is restored."""

import json
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.db import connection

from archive.curation.decide import confirm, reconsider
from archive.curation.merge import absorb
from archive.curation.records import write
from archive.curation.undo import undo
from archive.models import Decision, Entity, EntityTag, Office
from tests.factories import make_article, make_entity, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return User.objects.create_user("siti")


def told():
    out = StringIO()
    write(out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_undo_of_a_merge_whose_old_address_was_taken_leaves_the_tags_where_they_are(curator):
    kept, gone = make_entity("Vladimir Putin", "person"), make_entity("V. Putin", "person")
    tag = make_tag(make_article(), gone)
    merged = absorb(kept, gone, curator)
    make_entity("Somebody", "person", slug=gone.slug)
    undone = undo(merged, curator)
    connection.check_constraints()  # what SQLite says only at the end
    tag.refresh_from_db()
    assert tag.entity == kept
    assert {change.model for change in undone.left} >= {"entity", "entitytag"}
    assert Decision.objects.get(pk=merged.pk).undone_at


def test_decisions_of_a_deleted_account_are_undone_like_others(curator):
    siti, budi = curator, User.objects.create_user("budi")
    first, second = (make_tag(make_article(), make_entity(name)) for name in ("Iran", "Oman"))
    confirmed = confirm([first], siti)
    confirm([second], siti)
    taken_back = reconsider([second], budi)
    siti.delete()
    assert undo(confirmed, budi).restored == 1
    assert undo(taken_back, budi).restored == 1
    connection.check_constraints()
    states = dict(EntityTag.objects.values_list("entity__name", "state"))
    assert states == {"Iran": "suggested", "Oman": "confirmed"}


def test_what_a_deleted_account_made_is_exported_as_a_persons_still(curator):
    person = Entity(name="Joko Widodo", kind="person")
    office = Office(person=person, post="President")
    for row in (person, office):
        row._history_user = curator
        row.save()
    before = told()
    curator.delete()
    assert told() == before
    assert {record["record"] for record in before} == {"entity", "office"}
