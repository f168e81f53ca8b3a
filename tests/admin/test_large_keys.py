"""Keys beyond 999 in forms: they are names of rows, not figures with a point or comma in them."""

import re

import pytest

from archive.models import Article, Entity, EntityTag
from tests.factories import make_article, make_entity, make_tag

pytestmark = pytest.mark.django_db

LARGE = 12_345
KEYS = re.compile(r'(?:name|id)="(?:tag|shown|article|keep|newest|decision|to)" value="([^"]+)"')


@pytest.fixture
def tag():
    """Of rows with large keys."""
    article = make_article("Talks", "Shoigu came.")
    person = make_entity("Shoigu", "person", pk=LARGE)
    return make_tag(article, person, pk=LARGE)


@pytest.mark.parametrize("language", ["", "/id"])
def test_a_suggestion_with_a_large_key_is_decided(at_desk, tag, language):
    page = at_desk.get(f"{language}/admin/review/").content.decode()
    [sent, *_others] = re.findall(r'name="tag" value="([^"]+)"', page)

    at_desk.post(f"{language}/admin/review/", {"tag": sent, "verb": "confirm"})

    assert EntityTag.objects.get().state == "confirmed"


@pytest.mark.parametrize("language", ["", "/id"])
@pytest.mark.parametrize("page", ["review", "merge", "former"])
def test_keys_in_forms_are_plain(editing, tag, language, page):
    other = make_entity("Shoigo", "person", pk=LARGE + 1)
    Entity.history.filter(id=LARGE).update(history_id=LARGE)
    address = {
        "review": "/admin/review/",
        "merge": f"/admin/archive/entity/merge/?ids={LARGE},{other.pk}",
        "former": f"/admin/archive/entity/{LARGE}/history/{LARGE}/",
    }[page]

    keys = KEYS.findall(editing.get(language + address).content.decode())

    assert keys
    assert not [key for key in keys if "," in key or "." in key]
    assert Article.objects.count() == 1
