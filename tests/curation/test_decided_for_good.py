"""What a person decided no import, no re-extraction and no merge undoes."""

import json

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from archive.curation.decide import add, confirm, reject
from archive.curation.merge import absorb
from archive.curation.undo import undo
from archive.importing.extracting import refresh
from archive.models import Article, Entity, EntityTag, TopicTag
from tests.factories import make_entity

pytestmark = pytest.mark.django_db

RECORD = {
    "id": "1",
    "title": "Oil talks in Tehran",
    "body": "Iran and Russia discussed oil sanctions. The President of Iran, Masoud Pezeshkian, "
    "said that trade between Iran and Russia would grow.",
    "language": "en",
    "date": "2024-08-06",
}


@pytest.fixture
def curator():
    return User.objects.create_user("siti")


@pytest.fixture
def bring_in(tmp_path):
    def import_(**changes):
        path = tmp_path / "articles.jsonl"
        path.write_text(json.dumps({**RECORD, **changes}), encoding="utf-8")
        call_command("import_articles", str(path))
        return Article.objects.get()

    return import_


def of(name):
    return EntityTag.objects.get(entity__name=name)


def decided():
    tags = (*EntityTag.objects.exclude(state="suggested"), *TopicTag.objects.all())
    return {str(tag) for tag in tags}


def test_by_a_second_import_of_another_text_and_by_extracting_anew(bring_in, curator):
    article = bring_in()
    reject([of("Iran")], curator)
    confirm([of("Russia")], curator)
    reject(TopicTag.objects.all(), curator)
    add(article, make_entity("Atlantis"), curator)
    before = decided()
    assert {"Iran (rejected)", "Russia (confirmed)", "Atlantis (confirmed)"} <= before

    article = bring_in(body=RECORD["body"] + " Iran said so again.")
    assert decided() == before
    assert not article.revision.mentions.filter(entity__name="Iran").exists()

    article = bring_in(body="Nothing of all that is named here.")
    refresh(article)
    assert decided() == before


def test_by_a_merge_after_which_the_text_is_extracted_anew(bring_in, curator):
    article = bring_in()
    double = of("Masoud Pezeshkian")
    reject([double], curator)
    kept = make_entity("Pezeshkian, Masoud", "person")

    decision = absorb(kept, double.entity, curator)
    refresh(article)

    assert of("Pezeshkian, Masoud").state == "rejected"
    assert Entity.objects.filter(name="Masoud Pezeshkian").count() == 0
    assert not article.revision.mentions.filter(entity=kept).exists()

    undo(decision, curator)
    refresh(article)
    assert of("Masoud Pezeshkian").state == "rejected"


def test_names_of_an_absorbed_entity_are_found_as_the_one_that_was_kept(bring_in, curator):
    article = bring_in()
    kept = make_entity("Pezeshkian, Masoud", "person")

    absorb(kept, of("Masoud Pezeshkian").entity, curator)
    refresh(article)

    assert of("Pezeshkian, Masoud").state == "suggested"
    assert article.revision.mentions.filter(entity=kept).exists()
    assert Entity.objects.filter(kind="person").count() == 1


def test_undo_lets_the_machine_find_it_again(bring_in, curator):
    article = bring_in()
    decision = reject([of("Iran")], curator)
    refresh(article)

    undo(decision, curator)
    refresh(article)

    assert of("Iran").state == "suggested"
    assert article.revision.mentions.filter(entity__name="Iran").exists()
