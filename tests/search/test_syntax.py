"""What is typed becomes a value, whatever it is."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search.syntax import (
    DEPTH,
    LIMIT,
    Both,
    Dated,
    Either,
    Named,
    Parsed,
    Phrase,
    Prefix,
    Repair,
    Without,
    Word,
    parse,
)


def node(text):
    return parse(text).node


def faults(text):
    return [repair.fault for repair in parse(text).repairs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("   ", None),
        ("iran", Word("iran")),
        ("kerja sama", Both((Word("kerja"), Word("sama")))),
        ('"kerja sama"', Phrase("kerja sama")),
        ("“kerja  sama”", Phrase("kerja sama")),
        ("«kerja sama»", Phrase("kerja sama")),
        ("iran OR rusia", Either((Word("iran"), Word("rusia")))),
        ("iran or rusia", Both((Word("iran"), Word("or"), Word("rusia")))),
        ("a b OR c", Either((Both((Word("a"), Word("b"))), Word("c")))),
        ("(a OR b) c", Both((Either((Word("a"), Word("b"))), Word("c")))),
        ("a (b c)", Both((Word("a"), Word("b"), Word("c")))),
        ("a OR (b OR c)", Either((Word("a"), Word("b"), Word("c")))),
        ("a AND b", Both((Word("a"), Word("b")))),
        ("a -b", Both((Word("a"), Without(Word("b"))))),
        ("a NOT b", Both((Word("a"), Without(Word("b"))))),
        ("--b", Without(Word("b"))),
        ("-(a b)", Without(Both((Word("a"), Word("b"))))),
        ('-"a b"', Without(Phrase("a b"))),
        ("-(-a)", Without(Without(Word("a")))),
        ("sank*", Prefix("sank")),
        ("sank**", Prefix("sank")),
        ("sank,*", Word("sank")),
        ("title:iran", Word("iran", title=True)),
        ("TITLE:iran", Word("iran", title=True)),
        ("title:sank*", Prefix("sank", title=True)),
        ('title:"jalur kerja"', Phrase("jalur kerja", title=True)),
        ("title:OR", Word("OR", title=True)),
        ("country:iran", Named("country", "iran")),
        ('country:"United States"', Named("country", "United States")),
        ('country:" iran "', Named("country", "iran")),
        ("country:iran,", Named("country", "iran")),
        ("organisation:nato", Named("organization", "nato")),
        ("person:shoigu topic:x", Both((Named("person", "shoigu"), Named("topic", "x")))),
        ("language:id source:irna", Both((Named("language", "id"), Named("source", "irna")))),
        ("date:1998", Dated("1998", "1998")),
        ("date:1998-05..2001", Dated("1998-05", "2001")),
        ("date:1998/2001", Dated("1998", "2001")),
        ("date:1998..", Dated("1998", "")),
        ("date:..1998", Dated("", "1998")),
        ('date:"21 Mei 1998"', Dated("21 Mei 1998", "21 Mei 1998")),
        ("-country:iran", Without(Named("country", "iran"))),
        ("Iran, Rusia!", Both((Word("Iran"), Word("Rusia")))),
        ("iran-rusia", Word("iran-rusia")),
        ("don't", Word("don't")),
        ("http://x.org", Word("http://x.org")),
        ("zz:iran", Word("zz:iran")),
        ("^iran", Word("iran")),
        ('a"b"c', Both((Word("a"), Phrase("b"), Word("c")))),
        ("روسیه", Word("روسیه")),
        ("می\u200cشود", Word("می\u200cشود")),
        ("हिन्दी", Word("हिन्दी")),
        ("（ロシア）", Word("ロシア")),
    ],
)
def test_what_is_typed_is_understood(text, expected):
    assert node(text) == expected


@pytest.mark.parametrize(
    ("text", "repaired", "expected"),
    [
        ('"kerja sama', "kerja sama", ["quote"]),
        ('kerja" sama', "kerja sama", ["quote"]),
        ('""', "", ["quote"]),
        ('"!" a', "a", ["quote"]),
        ("(iran", "iran", ["parenthesis"]),
        ("iran)", "iran", ["parenthesis"]),
        ("a) b", "a b", ["parenthesis"]),
        ("()", "", []),
        ("OR", "", ["operator"]),
        ("iran OR", "iran", ["operator"]),
        ("OR iran", "iran", ["operator"]),
        ("a OR OR b", "a OR b", ["operator"]),
        ("(a OR) b", "a b", ["operator"]),
        ("AND iran", "iran", ["operator"]),
        ("iran AND", "iran", ["operator"]),
        ("a AND OR b", "a OR b", ["operator"]),
        ("iran NOT", "iran", ["operator"]),
        ("iran -", "iran", ["operator"]),
        ("a - b", "a b", ["operator"]),
        ("-OR a", "a", ["operator", "operator"]),
        ("*", "", ["operator"]),
        ("country:", "", ["field"]),
        ("country: iran", "iran", ["field"]),
        ('country:""', "", ["field"]),
        ("date:..", "", ["field"]),
        ("🎉 iran", "iran", ["symbols"]),
        ("iran + rusia", "iran rusia", ["symbols"]),
        ("ir\x00an", "iran", ["characters"]),
        ("iran\u202e", "iran", ["characters"]),
        ("\ud800iran", "iran", ["characters"]),
    ],
)
def test_a_broken_query_is_repaired_and_said(text, repaired, expected):
    parsed = parse(text)
    assert str(parsed) == repaired
    assert [repair.fault for repair in parsed.repairs] == expected


@pytest.mark.parametrize("text", ["iran, rusia", "iran\trusia\n", "a...b", "kata — lain"])
def test_ordinary_punctuation_is_no_fault(text):
    assert faults(text) == []


def test_the_same_fault_is_said_once():
    assert parse('"" ""').repairs == (Repair("quote"),)


def test_a_fault_names_its_piece_in_short():
    assert parse("country:" + "!" * 100).repairs[0].piece == "country:" + "!" * 32


def test_a_long_query_is_cut_between_words():
    parsed = parse("perdamaian " * 1000)
    assert parsed.cut
    assert len(str(parsed)) <= LIMIT
    assert set(str(parsed).split()) == {"perdamaian"}


def test_a_long_word_is_cut_within():
    assert parse("a" * (LIMIT + 1)) == Parsed(Word("a" * LIMIT), cut=True)


def test_a_query_of_just_the_limit_is_not_cut():
    assert parse("a" * LIMIT) == Parsed(Word("a" * LIMIT))
    assert not parse("ab " * 166 + "ab").cut


def test_a_repaired_query_can_be_asked_again_though_it_grew():
    parsed = parse('a"b"' * 125)
    assert parsed.cut
    assert len(str(parsed)) <= LIMIT


def test_parentheses_are_read_to_a_depth():
    assert faults("-(" * DEPTH + "a" + ")" * DEPTH) == []
    assert "depth" in faults("-(" * (DEPTH + 1) + "a" + ")" * (DEPTH + 1))


PIECES = [
    *'-"()*:,._🎉 \x00\u0301',
    "OR",
    "AND",
    "NOT",
    "a",
    "kerja",
    "b*",
    "1998..",
    "..",
    "title:",
    "country:",
    "date:",
    "x:y",
    "روسیه",
    "ロシア",
]
anything = st.one_of(
    st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
)


@settings(max_examples=400, deadline=None)
@given(anything)
def test_any_string_gives_a_value_that_reads_back(text):
    parsed = parse(text)
    again = parse(str(parsed))
    assert again == Parsed(parsed.node)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=200, max_size=700).map("".join))
def test_long_strings_too(text):
    parsed = parse(text)
    assert parse(str(parsed)) == Parsed(parsed.node)


@pytest.mark.parametrize("piece", ["(", '"', "-", "a", "a:", "-,", "title:", '"a', "a ", "🎉", ")"])
def test_ten_thousand_characters_are_read_at_once(piece):
    start = time.perf_counter()
    parse(piece * 10_000)
    assert time.perf_counter() - start < 1
