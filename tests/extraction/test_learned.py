"""The statistical model beside the rules, in Indonesian texts."""

from time import process_time

import pytest

from archive.extraction.entities import read_by_rules
from archive.extraction.gazetteer import shipped
from archive.extraction.learned import read_labels
from archive.extraction.pipeline import extract
from archive.extraction.runs import find_runs
from archive.extraction.structure import read_structure
from archive.extraction.tables import DATA
from tests.extraction.reading import entities


def labels(text):
    structure = read_structure("", text)
    found = read_labels(read_by_rules(structure, shipped(), "id").signs())
    return {(label.kind, structure.words(label.first, label.last)) for label in found}


def runs(text):
    structure = read_structure("", text)
    return [structure.words(run.start, run.stop) for run in find_runs(structure)]


def test_persons_organisations_and_places_are_told_apart():
    text = "Menurut Rini Wulandari, Yayasan Mitra Sehat membuka klinik di Kabupaten Sumedang."
    assert labels(text) >= {
        ("person", "rini wulandari"),
        ("organization", "yayasan mitra sehat"),
        ("place", "kabupaten sumedang"),
    }


def test_a_run_holds_small_words_inside_names_and_syllables_behind_them():
    assert runs("Lalu Abdul bin Salim, Park Jin-woo dan kota Bandung.") == [
        "lalu abdul bin salim",
        "park jin woo",
        "kota bandung",
    ]


def test_dashes_and_commas_part_runs():
    assert runs("Yulia Sari - Andi Putra, Rudi") == ["yulia sari", "andi putra", "rudi"]


def test_the_model_says_how_sure_it_is():
    (person,) = entities("person", "Hal itu ditulis Sekar Ayuningtyas dalam bukunya.", "id")
    rules = [mention.rule for mention in person.mentions]
    assert rules
    assert 0.5 < person.confidence <= 1


def test_a_place_has_its_sort_in_the_text_and_not_in_its_name():
    (place,) = entities("place", "Banjir melanda kota Bandung dan warga mengungsi.", "id")
    assert place.name == "Bandung"
    assert place.mentions[0].text == "kota Bandung"


def test_english_texts_are_left_to_the_rules():
    assert not entities("place", "The flood reached Springfield and Shelbyville.", "en")


def test_the_same_text_is_always_read_the_same():
    text = "Bupati Sumba Timur Lede Wadu bertemu Komite Olahraga Nasional di Waingapu. " * 3
    assert extract("", text, language="id") == extract("", text, language="id")


def test_the_model_is_small_and_says_what_it_was_trained_on():
    assert (DATA / "names_id.crfsuite").stat().st_size < 2_000_000
    notice = (DATA / "names_id.md").read_text(encoding="utf-8")
    assert "MIT" in notice
    assert "Apache-2.0" in notice


ODD = [
    "", "x", "A" * 50_000, "KATA BESAR " * 3_000, "Budi " * 20_000, "Kata" * 10_000,
    "😀 Ali\u200bBaba \u202eنعم Иван " * 2_000, "</p><b>Ana</b>&nbsp;" * 2_000, "I. A. B. " * 5_000,
    "1/2/3 4-5-6 " * 5_000,
]  # fmt: skip


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("language", ["id", "en", "ru", "ar"])
def test_no_text_is_too_odd(text, language):
    for entity in extract("", text, language=language).entities:
        for mention in entity.mentions:
            assert ("\n\n" + text)[mention.start : mention.end] == mention.text


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("words", ["Presiden Budi Santoso dari Rusia ", "Budi Santoso "])
def test_time_grows_with_length_and_no_faster(language, words):
    def taken(times):
        text = words * times
        best = []
        for _ in range(2):
            start = process_time()
            extract("", text, language=language)
            best.append(process_time() - start)
        return min(best)

    taken(10)
    assert taken(2_000) < 6 * taken(1_000) + 0.2


@pytest.mark.parametrize(
    ("language", "words"),
    [("id", "Kemarin {} {} mengatakan hal itu. "), ("en", "Then President {} {} said so. ")],
)
def test_time_grows_no_faster_with_ever_new_names(language, words):
    def name(number):
        return "".join("bdfgklmnpr"[int(digit)] + "aeiou"[int(digit) % 5] for digit in str(number))

    def taken(first, times):
        """Names that no text had before: of others the answers are remembered."""
        numbers = range(first, first + times)
        names = [(name(number).title(), name(50_000 + number).title()) for number in numbers]
        text = "".join(words.format(*each) for each in names)
        start = process_time()
        extract("", text, language=language)
        return process_time() - start

    taken(10_000, 10)
    assert taken(20_000, 2_400) < 4 * taken(30_000, 1_200) + 0.2
