"""Readers, curators and crawlers as locust plays them. `tests/load/run` starts it and prints.

Each class is one load target of docs/reliability.md; the tag says which.
"""

from __future__ import annotations

import os
import random
import re

from locust import HttpUser, constant_pacing, constant_throughput, tag, task

WORDS = ("nations", "sanctions", "oil", "perdamaian", "presiden", "minister", "kerja sama", "war")
NAMES = ("iran", "russia", "indonesia", "china", "france")
QUERIES = (
    *WORDS, *(f"{word} {name}" for word, name in zip(WORDS, NAMES, strict=False)),
    '"united nations"', "sanc*", "oil OR gas", "minister -war", "title:oil", "date:1990..1999", "",
)  # fmt: skip
LAST = int(os.environ.get("LOAD_LAST_ARTICLE", "100000"))
COUNTRY = os.environ.get("LOAD_COUNTRY", "iran")


class Reader(HttpUser):
    abstract = True
    chance = random.Random(1)

    def page(self, address: str, name: str) -> str:
        with self.client.get(address, name=name, catch_response=True) as answer:
            if not 200 <= answer.status_code < 400:
                answer.failure(f"{answer.status_code}")
            else:
                answer.success()
            return answer.text or ""


@tag("search")
class Searcher(Reader):
    """L1 and L2: one search a second from each, 20 of them."""

    wait_time = constant_throughput(1)

    @task
    def search(self) -> None:
        query = self.chance.choice(QUERIES)
        more = self.chance.choice(("", "", f"&country={COUNTRY}", "&page=2", "&sort=newest"))
        self.page(f"/search/?q={query}{more}", "search")


@tag("pages")
class PageReader(Reader):
    """L3: articles and the first page, as fast as they come."""

    wait_time = constant_throughput(1_000)

    @task(8)
    def article(self) -> None:
        self.page(f"/a/{self.chance.randint(1, LAST)}/", "article")

    @task(1)
    def home(self) -> None:
        self.page("/", "home")


@tag("worst")
class Worst(Reader):
    """L4: the dearest query that is allowed."""

    wait_time = constant_pacing(0)

    @task
    def one_letter(self) -> None:
        words = " OR ".join(f"{letter}*" for letter in "abcdefghijklmnop") + " " + "x" * 400
        self.page(f"/search/?q={words[:500]}&date_from=1900&date_to=2100", "worst query")


@tag("admin")
class Curator(Reader):
    """L5, and the edits of L2: lists, choices, and an article that is opened and saved."""

    wait_time = constant_pacing(2)

    def on_start(self) -> None:
        form = self.client.get("/admin/login/", name="log in").text
        fields = {"username": "load", "password": os.environ["LOAD_PASSWORD"]}
        self.client.post("/admin/login/", {**fields, **token(form)}, name="log in")

    @task(3)
    def changelist(self) -> None:
        self.page("/admin/archive/article/", "admin list")

    @task(2)
    def autocomplete(self) -> None:
        asked = "term=ir&app_label=archive&model_name=entitytag&field_name=entity"
        self.page(f"/admin/autocomplete/?{asked}", "admin choices")

    @task(2)
    def edit(self) -> None:
        address = f"/admin/archive/article/{self.chance.randint(1, LAST)}/change/"
        form = self.page(address, "admin form")
        fields = dict(FIELD.findall(form)) | token(form) | {"byline": f"b{self.chance.random()}"}
        fields |= dict(AREA.findall(form))
        with self.client.post(address, fields, name="admin save", catch_response=True) as answer:
            answer.success() if answer.status_code < 500 else answer.failure(answer.text[:200])


FIELD = re.compile(r'<input type="(?:text|hidden|url)" name="([^"]+)" value="([^"]*)"')
AREA = re.compile(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', re.DOTALL)


def token(form: str) -> dict[str, str]:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    return {"csrfmiddlewaretoken": found[1] if found else ""}


@tag("crawl")
class Crawler(Reader):
    """L10: walks facets without pause; a 429 is a right answer to it."""

    wait_time = constant_pacing(0.2)
    address = "/search/?q="

    @task
    def walk(self) -> None:
        with self.client.get(self.address, name="crawler", catch_response=True) as answer:
            answer.success() if answer.status_code in (200, 429) else answer.failure("")
            links = re.findall(r'href="(/search/\?[^"]+)"', answer.text or "")
        self.address = self.chance.choice(links).replace("&amp;", "&") if links else "/search/?q="
