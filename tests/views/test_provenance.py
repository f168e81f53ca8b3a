"""Where each fact of an article is from stands on its page."""

import pytest
from django.utils import translation

from archive.views.provenance import origins_of
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_each_field_that_has_a_value_says_where_it_is_from(client):
    article = make_article(title="Talks", byline="A. B.")
    article.provenance = {"title": "page", "byline": "sidecar", "url": "feed", "language": "option"}
    article.save()
    assert origins_of(article) == [
        ("Title", "from the saved web page"),
        ("Byline", "from a file beside the text"),
        ("Language", "as said by whoever imported it"),
    ]
    text = client.get(article.get_absolute_url()).content.decode()
    assert "Byline: from a file beside the text." in text


def test_it_is_said_in_the_readers_language():
    article = make_article(title="Talks")
    article.provenance = {"date_edtf": "file name", "title": "a provenance nobody knows"}
    article.date_edtf = "2024"
    with translation.override("id"):
        assert origins_of(article) == [("Tanggal", "dari nama berkas")]
