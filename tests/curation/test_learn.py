"""What a confirmed tag teaches: the words of the text become a name of its entity."""

import pytest
from django.contrib.auth.models import User

from archive.curation import decide
from archive.curation.undo import undo
from archive.models import Alias
from tests.curation.test_decide import make_mention
from tests.factories import make_article, make_entity, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return User.objects.create_user("siti")


def tagged(entity, surface):
    article = make_article(body=f"Kemarin {surface} tiba di Jakarta.")
    make_mention(article, entity, surface)
    return make_tag(article, entity)


def learned():
    return [alias.text for alias in Alias.objects.filter(kind="learned")]


def person(name="Vladimir Putin", **fields):
    return make_entity(name, kind="person", **fields)


def test_confirmed_words_become_a_name_of_the_entity(curator):
    putin = person()

    decide.confirm([tagged(putin, "Wladimir Poetin")], curator)

    alias = putin.aliases.get()
    assert (alias.text, alias.kind, alias.origin) == ("Wladimir Poetin", "learned", "curator")
    assert alias.history.get().history_user == curator


def test_what_was_learned_goes_with_its_decision(curator):
    decision = decide.confirm([tagged(person(), "Wladimir Poetin")], curator)

    undo(decision, curator)

    assert not Alias.objects.exists()
    assert Alias.history.count() == 2


@pytest.mark.parametrize("state", ["reject", "reconsider"])
def test_nothing_else_teaches(curator, state):
    tag = make_tag(make_article(body="Wladimir Poetin"), person(), state="confirmed")
    make_mention(tag.article, tag.entity, "Wladimir Poetin")

    getattr(decide, state)([tag], curator)

    assert learned() == []


@pytest.mark.parametrize("surface", ["VLADIMIR PUTIN", "Putin", "VVP"])
def test_its_own_name_a_part_of_it_and_a_short_word_are_nothing_new(curator, surface):
    decide.confirm([tagged(person(), surface)], curator)

    assert learned() == []


def test_a_name_of_somebody_else_is_never_learned(curator):
    person("Igor Sechin").aliases.create(text="Tsar Minyak")
    person("Dmitri Medvedev")
    putin = person()

    decide.confirm([tagged(putin, "Tsar Minyak"), tagged(putin, "Dmitri Medvedev")], curator)

    assert learned() == []


def test_a_name_that_was_switched_off_stays_off(curator):
    putin = person()
    putin.aliases.create(text="Wladimir Poetin", enabled=False)

    decide.confirm([tagged(putin, "Wladimir Poetin")], curator)

    assert learned() == []


def test_an_acronym_is_learned_as_it_is_written(curator):
    council = make_entity("Dewan Energi Nasional", kind="organization")

    decide.confirm([tagged(council, "DENAS")], curator)

    assert Alias.objects.get(kind="learned").case_matters


def test_countries_are_found_by_their_lists_alone(curator):
    decide.confirm([tagged(make_entity("Iran"), "Negeri Para Mullah")], curator)

    assert learned() == []


def test_many_are_learned_with_as_few_questions_as_one(curator, django_assert_max_num_queries):
    tags = [tagged(person(f"Nama {n} Panjang"), f"Bentuk Lain {n}") for n in range(5)]
    with django_assert_max_num_queries(45):
        decide.confirm(tags, curator)
    assert len(learned()) == 5
