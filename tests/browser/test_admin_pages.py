"""Pages of the admin with something on them: nothing axe finds, nothing beyond the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db.models import Model
from playwright.sync_api import Page, expect

from archive.curation.decide import confirm
from archive.curation.long_lists import plan
from archive.models import (
    Alias,
    Article,
    BulkChange,
    Entity,
    EntityTag,
    ImportRecord,
    ImportRun,
    MergeProposal,
    Outcome,
    Topic,
    TopicRule,
)
from tests.browser.test_admin import at_desk, roles  # noqa: F401 - fixtures
from tests.factories import make_entity

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Opening = Callable[[Page, str], None]
WIDTHS = (1280, 320)
turns = count(1)


@pytest.fixture
def openings(site) -> dict[str, Opening]:
    """By name, how a curator comes to each page, given where the admin is."""
    article = Article.objects.order_by("pk").first()
    person = Entity.objects.get(name="Sergei Shoigu")
    return {
        **{name: visit(path) for name, path in addresses(article, person).items()},
        "article, both changed": conflict(article, "byline"),
        "entity, both changed": conflict(person, "note"),
        "entity, what would change": foresee(person),
        "bulk, with a reason": bulk("article", "withdraw_selected"),
        "bulk, with a choice": bulk("entitytag", "replace_selected"),
        "split, what would move": parted(person),
    }


def addresses(article: Article, person: Entity) -> dict[str, str]:
    """Pages that are there to be opened; rows are made where the archive has none for them."""
    Alias.objects.create(entity=person, text="Sergey Shoygu")
    other = make_entity("Sergei Shoigo", "person", note="Another spelling of a long name.")
    evidence = {"names": ["sergei shoigu", "sergei shoigo"], "shared": ["Iran"], "sure": True}
    MergeProposal.objects.create(first=person, second=other, score=0.97, evidence=evidence)
    topic = Topic.objects.get(name="Sanctions")
    TopicRule.objects.create(topic=topic, language="id", kind="phrase", phrase="sanksi ekonomi")
    decision = confirm(EntityTag.objects.suggested()[:3], None, "They are right.")
    article.byline = "somebody"
    article.save()
    return {
        "article": f"article/{article.pk}/change/",
        "article, new": "article/add/",
        "article, history": f"article/{article.pk}/history/",
        "article, former": f"article/{article.pk}/history/{article.history.last().pk}/",
        "entity": f"entity/{person.pk}/change/",
        "entity, new": "entity/add/",
        "entity, history": f"entity/{person.pk}/history/",
        "entity, former": f"entity/{person.pk}/history/{person.history.last().pk}/",
        "alias": f"alias/{person.aliases.get().pk}/change/",
        "office": f"office/{person.offices.get().pk}/change/",
        "likely duplicates": "mergeproposal/",
        "merge": f"entity/merge/?ids={person.pk},{other.pk}",
        "topic": f"topic/{topic.pk}/change/",
        "tree": "topic/tree/",
        "topic, moved": f"topic/{topic.pk}/move/",
        "topic, merged": f"topic/{topic.pk}/merge/",
        "import run": f"importrun/{faulty_run(article).pk}/change/",
        "decision": f"decision/{decision.pk}/change/",
        "change of a long list": f"bulkchange/{long_change().pk}/change/",
        "source": f"source/{article.source_id}/change/",
        **{f"list of {name}": f"{name}/" for name in ("article", "entity", "entitytag", "topic")},
        **{f"list of {name}": f"{name}/" for name in ("decision", "bulkchange", "indexjob")},
        "list of importrun": "importrun/",
    }


def long_change() -> BulkChange:
    """Not carried out: its page says that it has stopped, and why."""
    keys = list(EntityTag.objects.values_list("pk", flat=True))
    change = plan("entitytag.confirm", keys, (), None, "They are right.", {})
    change.fault = "The account that asked for it is closed."
    change.save()
    return change


def faulty_run(article: Article) -> ImportRun:
    run = ImportRun.objects.create(paths=["/archive/2024/letters-from-tehran.jsonl"])
    for line, outcome in enumerate((Outcome.REJECTED, Outcome.CREATED), 1):
        ImportRecord.objects.create(
            run=run,
            path="/archive/2024/letters-from-tehran.jsonl",
            line=line,
            outcome=outcome,
            article=article,
            reason="The date “31 February 2024” is no day; give it as 2024-02-28, or leave it out.",
        )
    return run


def visit(path: str) -> Opening:
    def open_page(page: Page, base: str) -> None:
        page.goto(f"{base}/{path}")

    return open_page


def conflict(row: Model, field: str) -> Opening:
    """Somebody else saves the row between the opening of its form and Save."""

    def open_page(page: Page, base: str) -> None:
        page.goto(f"{base}/{row._meta.model_name}/{row.pk}/change/")
        type(row).objects.filter(pk=row.pk).update(**{field: f"somebody else, {next(turns)}"})
        page.locator(f"#id_{field}").fill("what I typed")
        page.locator("[name=_save]").first.click()
        expect(page.locator(".conflict")).to_be_visible()

    return open_page


def foresee(person: Entity) -> Opening:
    def open_page(page: Page, base: str) -> None:
        page.goto(f"{base}/entity/{person.pk}/change/")
        page.locator("#id_aliases-0-text").fill("Shoigu")
        page.locator("[name=_foresee]").first.click()
        expect(page.locator(".effect")).to_be_visible()

    return open_page


def bulk(model: str, action: str) -> Opening:
    def open_page(page: Page, base: str) -> None:
        page.goto(f"{base}/{model}/")
        page.locator("#action-toggle").check()
        page.locator("select[name=action]").select_option(action)
        page.locator("button[name=index]").first.click()
        expect(page.locator(".bulk .lead")).to_be_visible()

    return open_page


def parted(person: Entity) -> Opening:
    def open_page(page: Page, base: str) -> None:
        page.goto(f"{base}/entity/{person.pk}/split/")
        page.locator("input[name=name]").first.check()
        page.locator("[name=look]").click()
        expect(page.locator("[name=yes]")).to_be_visible()

    return open_page


def faults(page: Page, base: str, openings: dict[str, Opening]) -> Iterator[str]:
    """What is wrong with each page, in every width; of the dark scheme, its colours."""
    for name, open_page in openings.items():
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="light")
            open_page(page, base)
            beyond = page.evaluate("document.documentElement.scrollWidth") - width
            if beyond > 0:
                yield f"{name}, {width}: {beyond} pixels beyond the screen"
            yield from (f"{name}, {width}: {each}" for each in violations(page, {}))
            page.emulate_media(color_scheme="dark")
            page.evaluate("Promise.all(document.getAnimations().map(each => each.finished))")
            only = {"runOnly": ["color-contrast", "link-in-text-block"]}
            yield from (f"{name}, {width}, dark: {each}" for each in violations(page, only))


def violations(page: Page, options: dict[str, list[str]]) -> Iterator[str]:
    for found in Axe().run(page, options=options).response["violations"]:
        yield f"{found['id']} {[node['target'] for node in found['nodes']][:4]}"


@pytest.mark.parametrize("prefix", ["", "/id"])
def test_every_page_of_the_admin_is_accessible_and_fits_its_screen(
    at_desk,  # noqa: F811 - a fixture
    site,
    openings,
    prefix,
):
    if found := list(faults(at_desk, f"{site.url}{prefix}/admin/archive", openings)):
        pytest.fail("\n".join(found))
