"""Feeds: valid whatever the archive holds, the last added first, with the total of the page."""

from datetime import date, timedelta

import feedparser
import pytest
from django.utils import timezone

from archive.models import Redirect, Revision
from tests.databases import NUL
from tests.factories import make_article, make_entity, make_source, make_topic
from tests.views.atom_rules import faults_of
from tests.views.grammars import faults_by

pytestmark = pytest.mark.django_db

HOSTILE = f"A{NUL}\x0b\x1b\ufffe<b>&amp;]]>\"' رئیس 🕊"


@pytest.fixture
def iran():
    return make_entity("Iran", code="IR", names={"id": "Iran"})


@pytest.fixture
def archive(iran, indexed):
    russia = make_entity("Russia", code="RU", names={"id": "Rusia"})
    trade = make_topic("Trade", names={"id": "Perdagangan"})
    oil = make_topic("Oil trade", parent=trade)
    shoigu = make_entity("Sergei Shoigu", "person")
    make_article("Newest of all", "Oil.", about=[iran], on=date(2024, 8, 6))
    make_article(
        "Old, but new here",
        "Iran sells oil to Russia.",
        about=[iran, russia, shoigu],
        topics=[oil],
        on=date(1958, 5, 21),
        byline="A. Writer",
        language="id",
        date_basis="inferred",
    )
    make_article("Of a year", "Oil.", on=(date(1998, 1, 1), date(1998, 12, 31)), edtf="1998")
    make_article("Draft", "Oil.", about=[iran], status="draft")
    indexed()


def read(client, address):
    """The feed as a reader has it; that it is sound is looked at each time."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert faults_of(answer.content) == []
    assert faults_by("atom", answer.content) == []
    feed = feedparser.parse(answer.content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def titles(feed):
    return [entry.title for entry in feed.entries]


def test_the_last_added_stands_first_whatever_its_date(client, archive):
    feed = read(client, "/search/feed.atom?q=oil")

    assert titles(feed) == ["Of a year", "Old, but new here", "Newest of all"]
    assert feed.feed.opensearch_totalresults == "3"
    assert feed.feed.title == "oil – Archive of Foreign Affairs"
    assert feed.feed.link == "http://testserver/search/?q=oil"


def test_a_draft_that_is_published_later_is_new_then(client, indexed):
    draft = make_article("Long in the drawer", status="draft")
    many = [make_article(f"Article {number}") for number in range(21)]
    indexed()
    draft.status = "published"
    draft.save()
    later = timezone.now() + timedelta(hours=1)
    draft.history.filter(status="published").update(history_date=later)
    many[3].save()  # edited, and no news
    indexed()
    feed = read(client, "/search/feed.atom")
    assert titles(feed)[:2] == ["Long in the drawer", "Article 20"]
    assert feed.entries[0].published[:16] == later.isoformat()[:16]


def test_an_entry_tells_when_it_came_and_when_it_was_published(client, archive):
    year, old, _newest = read(client, "/search/feed.atom").entries

    assert old.published[:10] == date.today().isoformat()
    assert old.prism_publicationdate == "1958-05-21"
    assert year.prism_publicationdate == "1998"
    assert "21 May 1958, inferred · The Courier" in old.summary
    assert "Iran sells oil to Russia." in old.summary
    assert old.author == "A. Writer"
    assert old.id.startswith("http://testserver/a/")


@pytest.mark.parametrize(
    ("address", "title", "found"),
    [
        ("/countries/iran/", "Iran", 2),
        ("/people/sergei-shoigu/", "Sergei Shoigu", 1),
        ("/topics/trade/", "Trade", 1),
        ("/relations/iran/russia/", "Iran and Russia", 1),
        ("/id/relations/iran/russia/", "Iran dan Rusia", 1),
        ("/id/topics/trade/", "Perdagangan", 1),
    ],
)
def test_every_subject_has_a_feed(client, archive, address, title, found):
    feed = read(client, f"{address}feed.atom")

    assert feed.feed.title.startswith(f"{title} – ")
    assert feed.feed.opensearch_totalresults == str(found)
    assert len(feed.entries) == found
    assert feed.feed.link == f"http://testserver{address}"


def test_blocs_organisations_and_places_have_one_too(client, indexed):
    for kind, page in (("bloc", "blocs"), ("organization", "organizations"), ("place", "places")):
        make_article("News", about=[make_entity("Somewhere", kind)])
        indexed()
        assert titles(read(client, f"/{page}/somewhere/feed.atom")) == ["News"]


def test_pages_lead_to_their_feeds(client, archive):
    for address in (
        "/search/?q=oil",
        "/search/?q=nothing+at+all",
        "/countries/iran/",
        "/topics/trade/",
    ):
        page = client.get(address).content.decode()
        [link] = [line for line in page.splitlines() if 'type="application/atom+xml"' in line]
        read(client, link.rpartition('href="')[2].rstrip('">'))


def test_the_next_page_is_named_until_the_last(client, iran, indexed):
    for number in range(45):
        make_article(f"Number {number}", about=[iran])
    indexed()
    address, seen = "/search/feed.atom?country=iran&undated=only", []
    while address:
        feed = read(client, address)
        seen += titles(feed)
        address = next((link.href for link in feed.feed.links if link.rel == "next"), "")

    assert seen == [f"Number {number}" for number in reversed(range(45))]
    second = read(client, "/countries/iran/feed.atom?page=2")
    assert len(second.entries) == 20


def test_no_text_breaks_a_feed(client, indexed):
    odd = make_entity("Odd")
    article = make_article("x", about=[odd], source=make_source("Odd", rights=HOSTILE))
    type(article).objects.update(title=HOSTILE, byline=HOSTILE, date_edtf=HOSTILE)
    Revision.objects.update(title=HOSTILE, body=HOSTILE)
    type(odd).objects.update(name=HOSTILE, names={})
    indexed()

    for address in ("/countries/odd/feed.atom", "/search/feed.atom?country=odd"):
        [entry] = read(client, address).entries
        assert "رئیس 🕊" in entry.title
    read(client, "/search/feed.atom?q=%00%0b%1b%EF%BF%BE<]]>%22&country=%00x&colour=%0bred")


def test_what_a_feed_cannot_follow_it_says(client, archive):
    feed = read(client, "/search/feed.atom?q=oil&country=atlantis&date_from=soon&colour=red")

    assert len(feed.entries) == 3
    for word in ("atlantis", "colour", "soon"):
        assert word in feed.feed.subtitle


def test_a_relaxed_search_says_so(client, archive):
    assert "some of them" in read(client, "/search/feed.atom?q=sells+newest+year").feed.subtitle


def test_a_search_without_results_is_a_feed_without_entries(client, archive):
    assert read(client, "/search/feed.atom?q=zebra").feed.opensearch_totalresults == "0"


def test_unchanged_feeds_are_not_sent_again(client, archive):
    first = client.get("/countries/iran/feed.atom")
    again = client.get("/countries/iran/feed.atom", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304


def test_a_feed_moves_with_its_subject(client, archive, iran):
    iran.slug = "persia"
    iran.save()
    Redirect.objects.create(old_path="/countries/iran/", new_path="/countries/persia/")

    moved = client.get("/id/countries/iran/feed.atom?page=2")

    assert moved.status_code == 301
    assert moved["Location"] == "/id/countries/persia/feed.atom?page=2"


def test_pairs_have_one_address(client, archive):
    assert client.get("/countries/nowhere/feed.atom").status_code == 404
    assert client.get("/relations/iran/iran/feed.atom").status_code == 404
    turned = client.get("/relations/russia/iran/feed.atom")
    assert (turned.status_code, turned["Location"]) == (301, "/relations/iran/russia/feed.atom")


ENTRY = "<entry><id>urn:x:1</id><title>A</title><updated>2024-08-06T00:00:00Z</updated></entry>"
FEED = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x</id><title>A</title>'
    "<updated>2024-08-06T00:00:00Z</updated><author><name>A</name></author>"
    f'<link href="http://a.example/" rel="self"/>{ENTRY}</feed>'
)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("2024-08-06T00:00:00Z", "2024-08-06 00:00:00"),
        ("<id>urn:x</id>", ""),
        ("<id>urn:x</id>", "<id>urn:x</id><id>urn:y</id>"),
        ("<author><name>A</name></author>", ""),
        ("<name>A</name>", "<name> </name>"),
        ("http://a.example/", "/feed"),
        ('rel="self"', 'rel="itself"'),
        ("<title>A</title>", '<title type="markdown">A</title>'),
        ("<entry>", "<entry><seen/>"),
    ],
)
def test_the_grammar_of_feeds_knows_faults(right, wrong):
    assert faults_by("atom", FEED) == []
    assert faults_by("atom", FEED.replace(right, wrong, 1))
