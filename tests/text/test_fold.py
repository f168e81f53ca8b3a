"""Which spellings are one word."""

import pytest

from archive.text.fold import fold, transliterate


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "cafe"), ("CAFE\u0301", "café"), ("Straße", "STRASSE"), ("ﬁne", "fine"),
        ("İstanbul", "istanbul"), ("ısparta", "Isparta"), ("Øresund", "oresund"), ("Łódź", "lodz"),
        ("Ёлка", "елка"), ("Ⅻ", "xii"), ("ＡＢＣ", "abc"), ("ﾛｼｱ", "ロシア"), ("ｶﾞ", "ガ"),
        ("روسیه", "روسيه"), ("کشور", "كشور"), ("می‌رود", "میرود"), ("القاهرة", "القاهره"),
        ("مُحَمَّد", "محمد"), ("إيران", "ايران"), ("مـصر", "مصر"), ("שָׁלוֹם", "שלום"),
        ("٢٠٢٤", "2024"), ("۲۰۲۴", "2024"), ("२०२४", "2024"), ("Qur’an", "Qur'an"),
        ("kerja–sama", "kerja-sama"), ("co\u00adoperation", "cooperation"), ("ΣΟΦΟΣ", "σοφος"),
        ("한국", "한국"),
    ],
)  # fmt: skip
def test_spellings_that_are_one_word(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("й", "и"), ("が", "か"), ("हिन्दी", "हनद"), ("กุ", "ก"), ("syria", "serbia")]
)
def test_spellings_that_are_not(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize("text", ["Café Ⅻ ŀ ﷺ İ ǅ ß ΐ ½ … Å", "\ud800\x00\U0010ffff", "ẞﬃ"])
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


def test_addresses_are_in_plain_letters():
    assert transliterate("Россия, Łódź").isascii()
