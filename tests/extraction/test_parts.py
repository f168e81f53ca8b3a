"""Of which parts an article is made up."""

import pytest

from archive.extraction.parts import is_agency, read_parts
from archive.extraction.pipeline import extract


def parts(body, kind, title="A title"):
    text = f"{title}\n\n{body}"
    return [text[part.start : part.end] for part in read_parts(title, body) if part.kind == kind]


@pytest.mark.parametrize(
    "dateline",
    [
        "JAKARTA, Antara - ",
        "Jakarta, Kompas - ",
        "HANOI (ANTARA) - ",
        "TEHRAN, Aug. 6 (Reuters) -- ",
        "MOSCOW, May 9 (TASS) — ",
        "NEW YORK — ",
        "BANDA ACEH, KOMPAS.com — ",
        "Liputan6.com, Jakarta - ",
        "JAKARTA, 12 Mei 2023 - ",
        "Jakarta - ",
        "WASHINGTON (AP) _ ",
        "LONDON, 3 June 2024 -- ",
    ],
)
def test_a_dateline_opens_the_text_and_the_lede_follows(dateline):
    body = f"{dateline}Menteri itu tiba pada Senin.\n\nLagi."
    assert parts(body, "dateline") == [dateline]
    assert parts(body, "lede") == ["Menteri itu tiba pada Senin."]


@pytest.mark.parametrize(
    "line",
    [
        "Menteri itu tiba - dan pergi lagi.",
        "Iran dan Rusia - dua negara - bertemu.",
        "Moskow membantah hal itu - kata juru bicara.",
        "Presiden Joko Widodo - kata sumber - akan pergi.",
        "AS - menurut dia - menolak.",
        "The treaty of 6 August 2024 – a long one – was signed.",
    ],
)
def test_a_dash_in_a_sentence_makes_no_dateline(line):
    assert parts(line, "dateline") == []


@pytest.mark.parametrize(
    ("ending", "kind", "part"),
    [
        ("Selesai. (AFP)", "credit", "(AFP)"),
        ("Selesai. (Antara/AFP)", "credit", "(Antara/AFP)"),
        ("Selesai.(sl)", "signature", "(sl)"),
        ("Selesai. (sl/rn)", "signature", "(sl/rn)"),
        ("Selesai. [Budi Santoso]", "signature", "[Budi Santoso]"),
    ],
)
def test_the_last_bracket_is_a_credit_or_a_signature(ending, kind, part):
    other = {"credit": "signature", "signature": "credit"}[kind]
    assert parts(ending, kind) == [part]
    assert parts(ending, other) == []


@pytest.mark.parametrize("ending", ["Ia lahir (1998)", "Bersama Amerika Serikat (US)", "Ya (sic!)"])
def test_another_bracket_is_neither(ending):
    assert parts(ending, "credit") == parts(ending, "signature") == []


def test_a_line_of_its_own_names_the_source():
    assert parts("Satu.\n\nSumber: Antara", "credit") == ["Sumber: Antara"]


def test_agencies_are_known_by_name():
    assert is_agency("ANT/AFP")
    assert is_agency("CNN Indonesia")
    assert not is_agency("US")
    assert not is_agency("AFP/Budi")


def test_paragraphs_and_title_are_told():
    found = extract("Judul", "Satu.\n\nDua.\n\nTiga.").parts
    assert [part.kind for part in found] == [
        "title", "lede", "paragraph", "paragraph", "paragraph",
    ]  # fmt: skip
    assert extract("", "").parts == ()
