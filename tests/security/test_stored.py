"""S6 and S7: what is stored stays text in every output, whatever it would like to be."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User

from archive.models import (
    Alias,
    ErrorReport,
    ImportRecord,
    ImportRun,
    Kind,
    Mention,
    SearchMiss,
    TopicTag,
)
from tests.factories import make_article, make_entity, make_source, make_topic
from tests.security.pages import faults_of, text_of
from tests.security.vectors import VECTORS

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def test_there_are_fifty_of_them():
    assert len(set(VECTORS)) >= 50


@pytest.fixture
def stored(indexed):
    """Articles, names, topics, sources and imports that each hold every vector."""
    articles = []
    for number, vector in enumerate(VECTORS):
        person = make_entity(f"Name {number} {vector}", Kind.PERSON, names={"id": f"N {vector}"})
        Alias.objects.create(entity=person, text=f"Also {number} {vector}")
        topic = make_topic(f"Topic {number} {vector}", scope_note=vector, names={"id": vector})
        article = make_article(
            f"Head {number} {vector}", f"Oil {vector} sells.\n\n{vector}", byline=vector[:200],
            source=make_source(f"Source {vector}", slug=f"s{number}", rights=vector),
            url=f"https://example.org/?{number}", source_key=vector, metadata={"note": vector},
            date_note=vector, about=[person], topics=[topic],
        )  # fmt: skip
        TopicTag.objects.update(evidence={vector: 1})
        Mention.objects.create(
            revision=article.revision, entity=person, start=0, end=4, role="name",
            surface="Head", rule="name", evidence={"because": vector},
        )  # fmt: skip
        run = ImportRun.objects.create(paths=[vector], options={"source": vector})
        ImportRecord.objects.create(run=run, path=vector, outcome="rejected", reason=vector)
        SearchMiss.objects.create(query=vector[:80])
        ErrorReport.objects.create(article=article, message=vector)
        articles.append(article)
    indexed()
    return articles


def pages_of(articles):
    """Addresses of public pages on which the vectors stand."""
    yield from ("/", "/search/?q=oil&per=100", "/people/", "/topics/", "/countries/")
    for name in ("person", "topic", "source", "language"):
        yield f"/search/facet/{name}/?q=oil"
    for article in articles:
        yield article.get_absolute_url()
    for tag in articles[0].entity_tags.all():
        yield tag.entity.get_absolute_url()
    for vector in VECTORS:
        yield f"/search/?q={quote(vector)}&person={quote(vector)}&date_from={quote(vector)}"


@pytest.mark.slow
def test_no_public_page_holds_anything_that_runs(stored, client):
    seen = 0
    for address in pages_of(stored):
        for prefix in ("", "/id"):
            response = client.get(prefix + address, follow=True)
            assert response.status_code in (200, 404), address
            assert faults_of(response.text) == [], address
            seen += 1
    assert seen > 200


def test_every_article_shows_its_text_as_it_is(stored, client):
    for article in stored:
        shown = text_of(client.get(article.get_absolute_url()).text)
        assert " ".join(article.title.split()) in " ".join(shown.split())


def test_snippets_mark_words_and_nothing_else(stored, client):
    html = client.get("/search/?q=oil+sells").text
    assert "<mark>" in html
    assert faults_of(html) == []


def test_linked_data_cannot_end_its_script(stored, client):
    for article in stored:
        html = client.get(article.get_absolute_url()).text
        (data,) = re.findall(
            r'<script type="application/ld\+json"[^>]*>(.*?)</script>', html, re.DOTALL
        )
        assert json.loads(data)["headline"] == article.title


def test_feeds_are_whole_and_hold_text(stored, client):
    root = ET.fromstring(client.get("/search/feed.atom?q=oil").content)
    titles = [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]
    assert len(titles) == 20
    assert all(title.startswith("Head ") for title in titles)
    for entry in root.iter(f"{ATOM}entry"):
        for element in entry.iter():
            if element.get("type") in ("html", "xhtml"):
                assert faults_of("".join(element.itertext())) == []


def test_answers_for_programs_are_of_types_no_browser_runs(stored, client):
    for address, kind in (
        ("/api/v1/articles?q=oil", "application/json"),
        ("/search/export.json?q=oil", "application/json"),
        ("/search/export.csv?q=oil", "text/csv"),
        ("/search/export.bib?q=oil", "application/x-bibtex"),
        ("/search/feed.atom?q=oil", "application/atom+xml"),
    ):
        response = client.get(address)
        assert response.status_code == 200, address
        assert response["Content-Type"].startswith(kind), address
        assert response["X-Content-Type-Options"] == "nosniff"


def test_a_table_for_a_spreadsheet_holds_no_formula(indexed, client):
    for number, start in enumerate("=+-@＝＋－＠"):
        make_article(f"{start}cmd|' /C calc'!A{number}", "Oil.", byline=f"{start}1+1")
    indexed()
    content = b"".join(client.get("/search/export.csv?q=oil")).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))
    assert len(rows) == 9
    cells = [cell for row in rows[1:] for cell in row if cell]
    assert not [cell for cell in cells if cell[0] in "=+-@\t\r\n\0＝＋－＠"]


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>",
     "vbscript:x", " javascript:alert(1)", "java\nscript:alert(1)", "file:///etc/passwd"],
)  # fmt: skip
def test_the_original_of_an_article_is_a_web_address_or_no_link(indexed, client, address):
    article = make_article("Oil", url=address)
    indexed()
    for page in (article.get_absolute_url(), "/search/?q=oil", "/search/feed.atom?q=oil"):
        links = re.findall(r'(?:href|src)="([^"]*)"', client.get(page).text)
        assert not [link for link in links if link.strip().lower().startswith(address[:4].lower())]


@pytest.mark.slow
def test_no_page_of_the_admin_holds_anything_that_runs(stored, client):
    client.force_login(User.objects.create_superuser("root", password="x"))
    index = client.get("/admin/").text
    lists = sorted(set(re.findall(r'href="(/admin/(?:archive|axes)/\w+/)"', index)))
    assert len(lists) > 8
    seen = 0
    for address in lists:
        listed = client.get(address, follow=True).text
        rows = re.findall(r'href="(/admin/archive/\w+/\d+/)change/', listed)[:4]
        pages = [f"{row}{page}/" for row in rows for page in ("change", "history", "delete")]
        for page in [address, *pages]:
            response = client.get(page, follow=True)
            if response.status_code == 200:
                assert faults_of(response.text) == [], page
                seen += 1
    assert seen > 60
