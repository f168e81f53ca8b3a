"""The main job from end to end: files are imported, found, read and corrected.

The first seed is one case among several: articles about other countries, people and dates go
the same way.
"""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from archive.models import Article, EntityTag, Kind
from archive.search.engines import get_engine
from archive.search.sync import drain, rebuild

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
OTHERS = ROOT / "tests" / "data" / "articles"
IRAN_RUSSIA = "Iran dan Rusia Berada di Jalur Penguatan Kerja Sama"
TOKYO = "Menlu Jepang dan Menlu Korea Selatan Bertemu di Tokyo"
NAIROBI = "Kenya and Ethiopia sign border water treaty"
QUITO = "Ecuador expels two diplomats of Peru"


@pytest.fixture(scope="module")
def imported(django_db_setup, django_db_blocker):
    """The first seed and three articles of our own, imported and indexed once for all tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        get_engine().rebuild([])
        call_command("import_articles", str(SEEDS), str(OTHERS))
        drain(get_engine())
        yield
        transaction.set_rollback(True)
    get_engine().rebuild([])


@pytest.fixture
def archive(imported, db):
    """The same for one test: the rows of the test before are rolled back, the index follows."""
    rebuild(get_engine())


def titles(client, query: str) -> set[str]:
    """The titles the page shows, asked again through the API so that both must agree."""
    page = client.get(f"/search/?{query}", follow=True)
    assert page.status_code == 200
    answer = json.loads(client.get(f"/api/v1/articles?{query}").content)
    found = {result["title"] for result in answer["results"]}
    assert len(found) == answer["count"]
    body = page.content.decode()
    for article in Article.objects.all():
        assert (f"/articles/{article.pk}/" in body) == (article.title in found)
    return found


@pytest.mark.parametrize(
    "query",
    [
        "q=kerja+sama",
        "q=%22kerja+sama%22",
        "q=menguatkan",
        "q=Russia",
        "q=Россия",
        "q=روسیه",
        "q=روسيا",
        "q=ロシア",
        "q=country:iran+person:shoigu",
        "country=iran&country=russia&date_from=2024-08&date_to=2024-08",
        "person=sergei-shoigu",
        "person=masoud-pezeshkian",
    ],
)
def test_the_first_seed_is_found(archive, client, query):
    assert titles(client, query) == {IRAN_RUSSIA}


@pytest.mark.parametrize(
    "query", ["q=%22Serbia%22", "date_from=2018&date_to=2018", "q=country:serbia"]
)
def test_what_is_not_there_is_not_found(archive, client, query):
    assert titles(client, query) == set()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=Japan", {TOKYO}),
        ("q=Япония", {TOKYO}),
        ("q=perundingan&literal=1", {TOKYO}),
        ("q=berunding&literal=1", {TOKYO}),
        ("country=kenya", {NAIROBI}),
        ("country=kenya&country=ethiopia", {NAIROBI}),
        ("q=signing&literal=1", {NAIROBI}),
        ("date_from=2016-05&date_to=2016-05", {NAIROBI}),
        ("date_from=14+Maret+2019&date_to=2019-03-14", {TOKYO}),
        ("q=Perú", {QUITO}),
        ("q=diplomat", {QUITO}),
        ("country=peru", {QUITO}),
        ("undated=only", {QUITO}),
        ("country=japan&country=kenya", set()),
        ("country=japan&country=kenya&country_match=any", {TOKYO, NAIROBI}),
    ],
)
def test_other_articles_are_found_the_same_way(archive, client, query, expected):
    assert titles(client, query) == expected


def tagged(title: str, kind: str) -> set[str]:
    tags = EntityTag.objects.filter(article__title=title, entity__kind=kind)
    return set(tags.values_list("entity__name", flat=True))


def test_the_first_seed_is_about_these_countries_and_people(archive):
    assert tagged(IRAN_RUSSIA, Kind.COUNTRY) == {
        "Iran", "Russia", "United States", "Israel", "Iraq", "Syria", "Ukraine",
    }  # fmt: skip
    assert tagged(IRAN_RUSSIA, Kind.PERSON) == {
        "Sergei Shoigu", "Ali Akbar Ahmadian", "Masoud Pezeshkian", "Kazem Jalali",
    }  # fmt: skip


def test_other_articles_are_about_their_countries_and_people(archive):
    assert tagged(TOKYO, Kind.COUNTRY) == {"Japan", "South Korea", "North Korea"}
    assert tagged(TOKYO, Kind.PERSON) == {"Haruto Minamoto", "Park Jin-woo"}
    assert tagged(NAIROBI, Kind.COUNTRY) == {"Kenya", "Ethiopia"}
    assert tagged(NAIROBI, Kind.PERSON) == {"Amina Wanjiku", "Tesfaye Alemu"}
    assert tagged(QUITO, Kind.COUNTRY) == {"Ecuador", "Peru"}
    assert tagged(QUITO, Kind.PERSON) == {"Lucía Andrade"}


def test_dates_are_as_known_and_no_more(archive):
    known = {a.title: (a.date_edtf, a.date_basis) for a in Article.objects.all()}

    assert known[IRAN_RUSSIA] == ("[2024-08-05,2024-08-06]", "inferred")
    assert known[NAIROBI][0] == "2016-05-03"
    assert known[TOKYO][0] == "2019-03-14"
    assert known[QUITO] == ("", "")


def test_the_article_says_how_its_date_is_known(archive, client):
    article = Article.objects.get(title=IRAN_RUSSIA)
    page = client.get(article.get_absolute_url()).content.decode()

    assert "5 or 6 August 2024" in page
    assert "inferred" in page
    for reason in ("Senin (6/8)", "Pezeshkian", "Shoigu", "Ahmadian", "Tuesday"):
        assert reason in page
    assert (article.date_earliest.isoformat(), article.date_latest.isoformat()) == (
        "2024-08-05",
        "2024-08-06",
    )


def test_a_second_import_changes_nothing(archive, tmp_path):
    report = tmp_path / "report.json"
    before = list(Article.objects.order_by("pk").values())

    call_command("import_articles", str(SEEDS), str(OTHERS), report=str(report))

    assert list(Article.objects.order_by("pk").values()) == before
    assert json.loads(report.read_text())["unchanged"] == 4


def test_a_rejected_tag_is_gone_from_the_page_and_stays_gone(archive, client, tmp_path):
    article = Article.objects.get(title=IRAN_RUSSIA)
    tag = EntityTag.objects.get(article=article, entity__code="UA")
    tag.state = "rejected"
    tag.save()
    drain(get_engine())
    assert titles(client, "country=ukraine") == set()

    changed = tmp_path / next(SEEDS.glob("*.txt")).name
    changed.write_text(next(SEEDS.glob("*.txt")).read_text() + "\n")
    call_command("import_articles", str(SEEDS), str(changed))
    call_command("extract_mentions", all=True)
    drain(get_engine())

    tag.refresh_from_db()
    assert tag.state == "rejected"
    assert titles(client, "country=ukraine") == set()


@pytest.mark.parametrize("prefix", ["", "/id"])
def test_every_page_of_a_small_archive_opens(archive, client, prefix):
    article = Article.objects.get(title=IRAN_RUSSIA)
    for path in (
        "/", "/search/", "/countries/", "/countries/iran/", "/people/",
        "/people/sergei-shoigu/", "/organizations/", "/topics/", "/help/search/", "/about/",
        article.get_absolute_url(),
    ):  # fmt: skip
        assert client.get(prefix + path).status_code == 200, path


def test_pages_speak_the_readers_language(archive, client):
    article = Article.objects.get(title=IRAN_RUSSIA)

    assert (
        "5 atau 6 Agustus 2024" in client.get("/id" + article.get_absolute_url()).content.decode()
    )
    assert "Amerika Serikat" in client.get("/id/countries/").content.decode()
