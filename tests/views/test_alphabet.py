"""Lists from A to Z."""

from datetime import date

import pytest

from archive.views.alphabet import Entry, alphabet, letter_of
from tests.factories import make_article, make_entity


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


@pytest.mark.django_db
def test_small_bars_show_each_name_over_time_and_tell_their_figures(
    client, indexed, django_assert_max_num_queries
):
    iran, russia = make_entity("Iran", code="IR"), make_entity("Russia", code="RU")
    for year in (1998, 2010, 2010, 2024):
        make_article(on=date(year, 1, 1), about=[iran])
    make_article(on=date(2024, 1, 1), about=[russia])
    indexed()
    with django_assert_max_num_queries(6):
        html = client.get("/countries/").content.decode()
    assert html.count('class="spark"') == 1  # too few articles on Russia for a drawing
    figures = "1998–1999: 1, 2010–2011: 2, 2024–2025: 1"
    assert f'role="img" width="56" height="14" aria-label="{figures}"' in html
    assert '<path d="M1.5 14v-7M25.5 14v-14M53.5 14v-7"/>' in html
    assert "from 1998–1999 to 2024–2025" in html
