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


def test_the_keyboard_leads_from_a_search_by_facet_and_pages_to_a_pair_and_a_citation(page, site):
    page.goto(site.url + "/")
    press_until(page, "#q")
    page.keyboard.type("iran")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\?q=iran"))
    press_until(page, 'input[name="person"][value="sergei-shoigu"]')
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("person=sergei-shoigu"))
    press_until(page, ".pages .next")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("page=2"))
    press_until(page, ".hits h3 a")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/articles/.*at=21"))
    press_until(page, '.cite .head a[href$="cite.ris"]')
    press_until(page, '.nav a[href="/relations/"]', back=True)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/relations/$"))
    press_until(page, '.ranks a[href="/relations/iran/russia/"]')
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/relations/iran/russia/"))
    assert site.complaints == []


def test_without_javascript_a_search_leads_by_facet_and_pages_to_a_pair_and_a_citation(
    browser, site
):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + "/")
    page.locator("#q").fill("iran")
    page.locator("#q").press("Enter")
    page.wait_for_url(re.compile(r"\?q=iran$"))
    page.locator('input[name="person"][value="sergei-shoigu"]').check()
    page.get_by_role("button", name="Apply filters").click()
    page.wait_for_url(re.compile(r"\?q=iran&person=sergei-shoigu$"))
    page.locator(".pages .next").click()
    page.wait_for_url(re.compile("page=2$"))
    page.locator(".hits h3 a").first.click()
    page.wait_for_url(re.compile(r"/articles/.*at=21"))
    title = page.locator("h1").text_content()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Relations").click()
    page.get_by_role("link", name=re.compile("Iran × Russia")).first.click()
    page.wait_for_url(re.compile("/relations/iran/russia/$"))
    page.go_back()
    page.go_back()
    with page.expect_download() as cited:
        page.get_by_role("link", name="RIS").click()
    assert f"TI  - {title}" in cited.value.path().read_text(encoding="utf-8")
    context.close()


def press_until(page, selector, *, back=False):
    """The Tab key until the focus is there."""
    for _each in range(250):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"the Tab key does not lead to {selector}")


def test_suggestions_are_chosen_by_the_arrow_keys(page, site):
    page.goto(site.url + "/")
    box = page.locator("#q")
    box.press_sequentially("shoi")
    option = page.get_by_role("option", name=re.compile("Sergei Shoigu")).first
    expect(option).to_be_visible()
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "q-list-0"
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press("g")
    expect(option).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(re.compile("/people/sergei-shoigu/"))
    assert site.complaints == []


def test_the_theme_stays_as_the_reader_chose_it(page, site):
    page.emulate_media(color_scheme="light")
    page.goto(site.url + "/")
    page.get_by_role("button", name="dark").click()
    page.goto(site.url + "/timeline/")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(20, 24, 26)"
    page.get_by_role("button", name="as the system").click()
    assert page.evaluate(ground) == "rgb(251, 251, 249)"


def test_without_javascript_a_pair_a_time_and_a_report_are_reached(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + "/relations/")
    page.get_by_role("button", name="Show the pair").click()
    page.wait_for_url(re.compile("/relations/iran/russia/"))
    page.goto(site.url + "/timeline/1995/")
    page.locator(".chart a").first.click()
    page.wait_for_url(re.compile("/timeline/199[456]/"))
    page.goto(site.url + site.addresses["article"])
    page.get_by_role("link", name="Report an error").click()
    page.get_by_label("What is wrong?").fill("The date.")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(page.locator("[data-themes]")).to_be_hidden()
    context.close()
