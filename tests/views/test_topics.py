"""Topics: a tree with counts, and a page for each."""

import re

import pytest

from archive.models import Redirect, Topic
from tests.factories import make_article, make_entity, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def security():
    return make_topic("Security", names={"id": "Keamanan"}, scope_note="Defence and arms.")


def words(response):
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def test_the_tree_counts_a_topic_with_those_below_it(client, indexed, security):
    make_article(topics=[make_topic("Sanctions", security)])
    make_article(topics=[security])
    indexed()
    assert re.search(
        r"Security 2 .*Defence and arms\. .*Sanctions 1", words(client.get("/topics/"))
    )
    assert "Keamanan 2" in words(client.get("/id/topics/"))


def test_a_topic_shows_parents_scope_parts_and_articles(client, indexed, security):
    sanctions = make_topic("Sanctions", security)
    make_topic("Oil embargo", sanctions)
    make_article("A new embargo", topics=[sanctions], about=[make_entity("Iran", code="IR")])
    indexed()
    response = client.get("/topics/sanctions/")
    text = words(response)
    assert re.search(r"Topics Security Sanctions Sanctions", text)
    assert "Narrower: Oil embargo ." in text
    assert "A new embargo" in text
    assert re.search(r"Countries Iran 1", text)
    assert "Defence and arms." in words(client.get("/topics/security/"))
    assert "A new embargo" in words(client.get("/topics/security/"))


def test_a_moved_topic_leads_on(client, security):
    Redirect.objects.create(old_path="/topics/defence/", new_path="/topics/security/")
    assert client.get("/topics/defence/").url == "/topics/security/"
    assert client.get("/topics/unknown/").status_code == 404


def test_a_circle_of_parents_breaks_no_page(client, indexed, security):
    sanctions = make_topic("Sanctions", security)
    Topic.objects.filter(pk=security.pk).update(parent=sanctions)
    indexed()
    assert client.get("/topics/").status_code == 200
    assert client.get("/topics/security/").status_code == 200
