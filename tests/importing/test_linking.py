"""Found names become entities: exactly, or not at all."""

import pytest

from archive.extraction.values import FoundEntity, FoundMention, FoundOffice
from archive.importing.linking import Linker
from archive.models import Alias, Entity, Office, Suppression
from tests import factories

pytestmark = pytest.mark.django_db


def person(name, *, words="", **fields):
    mention = FoundMention(0, len(words or name), words or name, "name", "name")
    return FoundEntity("person", name.lower(), name, (mention,), **fields)


def linked(*entities, article=None):
    """The entities that the found ones became, and the names left open."""
    links = Linker().link(entities, article)
    rows = [Entity.objects.get(pk=link.entity_id) for link in links.linked]
    return rows, links.ambiguous


def test_a_new_person_comes_with_other_spellings_and_offices():
    iran = factories.make_entity("Iran", code="IR")
    office = FoundOffice("President", {"id": "Presiden"}, "IR", "2024-07-28", "", "a reference")
    [[row], _] = linked(
        person(
            "Masoud Pezeshkian", aliases=(("Masud Pezeshkian", "id"),), offices=(office,),
            country="IR", wikidata="Q1", names={"fa": "مسعود پزشکیان"},
        )
    )  # fmt: skip
    assert (row.country, row.wikidata, row.slug) == (iran, "Q1", "masoud-pezeshkian")
    assert list(row.aliases.values_list("text", "origin")) == [("Masud Pezeshkian", "machine")]
    assert Office.objects.get().of == iran


def test_another_spelling_on_file_leads_to_the_same_person():
    first = person("Sergei Shoigu", aliases=(("Sergi Shoigo", ""),))
    [[one], _] = linked(first)
    [[other], _] = linked(person("SERGI SHOIGO"))
    assert one == other


def test_likeness_is_not_enough():
    [[one], _] = linked(person("Sergei Shoigu"))
    [[other], _] = linked(person("Sergei Shoygu"))
    assert one != other


def test_a_family_name_that_extraction_noted_does_not_catch_a_namesake():
    [[one], _] = linked(person("Sergei Shoigu", aliases=(("Shoigu", ""),)))
    [[other], _] = linked(person("Shoigu"))
    assert one != other
    Alias.objects.filter(text="Shoigu").update(origin="curator")
    other.delete()
    assert linked(person("Shoigu"))[0] == [one]


def test_wikidata_tells_namesakes_apart():
    one = factories.make_entity("Ali Ahmadi", "person", wikidata="Q1")
    [[other], _] = linked(person("Ali Ahmadi", wikidata="Q2"))
    assert other != one
    assert other.slug == "ali-ahmadi-2"
    assert linked(person("Ali Ahmadi of Shiraz", wikidata="Q1"))[0] == [one]


def test_of_two_namesakes_none_is_guessed_but_the_country_may_tell():
    iran, peru = (factories.make_entity(n, code=c) for n, c in (("Iran", "IR"), ("Peru", "PE")))
    one = factories.make_entity("Ali Ahmadi", "person", country=iran)
    factories.make_entity("Ali Ahmadi", "person", country=peru)
    assert linked(person("Ali Ahmadi")) == ([], ("Ali Ahmadi",))
    assert linked(person("Ali Ahmadi", country="IR")) == ([one], ())


def test_a_name_that_was_said_not_to_be_one_of_two_is_the_other():
    one, other = (factories.make_entity("Ali Ahmadi", "person") for _ in range(2))
    Suppression.objects.create(folded="ali ahmadi", entity=one)
    assert linked(person("Ali Ahmadi")) == ([other], ())


def test_a_name_suppressed_in_one_article_names_the_person_in_others():
    one = factories.make_entity("Ali Ahmadi", "person")
    article = factories.make_article()
    Suppression.objects.create(folded="ali ahmadi", entity=one, article=article)
    assert linked(person("Ali Ahmadi"), article=article) == ([], ())
    assert linked(person("Ali Ahmadi"))[0] == [one]
    assert Entity.objects.count() == 1


def test_the_same_council_of_two_countries_is_two_organisations():
    for name, code in (("Iran", "IR"), ("Russia", "RU")):
        factories.make_entity(name, code=code)
    mention = FoundMention(0, 16, "Security Council", "name", "name")
    councils = [
        FoundEntity("organization", f"council-{code}", "Security Council", (mention,), country=code)
        for code in ("IR", "RU")
    ]
    [one], _ = linked(councils[0])
    [other], _ = linked(councils[1])
    assert one != other
    assert linked(*councils)[0] == [one, other]


def test_two_found_persons_who_were_merged_are_one_tag():
    one = factories.make_entity("Sergei Shoigu", "person")
    one.aliases.create(text="Sergei Kuzhugetovich")
    links = Linker().link([person("Sergei Shoigu"), person("Sergei Kuzhugetovich")], None)
    [link] = links.linked
    assert link.entity_id == one.pk
    assert len(link.mentions) == 2


def test_an_alias_that_is_switched_off_names_nobody():
    one = factories.make_entity("Sergei Shoigu", "person")
    one.aliases.create(text="Sergei Kuzhugetovich", enabled=False)
    assert linked(person("Sergei Kuzhugetovich"))[0] != [one]


def test_a_name_of_several_is_looked_up_once(django_assert_num_queries):
    for _ in range(2):
        factories.make_entity("Ali Ahmadi", "person")
    linker = Linker()
    assert linker.link([person("Ali Ahmadi")], None).ambiguous == ("Ali Ahmadi",)
    with django_assert_num_queries(0):
        assert linker.link([person("Ali Ahmadi")], None).ambiguous == ("Ali Ahmadi",)
