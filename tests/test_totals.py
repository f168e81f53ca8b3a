"""One search, one total: on the page, in the API, in the feed and in every export."""

import csv
import io
import json
from datetime import date
from urllib.parse import urlencode
from xml.etree.ElementTree import fromstring

import bibtexparser
import pytest
import rispy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from archive.models import Article, State
from archive.search.request import NARROWING
from tests.factories import make_article, make_entity, make_tag, make_topic

pytestmark = pytest.mark.django_db

WORDS = ["oil", "Iran", "Rusia", '"gas and"', "-talks", "OR", "title:oil", "ga*", "(", "zebra"]
WORDS += ["date:1998..2001", "country:iran", "country:atlantis", "topic:trade", "ایران", "\x00"]
VALUES = {
    "country": ["iran", "russia", "atlantis"],
    "person": ["sergei-shoigu"],
    "topic": ["trade", "oil-trade"],
    "language": ["en", "id"],
    "source": ["the-courier"],
}
DATES = ["", "1998", "1998-05", "21 May 1998", "2001", "soon"]
COUNT = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"


@pytest.fixture
def archive(indexed):
    iran = make_entity("Iran", code="IR", names={"id": "Iran", "fa": "ایران"})
    russia = make_entity("Russia", code="RU", names={"id": "Rusia"})
    shoigu = make_entity("Sergei Shoigu", "person")
    trade = make_topic("Trade")
    oil = make_topic("Oil trade", parent=trade)
    days = [date(1998, 5, 21), (date(1998, 1, 1), date(1998, 12, 31)), None, date(2001, 2, 3)]
    texts = ["Oil and gas", "Gas and talks", "Minyak dan gas", "Talks on oil in Tehran"]
    subjects = [[iran], [iran, russia], [russia, shoigu], []]
    for number in range(32):
        make_article(
            texts[number % 4],
            f"{texts[number // 4 % 4]}. Iran {'sells' if number % 3 else 'buys'}.",
            on=days[number // 2 % 4],
            about=subjects[number // 8 % 4],
            topics=[(trade, oil)[number % 2]] if number % 5 else [],
            language=("en", "id")[number % 2],
            status="draft" if number % 11 == 7 else "published",
        )
    indexed()
    return indexed


@st.composite
def queries(draw):
    """Parameters of a search: any mixture, some of it wrong."""
    pairs = [("q", " ".join(draw(st.lists(st.sampled_from(WORDS), max_size=3))))]
    for name, values in VALUES.items():
        for parameter in (name, f"not_{name}"):
            chosen = draw(st.lists(st.sampled_from(values), max_size=2 if parameter == name else 1))
            pairs += [(parameter, value) for value in chosen if draw(st.booleans())]
    pairs += [(f"{name}_match", "any") for name in NARROWING if draw(st.booleans())]
    pairs.append(("date_from", draw(st.sampled_from(DATES))))
    pairs.append(("date_to", draw(st.sampled_from(DATES))))
    pairs.append(("undated", draw(st.sampled_from(["", "include", "only", "exclude"]))))
    pairs.append(("sort", draw(st.sampled_from(["", "newest", "oldest"]))))
    return urlencode([(name, value) for name, value in pairs if value])


def text(answer):
    return b"".join(answer.streaming_content).decode()


def rows_in(extension, written):
    """How many articles a reader of the format finds."""
    match extension:
        case "csv":
            return sum(1 for _row in csv.reader(io.StringIO(written))) - 1
        case "jsonl":
            return len(written.splitlines())
        case "json":
            return len(json.loads(written)["results"])
        case "ris":
            return len(rispy.loads(written))
        case "bib":
            return len(bibtexparser.parse_string(written).entries)


def test_every_output_of_a_search_has_the_same_total(client, archive):
    @settings(max_examples=12, deadline=None)
    @given(queries(), st.sampled_from(["csv", "jsonl", "json", "ris", "bib"]))
    def check(query, extension):
        total = client.get(f"/search/?{query}", follow=True).context.get("total", 0)
        feed = fromstring(client.get(f"/search/feed.atom?{query}").content)
        export = client.get(f"/search/export.{extension}?{query}")
        api = client.get(f"/api/v1/articles?{query}&page_size=1")

        assert int(feed.findtext(COUNT)) == total
        assert int(export["Archive-Count"]) == total
        assert rows_in(extension, text(export)) == total
        assert api.status_code in {200, 400}
        if api.status_code == 200:
            assert api.json()["count"] == total

    check()


def test_the_number_beside_a_choice_is_the_total_of_the_api_after_choosing_it(client, archive):
    @settings(max_examples=12, deadline=None)
    @given(queries(), st.data())
    def check(query, data):
        page = client.get(f"/search/?{query}", follow=True).context
        answer = client.get(f"/api/v1/articles?{query}&page_size=1")
        assume(answer.status_code == 200)
        assert page.get("total", 0) == answer.json()["count"]
        offered = [choice for facet in page.get("facets", ()) for choice in facet.choices]
        if offered:
            choice = data.draw(st.sampled_from(offered))
            chosen = client.get(f"/api/v1/articles{choice.url}&page_size=1").json()
            added = choice.count if not choice.chosen else answer.json()["count"]
            assert choice.chosen or chosen["count"] == added, (query, choice)
        counted = [(facet, one) for facet, rows in answer.json()["facets"].items() for one in rows]
        if counted:
            facet, one = data.draw(st.sampled_from(counted))
            more = urlencode([(facet, one["value"])])
            chosen = client.get(f"/api/v1/articles?{query}&{more}&page_size=1").json()
            assert chosen["count"] == one["count"], (query, facet, one)

    check()


def test_a_rejected_tag_never_matches(client, archive):
    """Whatever was decided, a name finds the articles that have it as a tag and none else."""
    asked = {
        "country": make_entity("Atlantis", code="XA"),
        "person": make_entity("Zorblax Quent", "person"),
        "topic": make_topic("Mermaids"),
    }
    tags = [
        (facet, make_tag(article, subject, "suggested"))
        for article in Article.objects.order_by("pk")[:6]
        for facet, subject in asked.items()
    ]

    @settings(max_examples=12, deadline=None)
    @given(st.lists(st.sampled_from(State.values), min_size=len(tags), max_size=len(tags)))
    def check(states):
        for (_facet, tag), state in zip(tags, states, strict=True):
            tag.state = state
            tag.save()
        archive()
        shown = [(facet, tag.article) for facet, tag in tags if tag.state != State.REJECTED]
        for facet, subject in asked.items():
            seen = {one.pk for of, one in shown if of == facet and one.status == "published"}
            said = [{facet: subject.slug}, {"q": f"{facet}:{subject.slug}"}]
            said += [{"q": subject.name}] if facet != "topic" else []
            for parameters in said:
                query = urlencode(parameters)
                found = client.get(f"/api/v1/articles?{query}&page_size=100").json()
                assert {one["id"] for one in found["results"]} == seen, parameters
                assert found["count"] == len(seen)
            everything = client.get("/api/v1/articles?page_size=1").json()["facets"][facet]
            counted = {one["value"]: one["count"] for one in everything}
            assert counted.get(subject.slug, 0) == len(seen)

    check()
