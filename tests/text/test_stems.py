"""What the forms of one word have in common."""

from itertools import islice

import pytest
from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from archive.text.stems import (
    LANGUAGES,
    _stems_of,
    base_language,
    core,
    stem,
    stem_tokens,
    stems,
)
from archive.text.tokens import fold_word, tokenize


@pytest.mark.parametrize(
    "family",
    [
        "kuat menguat menguatkan penguatan penguatannya memperkuat diperkuat kekuatan",
        "hubungan berhubungan menghubungkan hubungannya hubungan-hubungan",
        "kunjung kunjungan mengunjungi berkunjung kunjungannya dikunjungi",
        "negara kenegaraan negaranya negara-negara",
        "presiden presidennya presidenpun",
    ],
)
def test_a_family_of_words_has_one_stem(family):
    assert len({stem(word, "id") for word in family.split()}) == 1


def test_stems_are_marked_by_language():
    assert stem("visits", "en") == "en:visit"
    assert stem("penguatan", "id-ID") == "id:kuat"
    assert stem("penguatan", "ms") == "id:kuat"
    assert stem("слово", "und") == "xx:слово"
    assert stem("2024", "en") == "xx:2024"


def test_a_word_has_one_stem_for_each_language_that_has_its_own():
    assert stems("running", ("en", "en-GB", "id", "zh", "und")) == (
        "en:run", "id:running", "xx:running",
    )  # fmt: skip


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_stems_any_word(language):
    for word in ["a", "visit", "россия", "روسيه", "-", "", "俄罗", "x" * 100]:
        assert ":" in stem(word, language)


def test_what_is_not_known_has_no_language():
    assert base_language("PT_br") == "pt"
    assert base_language("und") == base_language("") == base_language("zh-Hant") == "xx"


def stems_of(text, language="id"):
    tokens = tokenize(text)
    return dict(zip([t.text for t in tokens], stem_tokens(text, tokens, language), strict=True))


def test_rules_do_not_cut_into_names():
    of = stems_of("Kemarin di Berlin, Nancy Pelosi menemui Jalali dan Keamanan Nasional.")
    assert of["Berlin"] == "id:berlin"
    assert of["Pelosi"] == "id:pelosi"
    assert of["Jalali"] == "id:jalali"
    assert of["Keamanan"] == "id:aman"
    assert of["menemui"] == "id:temu"


def test_the_first_word_of_a_sentence_is_no_name_for_its_capital():
    assert stems_of("Selesai. Dikuasai oleh")["Dikuasai"] == "id:kuasa"
    assert stems_of("Dikuasai oleh")["Dikuasai"] == "id:kuasa"


@pytest.mark.parametrize(
    "language",
    [
        "en",
        "id",
        *(pytest.param(code, marks=pytest.mark.slow) for code in ("fr", "es", "pl", "sv")),
    ],
)
def test_every_word_of_a_stem_has_its_core(language):
    """Snippets look for the words of a stem by letters that all of them have."""
    dictionary = DefaultDictionaryFactory(cache_max_size=1).get_dictionary(language)
    words = {fold_word(word) for word in islice(dictionary, 0, None, 40) if len(word) > 2}
    marks = {word: stem(word, language) for word in words if word.isalpha()}
    assert len(marks) > 400
    assert [word for word, mark in marks.items() if core(mark) not in word] == []


def test_no_core_is_known_of_languages_that_change_beginnings():
    assert core(stem("bhfear", "ga")) == ""
    assert core("en:die") == "d"


def test_the_words_of_a_query_leave_what_is_remembered_of_texts():
    stem("hubungan", "id")
    before = _stems_of.cache_info()
    assert stems("hubungan-hubungan", tuple(sorted(LANGUAGES)))
    assert _stems_of.cache_info() == before
