"""Words of one language find texts of the other, and weigh less than the words themselves."""

import pytest
from django.http import QueryDict

from archive.filters import ArticleFilter
from archive.search.glossary import DATA, translations
from archive.search.highlight import highlight
from archive.search.matching import Matcher
from archive.search.results import SearchResults
from tests.factories import make_article, make_entity

pytestmark = pytest.mark.django_db


def found(engine, query, **more):
    asked = QueryDict(mutable=True)
    asked.update({"q": query, **more})
    return [
        result.article.title for result in SearchResults(ArticleFilter(asked).search, engine)[:]
    ]


@pytest.fixture
def texts(indexed):
    make_article("Berita", "Pemerintah menjatuhkan sanksi baru.", language="id")
    make_article("News", "The government imposed sanctions.", language="en")
    make_article("Damai", "Gencatan senjata disepakati.", language="id")
    return indexed()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("sanctions", ["News", "Berita"]),
        ("sanksi", ["Berita", "News"]),
        ("government imposes sanction", ["News", "Berita"]),
        ("ceasefire", ["Damai"]),
        ('"sanctions"', ["News"]),
    ],
)
def test_the_other_language_is_searched_too_unless_the_word_is_quoted(texts, query, titles):
    assert found(texts, query) == titles


def test_a_literal_search_is_of_one_language(texts):
    assert found(texts, "sanctions", literal="1") == ["News"]


def test_a_text_found_by_a_translation_shows_it():
    from archive.search.engine import Clause

    clause = Clause("ceasefire", related=translations(("en:ceasefir",)))
    lit = highlight("Damai", "Gencatan senjata disepakati.", "id", Matcher([clause]))
    assert "<mark>Gencatan senjata</mark>" in lit.snippets[0]
    assert lit.forms == ("Gencatan senjata",)


def test_each_line_is_a_word_with_what_it_is_called():
    lines = [
        one for one in DATA.read_text(encoding="utf-8").splitlines() if not one.startswith("#")
    ]
    assert len(lines) > 4_000
    assert lines == sorted(set(lines))
    for line in lines:
        english, indonesian = line.split("\t")
        assert english == english.strip().lower()
        assert all(name == name.strip().lower() and name for name in indonesian.split("|"))


@pytest.mark.parametrize(
    ("address", "said"),
    [("/search/?q=ceasefire", "is also found as"), ("/id/search/?q=ceasefire", "juga ditemukan")],
)
def test_the_page_says_what_a_word_is_also_found_as_and_offers_the_literal_search(
    indexed, client, address, said
):
    make_article("Damai", "Gencatan senjata disepakati.", language="id")
    indexed()
    html = client.get(address).content.decode()
    assert said in html
    assert '<bdi lang="id">gencatan senjata</bdi>' in html
    assert 'href="?q=ceasefire&amp;literal=1"' in html
    literal = client.get(f"{address}&literal=1").content.decode()
    assert said not in literal
    quoted = client.get(address.replace("ceasefire", '"ceasefire"')).content.decode()
    assert said not in quoted


def test_of_a_name_the_page_says_only_whom_it_means(indexed, client):
    make_article("Talks", "Iran spoke.", about=[make_entity("Iran", code="IR")])
    indexed()
    html = client.get("/search/?q=iran").content.decode()
    assert "Showing articles about" in html
    assert "is also found as" not in html
