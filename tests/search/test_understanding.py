"""Words become stems and entities; what is in doubt is asked about, what is unknown is said."""

from runpy import run_path

import pytest
from django.http import QueryDict

from archive.filters import ArticleFilter
from archive.models import Alias, Kind, Suppression
from archive.search.country_names import PASSED_OVER, country_codes, name_key, passed_over
from archive.search.engine import All, Any, Clause, Not, Period, Term
from archive.search.names import entity_names
from tests.factories import make_entity, make_source, make_topic

pytestmark = pytest.mark.django_db


def understand(query, **parameters):
    data = QueryDict(mutable=True)
    data.update({"q": query, **parameters})
    return ArticleFilter(data).search.understanding


def meant(query, **parameters):
    return [sense.entity.name for sense in understand(query, **parameters).senses]


def entity_name(entity):
    return entity_names([entity.pk])[entity.pk]


@pytest.fixture
def russia():
    return make_entity("Russia", code="RU", names={"id": "Rusia", "ru": "Россия", "fa": "روسیه"})


@pytest.mark.parametrize(
    "name",
    [
        "Russia",
        "RUSSIA",
        "Rusia",
        "Россия",
        "россия",
        "روسیه",
        "روسيا",
        "ロシア",
        "俄罗斯",
        "俄羅斯",
    ],
)
def test_a_country_is_known_by_its_name_in_any_script(russia, name):
    assert meant(name) == ["Russia"]
    assert russia.pk in understand(name).clauses[-1].entities


@pytest.mark.parametrize("name", ["Rusland", "Russie", "Rusya", "러시아", "รัสเซีย", "रूस"])
def test_a_country_is_known_in_languages_that_no_text_is_in(russia, name):
    assert meant(name) == ["Russia"]


def test_syria_is_never_serbia():
    make_entity("Serbia", code="RS")
    assert meant("Syria") == meant("Suriah") == []
    make_entity("Syria", code="SY")
    assert meant("Syria") == ["Syria"]
    assert country_codes(name_key("Syria")) == ("SY",)


def test_quotes_switch_entities_off(russia):
    understood = understand('"Russia"')
    assert understood.senses == ()
    assert understood.words == Clause("Russia", "phrase")


def test_a_literal_search_keeps_stems_and_drops_entities(russia):
    clause = understand("Russia", literal="1").words
    assert clause.entities == ()
    assert "en:russia" in clause.stems


def test_words_match_by_stem_in_each_language_of_their_script():
    assert "id:kuat" in understand("menguatkan").words.stems
    assert {mark.partition(":")[0] for mark in understand("войны").words.stems} == {"ru", "sr"}


def test_a_name_of_several_words_is_one_entity_or_its_words():
    states = make_entity("United States", code="US")
    Alias.objects.create(entity=states, text="Amerika Serikat")
    understood = understand("sanksi Amerika Serikat")
    assert [sense.words for sense in understood.senses] == ["Amerika Serikat"]
    name = understood.groups[1].expression
    assert isinstance(name, Any)
    assert [clause.text for clause in name.parts[0].parts] == ["Amerika", "Serikat"]
    assert name.parts[1] == Clause("Amerika Serikat", entities=(states.pk,))


def test_the_longest_name_wins():
    make_entity("Guinea", code="GN")
    make_entity("Papua New Guinea", code="PG")
    assert meant("Papua New Guinea") == ["Papua New Guinea"]
    assert meant("New Guinea") == ["Guinea"]


def test_hyphens_and_apostrophes_do_not_hide_a_name():
    make_entity("Guinea-Bissau", code="GW")
    make_entity("Boutros Boutros-Ghali", Kind.PERSON)
    assert meant("Guinea Bissau") == meant("guinea-bissau") == ["Guinea-Bissau"]
    assert meant("Boutros Boutros-Ghali") == ["Boutros Boutros-Ghali"]


def test_an_alias_whose_case_matters_needs_it():
    states = make_entity("United States", code="US")
    Alias.objects.create(entity=states, text="AS", case_matters=True)
    assert meant("AS") == ["United States"]
    assert meant("as") == []


def test_an_alias_that_is_switched_off_names_nothing(russia):
    Alias.objects.create(entity=russia, text="Rossiyushka", enabled=False)
    assert meant("Rossiyushka") == []


def test_a_name_that_is_suppressed_everywhere_names_nothing(russia):
    Suppression.objects.create(folded="rusland", entity=russia)
    assert meant("Rusland") == []
    assert meant("Russia") == ["Russia"]


def test_namesakes_are_asked_about():
    country = make_entity("Georgia", code="GE")
    state = make_entity("Georgia", Kind.PLACE)
    understood = understand("war in Georgia")
    assert understood.senses == ()
    (doubt,) = understood.doubts
    assert doubt.words == "Georgia"
    assert {entity.pk for entity in doubt.entities} == {country.pk, state.pk}
    assert doubt.rest == "war in"
    assert understood.groups[-1].expression.entities == ()


def test_an_ambiguous_alias_and_a_figure_of_speech_are_asked_about():
    jordan = make_entity("Hashemite Kingdom", code="XJ")
    Alias.objects.create(entity=jordan, text="Jordan", ambiguous=True)
    iran = make_entity("Iran", code="IR")
    Alias.objects.create(entity=iran, text="Tehran", kind="metonym")
    assert understand("Jordan").doubts[0].entities[0].pk == jordan.pk
    assert understand("Tehran").doubts[0].entities[0].pk == iran.pk
    assert meant("Jordan") == meant("Tehran") == []


@pytest.mark.parametrize("name", ["Georgia", "jordan", "Chad"])
def test_names_that_mean_other_things_elsewhere_are_asked_about(name):
    code = country_codes(name_key(name))[0]
    entity = make_entity(name.title(), code=code)
    assert meant(name) == []
    assert understand(name).doubts[0].entities == (entity_name(entity),)


def test_a_plain_name_that_is_also_a_figure_of_speech_is_no_doubt():
    luxembourg = make_entity("Luxembourg", code="LU")
    Alias.objects.create(entity=luxembourg, text="Luxembourg", kind="metonym")
    assert meant("Luxembourg") == ["Luxembourg"]


def test_names_within_alternatives_and_exclusions_are_understood(russia):
    iran = make_entity("Iran", code="IR")
    words = understand("(Iran OR Rusia) -Iran").words
    assert isinstance(words, All)
    assert [clause.entities for clause in words.parts[0].parts] == [(iran.pk,), (russia.pk,)]
    assert isinstance(words.parts[1], Not)
    senses = understand("(Iran OR Rusia) -Iran").senses
    assert [(sense.words, sense.left_out) for sense in senses] == [
        ("Iran", False),
        ("Rusia", False),
        ("Iran", True),
    ]


def test_fields_narrow_and_do_not_rank(russia):
    understood = understand("country:rusia sanksi -country:Россия")
    assert understood.filters == (Term("country", russia.pk), Not(Term("country", russia.pk)))
    assert [group.text for group in understood.groups] == ["sanksi"]


def test_a_person_is_found_by_a_part_of_the_name():
    shoigu = make_entity("Sergei Shoigu", Kind.PERSON)
    make_entity("Shoiguov Ivan", Kind.PERSON)
    for value in ("shoigu", "sergei-shoigu", '"Sergei Shoigu"', "SERGEI"):
        assert understand(f"person:{value}").filters == (Term("person", shoigu.pk),)


def test_topics_sources_and_languages_by_slug_and_name():
    topic = make_topic("Sanctions", names={"id": "Sanksi"})
    source = make_source("The Courier")
    assert understand("topic:sanctions").filters == (Term("topic", topic.pk),)
    assert understand("topic:Sanksi").filters == (Term("topic", topic.pk),)
    assert understand('source:"the courier"').filters == (Term("source", source.pk),)
    assert understand("language:Indonesian").filters == (Term("language", "id"),)
    assert understand("language:zh-hant").filters == (Term("language", "zh-Hant"),)


def test_dates_span_all_days_that_were_typed():
    period = understand("date:1998-05..2001").filters[0]
    assert isinstance(period, Period)
    assert (str(period.earliest), str(period.latest)) == ("1998-05-01", "2001-12-31")
    assert str(understand('date:"21 Mei 1998"').filters[0].latest) == "1998-05-21"


@pytest.mark.parametrize("field", ["country", "person", "organization", "topic", "source"])
def test_a_value_that_nothing_has_is_said_and_ignored(field):
    understood = understand(f"{field}:persiana sanksi")
    assert [(one.field, one.value) for one in understood.unknown] == [(field, "persiana")]
    assert understood.filters == ()


@pytest.mark.parametrize("value", ["language:qqqq", "language:!a!", "date:blah", "date:2001..1998"])
def test_languages_and_dates_that_are_none_are_said(value):
    assert len(understand(value).unknown) == 1


def test_all_words_are_asked_for_and_any_content_word_when_relaxed():
    understood = understand("kerja dan sama")
    assert [part.text for part in understood.words.parts] == ["kerja", "dan", "sama"]
    assert [part.text for part in understood.any_word.parts] == ["kerja", "sama"]


def test_what_is_quoted_or_excluded_is_not_relaxed():
    relaxed = understand('kerja sama "hak asasi" -perang').any_word
    assert isinstance(relaxed.parts[0], Any)
    assert relaxed.parts[1] == Clause("hak asasi", "phrase")
    assert isinstance(relaxed.parts[2], Not)


@pytest.mark.parametrize("query", ["", "kerja", '"kerja sama" damai', "kerja OR sama", "-kerja"])
def test_there_is_nothing_to_relax(query):
    assert understand(query).any_word is None


def test_words_in_scripts_without_spaces_stay_side_by_side():
    assert understand("核兵器").words == Clause("核兵器", "phrase")


def test_joined_words_stay_side_by_side():
    assert understand("kerja-sama").words == Clause("kerja-sama", "phrase")


@pytest.mark.parametrize("query", ["Iran-Russia", "Iran–Russia", "Iran/Russia", "iran-rusia talks"])
def test_names_that_stand_joined_are_each_understood(russia, query):
    make_entity("Iran", code="IR")
    assert meant(query) == ["Iran", "Russia"]
    assert meant(query, literal="1") == []


def test_names_joined_to_a_doubtful_one_are_no_guess(russia):
    make_entity("Georgia", code="GE")
    assert meant("Georgia-Russia") == ["Russia"]
    assert understand("Georgia-Russia").doubts == ()


@pytest.mark.parametrize("query", ["Russia's", "Russia’s", "russia's steel", "New Zealand's wool"])
def test_a_possessive_is_the_name_it_is_of(russia, query):
    make_entity("New Zealand", code="NZ")
    assert meant(query) in (["Russia"], ["New Zealand"])
    assert meant(f'"{query}"') == []


def test_a_possessive_is_found_by_its_word():
    (clause,) = understand("minister's").clauses
    assert clause.text == "minister"
    assert understand("minister's", literal="1").clauses[0].kind == "phrase"


def test_names_are_looked_up_in_one_query(russia, django_assert_num_queries):
    with django_assert_num_queries(2):  # names; topics and sources
        understand("Rusia Iran country:iran person:x", country="russia")


def test_the_last_of_joined_words_is_the_prefix():
    [group] = understand("anti-terr*").groups
    assert group.expression == All((Clause("anti-", "phrase"), Clause("terr", "prefix")))


@pytest.mark.parametrize(
    ("query", "code"),
    [("island", "IS"), ("grenade", "GD"), ("suede", "SE"), ("equator", "EC")],
)
def test_an_english_word_is_no_name_of_another_language(query, code):
    make_entity("A country", code=code)
    assert meant(query) == []


@pytest.mark.parametrize("query", ["new mexico", "jawa barat", "British Columbia", "indian ocean"])
def test_words_that_hold_a_name_and_mean_something_else_name_nothing(query):
    for name, code in (("Mexico", "MX"), ("United Kingdom", "GB"), ("India", "IN")):
        make_entity(name, code=code)
    Alias.objects.create(entity=make_entity("the West", Kind.BLOC), text="Barat", kind="name")
    assert meant(query) == []
    assert meant("mexico") == ["Mexico"]
    assert meant(f"mexico {query}") == ["Mexico"]


def test_the_words_that_are_passed_over_are_those_of_the_lists():
    script = PASSED_OVER.with_name("generate_passed_over.py")
    assert passed_over() == set(run_path(str(script))["phrases"]())
