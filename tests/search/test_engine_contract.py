"""What every search engine promises. Each test runs over every engine."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain

import pytest

from archive.search.engine import (
    All,
    Any,
    Beyond,
    Clause,
    EngineUnavailable,
    Near,
    Not,
    Period,
    SearchDocument,
    SearchQuery,
    Term,
    Undated,
)
from archive.search.engines.memory import MemoryEngine
from archive.search.engines.tantivy import TantivyEngine
from archive.text.stems import stem


@pytest.fixture(params=["memory", "tantivy"])
def engine(request, tmp_path):
    engine = MemoryEngine() if request.param == "memory" else TantivyEngine(tmp_path / "index")
    engine.rebuild([])
    return engine


def document(pk, body="", *, title="", language="en", on=None, **terms):
    earliest, latest = on if isinstance(on, tuple) else (on, on)
    return SearchDocument(
        pk, language, title, body, earliest, latest, terms | {"language": [language]}
    )


def fill(engine, *documents):
    """Each document in a commit of its own, so that Tantivy has several segments."""
    for one in documents:
        engine.apply([one], [])


def found(engine, words=All(), *filters, order="relevance"):  # noqa: B008
    """The keys of all results in order; the total must agree."""
    query = SearchQuery(words, filters, order)
    keys = [hit.id for hit in engine.hits(query, 0, 1000)]
    assert engine.summary(query).total == len(keys)
    return keys


def word(text, *languages, **fields):
    return Clause(text, stems=tuple(stem(text, language) for language in languages), **fields)


# --- Words


def test_a_word_is_found_in_title_and_body_whatever_its_case_and_accents(engine):
    fill(engine, document(1, "the Café was shut"), document(2, title="CAFE"), document(3, "coffee"))
    assert set(found(engine, Clause("cafè"))) == {1, 2}


def test_a_word_does_not_match_a_longer_or_shorter_one(engine):
    fill(engine, document(1, "Iranian"), document(2, "Iran"))
    assert found(engine, Clause("iran")) == [2]


def test_a_word_matches_by_its_stem_in_the_language_of_the_text(engine):
    fill(engine, document(1, "memperkuat hubungan", language="id"), document(2, "strong"))
    assert found(engine, word("menguatkan", "id", "en")) == [1]
    assert found(engine, Clause("menguatkan")) == []


def test_a_word_in_quotes_is_matched_literally(engine):
    fill(engine, document(1, "sanctions"), document(2, "sanction"))
    assert found(engine, Clause("sanction", kind="phrase")) == [2]


def test_a_word_of_two_parts_matches_them_side_by_side(engine):
    fill(engine, document(1, "anti-corruption"), document(2, "corruption and anti"))
    assert found(engine, Clause("anti-corruption")) == [1]
    assert found(engine, Clause("anti’corruption")) == [1]


def test_an_entity_of_the_clause_finds_the_articles_tagged_with_it(engine):
    fill(engine, document(1, "Rusia", entity=[7]), document(2, "Russia"), document(3, "Serbia"))
    assert set(found(engine, Clause("Russia", entities=(7, 8)))) == {1, 2}


def test_translations_find_as_words_and_as_stems(engine):
    fill(engine, document(1, "kunjungannya", language="id"), document(2, "kunjungan kerja"))
    clause = Clause("visit", related=("id:kunjung", "kunjungan kerja"))
    assert set(found(engine, clause)) == {1, 2}


def test_words_in_any_script_are_found(engine):
    texts = [
        "Россия и Иран",
        "روسیه و ایران می‌رود",
        "ロシアとイラン",
        "俄罗斯总统",
        "รัสเซีย",
        "러시아",
    ]
    fill(engine, *(document(pk, text) for pk, text in enumerate(texts)))
    for query, pk in [("россия", 0), ("روسيه", 1), ("میرود", 1), ("ロシア", 2), ("ﾛｼｱ", 2),
                      ("罗斯", 3), ("俄", 3), ("斯", 3), ("รัส", 4), ("러시아", 5)]:  # fmt: skip
        assert found(engine, Clause(query)) == [pk], query
    assert found(engine, Clause("罗总")) == []


# --- Phrases and prefixes


def test_a_phrase_matches_words_side_by_side_and_in_order(engine):
    fill(engine, document(1, "kerja sama erat"), document(2, "sama kerja"), document(3, "kerja"))
    assert found(engine, Clause("kerja sama", kind="phrase")) == [1]


def test_a_phrase_runs_over_hyphens_line_breaks_and_punctuation(engine):
    fill(engine, document(1, "the kerja-sama,\n\nErat"), document(2, "kerja. Sama"))
    assert set(found(engine, Clause("Kerja sama", kind="phrase"))) == {1, 2}
    assert found(engine, Clause("kerja-sama erat", kind="phrase")) == [1]


def test_a_phrase_does_not_run_from_the_title_into_the_body(engine):
    fill(engine, document(1, "sama", title="kerja"))
    assert found(engine, Clause("kerja sama", kind="phrase")) == []


def test_a_phrase_of_a_script_without_spaces_is_found_inside_a_run(engine):
    fill(engine, document(1, "今天俄罗斯联邦总统访问"), document(2, "罗斯联俄"))
    assert found(engine, Clause("俄罗斯联邦", kind="phrase")) == [1]


def test_a_phrase_ignores_stems_entities_and_translations(engine):
    fill(engine, document(1, "visits", entity=[3]), document(2, "visit"))
    clause = Clause("visit", "phrase", stems=("en:visit",), entities=(3,), related=("en:visit",))
    assert found(engine, clause) == [2]


def test_every_stretch_of_a_text_is_found_as_a_phrase(engine):
    text = "Iran’s “Dewan” (6/8): kebijakan-kebijakan; 俄罗斯 2024年 عربي‌نص naïve—co-op."
    fill(engine, document(1, text))
    parts = text.split()
    for start in range(len(parts)):
        for stop in range(start + 1, len(parts) + 1):
            phrase = " ".join(parts[start:stop])
            assert found(engine, Clause(phrase, kind="phrase")) == [1], phrase


def test_a_prefix_matches_every_word_that_begins_so(engine):
    fill(engine, document(1, "sanctions"), document(2, "sanctioned"), document(3, "unsanctioned"))
    assert set(found(engine, Clause("Sanct", kind="prefix"))) == {1, 2}


def test_a_prefix_matches_more_words_than_an_engine_likes_to_expand(engine):
    engine.apply([document(pk, f"term{pk}") for pk in range(1, 301)], [])
    assert len(found(engine, Clause("term", kind="prefix"))) == 300


def test_a_prefix_of_two_words_needs_both(engine):
    fill(engine, document(1, "anti-corruption"), document(2, "anti"), document(3, "corruption"))
    assert found(engine, Clause("anti-corr", kind="prefix")) == [1]


def test_the_title_can_be_searched_alone(engine):
    fill(engine, document(1, "oil", title="gas"), document(2, "gas", title="oil", entity=[1]))
    assert found(engine, Clause("oil", field="title")) == [2]
    assert found(engine, Clause("oi", kind="prefix", field="title")) == [2]
    assert found(engine, Clause("oil gas", kind="phrase", field="title")) == []
    assert found(engine, Clause("visit", field="title", entities=(1,))) == []
    assert found(engine, Clause("gases", field="title", stems=("en:gas",))) == [1]


# --- All, any, not


def test_parts_are_joined_as_they_say(engine):
    fill(engine, document(1, "a b"), document(2, "a"), document(3, "b"), document(4, "c"))
    a, b, c = Clause("a"), Clause("b"), Clause("c")
    assert found(engine, All((a, b))) == [1]
    assert set(found(engine, Any((a, b)))) == {1, 2, 3}
    assert set(found(engine, All((Any((a, c)), Not(b))))) == {2, 4}
    assert set(found(engine, Any((All((a, b)), c)))) == {1, 4}
    assert set(found(engine, Not(Any((a, c))))) == {3}
    assert set(found(engine, Any((Not(a), b)))) == {1, 3, 4}
    assert set(found(engine, Not(Not(a)))) == {1, 2}
    assert set(found(engine, Not(All((a, Not(b)))))) == {1, 3, 4}


def test_only_negatives_find_all_the_rest(engine):
    fill(engine, document(1, "a"), document(2, "b"), document(3, "c"))
    assert set(found(engine, All((Not(Clause("a")), Not(Clause("b")))))) == {3}


def test_all_of_nothing_is_everything_and_any_of_nothing_is_nothing(engine):
    fill(engine, document(1), document(2))
    assert set(found(engine, All())) == {1, 2}
    assert found(engine, Any()) == []
    assert found(engine, Not(All())) == []
    assert set(found(engine, Not(Any()))) == {1, 2}
    assert set(found(engine, All((All(), Not(Any()))))) == {1, 2}


def test_filters_narrow_and_do_not_rank(engine):
    fill(engine, document(1, "oil", country=[5]), document(2, "oil"), document(3, country=[5]))
    unfiltered = engine.hits(SearchQuery(Clause("oil"), (Not(Term("country", 9)),)), 0, 5)
    filtered = engine.hits(SearchQuery(Clause("oil"), (Term("country", 5),)), 0, 5)
    assert [hit.id for hit in filtered] == [1]
    scores = {hit.id: hit.score for hit in unfiltered}
    assert filtered[0].score == pytest.approx(scores[1])


# --- Facets


def test_terms_are_exact_values(engine):
    fill(engine, document(1, country=[1, 12], language="id"), document(2, country=[2]))
    assert found(engine, Term("country", 1)) == [1]
    assert found(engine, Term("language", "id")) == [1]
    assert found(engine, All((Term("country", 1), Term("country", 12)))) == [1]


@pytest.mark.parametrize("value", [-1, 2**63, 2**70, 0, "x", ""])
def test_a_value_that_no_document_can_have_finds_nothing(engine, value):
    fill(engine, document(1, country=[1]))
    assert found(engine, Term("country", value)) == []
    assert found(engine, Term("language", value)) == []


def test_counts_are_those_of_the_results_most_frequent_first(engine):
    fill(
        engine,
        document(1, "a", country=[3, 1]),
        document(2, "a", country=[1], language="id"),
        document(3, "b", country=[2]),
        document(4, "a", country=[2, 2]),
    )
    summary = engine.summary(SearchQuery(Clause("a")), ["country", "language", "topic"])
    assert summary.total == 3
    assert list(summary.facets["country"]) == [(1, 2), (2, 1), (3, 1)]
    assert list(summary.facets["language"]) == [("en", 2), ("id", 1)]
    assert list(summary.facets["topic"]) == []
    assert summary.count("country", 1) == 2
    assert summary.count("country", 99) == 0


def test_twenty_thousand_values_are_counted_exactly_over_several_segments(engine):
    parts = 5
    for part in range(parts):
        engine.apply(
            (document(part * 4000 + n + 1, person=[n * parts + part + 1, n % 7 + 1, 20_001])
             for n in range(4000)), [],
        )  # fmt: skip
    counts = engine.summary(SearchQuery(), ["person"]).facets["person"]
    assert len(counts) == 20_001
    assert counts[0] == (20_001, 20_000)
    for value, count in chain(counts[1:12], counts[-3:]):
        assert engine.summary(SearchQuery(filters=(Term("person", value),))).total == count


# --- Dates


SPRING = document(1, on=(date(1998, 3, 1), date(1998, 5, 31)))
DAY = document(2, on=date(1998, 5, 21))
YEAR = document(3, on=(date(1998, 1, 1), date(1998, 12, 31)))
NEVER = document(4)


@pytest.mark.parametrize(
    ("earliest", "latest", "expected"),
    [
        (date(1998, 5, 31), date(1998, 6, 30), {1, 3}),
        (date(1998, 6, 1), None, {3}),
        (None, date(1998, 1, 1), {3}),
        (None, date(1997, 12, 31), set()),
        (date(1998, 5, 21), date(1998, 5, 21), {1, 2, 3}),
        (None, None, {1, 2, 3}),
        (date.min, date.max, {1, 2, 3}),
        (date(1998, 12, 31), date(1998, 1, 1), {3}),
    ],
)
def test_a_period_finds_every_date_that_may_lie_in_it(engine, earliest, latest, expected):
    fill(engine, SPRING, DAY, YEAR, NEVER)
    assert set(found(engine, Period(earliest, latest))) == expected
    assert set(found(engine, Not(Period(earliest, latest)))) == {1, 2, 3, 4} - expected


def test_undated_articles_can_be_asked_for(engine):
    fill(engine, SPRING, NEVER)
    assert found(engine, Undated()) == [4]
    assert set(found(engine, Any((Period(date(1998, 1, 1)), Undated())))) == {1, 4}


# --- Order


def test_newest_goes_by_the_latest_day_and_oldest_by_the_earliest(engine):
    fill(engine, SPRING, DAY, YEAR, NEVER)
    assert found(engine, order="newest") == [3, 1, 2, 4]
    assert found(engine, order="oldest") == [3, 1, 2, 4]


def test_ties_go_by_key_in_the_direction_of_the_order_and_undated_come_last(engine):
    same = [document(pk, "a", on=date(2000, 1, 1)) for pk in (2, 3, 1)]
    fill(engine, *same, document(9, "a"), document(8, "a"))
    for words in (All(), Clause("a")):
        assert found(engine, words, order="newest") == [3, 2, 1, 9, 8]
        assert found(engine, words, order="oldest") == [1, 2, 3, 8, 9]


def test_without_words_relevance_is_newest(engine):
    fill(engine, SPRING, DAY, YEAR, NEVER)
    assert found(engine, Not(Clause("x"))) == [3, 1, 2, 4]


def test_equal_relevance_goes_by_newest_over_all_segments(engine):
    days = [date(2000, 1, 1 + pk % 28) for pk in range(200)]
    for part in range(4):
        engine.apply([document(pk, "same words", on=days[pk]) for pk in range(part, 200, 4)], [])
    expected = sorted(range(200), key=lambda pk: (days[pk], pk), reverse=True)
    query = SearchQuery(Clause("same"))
    assert [hit.id for hit in engine.hits(query, 0, 20)] == expected[:20]
    assert [hit.id for hit in engine.hits(query, 90, 110)] == expected[90:110]


def test_better_evidence_stands_above_weaker(engine):
    fill(
        engine,
        document(5, "kunjungan presiden ke luar negeri", language="id"),
        document(4, "the leader visits a town in the north", title="Daily news"),
        document(3, "the leader of one went to a town abroad", title="Daily news", entity=[7]),
        document(2, "the leader on a visit in a small town", title="Daily news"),
        document(1, "the leader of one went to a town abroad", title="Daily visit"),
    )
    clause = Clause("visit", stems=("en:visit",), entities=(7,), related=("id:kunjung",))
    assert found(engine, clause) == [1, 2, 3, 4, 5]


def test_more_of_the_words_rank_higher(engine):
    fill(engine, document(1, "oil price"), document(2, "oil tank"), document(3, "gas price oil"))
    words = Any((Clause("oil"), Clause("price"), Clause("gas")))
    assert found(engine, words) == [3, 1, 2]


def test_articles_with_more_of_the_parts_stand_first_however_the_words_are_found(engine):
    fill(engine, document(1, "oil " * 9, title="oil"), document(2, "x " * 90 + "gas and trade"))
    parts = (Clause("oil", stems=("en:oil",)), Clause("gas"), Clause("trade"))
    assert found(engine, Any(parts, covering=True)) == [2, 1]
    light = (Clause("oil"), Clause("gas", weight=0.4), Clause("trade", weight=0.4))
    assert found(engine, Any(light, covering=True)) == [1, 2]
    tags = (Clause("oil"), Clause("gas trade", entities=(7,)), Term("entity", 8))
    assert set(found(engine, Any(tags, covering=True))) == {1}
    assert found(engine, All((Any(parts, covering=True), Near("gas", "oil")))) == [2, 1]


def test_a_rare_part_covers_more_than_common_ones(engine):
    common = [document(n, "city country") for n in range(10, 40)]
    fill(engine, document(1, "cancun"), document(2, "cancun city"), *common)
    query = Any((Clause("city"), Clause("country"), Clause("cancun")), covering=True)
    assert found(engine, query)[:2] == [2, 1]
    tagged = [document(n, "city", entity=[9]) for n in range(50, 90)]
    engine.apply([*tagged, document(3, "country", entity=[4])], [])
    tags = (Clause("x", entities=(9,)), Clause("city"), Term("entity", 4), Clause("y", "prefix"))
    assert found(engine, Any(tags, covering=True))[0] == 3


def test_documents_written_over_do_not_make_a_word_less_than_nothing(engine):
    some = [document(key, body="embassy opened") for key in range(1, 9)]
    engine.apply([*some, document(9, body="embassy"), document(10, body="harbour")], [])
    for _time in range(3):
        engine.apply(some, [])
    parts = Clause("embassy"), Clause("opened")
    assert found(engine, Any(parts, covering=True))[-1] == 9
    assert all(
        hit.score > 0 for hit in engine.hits(SearchQuery(words=Any(parts, covering=True)), 0, 20)
    )


def test_spans_of_dates_are_counted_each_with_its_results(engine):
    day, other, year = date(2024, 8, 6), date(2024, 8, 7), date(2024, 1, 1)
    fill(
        engine,
        document(1, "gas", on=day),
        document(2, "gas", on=day),
        document(3, "gas", on=(year, day)),
        document(4, "gas", on=(day, other)),
        document(5, "oil", on=other),
        document(6, "gas"),
    )
    assert list(engine.spans(SearchQuery(Clause("gas")))) == [
        (year, day, 1),
        (day, day, 2),
        (day, other, 1),
    ]
    assert list(engine.spans(SearchQuery(Clause("oil"), (Period(None, day),)))) == []


def test_more_spans_than_an_engine_likes_to_count(engine):
    days = [date.fromordinal(730_000 + n) for n in range(3_000)]
    engine.rebuild(document(n, on=(days[0], last)) for n, last in enumerate(days, 1))
    assert list(engine.spans(SearchQuery())) == [(days[0], last, 1) for last in days]


def test_words_that_stand_near_each_other_rank_higher_and_narrow_nothing(engine):
    apart = " ".join(["padding"] * 20)
    fill(
        engine,
        document(1, f"oil {apart} steel padding"),
        document(2, f"steel oil {apart} padding"),
        document(3, f"oil {apart} padding padding"),
    )
    near = Near("oil", "steel")
    assert found(engine, All((Clause("oil"), near)))[0] == 2
    assert sorted(found(engine, All((Clause("oil"), near)))) == [1, 2, 3]
    assert sorted(found(engine, Any((near,)))) == [1, 2, 3]
    assert sorted(found(engine, All((Clause("oil"), Near("oil", "oil"), Near("", "("))))) == [
        1,
        2,
        3,
    ]


def test_a_clause_counts_as_much_as_its_weight(engine):
    fill(engine, document(1, "oil and more"), document(2, "gas and more"))
    heavy, light = Clause("gas", weight=3.0), Clause("oil")
    assert found(engine, Any((heavy, light))) == [2, 1]
    assert found(engine, Any((Clause("gas"), Clause("oil", weight=3.0)))) == [1, 2]


def test_a_term_with_a_weight_ranks(engine):
    fill(engine, document(1, "x", country=[5]), document(2, "x", country=[6]))
    asked = Any((Term("country", 5, 2.0), Term("country", 6, 1.0)))
    assert found(engine, asked) == [1, 2]
    assert found(engine, Any((Term("country", 5, 1.0), Term("country", 6, 2.0)))) == [2, 1]


def test_the_best_translation_counts_and_not_their_number(engine):
    fill(
        engine,
        document(1, "rapat dan pertemuan itu", language="id"),
        document(2, "a meeting and more", language="en"),
    )
    several = Clause("meeting", related=("rapat", "pertemuan", "sidang"))
    assert found(engine, several) == [2, 1]


def test_words_of_texts_are_named_by_their_beginning_the_most_frequent_first(engine):
    fill(
        engine,
        document(1, "Sanctions and sanitation", title="Sanity"),
        document(2, "sanctions again"),
        document(3, "nothing", title="Sanctions"),
    )
    assert [word for word, _count in engine.beginning("san", 2)] == ["sanctions", "sanitation"]
    assert engine.beginning("san", 1)[0][1] >= 2
    assert engine.beginning("zz", 5) == []


@pytest.mark.parametrize("order", ["relevance", "newest", "oldest", "added"])
def test_windows_follow_one_another_without_overlap_or_gap(engine, order):
    engine.apply(
        [document(pk, "oil " * (pk % 5 + 1), on=date(2000, 1, 1 + pk % 9)) for pk in range(1, 98)],
        [],
    )
    query = SearchQuery(Clause("oil"), order=order)
    pages = [[hit.id for hit in engine.hits(query, n, n + 10)] for n in range(0, 110, 10)]
    assert len(pages[9]) == 7
    assert pages[10] == []
    assert sorted(chain(*pages)) == list(range(1, 98))
    assert list(chain(*pages)) == found(engine, Clause("oil"), order=order)


def test_the_last_added_stand_first_whatever_their_dates_and_words(engine):
    fill(engine, SPRING, DAY, YEAR, NEVER)
    assert found(engine, order="added") == [4, 3, 2, 1]
    assert [hit.id for hit in engine.hits(SearchQuery(order="added"), 1, 3)] == [3, 2]
    fill(engine, document(5, "oil"), document(6, "oil oil oil"), document(7, "oil"))
    assert found(engine, Clause("oil"), order="added") == [7, 6, 5]


def test_what_became_public_last_stands_first_however_old_its_key(engine):
    noon = datetime(2026, 11, 29, 12, tzinfo=UTC)
    times = {1: noon, 2: noon - timedelta(hours=1), 3: noon, 4: None, 5: noon - timedelta(days=1)}
    for pk, public in times.items():
        engine.apply([replace(document(pk, "oil"), public=public)], [])
    assert found(engine, order="added") == [3, 1, 2, 5, 4]
    engine.apply([replace(document(4, "oil"), public=noon + timedelta(seconds=1))], [])
    assert found(engine, Clause("oil"), order="added") == [4, 3, 1, 2, 5]
    assert [hit.id for hit in engine.hits(SearchQuery(order="added"), 1, 3)] == [3, 1]


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_a_hit_says_the_day_by_which_it_stands_in_a_date_order(engine, order):
    fill(engine, SPRING, DAY, YEAR, NEVER)
    bounds = {one.id: (one.latest, one.earliest)[order == "oldest"] for one in (SPRING, DAY, YEAR)}
    hits = engine.hits(SearchQuery(order=order), 0, 10)
    assert {hit.id: hit.day for hit in hits} == {**bounds, NEVER.id: None}


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_a_cursor_goes_on_where_it_was_in_a_date_order(engine, order):
    dated = [document(pk, "oil", on=date(2000, 1, 1 + pk % 9)) for pk in range(1, 30)]
    engine.apply([*dated, *(document(pk, "oil") for pk in (40, 41, 42))], [])
    everything = found(engine, Clause("oil"), order=order)
    for at, pk in enumerate(everything):
        day = None if pk >= 40 else date(2000, 1, 1 + pk % 9)
        rest = found(engine, Clause("oil"), Beyond(order, day, pk), order=order)
        assert rest == everything[at + 1 :]


def test_a_window_of_nothing_is_empty(engine):
    fill(engine, document(1, "oil"))
    for start, stop in [(0, 0), (5, 5), (5, 2), (100, 120), (-3, 0)]:
        assert list(engine.hits(SearchQuery(), start, stop)) == []
        assert list(engine.hits(SearchQuery(Clause("oil")), start, stop)) == []


# --- Whatever is typed


HOSTILE = [
    "", " ", "-", '"', "AND", "OR NOT", "*", "a*b", "title:", "(((", "[1 TO *]", "\\", "\x00",
    "\ud800", "☃", "🇮🇷", "a" * 70_000, "é" * 5_000,
    "俄" * 3_000, "w1.*|(", "^$", "{2,}", "+++", "~2", "^9",
    "\u200d", "\u0301", "ﷺ", "½", "'; DROP TABLE", "<script>", "\n\t", "a\u202eb", "\uffff", "０１",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_is_an_error_or_a_command(engine, text):
    fill(engine, document(1, "harmless words", entity=[1]), document(2, text, title=text))
    for kind in ("word", "phrase", "prefix"):
        for field in ("any", "title"):
            clause = Clause(text, kind, field, stems=(text,), related=(text,))
            assert 1 not in found(engine, clause)
            assert 1 in found(engine, Not(clause))
    assert 1 in found(engine, Clause(text, entities=(1,)))


def test_a_clause_without_any_word_finds_nothing(engine):
    fill(engine, document(1, "☃ snow"))
    assert found(engine, Clause("☃")) == []
    assert found(engine, Clause("☃", kind="prefix")) == []


# --- Writing


def test_applying_twice_is_the_same_as_once(engine):
    for _ in range(2):
        engine.apply([document(1, "oil", country=[1])], [2])
    assert found(engine, Clause("oil")) == [1]
    assert engine.summary(SearchQuery(), ["country"]).count("country", 1) == 1


def test_a_document_is_replaced_as_a_whole(engine):
    fill(engine, document(1, "oil", country=[1], on=date(2000, 1, 1)), document(1, "gas"))
    assert found(engine, Clause("oil")) == []
    assert found(engine, Term("country", 1)) == []
    assert found(engine, Undated()) == found(engine, Clause("gas")) == [1]


def test_the_last_of_two_documents_of_one_batch_wins(engine):
    engine.apply([document(1, "oil"), document(1, "gas")], [])
    assert found(engine) == found(engine, Clause("gas")) == [1]


def test_deleted_documents_are_gone_and_deleting_the_absent_does_nothing(engine):
    fill(engine, document(1, "oil"), document(12, "oil"))
    engine.apply([], [1, 1, 2, 10**12])
    assert found(engine, Clause("oil")) == [12]
    assert engine.summary(SearchQuery()).total == 1


def test_what_is_both_given_and_deleted_is_deleted(engine):
    engine.apply([document(1, "oil")], [1])
    assert found(engine) == []


def test_large_keys_are_kept_whole(engine):
    fill(engine, document(2**39, "oil"), document(2**39 + 1, "oil", on=date.max))
    assert found(engine, Clause("oil")) == [2**39 + 1, 2**39]


def test_a_rebuild_replaces_everything(engine):
    fill(engine, document(1, "oil"), document(2, "gas"))
    engine.rebuild(iter([document(3, "oil")]))
    assert found(engine) == [3]
    engine.apply([document(4, "oil")], [3])
    assert found(engine, Clause("oil")) == [4]


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(engine):
    fill(engine, document(1, "oil"))

    def broken():
        yield document(2, "gas")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        engine.rebuild(broken())
    assert found(engine) == [1]
    engine.apply([document(3, "tin")], [])
    assert set(found(engine)) == {1, 3}


def test_readers_see_the_old_or_the_new_index_and_never_a_half(engine):
    engine.rebuild(document(pk, "oil") for pk in range(1, 51))
    totals, done = set(), threading.Event()

    def read():
        while not done.is_set():
            totals.add(engine.summary(SearchQuery(Clause("oil"))).total)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for size in (80, 50, 80):
            engine.rebuild(document(pk, "oil") for pk in range(1, size + 1))
    finally:
        done.set()
        reader.join()
    assert totals <= {50, 80}
    assert engine.summary(SearchQuery()).total == 80


def test_an_engine_may_be_unavailable_and_says_so_in_one_way():
    assert issubclass(EngineUnavailable, Exception)


def test_its_version_is_another_after_each_change_and_only_then(engine):
    seen = [engine.version()]
    engine.apply([document(1, "peace")], [])
    seen.append(engine.version())
    engine.apply([], [1])
    seen.append(engine.version())
    engine.rebuild([document(1, "peace")])
    seen.append(engine.version())
    assert len(set(seen)) == 4
    found(engine, word("peace"))
    assert engine.version() == seen[-1]


def test_a_letter_alone_is_found_within_a_pair_that_carries_signs(engine):
    fill(engine, document(1, "กี่ข", language="th"))
    assert found(engine, word("ข")) == [1]
