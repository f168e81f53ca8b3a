"""Cells: never a formula, and the text comes back to the letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.cells import FORMULA, defused, restored


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM", "\tx", "\rx", "＝1", "'=1", "''=1"])
def test_what_begins_like_a_formula_gets_one_apostrophe(text):
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "plain", "'quoted'", "'", " =1", "1=1"])
def test_other_texts_stay_as_they_are(text):
    assert defused(text) == restored(text) == text


@given(st.text(alphabet=[*FORMULA, "'", "a", "1", " "]))
def test_every_text_comes_back(text):
    cell = defused(text)

    assert cell[:1] not in FORMULA
    assert restored(cell) == text
