"""Entities, their names and their addresses."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from archive.models import Alias, Entity, Kind
from tests.factories import make_article, make_entity, make_tag

pytestmark = pytest.mark.django_db


def test_namesakes_get_a_number_in_their_address():
    slugs = [make_entity("Hassan Salami", Kind.PERSON).slug for _ in range(3)]

    assert slugs == ["hassan-salami", "hassan-salami-2", "hassan-salami-3"]


def test_a_country_and_a_person_may_share_an_address():
    assert make_entity("Jordan").slug == make_entity("Jordan", Kind.PERSON).slug == "jordan"


def test_a_name_in_another_script_gets_a_latin_address():
    assert make_entity("Сергей Шойгу", Kind.PERSON).slug == "sergey-shoygu"


def test_a_renamed_entity_keeps_its_address():
    burma = make_entity("Burma")
    burma.name = "Myanmar"
    burma.save()

    assert burma.slug == "burma"


def test_a_code_belongs_to_one_country():
    make_entity("Iran", code="IR")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_entity("Persia", code="IR")


def test_an_entity_is_found_by_any_name_in_any_case():
    russia = make_entity("Russia")
    Alias.objects.create(entity=russia, text="Россия", language="ru")
    make_entity("Serbia")

    assert list(Entity.objects.named("РОССИЯ")) == [russia]
    assert list(Entity.objects.named("russia")) == [russia]


def test_the_label_is_in_the_readers_language():
    germany = make_entity("Germany", names={"id": "Jerman"})

    with translation.override("id"):
        assert germany.label == "Jerman"
    with translation.override("fr"):
        assert germany.label == "Germany"


def test_counts_leave_out_drafts_and_rejected_tags():
    iran = make_entity("Iran")
    make_article("One", about=[iran])
    make_article("Draft", about=[iran], status="draft")
    make_tag(make_article("Not about it"), iran, "rejected")

    assert Entity.objects.with_counts().get().article_count == 1


def test_only_confirmed_tags_count_where_suggested_ones_are_hidden(settings):
    settings.SHOW_SUGGESTED = False
    iran = make_entity("Iran")
    make_article("Suggested", about=[iran])
    make_article("Confirmed", about=[iran], state="confirmed")

    assert Entity.objects.with_counts().get().article_count == 1
