"""Every public page in a real browser: accessible, in its place, and in keeping with its policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "home",
    "search",
    "nothing found",
    "article",
    "right-to-left article",
    "countries",
    "country",
    "person",
    "topics",
    "topic",
    "help",
    "about",
    "facet",
    "relations",
    "pair",
    "timeline",
    "year",
    "month",
    "undated",
    "coverage",
    "changes",
    "report",
    "404",
]
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true })"


def visit(page, site, name, language, scheme="light", width=1280):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(site.url + ("/id" if language == "id" else "") + site.addresses[name])
    page.evaluate(OPEN_ALL)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_a_fault_of_accessibility(page, site, name, language):
    for scheme in ("light", "dark"):
        for width in (320, 1280):
            visit(page, site, name, language, scheme, width)
            found = Axe().run(page)
            assert found.violations_count == 0, (scheme, width, found.generate_report())


@pytest.mark.parametrize("language", ["en", "id"])
def test_nothing_runs_over_the_edge_of_a_narrow_screen(page, site, language):
    for name in PAGES:
        visit(page, site, name, language, width=320)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_no_page_breaks_its_content_security_policy(page, site):
    for name in PAGES:
        visit(page, site, name, "en")
    assert site.complaints == []


def test_the_fonts_of_the_archive_are_loaded(page, site):
    visit(page, site, "article", "en")
    loaded = "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    assert {"Archive Serif", "Archive Sans"} <= {name.strip('"') for name in page.evaluate(loaded)}


@pytest.mark.parametrize("language", ["en", "id"])
def test_numbers_in_the_side_panel_stand_clear_of_the_word_beside_them(page, site, language):
    page.goto(site.url + ("/id" if language == "id" else "") + site.addresses["article"])
    for row in page.locator(".entity").all():
        number = row.locator(".n").bounding_box()
        why = row.locator("summary").bounding_box()
        assert number["x"] + number["width"] <= why["x"]
