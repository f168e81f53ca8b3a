"""A country's partners, and which of them are written about together."""

import pytest

from tests.factories import make_article, make_entity

pytestmark = pytest.mark.django_db


@pytest.fixture
def countries(indexed):
    made = [make_entity(name) for name in ("Iran", "Russia", "China", "Iraq", "Oman")]
    iran, russia, china, iraq, oman = made
    for about in ([iran, russia, china], [iran, russia, china], [iran, iraq], [iran, oman]):
        make_article(about=about)
    make_article(about=[iraq, russia])
    indexed()
    return made


def test_arcs_join_partners_and_the_strongest_is_the_widest(client, countries):
    network = client.get("/countries/iran/").context["network"]
    assert [(row.label, row.count) for row in network.rows[:2]] == [("Russia", 2), ("China", 2)]
    assert network.rows[0].url == "/relations/iran/russia/"
    assert [(arc.label, arc.count, arc.width) for arc in network.arcs] == [
        ("Russia × China", 2, "6.0"),
        ("Russia × Iraq", 1, "3.0"),
    ]
    assert network.arcs[0].url == "/relations/china/russia/"


def test_every_arc_stands_in_the_table(client, countries):
    html = client.get("/countries/iran/").content.decode()
    assert "<title>Russia × China: 2 articles</title>" in html
    assert '<a href="/relations/china/russia/">Russia × China</a></th><td class="num">2<' in html


def test_few_partners_are_a_list_only(client, countries):
    response = client.get("/countries/china/")
    assert response.context["network"] is None
    assert "Named together with" in response.content.decode()
