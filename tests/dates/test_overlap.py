"""Overlap of what is known of a date with what is asked for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.dates.overlap import overlap

YEAR = (date(1998, 1, 1), date(1998, 12, 31))
MAY = (date(1998, 5, 1), date(1998, 5, 31))
maybe = st.none() | st.dates()


@pytest.mark.parametrize(
    ("known", "asked", "answer"),
    [
        (MAY, YEAR, "certainly"),
        (YEAR, YEAR, "certainly"),
        (YEAR, MAY, "possibly"),
        (YEAR, (None, date(1998, 1, 1)), "possibly"),
        (YEAR, (date(1998, 12, 31), None), "possibly"),
        (YEAR, (date(1999, 1, 1), None), "no"),
        (YEAR, (None, date(1997, 12, 31)), "no"),
        (YEAR, (date(1998, 1, 1), None), "certainly"),
        ((None, date(1998, 12, 31)), MAY, "possibly"),
        ((None, date(1998, 12, 31)), (None, date(1998, 12, 31)), "certainly"),
        ((date(1998, 1, 1), None), (date(1997, 1, 1), None), "certainly"),
        ((None, None), MAY, "no"),
        ((None, None), (None, None), "certainly"),
    ],
)
def test_overlap_is_certain_possible_or_none(known, asked, answer):
    assert overlap(*known, *asked) == answer


@given(st.dates(), maybe, maybe)
def test_a_single_day_is_certainly_in_a_span_or_not_at_all(day, since, until):
    assert overlap(day, day, since, until) in {"certainly", "no"}
