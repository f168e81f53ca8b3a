"""Dates that texts name: their words, their EDTF, and what is no date."""

import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.dates.edtf import validate
from archive.dates.words import in_words
from archive.extraction.dates import find_dates

SENTENCES = Path(__file__).parents[1] / "data" / "dates.tsv"
LANGUAGES = ["id", "en", "ru", "ar", "fr", "tr", "ms", "fa", "zh", "und", ""]
INDONESIAN = [
    ("tiba pada Senin (6/8) sore", "6/8", "XXXX-08-06", "day_without_year"),
    ("pada Rabu, 7 Agustus 2024, di Jakarta", "7 Agustus 2024", "2024-08-07", "day"),
    ("di Jakarta, Kamis (29/5/2014).", "29/5/2014", "2014-05-29", "day"),
    ("Jumat malam (7/2/2014)", "7/2/2014", "2014-02-07", "day"),
    ("Jum'at (7/2/2014)", "7/2/2014", "2014-02-07", "day"),
    ("hari Kamis tanggal 2 September 2004", "2 September 2004", "2004-09-02", "day"),
    ("lahir 10 Pebruari 1987", "10 Pebruari 1987", "1987-02-10", "day"),
    ("pada 05/08/2024.", "05/08/2024", "2024-08-05", "day"),
    ("pada 5-8-2024", "5-8-2024", "2024-08-05", "day"),
    ("sejak 6 agustus 2024", "6 agustus 2024", "2024-08-06", "day"),
    ("tanggal 17 Agustus", "17 Agustus", "XXXX-08-17", "day_without_year"),
    ("dalam pertemuan (6/8) itu", "6/8", "XXXX-08-06", "day_without_year"),
    ("berlangsung (5-7/8)", "5-7/8", "XXXX-08-05/XXXX-08-07", "range"),
    ("Senin (31/7-2/8)", "31/7-2/8", "XXXX-07-31/XXXX-08-02", "range"),
    ("pada 5-7 Agustus 2024", "5-7 Agustus 2024", "2024-08-05/2024-08-07", "range"),
    ("5 hingga 7 Agustus", "5 hingga 7 Agustus", "XXXX-08-05/XXXX-08-07", "range"),
    (
        "28 Juli sampai 2 Agustus 2024",
        "28 Juli sampai 2 Agustus 2024",
        "2024-07-28/2024-08-02",
        "range",
    ),
    (
        "30 Desember-2 Januari 2025",
        "30 Desember-2 Januari 2025",
        "2024-12-30/2025-01-02",
        "range",
    ),
    ("5 dan 6 Agustus 2024", "5 dan 6 Agustus 2024", "{2024-08-05,2024-08-06}", "range"),
    ("5 atau 6 Agustus 2024", "5 atau 6 Agustus 2024", "[2024-08-05,2024-08-06]", "range"),
    ("antara Juni dan Agustus 2024", "Juni dan Agustus 2024", "2024-06/2024-08", "range"),
    ("Juni-Agustus 2024", "Juni-Agustus 2024", "2024-06/2024-08", "range"),
    ("pada bulan November 1993", "November 1993", "1993-11", "month"),
    ("Agustus tahun 2024", "Agustus tahun 2024", "2024-08", "month"),
    ("pada akhir Mei", "akhir Mei", "XXXX-05", "month"),
    ("musim panas 2024", "musim panas 2024", "2024-22", "season"),
    ("kuartal III 2024", "kuartal III 2024", "2024-35", "season"),
    ("semester pertama tahun 2024", "semester pertama tahun 2024", "2024-40", "season"),
    ("sejak 2014", "2014", "2014", "year"),
    ("tahun 2000 misalnya", "2000", "2000", "year"),
    ("Pemilu 2014 lalu", "2014", "2014", "year"),
    ("dalam filmnya (1981).", "1981", "1981", "year"),
    ("dari 1974 hingga 1991", "1974 hingga 1991", "1974/1991", "range"),
    ("tahun ajaran 2023/2024", "2023/2024", "2023/2024", "range"),
    ("sekitar tahun 2010", "sekitar tahun 2010", "2010~", "about"),
    ("sekitar Mei 1998", "sekitar Mei 1998", "1998-05~", "about"),
    ("pada era 1990-an", "1990-an", "199X", "decade"),
    ("pada abad ke-20", "abad ke-20", "19XX", "century"),
    ("sejak abad XIX", "abad XIX", "18XX", "century"),
]
ENGLISH = [
    ("on Monday, August 5, 2024,", "August 5, 2024", "2024-08-05", "day"),
    ("on Aug. 6, 2024.", "Aug. 6, 2024", "2024-08-06", "day"),
    ("the 6th of August 2024", "6th of August 2024", "2024-08-06", "day"),
    ("on 6 Aug 2024", "6 Aug 2024", "2024-08-06", "day"),
    ("at 2024-08-06T10:00:00Z", "2024-08-06", "2024-08-06", "day"),
    ("due 13/5/2024", "13/5/2024", "2024-05-13", "day"),
    ("due 5/13/2024", "5/13/2024", "2024-05-13", "day"),
    ("due 5/5/2024", "5/5/2024", "2024-05-05", "day"),
    ("due 6/8/2024", "6/8/2024", "[2024-06-08,2024-08-06]", "day"),
    ("on Monday (6/8)", "6/8", "[XXXX-06-08,XXXX-08-06]", "day_without_year"),
    ("on April 15", "April 15", "XXXX-04-15", "day_without_year"),
    ("on August 5-7, 2024", "August 5-7, 2024", "2024-08-05/2024-08-07", "range"),
    ("April 15–July 12", "April 15–July 12", "XXXX-04-15/XXXX-07-12", "range"),
    (
        "August 30–September 2, 2024",
        "August 30–September 2, 2024",
        "2024-08-30/2024-09-02",
        "range",
    ),
    (
        "December 30, 2023 to January 2, 2024",
        "December 30, 2023 to January 2, 2024",
        "2023-12-30/2024-01-02",
        "range",
    ),
    ("July 4 and 5, 2024", "July 4 and 5, 2024", "{2024-07-04,2024-07-05}", "range"),
    ("3, 5 and 6 August 2024", "3, 5 and 6 August 2024",
     "{2024-08-03,2024-08-05,2024-08-06}", "range"),
    ("September–October 1988", "September–October 1988", "1988-09/1988-10", "range"),
    ("between June and August 2024", "June and August 2024", "2024-06/2024-08", "range"),
    ("between 1998 and 2001", "1998 and 2001", "1998/2001", "range"),
    ("the 1998-99 season", "1998-99", "1998/1999", "range"),
    ("in August of 2024", "August of 2024", "2024-08", "month"),
    ("last April he", "April", "XXXX-04", "month"),
    ("summer of 2024", "summer of 2024", "2024-22", "season"),
    ("in Q3 2024", "Q3 2024", "2024-35", "season"),
    ("the second half of 2024", "second half of 2024", "2024-41", "season"),
    ("the 2015 nuclear deal", "2015", "2015", "year"),
    ("resolution 1929 (2010)", "2010", "2010", "year"),
    ("since 1945.", "1945", "1945", "year"),
    ("circa 1998", "circa 1998", "1998~", "about"),
    ("in the 1990s", "1990s", "199X", "decade"),
    ("the twentieth century", "twentieth century", "19XX", "century"),
    ("the 21st-century", "21st-century", "20XX", "century"),
]  # fmt: skip
OTHERS = [
    ("ru", "6 августа 2024 года", "6 августа 2024", "2024-08-06", "day"),
    ("ru", "в августе 2024 года", "августе 2024", "2024-08", "month"),
    ("ru", "с 5 по 7 августа 2024", "5 по 7 августа 2024", "2024-08-05/2024-08-07", "range"),
    ("ru", "в 2024 году", "2024", "2024", "year"),
    ("ru", "в 1990-х годах", "1990-х", "199X", "decade"),
    ("ru", "в XX веке", "XX веке", "19XX", "century"),
    ("ru", "06.08.2024", "06.08.2024", "2024-08-06", "day"),
    ("ar", "في 6 أغسطس/آب 2024", "6 أغسطس/آب 2024", "2024-08-06", "day"),
    ("ar", "٦ أغسطس ٢٠٢٤", "٦ أغسطس ٢٠٢٤", "2024-08-06", "day"),
    ("ar", "17 تشرين الأول 2019", "17 تشرين الأول 2019", "2019-10-17", "day"),
    ("ar", "في عام 2024", "2024", "2024", "year"),
    ("fr", "lundi 5 août 2024", "5 août 2024", "2024-08-05", "day"),
    ("fr", "le 1er août 2024", "1er août 2024", "2024-08-01", "day"),
    ("fr", "les années 1990", "1990", "199X", "decade"),
    ("fr", "au XXe siècle", "XXe siècle", "19XX", "century"),
    ("tr", "6 Ağustos 2024'te", "6 Ağustos 2024", "2024-08-06", "day"),
    ("tr", "2024 yılında", "2024", "2024", "year"),
    ("tr", "1990'lar", "1990'lar", "199X", "decade"),
    ("ms", "5 Ogos 2024", "5 Ogos 2024", "2024-08-05", "day"),
    ("de", "am 6. August 2024", "6. August 2024", "2024-08-06", "day"),
    ("und", "2024-08-06", "2024-08-06", "2024-08-06", "day"),
    ("und", "6/8/2024", "6/8/2024", "[2024-06-08,2024-08-06]", "day"),
]
CASES = (
    [("id", *case) for case in INDONESIAN] + [("en", *case) for case in ENGLISH] + OTHERS
)  # fmt: skip


def sentences():
    """Each sentence of the file with its language and the dates it names."""
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            language, text, dates = line.split("\t")
            named = [] if dates == "-" else [each.strip() for each in dates.split(";")]
            yield language, text, [tuple(each.split(" = ")) for each in named]


@pytest.mark.parametrize(("language", "text", "named"), list(sentences()))
def test_a_sentence_names_these_dates_and_no_others(language, text, named):
    found = find_dates(text, language)
    assert [
        (date.text, date.edtf) for date in found if date.basis not in {"weekday", "vague"}
    ] == named


def test_the_weekday_and_its_brackets_are_the_context_of_a_date():
    text = "tiba pada Senin malam (6/8), lalu pergi"
    (found,) = find_dates(text, "id")
    assert found.text == "6/8"
    assert text[slice(*found.context)] == "Senin malam (6/8)"
    assert found.weekday == 0


def dated(text, language):
    """The dates of a text that say a day, month, year or longer."""
    return [found for found in find_dates(text, language) if found.edtf]


@pytest.mark.parametrize(("language", "text", "words", "edtf", "basis"), CASES)
def test_a_date_is_found_with_its_words_and_its_meaning(language, text, words, edtf, basis):
    (found,) = dated(text, language)
    assert (found.text, found.edtf, found.basis) == (words, edtf, basis)
    assert text[found.start : found.end] == words


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("id", "skor 6/8 dan 2/3"),
        ("en", "a score of 6/8 (2/3)"),
        ("id", "31 Februari 2024"),
        ("en", "February 30, 2024"),
        ("id", "Senin (32/8)"),
        ("id", "(6/13)"),
        ("en", "31/31/2024"),
        ("id", "sekitar 2000 orang, 1998 km, 2024 persen, 2024%"),
        ("en", "around 2000 people and 1998 troops"),
        ("en", "resolution 1929"),
        ("en", "resolution 2231"),
        ("en", "from 1500 to 1800 soldiers"),
        ("en", "you may 5 times march 3 miles"),
        ("en", "May 5,000 come"),
        ("en", "he may come, march on, and be august"),
        ("id", "versi 1.2.2024.5"),
        ("en", "phone 555-1998-20019"),
        ("en", "Prime Minister May spoke"),
        ("id", "Good Friday"),
        ("en", "the 45th century"),
        ("id", "pasal 1998"),
        ("en", "2024"),
        ("zh", "2024 8"),
        ("en", ""),
    ],
)
def test_what_is_no_date_is_not_found(language, text):
    assert dated(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("id", "dalam beberapa tahun terakhir", "beberapa tahun terakhir"),
        ("id", "satu dekade terakhir", "satu dekade terakhir"),
        ("id", "dekade-dekade terakhir", "dekade-dekade terakhir"),
        ("id", "dalam beberapa tahun ini", "beberapa tahun ini"),
        ("id", "10 tahun lalu", "10 tahun lalu"),
        ("id", "bulan depan", "bulan depan"),
        ("en", "in recent years", "recent years"),
        ("en", "the past few decades", "past few decades"),
        ("en", "two years ago", "two years ago"),
        ("en", "last year", "last year"),
        ("ru", "в последние годы", "последние годы"),
        ("ar", "في السنوات الأخيرة", "السنوات الأخيرة"),
        ("fr", "ces dernières années", "ces dernières années"),
        ("tr", "son yıllarda", "son yıllarda"),
    ],
)
def test_a_vague_period_is_shown_and_has_no_bounds(language, text, words):
    (found,) = find_dates(text, language)
    assert (found.text, found.edtf, found.basis) == (words, "", "vague")
    assert found.earliest is found.latest is None


@pytest.mark.parametrize(
    ("number", "indonesian", "english"),
    [
        (0, "Senin", "Monday"),
        (1, "Selasa", "Tuesday"),
        (2, "Rabu", "Wednesday"),
        (3, "Kamis", "Thursday"),
        (4, "Jumat", "Friday"),
        (5, "Sabtu", "Saturday"),
        (6, "Minggu", "Sunday"),
    ],
)
def test_every_day_of_the_week_is_kept_monday_included(number, indonesian, english):
    (found,) = find_dates(f"pada {indonesian} (6/8)", "id")
    assert (found.weekday, found.edtf) == (number, "XXXX-08-06")
    assert found.note == f"A {english}; the text gives no year."
    (found,) = find_dates(f"on {english}, 6 August", "en")
    assert (found.weekday, found.edtf) == (number, "XXXX-08-06")
    (found,) = find_dates(f"pada {indonesian} malam,", "id")
    assert (found.weekday, found.text) == (number, f"{indonesian} malam")
    assert (found.edtf, found.basis) == ("", "weekday")


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Good Friday"), ("id", "Rabu Abu"), ("id", "Minggu lalu"), ("id", "senin")],
)
def test_a_feast_or_a_week_is_no_day_of_the_week(language, text):
    assert [found for found in find_dates(text, language) if found.basis == "weekday"] == []


def test_the_weekday_checks_a_full_date_and_changes_nothing():
    (right,) = find_dates("Senin, 5 Agustus 2024", "id")
    (wrong,) = find_dates("Senin, 6 Agustus 2024", "id")
    assert right.note == ""
    assert wrong.note == "6 August 2024 was a Tuesday; the text says Monday."
    assert wrong.edtf == "2024-08-06"
    assert wrong.earliest == wrong.latest == date(2024, 8, 6)


def test_a_day_without_a_year_stays_without_a_year():
    (found,) = find_dates("Senin (6/8)", "id")
    assert found.earliest is found.latest is None


def test_a_year_of_two_digits_is_kept_as_a_remark_only():
    (found,) = find_dates("Senin (6/8/24)", "id")
    assert found.edtf == "XXXX-08-06"
    assert found.note == "A Monday; the text gives no year. The text gives the year as 24."


def test_early_and_late_are_kept_as_a_remark():
    (found,) = find_dates("pada awal 2024", "id")
    assert (found.text, found.edtf, found.note) == ("awal 2024", "2024", "The text says “awal”.")


def test_years_in_a_list_are_all_years():
    assert [d.edtf for d in find_dates("tahun 2001, 2002 dan 2003", "id")] == [
        "2001", "2002", "2003",
    ]  # fmt: skip
    assert [d.edtf for d in find_dates("in 2001 and 2002, of 2003 people", "en")] == [
        "2001",
        "2002",
    ]


def test_bounds_are_those_of_the_date():
    (found,) = find_dates("5-7 Agustus 2024", "id")
    assert (found.earliest, found.latest) == (date(2024, 8, 5), date(2024, 8, 7))
    (found,) = find_dates("tahun 1998", "id")
    assert (found.earliest, found.latest) == (date(1998, 1, 1), date(1998, 12, 31))


@settings(deadline=None)
@given(st.dates(date(1800, 1, 1), date(2099, 12, 31)), st.sampled_from(["en", "id"]))
def test_every_day_in_words_is_found_again(day, language):
    text = f"x {in_words(day.isoformat(), language)}."
    (found,) = find_dates(text, language)
    assert (found.edtf, found.earliest, found.latest) == (day.isoformat(), day, day)


@settings(deadline=None)
@given(st.dates(date(1800, 1, 1), date(2099, 12, 31) - timedelta(31)), st.integers(1, 31))
def test_every_span_of_days_is_found_again(day, length):
    edtf = f"{day}/{day + timedelta(length)}"
    (found,) = find_dates(f"pada {in_words(edtf, 'id')}", "id")
    assert found.edtf == edtf


PIECES = st.sampled_from(
    ["Senin", " ", "(", ")", "6", "/", "8", "2024", "-", "Mei", "May", "Agustus", ",", "\n",
     "tahun", "an", "dan", "Monday", "the", ".", "abad", "ke-20", "s", "6/8", "31", "X", "août"]
)  # fmt: skip


@settings(deadline=None)
@given(
    st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)),
    st.sampled_from(LANGUAGES),
)
def test_any_text_gives_valid_dates_in_order_at_their_place(text, language):
    end = 0
    for found in find_dates(text, language):
        assert end <= found.start < found.end
        assert text[found.start : found.end] == found.text
        assert not found.edtf or validate(found.edtf) == found.edtf
        assert found.basis
        end = found.end


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["5 ", "(", "Senin ", "5-", "2024 ", "May 5 ", "1", "6/8/", " "])
def test_time_grows_with_the_length_of_the_text_only(piece):
    def seconds(times):
        started = time.process_time()
        find_dates(piece * times, "en")
        return time.process_time() - started

    seconds(10)
    short = min(seconds(4_000) for _ in range(3))
    assert min(seconds(20_000) for _ in range(3)) < 10 * short + 0.1
