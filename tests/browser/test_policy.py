"""S6 and H2 in a real browser: no page of readers or curators breaks the policy, or runs a text."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.auth.models import User

from archive.models import Alias, ErrorReport, Kind
from tests.factories import make_article, make_entity, make_source, make_topic
from tests.security.vectors import VECTORS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MOST = 160  # pages of one crawl
EACH = 2  # pages of one sort: what differs is the row they show
UNFIT = re.compile(
    r"logout|\.(atom|csv|json|jsonl|ris|bib|xml|txt)$|^/(static|api|oai)|password|jsi18n"
)
TELL = """window.broken = [];
document.addEventListener('securitypolicyviolation', e =>
  window.broken.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sourceFile));"""


def sort_of(address):
    """Pages that differ only in their numbers and names are of one sort."""
    parts = urlsplit(address)
    path = re.sub(r"\d+", "N", parts.path)
    path = re.sub(r"^(/id)?/(countries|people|organizations|topics|articles/N|search/facet)/[^/]+/",
                  r"\1/\2/X/", path)  # fmt: skip
    return path, bool(parts.query)


def crawl(page, start):
    """Follow links from these addresses; give each address and what its page complained of."""
    waiting, seen, counted = list(start), set(), {}
    while waiting and len(seen) < MOST:
        address = waiting.pop(0).partition("#")[0]
        sort = sort_of(address)
        if address in seen or counted.get(sort, 0) >= EACH or UNFIT.search(urlsplit(address).path):
            continue
        seen.add(address)
        counted[sort] = counted.get(sort, 0) + 1
        page.goto(address, wait_until="load")
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        yield address, page.evaluate("window.broken || []")
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        here = urlsplit(address)
        for link in links:
            whole = urljoin(address, link)
            if urlsplit(whole).netloc == here.netloc:
                waiting.append(whole)


def test_no_public_page_breaks_the_policy(page, site):
    page.add_init_script(TELL)
    start = [site.url + prefix + path for path in site.addresses.values() for prefix in ("", "/id")]
    seen = dict(crawl(page, start))
    assert len(seen) >= 30
    assert {address: said for address, said in seen.items() if said} == {}
    assert [said for said in site.complaints if "40" not in said] == []


def test_no_page_of_the_admin_breaks_the_policy(page, site):
    User.objects.create_superuser("root", password="a long word")
    page.add_init_script(TELL)
    page.goto(f"{site.url}/admin/login/")
    page.fill("#id_username", "root")
    page.fill("#id_password", "a long word")
    page.click("[type=submit]")
    seen = dict(crawl(page, [f"{site.url}/admin/", f"{site.url}/id/admin/"]))
    assert len([address for address in seen if "/admin/" in address]) >= 40
    assert {address: said for address, said in seen.items() if said} == {}
    assert site.complaints == []


@pytest.fixture
def hostile(live_server, indexed):
    """Every text of the archive would like to run; addresses of the pages that show them."""
    addresses = ["/", "/search/?q=oil", "/people/", "/topics/"]
    for number, vector in enumerate(VECTORS):
        person = make_entity(f"N{number} {vector}", Kind.PERSON)
        Alias.objects.create(entity=person, text=f"A{number} {vector}")
        article = make_article(
            f"{vector} {number}", f"Oil {vector}", byline=vector[:200], about=[person],
            source=make_source(vector[:100], slug=f"s{number}", rights=vector),
            topics=[make_topic(f"T{number} {vector}", scope_note=vector)],
        )  # fmt: skip
        ErrorReport.objects.create(article=article, message=vector)
        if number % 3 == 0:
            addresses.append(article.get_absolute_url())
        if number % 9 == 0:
            addresses += [person.get_absolute_url(), f"/search/?q={vector}"]
    indexed()
    return [live_server.url + address for address in addresses]


@pytest.mark.parametrize("policy", [True, False], ids=["with the policy", "without it"])
def test_nothing_stored_runs_in_a_browser(browser, live_server, hostile, policy):
    User.objects.create_superuser("root", password="a long word")
    context = browser.new_context(bypass_csp=not policy)
    page = context.new_page()
    page.set_default_timeout(60_000)
    alerts = []
    page.on("dialog", lambda dialog: alerts.append(dialog.message) or dialog.dismiss())
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/admin/login/")
    page.fill("#id_username", "root")
    page.fill("#id_password", "a long word")
    page.click("[type=submit]")
    names = ("article", "entity", "alias", "topic", "source", "errorreport", "entitytag")
    for address in [*hostile, *(f"{live_server.url}/admin/archive/{name}/" for name in names)]:
        page.goto(address, wait_until="load")
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert alerts == []
    assert [url for url in asked if "evil.example" in urlsplit(url).netloc] == []
    context.close()
