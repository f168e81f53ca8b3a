"""A real browser on a running archive: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.models import DateMention, Kind, Mention, Office
from tests.factories import make_article, make_entity, make_source, make_tag, make_topic

# Playwright's own loop runs in the thread of the test, which Django would take for a mistake.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

BODY = """Sergei Shoigu tiba di Tehran pada hari Senin (6/8) atas undangan Ali Akbar Ahmadian.

Presiden Iran menyatakan bahwa Rusia merupakan salah satu negara sahabat di masa-masa sulit.

Sanksi terhadap Rusia dan ketidakterdugaanperkembangannya dibahas oleh Dewan Keamanan."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no Chromium here; `apt-get install chromium` runs these tests")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return {**browser_type_launch_args, "executable_path": path, "args": arguments}


@dataclass
class Site:
    """A small archive, and everything its pages complained about in the browser's console."""

    url: str
    complaints: list[str] = field(default_factory=list)
    addresses: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def site(live_server, indexed, page, settings) -> Site:
    settings.ROOT_URLCONF = "tests.browser.faulty_urls"
    site = Site(live_server.url, addresses=filled())
    indexed()

    def listen(message):
        # A page that is meant to fail is reported by the browser as such.
        if message.type in {"error", "warning"} and "with a status of" not in message.text:
            site.complaints.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: site.complaints.append(str(error)))
    return site


@pytest.fixture
def staff(site, page) -> User:
    """Who is signed in, and so may see the page of parts."""
    user = User.objects.create_user("builder", is_staff=True)
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site.url}])
    return user


def filled() -> dict[str, str]:
    """Rows of every sort; returns the addresses of pages by name."""
    iran = make_entity("Iran", code="IR", names={"fa": "ایران", "id": "Iran", "ru": "Иран"})
    russia = make_entity("Russia", code="RU", names={"id": "Rusia"})
    shoigu = make_entity("Sergei Shoigu", Kind.PERSON, country=russia)
    council = make_entity("Dewan Keamanan", Kind.ORGANIZATION)
    Office.objects.create(person=shoigu, post="Secretary", of=russia, start="2024-05-12")
    security = make_topic("Security", scope_note="Defence, arms and peace.")
    sanctions = make_topic("Sanctions", security, names={"id": "Sanksi"})
    article = make_article(
        "Iran dan Rusia Berada di Jalur Penguatan Kerja Sama",
        BODY,
        language="id",
        byline="sl",
        on=(date(2024, 8, 5), date(2024, 8, 6)),
        edtf="[2024-08-05,2024-08-06]",
        date_basis="inferred",
        date_note="The text says Monday 6 August.\nThe 6th was a Tuesday.",
        source=make_source("The Courier", rights="All rights with the Courier."),
        about=[iran, shoigu, council],
    )
    make_tag(article, russia, "confirmed")
    make_tag(article, sanctions, evidence={"sanksi": 1})
    for entity, words in ((iran, "Iran"), (russia, "Rusia"), (shoigu, "Sergei Shoigu")):
        for match in re.finditer(words, article.text):
            Mention.objects.create(
                revision=article.revision, entity=entity, start=match.start(), end=match.end(),
                surface=words, role="name", rule="name",
            )  # fmt: skip
    start = article.text.index("Senin (6/8)")
    DateMention.objects.create(
        revision=article.revision, start=start, end=start + 11, surface="Senin (6/8)",
        rule="day", edtf="XXXX-08-06", basis="day_without_year",
    )  # fmt: skip
    persian = make_article(
        "ایران و روسیه", "ایران و روسیه گفت‌وگو کردند.", language="fa", about=[iran, russia]
    )
    for year in range(1990, 2024):
        make_article(
            f"A statement of {year}",
            "Iran and Russia met.",
            on=(date(year, 9, 1), date(year + 1, 2, 1)) if year % 5 == 0 else date(year, 5, 1),
            about=[iran, russia, shoigu],
            topics=[sanctions],
        )
    withdrawn = make_article(
        "Taken out",
        status="withdrawn",
        withdrawn_on=date(2025, 1, 7),
        withdrawn_reason="At its author’s wish.",
    )
    return {
        "home": "/",
        "search": "/search/?q=iran&country=russia&date_from=1995",
        "nothing found": "/search/?q=xyzzyxyzzy",
        "article": article.get_absolute_url(),
        "right-to-left article": persian.get_absolute_url(),
        "countries": "/countries/",
        "country": "/countries/iran/",
        "people": "/people/",
        "person": "/people/sergei-shoigu/",
        "organisations": "/organizations/",
        "organisation": "/organizations/dewan-keamanan/",
        "topics": "/topics/",
        "topic": "/topics/sanctions/",
        "help": "/help/search/",
        "about": "/about/",
        "facet": "/search/facet/country/?q=iran",
        "relations": "/relations/",
        "pair": "/relations/iran/russia/",
        "timeline": "/timeline/",
        "year": "/timeline/1995/",
        "month": "/timeline/1995/05/",
        "day": "/timeline/1996/05/01/",
        "undated": "/timeline/undated/",
        "coverage": "/about/coverage/",
        "methods": "/about/methods/",
        "policy": "/about/policy/",
        "accessibility": "/about/accessibility/",
        "privacy": "/about/privacy/",
        "changes": "/about/changes/",
        "report": f"/articles/{article.pk}/report/",
        "style": "/about/style/",
        "api": "/api/",
        "404": "/countries/nowhere/",
        "410": withdrawn.get_absolute_url(),
        **{str(status): f"/faults/{status}/" for status in (400, 403, 429, 500, 503)},
    }
