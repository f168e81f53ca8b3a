"""What every page has, and the pages that only explain."""

import re

import pytest

from tests.factories import make_article, make_entity

pytestmark = pytest.mark.django_db

PAGES = ["/", "/countries/", "/people/", "/organizations/", "/topics/", "/help/search/", "/about/"]


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
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! type=\"application/ld)", html)
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


def test_about_says_how_many_articles_and_in_which_languages(client, indexed):
    make_article(language="id")
    indexed()
    html = client.get("/about/").content.decode()
    assert "There is 1 published article." in html
    assert "Indonesian</a> (1)" in html


def test_pages_are_only_read(client, indexed):
    indexed()
    assert client.post("/countries/").status_code in {403, 405}
