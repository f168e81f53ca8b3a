"""S1 to S5: whatever is typed gives a page: never an engine's words, never a fault of ours."""

import random
import time

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.search.syntax import parse
from archive.text.fold import fold
from tests.factories import make_article
from tests.security.addresses import every_address

pytestmark = pytest.mark.django_db

QUERIES = [
    '"iran', "iran)", "iran AND", "iran-russia", "don't", "*", "NEAR(", "zz:iran", "^iran",
    "(" * 300, ")" * 300, "\0", "a\0b", "🇮🇷 🤷", "the of and", "?!.,;", "", " ", "-", "--", '""',
    "OR", "OR OR", "title:", "date:1998..", "country:", "a" * 500, "a " * 250, '"' * 77, "(a+)+$",
    "' OR 1=1 --", "%", "_", "\\", "a*b*c*", "~1", "[1 TO 2]", "{!func}x", "field:(a b)", "/a.*/",
    "\u202eabc", "\ufeff", "\u0301" * 50, "١٩٩٨", "ＩＲＡＮ", "é" * 100, "\r\n\t", "\x7f\x80",
]  # fmt: skip


@pytest.fixture
def site(indexed, client):
    make_article("Iran and Russia", "Iran sells oil to Russia. (a+)+$")
    indexed()
    return client


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_gives_a_page(site, query):
    for path in ("/search/", "/id/search/", "/search/feed.atom", "/search/export.csv"):
        response = site.get(path, {"q": query}, follow=True)
        assert response.status_code == 200, path
        b"".join(response)
    assert site.get("/api/v1/articles", {"q": query}).status_code in (200, 400)
    assert site.get("/api/v1/suggest", {"q": query}).status_code in (200, 400)


@pytest.mark.slow
@settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=200))
def test_ten_thousand_strings_are_understood(query):
    parse(query)


def test_a_long_query_is_cut_and_the_page_says_so(site):
    response = site.get("/search/", {"q": "iran " * 300})
    assert response.status_code == 200
    assert "500" in response.text


RAW = [
    "q=%00", "q=%ff%fe", "q=%", "q=%zz", "q=%c0%af", "q=%ed%a0%80", "q[]=a", "q=a&q=b&q=c", "=&=&=",
    "page=1" + "0" * 30, "page=-1", "page=0", "page=1e3", "page=٣", "page=NaN", "page[]=1",
    "per=99999999999999999999", "sort=%27", "country=" + "a" * 4000, "country=%00", "person=-1",
    "date_from=99999999999", "date_from=-0001", "date_from=0000", "date_to=9999-99-99",
    "date_from=1998-02-31", "undated=x", "lang=../../etc/passwd", "format=../x", "cursor=%00",
    "cursor=AAAA", "page_size=-1", "page_size=10000000000000000000000", "letter=%F0%9F%A4%B7",
    "country=iran&" * 200, "next=//evil.example", "x=" + "%0d%0aSet-Cookie:%20a=b",
]  # fmt: skip


@pytest.mark.parametrize("query", RAW)
def test_no_parameter_of_any_page_ends_in_a_fault(site, query):
    for address in every_address():
        response = site.get(f"{address}?{query}")
        assert response.status_code < 500, address
        assert not response.cookies.get("a")
        b"".join(response)


@pytest.mark.parametrize("number", ["0", "9223372036854775808", "1" + "0" * 40])
def test_numbers_no_row_can_have_are_404(site, number):
    for address in (f"/a/{number}/", f"/articles/{number}/x/", f"/articles/{number}/cite.bib"):
        assert site.get(address).status_code == 404
    assert site.get(f"/api/v1/articles/{number}").status_code in (404, 422, 400)


@pytest.mark.parametrize(
    "path",
    ["/static/../archive/settings.py", "/static/%2e%2e/manage.py", "/static/..%2fmanage.py",
     "/static/css/../../manage.py", "/..%2f..%2fetc/passwd", "/static//etc/passwd", "/.git/config",
     "/.env", "/data/secret_key", "/archive.sqlite3", "/static/%00", "/%ff"],
)  # fmt: skip
def test_no_path_leads_to_a_file(site, path):
    assert site.get(path).status_code in (301, 302, 400, 404)
    assert site.get(path, follow=True).status_code in (400, 404)


def test_more_parameters_than_anybody_sends_are_refused(site):
    assert site.get("/search/?" + "&".join(f"p{n}=1" for n in range(6000))).status_code == 400
    assert site.post("/admin/login/", {f"p{n}": "1" for n in range(6000)}).status_code == 400


@pytest.mark.parametrize("lookup", ["title__regex", "title__iregex", "revision__body__regex"])
def test_staff_cannot_ask_the_database_for_a_pattern(site, lookup):
    site.force_login(User.objects.create_superuser("root", password="x"))
    assert site.get(f"/admin/archive/article/?{lookup}=(a%2B)%2B$").status_code in (302, 400)


@pytest.mark.parametrize(
    "text",
    ["a" * 1000, "(" * 1000, '"' * 1000, "- " * 500, "a:b " * 250, "a*" * 500, "1998-" * 200,
     "é\u0301" * 500, "OR " * 333, "..1998.." * 125],
)  # fmt: skip
def test_patterns_take_time_in_proportion_to_the_text(text):
    """Ten times the text may not take a hundred times as long. The shortest of some runs counts."""
    for work in (parse, fold):
        short, long = (min(spent(work, text * times) for _ in range(3)) for times in (4, 40))
        assert long < max(short, 0.0005) * 60, work.__name__


def spent(work, text):
    started = time.process_time()
    work(text)
    return time.process_time() - started


def test_random_bytes_in_any_place_are_no_fault(site):
    chance = random.Random(4)
    for _request in range(150):
        junk = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 60)))
        path = "/" + "".join(f"%{byte:02x}" for byte in junk)
        for address in (path, f"/search/?q={path[1:]}", f"/countries{path}/"):
            assert site.get(address).status_code < 500, address
