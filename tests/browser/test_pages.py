"""Every public page in a real browser: accessible, in its place, and in keeping with its policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STATUSES = {"400": 400, "403": 403, "404": 404, "410": 410, "429": 429, "500": 500, "503": 503}
PAGES = [
    "home",
    "search",
    "nothing found",
    "facet",
    "article",
    "right-to-left article",
    "report",
    "countries",
    "country",
    "people",
    "person",
    "organisations",
    "organisation",
    "topics",
    "topic",
    "relations",
    "pair",
    "timeline",
    "year",
    "month",
    "day",
    "undated",
    "help",
    "about",
    "coverage",
    "methods",
    "policy",
    "accessibility",
    "privacy",
    "changes",
    "api",
    "style",
    *STATUSES,
]
STATES = [
    (language, scheme, width)
    for language in ("en", "id")
    for scheme in ("light", "dark")
    for width in (320, 1280)
]
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true })"


def visit(page, site, name, language, scheme="light", width=1280):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    answer = page.goto(site.url + ("/id" if language == "id" else "") + site.addresses[name])
    assert answer.status == STATUSES.get(name, 200), name
    page.evaluate(OPEN_ALL)


def faults(page):
    found = Axe().run(page)
    return found.generate_report() if found.violations_count else ""


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_a_fault_of_accessibility(page, site, staff, name):
    for state in STATES:
        visit(page, site, name, *state)
        assert not faults(page), state


def test_each_page_in_one_of_its_states_has_no_fault_of_accessibility(page, site, staff):
    for number, name in enumerate(PAGES):
        state = STATES[number * 3 % len(STATES)]
        visit(page, site, name, *state)
        assert not faults(page), (name, *state)


@pytest.mark.parametrize("language", ["en", "id"])
def test_nothing_runs_over_the_edge_of_a_narrow_screen(page, site, staff, language):
    for name in PAGES:
        visit(page, site, name, language, width=320)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_no_page_breaks_its_content_security_policy(page, site, staff):
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
