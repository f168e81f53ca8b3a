"""Bytes become text: as they were meant, or not at all."""

import pytest

from archive.importing.encoding import NotText, clean, decode

RUSSIAN = "Президент России заявил, что сотрудничество с Ираном развивается.\n" * 10
FRENCH = "Le président a déclaré que la coopération énergétique à Genève progressait.\n" * 10


def text_of(data):
    return decode(data)[0].text


def test_utf8_is_read_as_it_is_with_or_without_its_mark():
    assert text_of("Téhéran".encode()) == text_of("Téhéran".encode("utf-8-sig")) == "Téhéran"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding_and_the_record_says_so(encoding):
    cleaned, notes = decode("Téhéran".encode(encoding))
    assert cleaned.text == "Téhéran"
    assert notes == (f"not UTF-8; read as {encoding.upper()}",)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (FRENCH, "cp1252"), (FRENCH, "latin-1")],
)
def test_an_old_encoding_is_recognised_where_it_is_plain_with_the_confidence_told(text, encoding):
    cleaned, notes = decode(text.encode(encoding))
    assert cleaned.text == text
    assert "not UTF-8; read as" in notes[0]
    assert "confidence" in notes[0]


@pytest.mark.parametrize("encoding", ["iso8859-2", "cp1250"])
def test_an_encoding_is_rather_refused_than_guessed_wrong(encoding):
    text = "Prezident: žádná spolupráce s Íránem, žádné setkání v Praze.\n" * 5
    with pytest.raises(NotText, match="too unsure to act upon"):
        decode(text.encode(encoding))


def test_too_little_to_go_by_is_rejected_naming_the_byte_and_the_guess():
    with pytest.raises(NotText, match=r"not UTF-8: byte 3 is 0xe9; save it as UTF-8 \(it may be"):
        decode(b"Caf\xe9\n\nOpen.")


def test_one_damaged_byte_in_utf8_is_no_reason_to_read_the_rest_as_something_else():
    data = "Téhéran est une très grande ville.\n".encode() * 20 + b"\xe9\n"
    with pytest.raises(NotText, match="byte 760 is 0xe9"):
        decode(data)


def test_an_overlong_or_cut_sequence_is_not_utf8():
    for data in (b"abc \xc0\xaf", b"abc \xed\xa0\x80", "Téhéran".encode()[:2]):
        with pytest.raises(NotText, match="not UTF-8"):
            decode(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n....", "not text: image/png"),
        (b"%PDF-1.7 ...", "not text: application/pdf"),
        (b"PK\x03\x04....", "not text: a ZIP archive"),
        ("Tehran".encode("utf-16-le"), "not text: it holds a NUL byte at byte 1"),
        (b"a\x01\x02\x03b" * 20, "not text: 60 of its 100 characters are control characters"),
    ],
)
def test_what_is_no_text_is_refused_by_what_it_is(data, reason):
    with pytest.raises(NotText, match=reason):
        decode(data)


def test_line_ends_are_made_one_letters_composed_and_control_characters_counted():
    cleaned = clean("e\u0301\r\nb\rc\x85d\u2028e\x07\ufeff\tf")
    assert cleaned.text == "é\nb\nc\nd\ne\tf"
    assert cleaned.stripped == 2


def test_marks_of_direction_stay_for_they_are_part_of_the_text():
    assert clean("\u202bایران\u202c \u200fx").text == "\u202bایران\u202c \u200fx"
