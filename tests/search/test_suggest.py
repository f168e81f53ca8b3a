"""What is suggested while a reader types."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from archive.models import Alias, Kind, NameEntry, Suppression
from archive.search.engine import EngineUnavailable
from archive.search.engines.memory import MemoryEngine
from archive.search.name_entries import NameList
from archive.search.suggest import suggest
from tests.factories import make_article, make_entity, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(indexed):
    rows = {
        "russia": make_entity("Russia", code="RU", names={"id": "Rusia", "ru": "Россия"}),
        "rwanda": make_entity("Rwanda", code="RW", names={"en": "Rwanda"}),
        "shoigu": make_entity("Sergei Shoigu", Kind.PERSON),
        "nato": make_entity("NATO", Kind.BLOC),
        "place": make_entity("Rusafa", Kind.PLACE),
        "topic": make_topic("Sanctions", names={"id": "Sanksi"}),
    }
    Alias.objects.create(entity=rows["shoigu"], text="Сергей Шойгу", language="ru")
    Alias.objects.create(entity=rows["nato"], text="North Atlantic Treaty Organization")
    for number in range(3):
        make_article(f"Shoigu in Tehran {number}", about=[rows["russia"], rows["shoigu"]])
    make_article("Rust in wheat", "Grain.", about=[rows["rwanda"]], topics=[rows["topic"]])
    indexed()
    return rows


def shown(typed, **options):
    return [(one.kind, one.label, one.matched, one.count) for one in suggest(typed, **options)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("rus", ("country", "Russia", "", 3)),
        ("RÚS", ("country", "Russia", "", 3)),
        ("рос", ("country", "Russia", "Россия", 3)),
        ("روس", ("country", "Russia", "روسيه", 3)),
        ("shoi", ("person", "Sergei Shoigu", "", 3)),
        ("sergei sh", ("person", "Sergei Shoigu", "", 3)),
        ("шой", ("person", "Sergei Shoigu", "Сергей Шойгу", 3)),
        ("treaty org", ("bloc", "NATO", "North Atlantic Treaty Organization", 0)),
        ("sanks", ("topic", "Sanctions", "Sanksi", 1)),
        ("wheat", ("article", "Rust in wheat", "", 1)),
        ("rust whe", ("article", "Rust in wheat", "", 1)),
    ],
)
def test_names_in_any_script_from_any_word_on_and_titles(world, typed, first):
    found = shown(typed)
    assert found[0][:2] == first[:2]
    assert found[0][3] == first[3]
    assert bool(found[0][2]) == bool(first[2])


def test_names_come_before_titles_and_those_with_most_articles_first(world):
    assert [one[1] for one in shown("r")] == ["Russia", "Rwanda"]
    assert [one[0] for one in shown("rus")] == ["country", "article"]


def test_the_whole_name_stands_first_however_few_its_articles(world):
    make_entity("Rus", Kind.PERSON)
    NameList().refresh()
    assert shown("rus")[0] == ("person", "Rus", "", 0)


def test_labels_and_addresses_are_in_the_readers_language(world):
    with translation.override("id"):
        first = suggest("russ")[0]
    assert (first.label, first.url) == ("Rusia", "/id/countries/russia/")
    assert first.matched == "Russia"


@pytest.mark.parametrize("typed", ["", " ", "%", "_", "\x00", "(" * 600, "'", '"', "🎉", "\ud800"])
def test_what_is_no_name_suggests_nothing(world, typed):
    assert suggest(typed) == []


def test_names_that_were_switched_off_suggest_nothing(world):
    alias = Alias.objects.get(text__startswith="North")
    alias.enabled = False
    alias.save()
    Suppression.objects.create(entity=world["shoigu"], folded="sergei shoigu")
    NameList().refresh()
    assert shown("north") == []
    assert "person" not in [one[0] for one in shown("shoigu")]
    assert shown("шой")[0][:2] == ("person", "Sergei Shoigu")  # the other name is still its


def test_changes_of_names_are_followed_by_the_indexer(world):
    names = NameList()
    assert names.refresh() == 0
    world["nato"].name = "Atlantic Alliance"
    world["nato"].save()
    Alias.objects.bulk_create([Alias(entity=world["nato"], text="OTAN", folded="otan")])
    assert names.refresh() == 4  # "nato" goes; "atlantic alliance", "alliance" and "otan" come
    assert shown("ota")[0][:3] == ("bloc", "Atlantic Alliance", "OTAN")
    world["nato"].delete()
    names.refresh()
    assert not NameEntry.objects.filter(name="OTAN").exists()


def test_few_questions_are_asked(world):
    with CaptureQueriesContext(connection) as asked:
        suggest("rus")
    assert len(asked) <= 5, [question["sql"][:80] for question in asked]


def test_names_are_suggested_while_the_index_rests(world):
    class Broken(MemoryEngine):
        def summary(self, query, facets=()):
            raise EngineUnavailable

        def hits(self, query, start, stop):
            raise EngineUnavailable

    assert shown("rus", engine=Broken()) == [("country", "Russia", "", 0)]
