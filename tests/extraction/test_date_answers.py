"""When a date found is the one that a gold set has."""

import pytest

from archive.extraction.date_answers import same_date


@pytest.mark.parametrize(
    ("language", "found", "gold"),
    [
        ("id", ("17/6/2022", "2022-06-17"), ("Jumat (17/6/2022)", "2022-06-17")),
        ("id", ("7 Maret 2024", "2024-03-07"), ("Kamis, 7 Maret 2024", "2024-03-07")),
        ("id", ("awal 2022", "2022"), ("2022", "2022")),
        ("id", ("2022", "2022"), ("tahun 2022", "2022")),
        ("id", ("akhir Juni", "XXXX-06"), ("Juni", "XXXX-06")),
        ("en", ("1990s", "199X"), ("the 1990s", "199X")),
        ("en", ("1990s", "199X"), ("the 1990s", "1990/1999")),
        ("en", ("first half of 2025", "2025-40"), ("first half of 2025", "2025")),
        ("en", ("Around 2010", "2010~"), ("around 2010", "2010")),
        ("en", ("25 August 2023", "2023-08-25"), ("Friday, 25 August 2023", "2023-08-25")),
    ],
)
def test_the_same_date_cut_or_written_otherwise(language, found, gold):
    assert same_date(found, gold, language)


@pytest.mark.parametrize(
    ("found", "gold"),
    [
        (("17/6/2022", "2022-06-17"), ("17/6/2022", "2022-06-16")),
        (("7 Maret", "XXXX-03-07"), ("7 Maret 2024", "2024-03-07")),
        (("7 Maret", "XXXX-03-07"), ("8 Maret", "XXXX-03-07")),
        (("kuartal III 2024", "2024-35"), ("kuartal III 2024", "2024-34")),
        (("kuartal III 2024", "2024-35"), ("kuartal III 2024", "2023")),
        (("2022", "2022"), ("2022", "2022-01-01")),
        (("2022", "2022"), ("2022", "no date")),
        (("7 Maret", "XXXX-03-07"), ("7 Maret", "2024-03-07")),
    ],
)
def test_another_day_or_other_words_are_another_date(found, gold):
    assert not same_date(found, gold, "id")
