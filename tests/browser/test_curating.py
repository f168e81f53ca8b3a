"""The first seed curated from start to end, as a curator would; and two curators at one queue."""

from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from archive.models import Article, Kind
from archive.search.engines import get_engine
from archive.search.sync import drain
from tests.admin.conftest import make_user
from tests.browser.test_admin import log_in, roles  # noqa: F401 - a fixture
from tests.factories import make_article, make_entity

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

SEEDS = Path(__file__).parents[2] / "seeds"
WRONG = "Iraq"
SELECTED = "Kepala Staf Gabungan"


@pytest.fixture
def seed(indexed):
    """The first seed as a draft."""
    call_command("import_articles", str(SEEDS), status="draft")
    indexed()
    return Article.objects.get()


def select_words(page, words):
    page.evaluate(
        "words => { const box = document.getElementById('id_body'); box.focus();"
        " const at = box.value.indexOf(words); box.setSelectionRange(at, at + words.length);"
        " box.dispatchEvent(new MouseEvent('mouseup')); }",
        words,
    )


def test_the_seed_is_curated_from_start_to_end(page, live_server, seed):
    editor = make_user("budi", "editor")
    editor.set_password("a long enough password")
    editor.save()
    general = make_entity(SELECTED, Kind.PERSON)
    states = lambda: dict(seed.entity_tags.values_list("entity__name", "state"))  # noqa: E731

    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("budi")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in").click()

    # The queue: the first by its key, the wrong one by its button.
    page.get_by_role("link", name="Review suggestions").click()
    page.wait_for_url("**/review/")  # with its scripts
    first = page.locator(".suggestion h3 a").first.inner_text()
    page.locator("#queue").focus()
    with page.expect_navigation():
        page.keyboard.press("y")
    wrong = page.locator(".suggestion").filter(has=page.get_by_role("link", name=WRONG, exact=True))
    with page.expect_navigation():
        wrong.get_by_role("button", name="Reject").click()
    expect(wrong).to_have_count(0)
    assert (states()[first], states()[WRONG]) == ("confirmed", "rejected")

    # The form: a tag by words of the text, the date, the status.
    page.locator(".queue h2 a").click()
    page.locator("#id_body").wait_for()
    select_words(page, SELECTED)
    expect(page.locator("#id_tag_name")).to_have_value(SELECTED)
    page.locator("#id_date_edtf").fill("2024-08-05")
    page.locator("#id_status").select_option("published")
    page.get_by_role("button", name="Save", exact=True).first.click()
    assert states()[general.name] == "confirmed"

    # What readers see, before and after the same file comes again and the text is read again.
    call_command("import_articles", str(SEEDS))
    call_command("extract_mentions", verbosity=0)
    drain(get_engine())
    assert (states()[first], states()[WRONG]) == ("confirmed", "rejected")
    seed.refresh_from_db()
    assert (seed.date_edtf, seed.status) == ("2024-08-05", "published")
    page.goto(live_server.url + seed.get_absolute_url())
    expect(page.locator("main")).to_contain_text("5 August 2024")
    expect(page.get_by_role("link", name=SELECTED).first).to_be_visible()
    expect(page.get_by_role("link", name=WRONG, exact=True)).to_have_count(0)

    tag = seed.entity_tags.get(entity__name=WRONG)
    page.goto(f"{live_server.url}/admin/archive/entitytag/{tag.pk}/history/")
    history = page.locator("#change-history")
    expect(history).to_contain_text("budi")
    expect(history).to_contain_text("rejected")


def test_two_curators_at_once_are_never_given_the_same_article(browser, site):
    iran = make_entity("Oman")
    for number in range(8):
        make_article(f"Visit {number}", "The sultan of Oman came.", about=[iran])
    pages = []
    for role in ("curator", "editor"):
        context = browser.new_context()
        log_in(context, site, role)
        pages.append(context.new_page())
        pages[-1].goto(f"{site.url}/admin/")

    for _turn in range(4):
        for page in pages:  # both ask before either has its answer
            page.evaluate("() => { window.given = fetch('/admin/review/').then(r => r.text()); }")
        given = [page.evaluate("() => window.given") for page in pages]
        titles = [
            page.evaluate(
                "text => new DOMParser().parseFromString(text, 'text/html')"
                ".querySelector('.queue h2').textContent",
                text,
            )
            for page, text in zip(pages, given, strict=True)
        ]
        assert titles[0] != titles[1]
        for page in pages:
            page.goto(f"{site.url}/admin/review/")
            assert page.locator(".queue h2").inner_text() in titles
            page.get_by_role("button", name="Skip").click()
    for page in pages:
        page.context.close()
