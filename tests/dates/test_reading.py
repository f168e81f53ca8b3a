"""What readers type into a date box."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.dates.edtf import EdtfError, validate
from archive.dates.reading import read_date


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("1998", "1998"),
        (" 1998-05 ", "1998-05"),
        ("1998-5-21", "1998-05-21"),
        ("1998/5/21", "1998-05-21"),
        ("21 May 1998", "1998-05-21"),
        ("21 MAY 1998", "1998-05-21"),
        ("21st of May, 1998", "1998-05-21"),
        ("May 21, 1998", "1998-05-21"),
        ("May 1998", "1998-05"),
        ("Sept. 1998", "1998-09"),
        ("21 Mei 1998", "1998-05-21"),
        ("Mei 1998", "1998-05"),
        ("3 Nopember 1998", "1998-11-03"),
        ("Senin, 5 Agustus 2024", "2024-08-05"),
        ("Monday 5 August 2024", "2024-08-05"),
        ("tahun 1998", "1998"),
        ("21/5/1998", "1998-05-21"),
        ("5/21/1998", "1998-05-21"),
        ("5.5.1998", "1998-05-05"),
        ("21-05-1998", "1998-05-21"),
        ("1990s", "199X"),
        ("1990-an", "199X"),
        ("the 1990s", "199X"),
        ("about 1998", "1998~"),
        ("c. 1998", "1998~"),
        ("sekitar Mei 1998", "1998-05~"),
        ("mungkin 1998", "1998?"),
        ("1998–2001", "1998/2001"),
        ("1998 - 2001", "1998/2001"),
        ("1998 hingga 2001", "1998/2001"),
        ("May–June 1998", "1998-05/1998-06"),
        ("5-7 Agustus 2024", "2024-08-05/2024-08-07"),
        ("August 5-7, 2024", "2024-08-05/2024-08-07"),
        ("August 30 - September 2, 2024", "2024-08-30/2024-09-02"),
        ("5 atau 6 Agustus 2024", "[2024-08-05,2024-08-06]"),
        ("sejak Mei 1998", "1998-05/.."),
        ("until 1998", "../1998"),
        ("２０２４", "2024"),
        ("٢٠٢٤", "2024"),
        ("[1998..2001]", "[1998..2001]"),
    ],
)
def test_a_date_is_read_as_people_write_it(typed, edtf):
    assert read_date(typed) == edtf


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "There is no date here."),
        ("hello", "“hello” is not a date we can read. Write 1998, May 1998 or 21 May 1998."),
        ("about", "“about” is not a date we can read. Write 1998, May 1998 or 21 May 1998."),
        ("21 May", "“21 May” is not a date we can read. Write 1998, May 1998 or 21 May 1998."),
        (
            "5/6/1998",
            "“5/6/1998” can be read as 1998-06-05 or as 1998-05-06. Write the month as a word.",
        ),
        ("31 Februari 1998", "There is no day 31 in month 02 of 1998: it has 28 days."),
        (
            "Aprıl 1998",
            "“Aprıl 1998” is not a date we can read. Write 1998, May 1998 or 21 May 1998.",
        ),
        (
            "1–2 Aprıl 1998",
            "“1–2 Aprıl 1998” is not a date we can read. Write 1998, May 1998 or 21 May 1998.",
        ),
        ("31/31/1998", "There is no month 31."),
        ("1998-13", "There is no month 13."),
        ("2001–1998", "“2001/1998” ends before it begins."),
        ("x" * 101, "A date has at most 100 characters."),
    ],
)
def test_what_cannot_be_read_is_explained(typed, sentence):
    with pytest.raises(EdtfError) as fault:
        read_date(typed)
    assert str(fault.value) == sentence


@given(st.text(max_size=130))
def test_any_text_is_read_or_explained(text):
    try:
        found = read_date(text)
    except EdtfError as refusal:
        found, sentence = "", refusal.say("id")
    assert validate(found) == found if found else sentence
