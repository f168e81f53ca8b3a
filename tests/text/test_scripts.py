"""Scripts and directions."""

import pytest

from archive.text.scripts import direction, script_of


@pytest.mark.parametrize(
    ("language", "expected"),
    [("id", "ltr"), ("fa", "rtl"), ("ar-EG", "rtl"), ("az-Arab", "rtl"), ("ar-Latn", "ltr"),
     ("ur_PK", "rtl"), ("", "ltr"), ("he", "rtl"), ("und", "ltr")],
)  # fmt: skip
def test_direction_of_a_language(language, expected):
    assert direction(language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Iran, 2024", "latin"), ("Россия — USA", "cyrillic"), ("روسیه", "arabic"), ("俄罗斯", "han"),
     ("ロシア", "katakana"), ("123", ""), ("", "")],
)  # fmt: skip
def test_script_of_a_text(text, expected):
    assert script_of(text) == expected
