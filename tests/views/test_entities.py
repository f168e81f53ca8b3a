"""Pages of countries, people and organisations, and their lists."""

import re
from datetime import date

import pytest
from django.utils import timezone

from archive.models import Alias, Kind, Office, Redirect
from archive.search.engine import EngineUnavailable
from archive.search.engines.memory import MemoryEngine
from tests.factories import make_article, make_entity, make_topic

pytestmark = pytest.mark.django_db


def words(response):
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<(style|svg).*?</\1>|<[^>]+>", " ", main, flags=re.DOTALL))


@pytest.fixture
def iran():
    return make_entity("Iran", code="IR", names={"id": "Iran", "fa": "ایران", "ru": "Иран"})


@pytest.fixture
def russia():
    return make_entity("Russia", code="RU", names={"id": "Rusia"})


def test_a_country_shows_its_names_and_former_names(client, indexed, iran):
    Alias.objects.create(entity=iran, text="Islamic Republic of Iran", language="en", kind="name")
    Alias.objects.create(entity=iran, text="Persia", language="en", kind="historical")
    Alias.objects.create(entity=iran, text="Persia", language="id", kind="historical")
    Alias.objects.create(entity=iran, text="иранск", language="ru", kind="name")
    Alias.objects.create(entity=iran, text="rogue state", language="en", kind="polemic")
    indexed()
    response = client.get("/countries/iran/")
    html = response.content.decode()
    assert '<bdi lang="fa" dir="rtl">ایران</bdi>' in html
    assert "Also written Islamic Republic of Iran ; formerly Persia ." in words(response)
    assert "иранск" not in html
    assert "rogue state" not in html


def test_a_country_shows_with_whom_and_about_what_it_is_named(client, indexed, iran, russia):
    shoigu = make_entity("Sergei Shoigu", Kind.PERSON)
    topic = make_topic("Sanctions")
    for day in (1, 2, 3):
        make_article(f"Talks {day}", on=date(2024, 8, day), about=[iran, russia], topics=[topic])
    make_article("Elsewhere", on=date(1998, 1, 1), about=[iran, shoigu])
    make_article("Not about it", about=[russia])
    indexed()
    text = words(client.get("/countries/iran/"))
    assert "4 articles, 1998 to 2024" in text
    assert re.search(r"Named together with .*Russia 3", text)
    assert re.search(r"People .*Sergei Shoigu 1", text)
    assert re.search(r"Topics .*Sanctions 3", text)
    assert text.index("Talks 3") < text.index("Talks 1") < text.index("Elsewhere")
    assert "Not about it" not in text


def test_articles_over_time_are_bars_with_links(client, indexed, iran):
    for _each in range(3):
        make_article(on=date(2024, 8, 1), about=[iran])
    indexed()
    html = client.get("/countries/iran/").content.decode()
    assert 'aria-label="2024: 3 articles"' in html
    assert "/search/?country=iran&amp;date_from=2024&amp;date_to=2024" in html


def test_two_articles_are_a_sentence_not_a_chart(client, indexed, iran):
    for _each in range(2):
        make_article(on=date(2024, 8, 1), about=[iran])
    indexed()
    response = client.get("/countries/iran/")
    assert "<figure" not in response.content.decode()
    assert "2 articles, 2024" in words(response)


def test_a_country_without_articles_says_so(client, indexed, iran):
    indexed()
    assert "No article here is about it yet." in words(client.get("/countries/iran/"))


def test_a_search_within_keeps_to_the_country(client, indexed, iran):
    make_article(about=[iran])
    make_article(about=[iran])
    indexed()
    html = client.get("/countries/iran/").content.decode()
    assert '<input type="hidden" name="country" value="iran">' in html


def test_a_person_shows_offices_with_dates_and_their_reference(client, indexed, iran):
    person = make_entity("Masoud Pezeshkian", Kind.PERSON, country=iran)
    Office.objects.create(
        person=person,
        post="President",
        post_names={"id": "Presiden"},
        of=iran,
        start="2024-07-28",
        reference="https://example.org/oath",
    )
    indexed()
    response = client.get("/people/masoud-pezeshkian/")
    assert "President, Iran since 28 July 2024" in words(response)
    assert 'href="https://example.org/oath"' in response.content.decode()
    assert "Presiden, Iran sejak 28 Juli 2024" in words(client.get("/id/people/masoud-pezeshkian/"))
    holders = words(client.get("/countries/iran/"))
    assert "Masoud Pezeshkian , President since 28 July 2024" in holders


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        (Kind.ORGANIZATION, "/organizations/sea-league/"),
        (Kind.BLOC, "/blocs/sea-league/"),
        (Kind.PLACE, "/places/sea-league/"),
    ],
)
def test_every_kind_has_its_page(client, indexed, kind, address):
    league = make_entity("Sea League", kind)
    make_article("Talks", about=[league])
    indexed()
    assert league.get_absolute_url() == address
    assert "Talks" in words(client.get(address))


def test_bars_lead_only_where_a_search_gives_just_what_they_count(client, indexed, iran):
    league = make_entity("Sea League", Kind.BLOC)
    for year in (1996, 1997, 1998):
        make_article("Talks", about=[league, iran], on=date(year, 5, 21))
    indexed()
    assert "date_from=1998" in client.get("/countries/iran/").content.decode()
    html = client.get("/blocs/sea-league/").content.decode()
    assert "1998" in html
    assert "date_from" not in html


def test_the_same_slug_in_two_kinds_is_two_pages(client, indexed, iran):
    assert client.get("/people/iran/").status_code == 404


def test_a_moved_address_leads_on_in_the_same_language(client, iran):
    Redirect.objects.create(old_path="/countries/persia/", new_path="/countries/iran/")
    response = client.get("/countries/persia/?page=2")
    assert (response.status_code, response.url) == (301, "/countries/iran/?page=2")
    assert client.get("/id/countries/persia/").url == "/id/countries/iran/"


def test_an_unknown_name_is_offered_as_a_search(client, db):
    response = client.get("/people/sergei-shoygu/")
    assert response.status_code == 404
    assert 'value="sergei shoygu"' in response.content.decode()


def test_lists_run_from_a_to_z_with_counts(client, indexed, iran, russia):
    make_entity("Nowhere", code="NW")
    make_article(about=[iran, russia])
    make_article(about=[iran])
    indexed()
    text = words(client.get("/countries/"))
    assert re.search(r"I Iran 2 .*R Russia 1", text)
    assert "Nowhere" not in text
    assert "2 are named in the archive." in text


def test_lists_are_in_the_language_of_the_reader(client, indexed, russia):
    make_article(about=[russia])
    indexed()
    assert "Rusia 1" in words(client.get("/id/countries/"))


def test_organisations_and_blocs_share_a_list(client, indexed):
    council = make_entity("Security Council", Kind.ORGANIZATION)
    union = make_entity("European Union", Kind.BLOC)
    make_article(about=[council, union])
    indexed()
    text = words(client.get("/organizations/"))
    assert "European Union 1" in text
    assert "Security Council 1" in text


def test_a_long_list_shows_one_letter_at_a_time(client, indexed, monkeypatch):
    monkeypatch.setattr("archive.views.entities.ON_ONE_PAGE", 1)
    make_article(about=[make_entity(name, Kind.PERSON) for name in ("Ahmadian", "Shoigu")])
    indexed()
    assert "Shoigu" not in words(client.get("/people/"))
    assert "Shoigu" in words(client.get("/people/?letter=S"))
    assert "Ahmadian" in words(client.get("/people/?letter=nonsense"))


def test_a_long_letter_is_shown_in_parts(client, indexed, monkeypatch):
    monkeypatch.setattr("archive.views.entities.ON_ONE_PAGE", 1)
    make_article(about=[make_entity(name, Kind.PERSON) for name in ("Shoigu", "Suharto")])
    indexed()
    first = client.get("/people/")
    assert "Suharto" not in words(first)
    assert "?letter=S&amp;part=2" in first.content.decode()
    assert "Suharto" in words(client.get("/people/?letter=S&part=2"))


def test_rejected_tags_count_nowhere(client, indexed, iran):
    make_article(about=[iran], state="rejected")
    indexed()
    assert "Iran" not in words(client.get("/countries/"))


@pytest.mark.parametrize("address", ["/", "/countries/", "/countries/iran/", "/topics/", "/about/"])
def test_pages_stand_while_the_index_cannot_answer(client, iran, monkeypatch, address):
    def away(*_args, **_kwargs):
        raise EngineUnavailable("being built")

    monkeypatch.setattr(MemoryEngine, "summary", away)
    monkeypatch.setattr(MemoryEngine, "hits", away)
    response = client.get(address)
    assert response.status_code == 200
    if address != "/about/":
        assert "The search index is being prepared" in words(response)


def test_a_country_is_read_in_at_most_ten_queries(
    client, indexed, iran, django_assert_max_num_queries
):
    others = [make_entity(f"Country {n}", code=f"C{n}") for n in range(15)]
    people = [make_entity(f"Person {n}", Kind.PERSON) for n in range(15)]
    topics = [make_topic(f"Topic {n}") for n in range(5)]
    for person in people[:5]:
        Office.objects.create(person=person, post="President", of=iran)
    for n in range(8):
        make_article(
            on=date(2000 + n, 1, 1),
            about=[iran, *others, *people],
            topics=topics,
            source=None,
        )
    indexed()
    with django_assert_max_num_queries(10):
        client.get("/countries/iran/")


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_who_is_named_in_what_is_not_published_alone_has_no_page(client, indexed, status):
    stranger = make_entity("Zblorg Quixtanov", Kind.PERSON)
    article = make_article("Secret", about=[stranger], status=status)
    indexed()
    address = stranger.get_absolute_url()
    assert client.get(address).status_code == 404
    assert client.get(f"{address}feed.atom").status_code == 404
    assert client.get("/api/v1/people/zblorg-quixtanov").status_code == 404
    assert client.get("/api/v1/suggest?q=quixt").json()["suggestions"] == []
    article.status, article.withdrawn_reason = "published", ""
    article.save()
    indexed()
    assert client.get(address).status_code == 200


def test_a_term_that_ends_in_this_month_may_last_until_its_end(client, indexed, iran):
    today = timezone.localdate()
    for name, end in (("Now", f"{today:%Y-%m}"), ("Then", "2019")):
        person = make_entity(name, Kind.PERSON)
        Office.objects.create(person=person, post="Minister", of=iran, start="2018", end=end)
    make_article("Talks", about=[iran])
    indexed()
    officers = client.get(iran.get_absolute_url()).context["officers"]
    assert [office.person.name for office in officers.now] == ["Now"]
    assert [office.person.name for office in officers.before] == ["Then"]
