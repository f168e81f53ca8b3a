"""The curators' side in a real browser: the queue by keys and without script, merge, bulk, undo."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client
from playwright.sync_api import expect

from archive.models import Article, Entity, EntityTag, MergeProposal
from tests.admin.conftest import make_user
from tests.factories import make_article, make_entity

ROLES = (("0002_roles", "make_roles"), ("0004_rights_of_the_desk", "add_rights"))
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def roles(transactional_db):
    """Other tests of this sort empty the database, and with it the roles of the migrations."""
    import importlib

    if not Group.objects.exists():
        for name, begin in (
            ("0002_roles", "make_roles"),
            ("0004_rights_of_the_desk", "add_rights"),
        ):
            module = importlib.import_module(f"archive.migrations.{name}")
            getattr(module, begin)(apps, None)


def log_in(context, site, role):
    user = make_user(role, role)
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": site.url}])
    return user


@pytest.fixture
def at_desk(page, site):
    log_in(page.context, site, "editor")
    return page


def states(article):
    return set(article.entity_tags.values_list("state", flat=True))


def newest():
    """The article that the queue gives first."""
    return Article.objects.get(pk=EntityTag.objects.suggested().order_by("-pk").first().article_id)


def test_single_keys_decide_only_while_the_queue_has_the_focus(at_desk, site):
    article = newest()
    at_desk.goto(f"{site.url}/admin/review/")
    at_desk.keyboard.press("y")
    assert states(article) == {"suggested"}

    at_desk.locator("#queue").focus()
    with at_desk.expect_navigation():
        at_desk.keyboard.press("y")
    assert states(article) == {"suggested", "confirmed"}

    expect(at_desk.locator("#queue")).to_be_focused()
    with at_desk.expect_navigation():
        at_desk.keyboard.press("n")
    assert "rejected" in states(article)
    with at_desk.expect_navigation():
        at_desk.keyboard.press("u")
    assert states(article) == {"suggested", "confirmed"}


def test_keys_move_and_open_the_change_and_are_typed_in_its_box(at_desk, site):
    article = newest()
    at_desk.goto(f"{site.url}/admin/review/")
    at_desk.locator("#queue").focus()
    at_desk.keyboard.press("j")
    expect(at_desk.locator(".suggestion").nth(1)).to_have_class("suggestion current")
    at_desk.keyboard.press("e")
    box = at_desk.locator(".suggestion.current input[name=to_name]")
    expect(box).to_be_focused()
    at_desk.keyboard.type("yn")
    expect(box).to_have_value("yn")
    assert states(article) == {"suggested"}


def test_keys_that_are_switched_off_do_nothing(at_desk, site):
    article = newest()
    at_desk.goto(f"{site.url}/admin/review/")
    at_desk.get_by_role("button", name="Switch keys off").click()
    at_desk.locator("#queue").focus()
    at_desk.keyboard.press("y")
    expect(at_desk.get_by_role("button", name="Switch keys on")).to_be_visible()
    assert states(article) == {"suggested"}


def test_the_queue_works_without_javascript(browser, site):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    log_in(context, site, "curator")
    page = context.new_page()
    article = newest()
    page.goto(f"{site.url}/admin/review/")
    page.get_by_role("button", name="Confirm", exact=False).first.click()
    assert "confirmed" in states(article)
    page.get_by_role("button", name="Undo").first.click()
    assert states(article) == {"suggested"}
    page.locator(".suggestion summary").first.click()
    page.locator(".suggestion input[name=to_name]").first.fill("Dewan Keamanan")
    page.locator(".suggestion button[value=change]").first.click()
    assert article.entity_tags.get(entity__name="Dewan Keamanan").state == "confirmed"
    context.close()


def test_two_entities_are_merged_and_come_apart_again(at_desk, site):
    one, other = (make_entity(name, "person") for name in ("Ali Ahmadian", "Ali Akbar Ahmadian"))
    make_article("With both names", about=[other])
    MergeProposal.objects.create(first=one, second=other, score=0.9)
    at_desk.goto(f"{site.url}/admin/archive/mergeproposal/")
    at_desk.get_by_role("link", name="Compare and merge").click()
    expect(at_desk.locator(".goes")).to_contain_text("tags that move")
    at_desk.get_by_role("button", name="Yes, merge them").click()
    assert Entity.objects.filter(name__contains="Ahmadian").count() == 1

    at_desk.locator(".messagelist").get_by_role("link", name="Undo").click()
    at_desk.get_by_role("button", name="Undo this decision").click()
    assert Entity.objects.filter(name__contains="Ahmadian").count() == 2


def test_a_filtered_list_is_withdrawn_with_a_reason_and_comes_back(at_desk, site):
    published = Article.objects.published().count()
    at_desk.goto(f"{site.url}/admin/archive/article/?q=statement+of+199")
    at_desk.locator("#action-toggle").check()
    at_desk.locator("select[name=action]").select_option("withdraw_selected")
    at_desk.get_by_role("button", name="Run").or_(at_desk.get_by_role("button", name="Go")).click()
    expect(at_desk.locator(".bulk .lead")).to_contain_text("10 rows are chosen")
    at_desk.get_by_label("Reason").fill("The source asked for it.")
    at_desk.locator("button[name=yes]").click()
    assert Article.objects.published().count() == published - 10

    at_desk.locator(".messagelist").get_by_role("link", name="Undo").click()
    at_desk.get_by_role("button", name="Undo this decision").click()
    assert Article.objects.published().count() == published


def test_words_selected_in_a_text_become_a_tag_and_a_date_is_read_back(at_desk, site):
    article = make_article("Visit", "The sultan of Oman came.")
    oman = make_entity("Oman")
    at_desk.goto(f"{site.url}/admin/archive/article/{article.pk}/change/")
    at_desk.evaluate(
        "() => { const box = document.getElementById('id_body'); box.focus();"
        " box.setSelectionRange(14, 18); box.dispatchEvent(new MouseEvent('mouseup')); }"
    )
    expect(at_desk.locator("#id_tag_name")).to_have_value("Oman")
    at_desk.locator("#id_date_edtf").fill("1998-05~")
    expect(at_desk.locator("output.said")).to_contain_text("1998")
    at_desk.get_by_role("button", name="Save", exact=True).first.click()
    assert article.entity_tags.get().entity == oman


def pages(site):
    article = Article.objects.order_by("pk").first()
    entity = Entity.objects.get(name="Sergei Shoigu")
    base = "/admin/archive"
    return {
        "first page": "/admin/",
        "review": "/admin/review/",
        "articles": f"{base}/article/",
        "article": f"{base}/article/{article.pk}/change/",
        "preview": f"{base}/article/{article.pk}/preview/",
        "texts": f"{base}/article/{article.pk}/texts/",
        "tags": f"{base}/entitytag/",
        "entities": f"{base}/entity/",
        "entity": f"{base}/entity/{entity.pk}/change/",
        "split": f"{base}/entity/{entity.pk}/split/",
        "merge": f"{base}/entity/merge/?ids={entity.pk}",
        "tree": f"{base}/topic/tree/",
        "decisions": f"{base}/decision/",
        "proposals": f"{base}/mergeproposal/",
    }


def test_no_page_breaks_its_policy_or_runs_over_a_narrow_screen(at_desk, site):
    at_desk.set_viewport_size({"width": 360, "height": 900})
    for name, address in pages(site).items():
        at_desk.goto(site.url + address)
        assert site.complaints == [], name
        if name in {"first page", "review", "preview", "texts", "split"}:
            assert at_desk.evaluate("document.documentElement.scrollWidth") <= 360, name


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "id"])
def test_our_own_pages_have_no_fault_of_accessibility(at_desk, site, language):
    prefix = "/id" if language == "id" else ""
    for name in ("first page", "review", "preview", "texts", "split", "tree"):
        for scheme in ("light", "dark"):
            at_desk.emulate_media(color_scheme=scheme)
            at_desk.goto(site.url + prefix + pages(site)[name])
            found = Axe().run(at_desk)
            assert found.violations_count == 0, (name, scheme, found.generate_report())
