"""robots.txt, the sitemap, opensearch.xml and security.txt: what programs look for first."""

import json
from datetime import UTC, date, datetime, timedelta
from xml.etree.ElementTree import fromstring

import pytest

from archive.views import sitemaps
from tests.factories import make_article, make_entity, make_topic

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.fixture
def archive(indexed):
    iran, russia = make_entity("Iran"), make_entity("Russia")
    make_entity("Atlantis")
    make_topic("Trade")
    make_article("Then", on=date(1998, 5, 21), about=[iran, russia])
    make_article("Now & “here”", on=date(2024, 1, 1), about=[make_entity("A. Person", "person")])
    make_article("Never")
    make_article("Draft", on=date(2001, 1, 1), status="draft")
    indexed()


def text(answer):
    assert answer.status_code == 200
    return b"".join(answer) if answer.streaming else answer.content


def addresses(client, path):
    """Paths named in an index or a part."""
    found = fromstring(text(client.get(path))).iter(f"{SITEMAP}loc")
    return [one.text.removeprefix("http://testserver") for one in found]


def test_the_sitemap_leads_to_every_page_of_the_archive(client, archive):
    parts = addresses(client, "/sitemap.xml")
    pages = [page for part in parts for page in addresses(client, part)]

    assert {"/sitemap-2024.xml", "/sitemap-1998.xml", "/sitemap-undated.xml"} <= set(parts)
    assert "/sitemap-2001.xml" not in parts
    assert len(pages) == len(set(pages))
    assert {"/", "/countries/", "/countries/iran/", "/people/a-person/", "/topics/trade/"} <= set(
        pages
    )
    assert "/relations/iran/russia/" in pages
    assert "/countries/atlantis/" not in pages
    assert len([page for page in pages if page.startswith("/articles/")]) == 3
    assert not [page for page in pages if page.startswith(("/search", "/id/", "/admin"))]
    for page in pages:
        assert client.get(page).status_code == 200, page


def test_articles_say_when_they_changed(client, archive):
    [entry] = fromstring(text(client.get("/sitemap-1998.xml")))

    assert entry.find(f"{SITEMAP}lastmod").text == date.today().isoformat()


def test_a_year_of_many_articles_has_several_parts(client, archive, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST", 2)
    for _number in range(4):
        make_article(on=date(1998, 1, 1))

    parts = [part for part in addresses(client, "/sitemap.xml") if "1998" in part]
    assert parts == ["/sitemap-1998.xml", "/sitemap-1998-2.xml", "/sitemap-1998-3.xml"]
    found = [page for part in parts for page in addresses(client, part)]
    assert len(found) == len(set(found)) == 5


@pytest.mark.parametrize("name", ["nothing", "0000", "98", "1998-1", "1998-x", "1998-0000001"])
def test_other_parts_are_not_there(client, archive, name):
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_robots_are_kept_from_searches_and_shown_the_sitemap(client):
    answer = client.get("/robots.txt")
    lines = answer.content.decode().splitlines()

    assert answer["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    for path in ("/search/", "/id/search/", "/api/v1/"):
        assert f"Disallow: {path}" in lines
    assert not any("admin" in line for line in lines)


@pytest.mark.parametrize("prefix", ["", "/id"])
def test_a_browser_can_search_the_archive(client, archive, prefix):
    page = client.get(f"{prefix}/").content.decode()
    assert 'type="application/opensearchdescription+xml" title="' in page
    assert f'href="{prefix}/opensearch.xml"' in page

    described = fromstring(client.get(f"{prefix}/opensearch.xml").content)
    assert len(described.findtext(f"{OPENSEARCH}ShortName")) <= 16
    for url in described.iter(f"{OPENSEARCH}Url"):
        address = url.get("template").replace("{searchTerms}", "oil")
        answer = client.get(address.removeprefix("http://testserver"))
        assert answer.status_code == 200
        assert answer["Content-Type"].partition(";")[0] == url.get("type")


def test_completions_are_in_the_form_that_browsers_take(client, archive):
    typed, labels, words, addresses = json.loads(
        client.get("/search/completions.json?q=ira").content
    )

    assert (typed, labels) == ("ira", ["Iran"])
    assert addresses == ["http://testserver/countries/iran/"]
    assert len(words) == 1
    assert json.loads(client.get("/search/completions.json?q=%00%0b").content)[1] == []


def test_weaknesses_are_told_to_whom_the_operator_names(client, settings):
    settings.CONTACT_EMAIL = "desk@archive.example"
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    fields = dict(line.split(": ", 1) for line in lines)

    assert fields["Contact"] == "mailto:desk@archive.example"
    left = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=100) < left - datetime.now(UTC) < timedelta(days=365)
    assert fields["Preferred-Languages"] == "en, id"

    settings.CONTACT_EMAIL = ""
    assert client.get("/.well-known/security.txt").status_code == 404
