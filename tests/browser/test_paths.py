"""The ways readers take: by keyboard alone, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOCUSED = "document.activeElement.textContent"


def tab_to(page, words, most=120):
    """Press Tab until what has the focus bears these words."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if words in page.evaluate(FOCUSED):
            return
    pytest.fail(f"no way by keyboard to {words!r}")


def test_the_keyboard_leads_from_the_first_page_to_an_article_and_its_reasons(page, site):
    page.goto(site.url)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "Skip to the main text"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("penguatan kerja sama")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=penguatan\+kerja\+sama"))
    tab_to(page, "Iran dan Rusia Berada di Jalur")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Iran dan Rusia Berada")
    tab_to(page, "why Iran?")
    page.keyboard.press("Enter")
    expect(page.locator("details[open] .because").first).to_contain_text("a name of it")


def test_the_focus_can_always_be_seen(page, site):
    page.goto(site.url + "/countries/iran/")
    for _press in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"


def test_a_filter_is_chosen_and_taken_back_by_keyboard(page, site):
    page.goto(site.url + "/search/?q=met")
    page.get_by_label("Russia").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("country=russia"))
    page.get_by_role("link", name=re.compile("Russia.*", re.IGNORECASE)).filter(
        has_text="remove"
    ).first.press("Enter")
    expect(page).not_to_have_url(re.compile("country=russia"))


def test_everything_works_without_javascript(browser, site):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(site.url + "/id/")
    page.get_by_text("Menu").click()
    page.locator(".slim a").first.click()
    page.locator("#q").fill("rusia")
    page.locator("#q").press("Enter")
    page.get_by_role("link", name=re.compile("Iran dan Rusia Berada")).first.click()
    page.locator("#dating summary").click()
    expect(page.locator("#dating li").first).to_be_visible()
    page.locator(".entity summary").first.click()
    page.locator(".entity .because a").first.click()
    assert re.search(r"#(p\d+|t)$", page.url)
    context.close()


def test_the_printed_article_leaves_out_what_only_a_screen_needs(page, site):
    page.goto(site.url + site.addresses["article"])
    page.emulate_media(media="print")
    for selector in (".side", ".foot", ".nav"):
        expect(page.locator(selector)).not_to_be_visible()
    expect(page.locator(".text")).to_be_visible()
    expect(page.locator(".cite")).to_be_visible()
