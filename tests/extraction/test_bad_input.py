"""Texts that are none: extraction never raises, and takes twice the time for twice the text."""

import time
from itertools import cycle

import pytest

from archive.extraction.pipeline import extract

KINDS = {
    "news": "Presiden Iran Masoud Pezeshkian tiba di Moskow pada Senin (6/8), kata AFP. ",
    "capitals": "PRESIDEN IRAN TIBA DI MOSKOW PADA SENIN (6/8/2024) KATA MENTERI ",
    "no spaces": "IranRusiaAmerikaSerikat",
    "digits": "1998200120242030",
    "look like dates": "31/31/2024 2024-13-45 99.99.9999 (6/8)(32/8) 1.2.2024.5 2000-2001-2002 ",
    "mixed scripts": "Iran Россия 伊朗 روسیه ایران Ρωσία 러시아 ",
    "right to left": "وصل الرئيس الإيراني إلى موسكو في 6 أغسطس 2024. ",
    "emoji": "🇮🇷🤝🇷🇺👨‍👩‍👧‍👦 ",
    "zero width": "I\u200bran\u200d Ru\u2060sia\ufeff ",
    "html": "<p class='x'>Iran&nbsp;dan &amp; Rusia</p><br/>&#1234; {{ x }} ",
    "brackets": "((((((",
    "quotes": "“Iran” ‘Rusia’ \"\"''",
    "full stops": "A. B. C. D. ",
    "hyphens": "Iran-Rusia-AS-",
    "line ends": "Iran\n\n\n\n",
    "years in a row": "2001, 2002, 2003 dan 2004, ",
    "names in a row": "Budi Santoso Wijaya Kusuma Hadi ",
    "organisations": "Dewan Keamanan dan Kementerian Luar Negeri dan ",
    "control characters": "Iran\x00\x01\x02\x7f ",
    "lone marks": "\u0301\u0301\u202e\u202c ",
}


def seconds(text: str, language: str) -> float:
    """The least of two runs: the machine may have been busy with something else."""
    spent = []
    for _ in range(2):
        begun = time.process_time()
        extract(text[:100], text, language=language)
        spent.append(time.process_time() - begun)
    return min(spent)


@pytest.mark.parametrize(("kind", "language"), list(zip(KINDS, cycle(("id", "en")), strict=False)))
def test_twice_the_text_takes_twice_the_time(kind, language):
    piece = KINDS[kind]
    short = piece * (12_000 // len(piece))
    seconds(short[:2_000], language)  # fills what is remembered
    assert seconds(short * 2, language) < 3.2 * seconds(short, language) + 0.15


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_its_language_may_be_nothing_raises(kind):
    for language in ("", "fa", "ru", "not a language"):
        found = extract(KINDS[kind][:40], KINDS[kind] * 3, language=language)
        assert found.language


@pytest.mark.parametrize("text", ["", " ", "\n\n", ".", "Iran", "IRAN", "2024", "\u200b", "\ud800"])
def test_nothing_and_one_word_are_texts_too(text):
    assert len(extract(text, text, language="id").entities) <= 1
    assert extract("", text).language


@pytest.mark.slow
def test_five_million_characters_in_one_line_are_read():
    piece = KINDS["news"]
    found = extract("", piece * (5_000_000 // len(piece)), language="id")
    assert {entity.key for entity in found.of_kind("country")} >= {"IR"}
