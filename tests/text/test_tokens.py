"""How text is cut into words."""

import pytest

from archive.text.tokens import WORD_LIMIT, fold_word, tokenize, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kerja-sama", ["kerja", "sama"]),
        ("Qur’an’s", ["qur", "an", "s"]),
        ("Senin (6/8), 2024.", ["senin", "6", "8", "2024"]),
        ("snake_case@x", ["snake", "case", "x"]),
        ("COVID19", ["covid19"]),
        ("می‌رود", ["ميرود"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("俄罗斯2024年", ["俄罗", "罗斯", "2024", "年"]),
        ("ロシア・イラン", ["ロシ", "シア", "イラ", "ラン"]),
        ("NATOの会議", ["nato", "の会", "会議"]),
        ("กรุงเทพ", ["กรุ", "รุง", "งเ", "เท", "ทพ"]),
        ("서울 시청", ["서울", "시청"]),
        ("km² ½ ☃ \u0301", ["km"]),
        ("", []),
    ],
)
def test_words_of_a_text(text, expected):
    assert words(text) == expected
    assert [token.folded for token in tokenize(text)] == expected


@pytest.mark.parametrize(
    "text", ["İstanbul’a ﬁne ŀ Straße", "می‌رود ﷺ", "ﾛｼｱ\nガ", "e\u0301a \ud800b", "🇮🇷 é"]
)
def test_offsets_are_those_of_the_original_text(text):
    tokens = tokenize(text)
    assert tokens
    for token in tokens:
        assert text[token.start : token.end] == token.text
        assert token.folded == fold_word(token.text)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)


def test_plain_and_other_texts_are_cut_alike():
    plain = "The Security Council's 15 members: see S/RES/2231 (2015)."
    assert [*words(plain), "e"] == words(plain + " é")
    assert tokenize(plain) == tokenize(plain + " é")[:-1] == tokenize(plain + " 年")[:-1]
    other = "Łódź, naïve ‘Qur’an’ می‌رود Ⅻ"
    assert tokenize(other) == tokenize(other + " 年")[:-1]


def test_of_an_endless_run_the_beginning_counts():
    assert words("a" * 5000) == words("A" * 9000) == ["a" * WORD_LIMIT]
    assert [len(word) for word in words("é" * 5000)] == [WORD_LIMIT]
    assert tokenize("a" * 5000)[0].end == 5000
