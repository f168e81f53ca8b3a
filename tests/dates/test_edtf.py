"""EDTF: what is a date, its one canonical form, and the days it may be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.dates.edtf import EdtfError, bounds, validate

days = st.dates(min_value=date(1000, 1, 1), max_value=date(9900, 12, 31))
years = st.integers(1, 9998).map(lambda year: f"{year:04}")
masked = st.sampled_from(["199X", "19XX", "1XXX", "202X"])
months = days.map(lambda day: f"{day:%Y-%m}")
parts = st.tuples(years, st.sampled_from([21, 22, 23, 24, 33, 34, 35, 36, 40, 41])).map(
    lambda pair: f"{pair[0]}-{pair[1]}"
)
known = st.one_of(days.map(date.isoformat), months, years, masked, parts)
qualified = st.tuples(known, st.sampled_from(["", "?", "~", "%"])).map("".join)
without_year = days.map(lambda day: f"XXXX-{day:%m-%d}")
sets = st.lists(known, min_size=1, max_size=3).map(",".join)
singles = st.one_of(qualified, without_year)
any_date = st.one_of(
    singles,
    qualified.map("../{}".format),
    qualified.map("{}/..".format),
    sets.map("[{}]".format),
    sets.map("{{{}}}".format),
    known.map("[..{}]".format),
)

EXAMPLES = {
    "1998": ("1998-01-01", "1998-12-31"),
    "1998-05": ("1998-05-01", "1998-05-31"),
    "1998-05-21": ("1998-05-21", "1998-05-21"),
    "2024-02": ("2024-02-01", "2024-02-29"),
    "1900-02": ("1900-02-01", "1900-02-28"),
    "199X": ("1990-01-01", "1999-12-31"),
    "19XX": ("1900-01-01", "1999-12-31"),
    "199X-05": ("1990-05-01", "1999-05-31"),
    "199X-02-29": ("1992-02-29", "1996-02-29"),
    "000X": ("0001-01-01", "0009-12-31"),
    "2024~": ("2024-01-01", "2024-12-31"),
    "2024?": ("2024-01-01", "2024-12-31"),
    "2024-08%": ("2024-08-01", "2024-08-31"),
    "2024-08-0X": ("2024-08-01", "2024-08-09"),
    "2024-02-2X": ("2024-02-20", "2024-02-29"),
    "2004-21": ("2004-01-01", "2004-12-31"),
    "2004-35": ("2004-07-01", "2004-09-30"),
    "2004-40": ("2004-01-01", "2004-06-30"),
    "1998/2001": ("1998-01-01", "2001-12-31"),
    "2004-06/2004": ("2004-06-01", "2004-12-31"),
    "[2024-08-05,2024-08-06]": ("2024-08-05", "2024-08-06"),
    "[1998..2001]": ("1998-01-01", "2001-12-31"),
    "{1998,2000-03}": ("1998-01-01", "2000-03-31"),
}


@pytest.mark.parametrize(("edtf", "span"), EXAMPLES.items())
def test_a_date_is_kept_as_written_and_has_a_first_and_a_last_day(edtf, span):
    assert validate(edtf) == edtf
    assert bounds(edtf) == tuple(date.fromisoformat(day) for day in span)


@pytest.mark.parametrize(
    ("edtf", "span"),
    [
        ("../2024", (None, date(2024, 12, 31))),
        ("2024/..", (date(2024, 1, 1), None)),
        ("[..1998]", (None, date(1998, 12, 31))),
        ("[1998..]", (date(1998, 1, 1), None)),
        ("XXXX-08-06", (None, None)),
        ("XXXX-02-29", (None, None)),
        ("XXXX-08", (None, None)),
        ("XXXX-12-30/XXXX-01-02", (None, None)),
        ("[XXXX-06-08,XXXX-08-06]", (None, None)),
    ],
)
def test_what_is_open_or_without_a_year_has_no_bound(edtf, span):
    assert validate(edtf) == edtf
    assert bounds(edtf) == span


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        (" 1998 ", "1998"),
        ("199x", "199X"),
        ("1998-XX", "1998"),
        ("1998-XX-XX", "1998"),
        ("1998-05-XX", "1998-05"),
        ("[2024-08-06, 2024-08-05]", "[2024-08-05,2024-08-06]"),
        ("[2024-08-06]", "2024-08-06"),
        ("{1998,1998}", "1998"),
    ],
)
def test_one_date_has_one_form(written, canonical):
    assert validate(written) == canonical


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1998-02-31", "There is no day 31 in month 02 of 1998: it has 28 days."),
        ("1900-02-29", "There is no day 29 in month 02 of 1900: it has 28 days."),
        ("XXXX-02-30", "There is no day 30 in month 02 of XXXX: it has 29 days."),
        ("2024-02-3X", "There is no day 3X in month 02 of 2024: it has 29 days."),
        ("1998-05-00", "There is no day 00 in month 05 of 1998: it has 31 days."),
        ("1998-13", "There is no month 13."),
        ("1998-00", "There is no month 00."),
        ("1998-37", "There is no month 37."),
        ("0000", "The year 0000 is outside 1 to 9998."),
        ("9999", "The year 9999 is outside 1 to 9998."),
        ("999X", "The year 999X is outside 1 to 9998."),
        ("2001/1998", "“2001/1998” ends before it begins."),
        ("[2001..1998]", "“[2001..1998]” ends before it begins."),
        ("../..", "An interval needs at least one end."),
        ("[..]", "An interval needs at least one end."),
        ("1998/", "“1998/” is not an interval. Write 1998/2001, ../2001 or 1998/.. instead."),
        ("1/2/3", "“1/2/3” is not an interval. Write 1998/2001, ../2001 or 1998/.. instead."),
        (
            "[1998,]",
            "“[1998,]” is not a set of dates. Write [1998,2001] or [1998..2001] instead.",
        ),
        ("XXXX-08-05/2024-08-07", "Either all dates have a year, or none has."),
        ("[XXXX-08-05,2024-08-07]", "Either all dates have a year, or none has."),
        ("XXXX", "A date without a year needs a month, as in XXXX-08-06."),
        ("XXXX-21", "A date without a year needs a month, as in XXXX-08-06."),
        ("1998-21-03", "“1998-21-03” has a day without a month."),
        ("1998-XX-03", "“1998-XX-03” has a day without a month."),
        (
            "2024-08-06T10:00:00Z",
            "“2024-08-06T10:00:00Z” has a time of day: leave it out, the archive dates by days.",
        ),
        (
            "yesterday",
            "“yesterday” is not a date the archive can read. Write 1998, 1998-05 or 1998-05-21.",
        ),
        ("19X", "“19X” is not a date the archive can read. Write 1998, 1998-05 or 1998-05-21."),
        ("", "There is no date here."),
        ("{" + "1998," * 40 + "1998}", "A date has at most 100 characters."),
    ],
)
def test_what_is_no_date_is_refused_with_a_plain_sentence(text, sentence):
    with pytest.raises(EdtfError) as fault:
        validate(text)
    assert str(fault.value) == sentence


def test_a_refusal_can_be_said_in_indonesian_and_shortens_what_was_typed():
    with pytest.raises(EdtfError) as fault:
        validate("1998-13")
    assert fault.value.say("id") == "Tidak ada bulan 13."
    assert fault.value.say("fr") == "There is no month 13."
    with pytest.raises(EdtfError) as fault:
        validate("y" * 90)
    assert "y" * 60 + "…" in str(fault.value)


@given(any_date)
def test_the_canonical_form_is_its_own_canonical_form(edtf):
    assert validate(validate(edtf)) == validate(edtf)
    assert bounds(validate(edtf)) == bounds(edtf)


@given(any_date)
def test_the_first_day_is_never_after_the_last(edtf):
    earliest, latest = bounds(edtf)
    assert earliest is None or latest is None or earliest <= latest


@given(known, known)
def test_an_interval_reaches_from_its_first_to_its_last_day(start, end):
    if bounds(start)[0] > bounds(end)[1]:
        start, end = end, start
    assert bounds(f"{start}/{end}") == (bounds(start)[0], bounds(end)[1])


@given(days)
def test_a_day_is_itself_and_nothing_else(day):
    assert bounds(day.isoformat()) == (day, day)


@given(st.text(max_size=120))
def test_any_text_is_a_date_or_is_refused(text):
    try:
        found = validate(text)
    except EdtfError as refusal:
        found, sentence = "", refusal.say("id")
    assert validate(found) == found if found else sentence
