"""Lists from A to Z."""

import pytest

from archive.views.alphabet import Entry, alphabet, letter_of


@pytest.mark.parametrize(
    ("label", "letter"),
    [("Iran", "I"), ("Åland", "A"), ("Côte d’Ivoire", "C"), ("Сергей Шойгу", "S"), ("12 May", "#")],
)
def test_a_name_stands_under_its_first_latin_letter(label, letter):
    assert letter_of(label) == letter


def test_names_are_in_order_and_other_signs_come_last():
    letters = alphabet([Entry(name, "/", 1) for name in ("9", "iraq", "Iran", "Åland")])
    assert [(one.name, one.id) for one in letters] == [("A", "l-A"), ("I", "l-I"), ("#", "l-other")]
    assert [entry.label for entry in letters[1].entries] == ["Iran", "iraq"]
