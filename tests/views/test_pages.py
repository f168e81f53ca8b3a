"""What every page has, and the pages that only explain."""

import re
from datetime import date

import pytest

from archive.models import ImportRun
from tests.factories import make_article, make_entity, make_source

pytestmark = pytest.mark.django_db

ABOUT = ["coverage", "methods", "policy", "accessibility", "privacy", "changes"]
PAGES = [
    "/", "/countries/", "/people/", "/organizations/", "/topics/", "/relations/", "/timeline/",
    "/timeline/undated/", "/help/search/", "/about/", *(f"/about/{name}/" for name in ABOUT),
]  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("prefix", ["", "/id"])
def test_every_page_has_one_head_a_language_and_no_inline_style_or_script(
    client, indexed, address, prefix
):
    make_article(about=[make_entity("Iran", code="IR")])
    indexed()
    response = client.get(prefix + address)
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<h1") == 1
    assert f'<html lang="{prefix.strip("/") or "en"}"' in html
    scripts = r'<script(?! type="application/ld| src="/static/js/archive.js" defer></script>)'
    assert not re.search(rf"<style|\sstyle=|\son[a-z]+=|{scripts}", html)
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("address", PAGES)
def test_language_links_lead_to_the_same_page_and_keep_the_query(client, indexed, address):
    indexed()
    html = client.get(address + "?letter=B").content.decode()
    assert f'<a href="/id{address}?letter=B" lang="id" hreflang="id">' in html
    assert f'<link rel="alternate" hreflang="id" href="http://testserver/id{address}">' in html
    html = client.get("/id" + address).content.decode()
    assert f'<a href="{address}" lang="en" hreflang="en">' in html


def test_the_menu_marks_where_the_reader_is(client, indexed):
    make_entity("Iran", code="IR")
    indexed()
    for address in ("/countries/", "/countries/iran/"):
        html = client.get(address).content.decode()
        assert re.findall(r'<a href="([^"]+)" aria-current="page"', html) == ["/countries/"] * 2


def test_every_example_of_the_help_can_be_clicked(client, indexed):
    indexed()
    html = client.get("/help/search/").content.decode()
    addresses = re.findall(r'<th scope="row"><a href="(/search/[^"]+)"', html)
    assert len(addresses) >= 12
    for address in addresses:
        assert client.get(address.replace("&amp;", "&")).status_code == 200


def test_coverage_says_how_many_articles_from_where_and_in_which_languages(client, indexed):
    make_article(language="id", source=make_source("Kompas", rights="All rights with Kompas."))
    make_article(on=(date(1990, 1, 1), date(1999, 12, 31)))
    make_entity("Chad", code="TD")
    indexed()
    assert "There are 2 published articles" in client.get("/about/").content.decode()
    html = client.get("/about/coverage/").content.decode()
    assert re.search(r"Indonesian</a></th><td class=\"num\">1<", html)
    assert re.search(r"Kompas</a></th><td>All rights with Kompas.</td>", html)
    assert "1 article</a> has no date." in html
    assert "Of 1 not even the year is sure." in html
    assert 'href="/countries/chad/"' in html


def test_changes_tell_imports_and_what_was_withdrawn(client, indexed):
    make_article("A secret", status="withdrawn", withdrawn_reason="Not ours to publish.")
    ImportRun.objects.create(finished_at="2026-05-01T00:00Z", counts={"created": 7})
    indexed()
    html = client.get("/about/changes/").content.decode()
    assert "Not ours to publish." in html
    assert "A secret" not in html
    assert re.search(r"1 May 2026</th><td class=\"num\">7<", html)


def test_the_parts_of_the_design_are_shown_to_staff_alone(client, admin_client, indexed):
    indexed()
    assert client.get("/about/style/").status_code == 302
    html = admin_client.get("/about/style/").content.decode()
    assert "Parts and their states" in html
    for part in ("maybe-edge", "almanac", "strips", "spark", "map", "tag maybe", "heard"):
        assert f'class="{part}"' in html, part


def test_pages_are_only_read(client, indexed):
    indexed()
    assert client.post("/countries/").status_code in {403, 405}
