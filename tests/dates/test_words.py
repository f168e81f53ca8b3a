"""Dates in words, in English and Indonesian."""

import re
from datetime import date

import pytest
from hypothesis import given

from archive.dates.edtf import bounds, validate
from archive.dates.reading import read_date
from archive.dates.words import in_words
from tests.dates.test_edtf import any_date, days

EXAMPLES = [
    ("1998", "1998", "1998"),
    ("0044-03-15", "15 March 44", "15 Maret 44"),
    ("1998-05", "May 1998", "Mei 1998"),
    ("1998-05-21", "21 May 1998", "21 Mei 1998"),
    ("199X", "1990s", "1990-an"),
    ("19XX", "between 1900 and 1999", "antara 1900 dan 1999"),
    ("199X-05", "May, 1990s", "Mei, 1990-an"),
    ("XXXX-08-06", "6 August, year unknown", "6 Agustus, tahun tidak diketahui"),
    ("XXXX-08", "August, year unknown", "Agustus, tahun tidak diketahui"),
    ("2024~", "about 2024", "sekitar 2024"),
    ("2024?", "perhaps 2024", "mungkin 2024"),
    ("2024-08%", "perhaps about August 2024", "mungkin sekitar Agustus 2024"),
    ("1998/2001", "1998–2001", "1998–2001"),
    ("../2024", "until 2024", "hingga 2024"),
    ("2024/..", "from 2024", "sejak 2024"),
    ("1988-09/1988-10", "September–October 1988", "September–Oktober 1988"),
    ("2024-08-05/2024-08-07", "5–7 August 2024", "5–7 Agustus 2024"),
    (
        "2024-08-30/2024-09-02",
        "30 August – 2 September 2024",
        "30 Agustus – 2 September 2024",
    ),
    (
        "2024-12-30/2025-01-02",
        "30 December 2024 – 2 January 2025",
        "30 Desember 2024 – 2 Januari 2025",
    ),
    ("XXXX-08-05/XXXX-08-07", "5–7 August, year unknown", "5–7 Agustus, tahun tidak diketahui"),
    ("2004-21", "spring 2004", "musim semi 2004"),
    ("2004-24", "winter 2004", "musim dingin 2004"),
    ("2024-33", "first quarter of 2024", "kuartal pertama 2024"),
    ("2024-41", "second half of 2024", "paruh kedua 2024"),
    ("[2024-08-05,2024-08-06]", "5 or 6 August 2024", "5 atau 6 Agustus 2024"),
    ("[2024-07-31,2024-08-01]", "31 July or 1 August 2024", "31 Juli atau 1 Agustus 2024"),
    ("[2024-08-05,2024-08-06,2024-08-08]", "5, 6 or 8 August 2024", "5, 6 atau 8 Agustus 2024"),
    ("[1998..2001]", "between 1998 and 2001", "antara 1998 dan 2001"),
    ("[..1998]", "1998 or earlier", "1998 atau sebelumnya"),
    ("[1998..]", "1998 or later", "1998 atau sesudahnya"),
    ("[1998..2001,2005]", "between 1998 and 2001, or 2005", "antara 1998 dan 2001, atau 2005"),
    ("{1998,2000}", "1998 and 2000", "1998 dan 2000"),
    ("{1998..2001}", "1998 to 2001", "1998 sampai 2001"),
    ("{..1998}", "until 1998", "hingga 1998"),
    ("{1998..}", "from 1998", "sejak 1998"),
    ("2024-08-0X", "between 1 and 9 August 2024", "antara 1 dan 9 Agustus 2024"),
    ("199X-05/199X-06", "May, 1990s – June, 1990s", "Mei, 1990-an – Juni, 1990-an"),
    ("2024~/2025", "about 2024 – 2025", "sekitar 2024 – 2025"),
]


@pytest.mark.parametrize(("edtf", "english", "indonesian"), EXAMPLES)
def test_a_date_is_said_in_the_readers_language(edtf, english, indonesian):
    assert in_words(edtf, "en") == english
    assert in_words(edtf, "id") == indonesian


def test_an_unknown_language_gets_english_and_a_variant_its_language():
    assert in_words("1998-05", "xx") == "May 1998"
    assert in_words("1998-05", "id-ID") == "Mei 1998"


def test_no_date_has_no_words_and_what_is_no_date_is_shown_as_it_stands():
    assert in_words("", "en") == ""
    assert in_words("no date at all", "id") == "no date at all"


@given(any_date)
def test_words_name_a_day_only_where_the_date_has_one(edtf):
    words = in_words(edtf, "en")
    numbers = {int(number) for number in re.findall(r"\b\d{1,2}\b", words)}
    written = {int(part) for part in re.findall(r"\d+", validate(edtf))}
    assert numbers <= written


@given(days)
def test_what_is_said_of_a_day_reads_as_that_day_again(day):
    for language in ("en", "id"):
        assert read_date(in_words(day.isoformat(), language)) == day.isoformat()


@pytest.mark.parametrize(
    "edtf",
    ["1998", "1998-05", "199X", "2024~", "2024?", "1998/2001", "../2024", "2024/..", "XXXX-08-06",
     "1988-09/1988-10", "2024-08-05/2024-08-07", "2024-08-30/2024-09-02", "2024-12-30/2025-01-02",
     "[2024-08-05,2024-08-06]", "[2024-07-31,2024-08-01]"],
)  # fmt: skip
def test_words_read_back_as_the_date_they_were_said_of(edtf):
    assert read_date(in_words(edtf, "en")) == edtf
    assert read_date(in_words(edtf, "id")) == edtf


def test_a_year_never_becomes_its_first_of_january():
    assert in_words("1998", "en") == "1998"
    assert bounds("1998") == (date(1998, 1, 1), date(1998, 12, 31))
