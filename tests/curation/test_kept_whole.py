"""Two that become one, or one that becomes two: what they knew and what was decided stays."""

import pytest
from django.contrib.auth.models import User

from archive.curation.bulk import add_to
from archive.curation.decide import confirm, reject
from archive.curation.merge import absorb
from archive.curation.merge_topics import absorb_topic
from archive.curation.split import split
from archive.models import Alias, EntityTag, Office, Suppression
from tests.curation.test_decide import make_mention
from tests.factories import make_article, make_entity, make_tag, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return User.objects.create_user("siti")


@pytest.fixture
def kept():
    return make_entity("Sergei Shoigu", "person", identifiers={"gnd": "1"})


@pytest.fixture
def gone():
    return make_entity("Sergi Shoigo", "person", identifiers={"viaf": "2", "gnd": "3"})


def test_a_merge_adds_authority_ids_up(kept, gone):
    absorb(kept, gone, None)
    kept.refresh_from_db()
    assert kept.identifiers == {"gnd": "1", "viaf": "2"}


def test_a_merge_keeps_what_only_one_knows_of_an_office(kept, gone):
    Office.objects.create(person=kept, post="Minister", start="2012")
    Office.objects.create(person=gone, post="Minister", start="2012", end="2024", reference="gov")
    absorb(kept, gone, None)
    office = kept.offices.get()
    assert (office.end, office.reference) == ("2024", "gov")


def test_a_merge_adds_the_words_of_both_tags_up(kept, gone):
    article = make_article()
    tag = make_tag(article, kept, evidence={"forms": {"Shoigu": 2}})
    make_tag(article, gone, evidence={"forms": {"Shoigo": 1, "Shoigu": 1}})
    absorb(kept, gone, None)
    tag.refresh_from_db()
    assert tag.evidence["forms"] == {"Shoigu": 3, "Shoigo": 1}


def test_a_merge_switches_the_duplicates_names_on(kept, gone):
    Alias.objects.create(entity=kept, text="Sergi Shoigo", enabled=False)
    Alias.objects.create(entity=kept, text="Shoigo", enabled=False)
    Alias.objects.create(entity=gone, text="Shoigo")
    Alias.objects.create(entity=kept, text="Another", enabled=False)
    absorb(kept, gone, None)
    assert dict(kept.aliases.values_list("text", "enabled")) == {
        "Sergi Shoigo": True,
        "Shoigo": True,
        "Another": False,
    }


def test_a_merge_of_topics_keeps_the_match_that_only_one_has():
    kept = make_topic("Oil")
    absorb_topic(kept, make_topic("Petroleum", exact_match="medtop:1"), None)
    kept.refresh_from_db()
    assert kept.exact_match == "medtop:1"


def test_a_split_leaves_what_was_rejected_and_suggests_the_other(curator):
    state, country = make_entity("Georgia state", "place"), make_entity("Georgia", "place")
    tag = make_tag(make_article(), state, evidence={"forms": {"Georgia": 1}})
    reject([tag], curator)
    split(state, ["Georgia"], country, curator)
    states = EntityTag.objects.values_list("entity__name", "state")
    assert set(states) == {("Georgia state", "rejected"), ("Georgia", "suggested")}


def test_a_split_keeps_the_later_decision_where_both_are_tagged(curator):
    state, country = make_entity("Georgia state", "place"), make_entity("Georgia", "place")
    article = make_article()
    confirm([make_tag(article, state, evidence={"forms": {"Georgia": 1}})], curator)
    make_tag(article, country)
    split(state, ["Georgia"], country, curator)
    tag = EntityTag.objects.get()
    assert (tag.entity, tag.state, tag.decided_by) == (country, "confirmed", curator)


def test_a_tag_added_to_many_lifts_its_rejection_and_leaves_who_confirmed_before(curator):
    iran, other = make_entity("Iran"), User.objects.create_user("budi")
    rejected, confirmed = make_article("A", "Iran spoke."), make_article("B", "Iran spoke.")
    make_mention(rejected, iran, "Iran")
    reject([make_tag(rejected, iran)], curator)
    confirm([make_tag(confirmed, iran)], curator)
    add_to([rejected, confirmed], iran, other)
    assert not Suppression.objects.exists()
    deciders = dict(EntityTag.objects.values_list("article__revision__title", "decided_by"))
    assert deciders == {"A": other.pk, "B": curator.pk}
