"""The search page as a reader sees it."""

import re
from datetime import date
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.filters import ArticleFilter
from archive.models import Alias, Kind, Mention, Redirect, SearchMiss, Source, Status
from archive.search.engine import EngineUnavailable
from archive.search.engines.memory import MemoryEngine
from archive.search.name_entries import NameList
from archive.search.nothing_found import changes
from archive.search.results import SearchResults
from tests.factories import make_article, make_entity, make_source, make_tag, make_topic

pytestmark = pytest.mark.django_db
READER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0"}


@pytest.fixture
def world(indexed):
    """Six articles about four countries, in three languages, with sure and unsure dates."""
    rows = {
        "iran": make_entity("Iran", code="IR", names={"fa": "ایران"}),
        "russia": make_entity("Russia", code="RU", names={"id": "Rusia", "ru": "Россия"}),
        "chile": make_entity("Chile", code="CL"),
        "kenya": make_entity("Kenya", code="KE"),
        "serbia": make_entity("Serbia", code="RS"),
        "shoigu": make_entity("Sergei Shoigu", Kind.PERSON),
        "odinga": make_entity("Raila Odinga", Kind.PERSON),
        "opec": make_entity("OPEC", Kind.ORGANIZATION),
        "sanctions": make_topic("Sanctions"),
    }
    rows["steel"] = make_topic("Steel", parent=rows["sanctions"])
    pact = make_article(
        "Iran dan Rusia di jalur kerja sama",
        "Delegasi Federasi Rusia tiba di Tehran untuk memperkuat hubungan.",
        language="id",
        on=(date(2024, 8, 5), date(2024, 8, 6)),
        about=[rows["iran"], rows["russia"], rows["shoigu"]],
        topics=[rows["sanctions"]],
        state="confirmed",
    )
    Mention.objects.create(
        revision=pact.revision, entity=rows["russia"], start=9, end=14,
        surface="Rusia", rule="name", role="name",
    )  # fmt: skip
    make_article(
        "Copper prices fall in Santiago",
        "The minister of Chile spoke of copper.",
        on=date(1998, 5, 21),
        about=[rows["chile"]],
        source=make_source("El Diario"),
    )
    make_article(
        "Elections in Kenya",
        "Odinga conceded. Sanctions on steel were lifted.",
        on=(date(1998, 1, 1), date(1998, 12, 31)),
        edtf="1998",
        about=[rows["kenya"], rows["odinga"], rows["chile"]],
        topics=[rows["steel"]],
    )
    make_article("Undated note on copper", "Copper again.", about=[rows["chile"], rows["opec"]])
    make_article("روسیه و ایران", "گفت‌وگو دربارهٔ همکاری", language="fa", about=[rows["russia"]])
    make_article("Belgrade", "Serbia and its neighbours.", about=[rows["serbia"]])
    indexed()
    return rows


@pytest.fixture
def read(client):
    """Ask for a page of results; gives its HTML."""

    def ask(query="", status=200, path="/search/", **headers):
        if isinstance(query, dict):
            query = urlencode(query, doseq=True)
        # A longer way to ask leads to the shorter one.
        response = client.get(f"{path}?{query}", follow=status == 200, **headers)
        assert response.status_code == status
        return response.content.decode()

    return ask


def titles(html):
    found = re.findall(r"<h3.*?>(.*?)</a></h3>", html)
    return [unescape(re.sub("<.*?>", "", title)) for title in found]


def heading(html):
    return re.search("<h1>(.*?)</h1>", html)[1]


def text(html):
    return " ".join(unescape(re.sub("<.*?>", " ", html)).split()).replace(" ,", ",")


PACT = "Iran dan Rusia di jalur kerja sama"


@pytest.mark.parametrize(
    "query",
    [
        "q=kerja sama",
        'q="kerja sama"',
        "q=menguatkan",
        "q=hubung*",
        "q=title:jalur",
        "q=Russia",
        "q=Россия",
        "q=روسیه",
        "q=ロシア",
        "q=country:iran country:russia",
        "q=Iran-Russia",
        "q=Russia's delegasi",
        "q=person:shoigu",
        "q=(chile OR tehran) -copper -kenya",
        "country=iran&country=russia&date_from=2024-08&date_to=2024-08",
        "person=sergei-shoigu",
        "q=date:2024-08..",
    ],
)
def test_the_article_is_found(world, read, query):
    assert PACT in titles(read(query))


@pytest.mark.parametrize(
    "query",
    ['q="Serbia"', "q=Syria", "date_from=2018&date_to=2018", 'q="sama kerja"', "not_country=iran"],
)
def test_the_article_is_not_found(world, read, query):
    assert PACT not in titles(read(query))


def test_other_countries_people_and_topics_are_found_the_same_way(world, read):
    assert titles(read("q=Кения")) == ["Elections in Kenya"]
    assert titles(read("person=raila-odinga")) == ["Elections in Kenya"]
    assert titles(read("country=chile&date_from=21 Mei 1998&date_to=1998-05-21&sort=oldest")) == [
        "Elections in Kenya",
        "Copper prices fall in Santiago",
    ]


def test_a_topic_has_the_articles_of_its_descendants(world, read):
    assert len(titles(read("topic=sanctions"))) == 2
    assert titles(read("topic=steel")) == ["Elections in Kenya"]


def test_what_was_understood_is_shown_and_can_be_switched_off(world, read):
    html = read("q=Россия")
    assert "Showing articles about Russia (country), also written Rusia" in text(html)
    assert len(titles(html)) == 2
    literal = re.search(r'href="([^"]*literal=1)"', html)[1]
    assert titles(read(unescape(literal)[1:])) == []


def test_a_hit_says_why_when_the_word_is_not_the_word_typed(world, read):
    html = read("q=ロシア")
    assert "<mark>Rusia</mark>" in html
    assert "matched as Rusia" in text(html)


def test_a_hit_shows_date_source_language_and_tags(world, read):
    shown = text(read("q=jalur"))
    assert "2024" in shown
    assert "The Courier" in shown
    assert "Indonesian" in shown
    assert "(suggested)" not in shown
    assert "Chile (suggested)" in text(read("q=santiago"))


def test_the_six_tags_of_a_hit_are_the_most_telling(world, read, indexed):
    article = make_article("Grain corridor", "Wheat and barley.", topics=[world["sanctions"]])
    named = {"Ankara": Kind.PLACE, "NATO": Kind.BLOC, "Red Cross": Kind.ORGANIZATION}
    for name, kind in named.items():
        make_tag(article, make_entity(name, kind), weight=9.0, central=True)
    for row, weight in (("kenya", 0.1), ("odinga", 0.2), ("serbia", 0.3)):
        make_tag(article, world[row], weight=weight)
    make_tag(article, world["shoigu"], weight=0.2, central=True)
    make_tag(article, world["chile"], weight=0.5, central=True)
    indexed()
    html = read("q=grain")
    tags = re.findall(r'class="tag[ "][^>]*>([^<]*)<', html)
    assert tags == ["Chile", "Serbia", "Kenya", "Sergei Shoigu", "Raila Odinga", "NATO"]
    assert "Sanctions" in re.findall(
        r'class="tag[ "][^>]*>([^<]*)<', read("q=grain&topic=sanctions")
    )


def test_rejected_tags_are_neither_shown_nor_found_by(world, read, indexed):
    article = make_article("Harbour works", "Nothing more.", about=[world["opec"]])
    make_tag(article, world["chile"], "rejected")
    indexed()
    assert "Harbour works" not in titles(read("country=chile"))
    assert "Chile" not in text(read("q=harbour"))


def test_two_countries_narrow_and_widen_when_asked(world, read):
    assert len(titles(read("country=chile&country=kenya"))) == 1
    assert len(titles(read("country=chile&country=kenya&country_match=any"))) == 3


def test_languages_widen_and_say_what_they_add(world, read):
    html = read("language=id")
    assert re.search(r'value="fa"><span>Persian</span><span class="n">\+1<', html)
    assert len(titles(read("language=id&language=fa"))) == 2


def test_chips_remove_one_filter_each(world, read):
    html = read("q=copper&country=chile&date_from=1998")
    assert "Country Chile, remove Date from 1998, remove Clear all" in text(html)
    assert 'href="?q=copper&amp;country=chile"' in html
    assert 'href="?q=copper" class="all"' in html


def test_unknown_values_are_struck_out_and_ignored(world, read):
    html = read("country=persiana&q=copper topic:nonsense&sort=sideways&undated=maybe")
    assert "Ignored: country <s>persiana</s>, no such country" in html
    assert "Ignored: topic <s>nonsense</s>, no such topic" in html
    assert heading(html) == "2 articles"


def asked_by(query):
    return ArticleFilter(QueryDict(query)).search


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sort=best", "Ignored: sort best, no such choice"),
        ("undated=perhaps", "Ignored: undated perhaps, no such choice"),
        ("country_match=none", "Ignored: country_match none, no such choice"),
        ("page=two", "Ignored: page two, no such choice"),
        ("colour=red", "Ignored: colour red, no such parameter"),
        ("&".join(f"country=x{n}" for n in range(31)), "Ignored: country x30, too many values"),
    ],
)
def test_what_no_parameter_can_hold_is_said_and_ignored(world, read, query, said):
    html = read(query)
    assert said in text(html)
    assert heading(html) == "6 articles"
    assert 'rel="canonical"' in html
    assert "Ignored" not in text(read("sort=newest&page=1&undated=&q=&literal="))


def test_a_bad_date_is_explained_beside_its_box_and_the_rest_stays(world, read):
    html = read("date_from=yesterweek&country=chile")
    assert heading(html) == "3 articles"
    assert 'value="yesterweek"' in html
    assert re.search(r'id="from-error">.*yesterweek.*<', html)


def test_an_end_before_the_beginning_is_explained(world, read):
    html = read("date_from=2001&date_to=1998")
    assert "This is before the first date." in html


def test_spans_overlap_and_are_marked_as_possible(world, read):
    html = read("date_from=1998-05&date_to=1998-05")
    assert len(titles(html)) == 2
    assert text(html).count("possibly in this period") == 1


def test_undated_articles_are_counted_and_one_click_away(world, read):
    html = read("country=chile&date_from=1998&date_to=1998")
    assert len(titles(html)) == 2
    assert "Without a date (1)" in html
    assert len(titles(read("country=chile&date_from=1998&date_to=1998&undated=include"))) == 3
    assert titles(read("country=chile&undated=only")) == ["Undated note on copper"]
    assert len(titles(read("country=chile&undated=exclude"))) == 2


def test_the_histogram_links_years_then_months(world, read, indexed):
    make_article("More copper", "Copper.", on=date(1998, 5, 1), about=[world["chile"]])
    indexed()
    html = read("country=chile")
    assert 'aria-label="1998: 3 articles"' in html
    assert "?country=chile&amp;date_from=1998&amp;date_to=1998" in html
    html = read("country=chile&date_from=1998&date_to=1998")
    assert "May 1998: 3 articles, 1 of them possibly" in html
    assert "All years" in html


def test_the_first_and_the_last_years_there_are_can_be_drawn(world, read, indexed):
    for year in (50, 9999):
        for _number in range(3):
            make_article("Comet", f"Seen in {year}.", on=date(year, 5, 3))
    indexed()
    assert 'href="?date_from=0050-05&amp;date_to=0050-05"' in read("date_from=0050&date_to=0050")
    assert "9999: 3 articles" in read("q=9999")


def test_newest_and_oldest_put_undated_last(world, read):
    assert titles(read("country=chile&sort=newest"))[-1] == "Undated note on copper"
    assert titles(read("country=chile&sort=oldest"))[-1] == "Undated note on copper"


def test_ambiguous_names_are_asked_about_with_what_each_gives(world, read, indexed):
    georgia = make_entity("Georgia", code="GE")
    make_entity("Georgia", Kind.PLACE)
    make_article("Tbilisi talks", "War and peace.", about=[georgia])
    indexed()
    shown = text(read("q=georgia war"))
    assert (
        "“georgia” has 2 meanings here: Georgia (country), 1 article, or Georgia (place)" in shown
    )
    html = read("q=georgia war")
    assert 'href="?q=war&amp;country=georgia"' in html


@pytest.mark.parametrize(
    ("query", "chosen", "count"),
    [
        ("war -georgia", "war -country:georgia", 1),
        ("-(georgia music) war", "-(country:georgia music) war", 2),
        ("georgia OR copper", "country:georgia OR copper", 3),
        ("(georgia OR copper) war", "(country:georgia OR copper) war", 1),
    ],
)
def test_a_doubtful_name_keeps_its_place_when_it_is_chosen(
    world, read, indexed, query, chosen, count
):
    georgia = make_entity("Georgia", code="GE")
    make_entity("Georgia", Kind.PLACE)
    make_article("Tbilisi talks", "War and peace.", about=[georgia])
    make_article("Other wars", "War.")
    indexed()
    html = unescape(read({"q": query}))
    assert f'href="?{urlencode({"q": chosen})}"' in html
    assert f"Georgia (country), {count} article" in text(html)
    assert heading(read({"q": chosen})) == f"{count} article{'s' * (count > 1)}"


def test_a_broken_query_is_repaired_run_and_said(world, read):
    html = read({"q": '"copper OR'})
    assert "Read as copper :" in text(html)
    assert heading(html) == "2 articles"


def test_a_long_query_is_cut_and_said(world, read):
    html = read({"q": "copper " * 1500})
    assert "Only the first 500 characters of the query were read." in html
    assert heading(html) == "2 articles"


def test_when_no_article_has_all_words_any_will_do(world, read):
    html = read("q=copper the tehran zzz")
    assert "No article has all of these words." in html
    assert len(titles(html)) == 3


def test_nothing_found_says_what_helps(world, read):
    html = read("q=copper&country=iran&date_from=1990&date_to=1999")
    assert heading(html) == "No article has all of this"
    assert "Searched for articles with copper, country Iran, date 1990 to 1999" in text(html)
    assert re.search(
        r'<a href="\?q=copper&amp;date_from=1990&amp;date_to=1999"[^>]*>remove Iran</a>', html
    )
    assert re.search(r'remove 1990 to 1999</th><td class="num">0', html)


def test_the_nearest_name_is_offered_and_not_swapped_in(world, read):
    shown = text(read("q=shogu"))
    assert "No article has the word “shogu”." in shown
    assert "The name nearest to “shogu” is Sergei Shoigu, 1 article." in shown
    assert "nearest" not in text(read("q=zzzzzz"))


@pytest.mark.parametrize("typed", ["coper", "copperr", "cpoper", "ocpper"])
def test_the_nearest_word_is_offered_with_the_search_for_it(world, read, typed):
    html = read({"q": f"{typed} -tin"})
    assert "The nearest word that texts have is copper ." in text(html)
    assert f'href="?{urlencode({"q": "copper -tin"})}"' in unescape(html)
    assert titles(html) == []


def test_a_near_name_is_found_by_its_sound_and_by_any_of_its_spellings(world, read):
    Alias.objects.create(entity=world["shoigu"], text="Sergey Szojgu")
    NameList().refresh()
    assert "is Sergei Shoigu" in text(read("q=szojgo"))
    assert "is Sergei Shoigu" in text(read("q=shoygu"))
    assert "Serbia" not in text(read("q=Syrie"))


def test_a_page_of_nothing_compares_few_names(world, read, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        read("q=shogu coperr zzzz yyyyy", **READER)


def test_a_name_that_was_understood_is_no_nearest_spelling(world, read):
    make_entity("Serbien", code="XX")
    make_article("Draft on Peru", "Peru.", about=[make_entity("Peru", code="PE")], status="draft")
    for name in ("Serbia", "Peru"):
        shown = text(read({"q": name, "country": "iran"}))
        assert heading(read({"q": name, "country": "iran"})) == "No article has all of this"
        assert "nearest" not in shown
        assert f"{name}, {name}" not in shown
    assert "Or read about Serbia ." in text(read("q=Serbia&country=iran"))
    assert "Or read about" not in text(read("q=Peru&country=iran"))


def test_a_near_name_without_articles_is_no_help(world, read):
    make_entity("Shogo", Kind.PERSON)
    NameList().refresh()
    shown = text(read("q=shogu"))
    assert "The name nearest to “shogu” is Sergei Shoigu, 1 article." in shown
    assert "Or read about Sergei Shoigu ." in shown


def test_a_name_without_articles_links_to_its_page(world, read):
    make_entity("Peru", code="PE")
    assert 'href="/countries/peru/"><b>Peru' in read("q=Peru")


def test_searches_in_vain_are_counted_for_curators(world, read):
    for _time in range(2):
        read("q=Zanzibar", **READER)
    miss = SearchMiss.objects.get()
    assert (miss.query, miss.count) == ("zanzibar", 2)


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ("q=copper", READER),
        ("q=zanzibar", {"HTTP_USER_AGENT": "SomeBot/1.0"}),
        ("q=zanzibar", {}),
        ("q=zanzibar&country=iran", READER),
        ('q="zanzibar', READER),
        ("q=" + "zanzibar" * 12, READER),
        ("date_from=1800&date_to=1801", READER),
    ],
)
def test_other_searches_are_not_counted(world, read, query, headers):
    read(query, **headers)
    assert not SearchMiss.objects.exists()


def test_what_is_no_longer_published_is_not_shown_whatever_the_index_says(world, read):
    world["iran"].tags.first().article.__class__.objects.filter(title=PACT).update(
        status=Status.WITHDRAWN
    )
    assert PACT not in titles(read("q=jalur"))


def test_pages_follow_one_another(world, read, indexed):
    for number in range(45):
        make_article(f"Bulletin {number}", "Bulletin of the day.")
    indexed()
    html = read("q=bulletin&page=2")
    assert len(titles(html)) == 20
    assert '<b aria-current="page">2</b>' in html
    assert 'href="?q=bulletin"' in html
    assert 'href="?q=bulletin&amp;page=3" rel="next"' in html
    seen = {title for n in (1, 2, 3) for title in titles(read(f"q=bulletin&page={n}"))}
    assert len(seen) == 45
    assert titles(read("q=bulletin&page=9999999999999999999999")) == titles(
        read("q=bulletin&page=3")
    )


def test_filtered_pages_are_not_indexed_and_facet_links_not_followed(world, read):
    assert 'name="robots"' not in read()
    html = read("country=chile")
    assert '<meta name="robots" content="noindex">' in html
    for link in re.findall(r"<a [^>]*country=[^>]*>", html):
        assert 'rel="nofollow"' in link or "hreflang" in link or "/articles/" in link


def test_one_set_of_choices_has_one_address(world, read):
    first = read("country=kenya&q=odinga&country=chile")
    second = read("country=chile&country=kenya&country=chile&q=odinga")
    canonical = r'<link rel="canonical" href="([^"]*)">'
    assert re.search(canonical, first)[1] == re.search(canonical, second)[1]


def test_what_a_form_sends_empty_or_as_usual_leads_to_the_address_without(world, client):
    sent = "q=odinga&literal=&country=kenya&country_match=all&date_from=&undated=&sort=relevance"
    response = client.get(f"/search/?{sent}&page=1")
    assert (response.status_code, response["Location"]) == (302, "/search/?q=odinga&country=kenya")
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("country=kenya&q=odinga", "q=odinga&country=kenya"),
        ("country=kenya&country=chile&country=kenya", "country=chile&country=kenya"),
        ("country=Kenya", "country=kenya"),
        ("date_from=21+Mei+1998", "date_from=1998-05-21"),
        ("date_from=about+1998&q=a", "q=a&date_from=1998~"),
        ("page=1&sort=relevance&q=odinga", "q=odinga"),
        ("q=%20odinga%20%20raila", "q=odinga+raila"),
        ("utm_source=x&country=Kenya&colour=red", "country=kenya&colour=red&utm_source=x"),
        ("q=a&page=999", "q=a&page=100"),
    ],
)
def test_one_search_has_one_address_to_which_all_others_lead(world, client, asked, address):
    response = client.get(f"/search/?{asked}")
    assert (response.status_code, response["Location"]) == (302, f"/search/?{address}")
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        "country=kenya&country=nowhere",
        "colour=red",
        "q=%00odinga&page=1",
        f"q={'long+' * 120}&country=Kenya",
        "sort=newest&sort=best&country=Kenya",
        "country=Kenya&page=two",
    ],
)
def test_what_its_page_has_to_explain_stays_in_an_address(world, client, asked):
    assert client.get(f"/search/?{asked}").status_code == 200


def test_a_null_character_is_left_out_of_a_query_and_said(world, read):
    html = read("q=od%00inga")
    assert "it held characters that are not text" in text(html)
    assert heading(html) == heading(read("q=odinga"))


def test_what_cannot_be_read_keeps_its_address_and_is_explained(world, read):
    assert "no such parameter" in text(read("q=&colour=red"))


def test_all_values_of_a_facet_have_a_page(world, read):
    html = read("q=copper", path="/search/facet/country/")
    assert 'href="/search/?q=copper&amp;country=chile"' in html
    assert "Iran" not in text(html)
    assert "Kenya" in text(read("contains=ken", path="/search/facet/country/"))
    assert "Iran" not in text(read("contains=ken&by=count", path="/search/facet/country/"))
    read(status=404, path="/search/facet/shoe-size/")


def test_many_values_of_a_facet_stand_on_several_pages(world, read, monkeypatch):
    monkeypatch.setattr("archive.views.choices.ON_ONE_PAGE", 2)
    path, countries = "/search/facet/country/", {"Chile", "Iran", "Kenya", "Russia", "Serbia"}

    def shown(query):
        html = read(query, path=path)
        return {name for name in countries if f">{name}</a>" in html}

    assert shown("") == {"Chile", "Iran"}
    assert shown("part=2") == {"Kenya", "Russia"}
    assert shown("part=99") == {"Serbia"}
    assert shown("part=x") == shown("")
    parts = [shown(f"by=count&part={number}") for number in (1, 2, 3)]
    assert set.union(*parts) == countries
    assert 'href="?part=2#l-K"' in read("", path=path)
    assert shown("contains=r") | shown("contains=r&part=2") == {"Iran", "Russia", "Serbia"}


def test_an_archive_without_articles_says_so(indexed, read):
    indexed()
    assert heading(read("")) == "Nothing has been published here yet"
    assert "nothing to choose from" in text(read("", path="/search/facet/country/"))


def test_the_page_is_in_indonesian_too(world, read):
    html = read("q=Россия", path="/id/search/")
    assert "Rusia" in text(html)
    assert 'action="/id/search/"' in html


@pytest.mark.parametrize(
    "query",
    ["q=russia copper", "q=россия&country=iran", "language=id&country=iran&topic=sanctions"],
)
def test_a_page_asks_the_database_six_questions_at_most(world, client, query):
    with CaptureQueriesContext(connection) as asked:
        client.get("/search/?" + query)
    assert len(asked) <= 6, [question["sql"][:80] for question in asked]


class Counting(MemoryEngine):
    """Counts what is asked of it."""

    def __init__(self, entries):
        super().__init__()
        self.entries = entries
        self.asked = []

    def summary(self, query, facets=()):
        self.asked.append("summary")
        return super().summary(query, facets)

    def hits(self, query, start, stop):
        self.asked.append("hits")
        return super().hits(query, start, stop)


@pytest.mark.parametrize(
    ("query", "summaries"),
    [
        ("q=copper", 1),
        ("q=copper&country=chile", 1),
        ("language=en", 2),
        ("language=en&source=el-diario", 3),
    ],
)
def test_a_page_asks_one_search_and_one_aggregation(
    world, client, engine, monkeypatch, query, summaries
):
    counting = Counting(engine.entries)
    monkeypatch.setattr("archive.search.results.get_engine", lambda: counting)
    client.get("/search/?" + query)
    assert counting.asked.count("hits") == 1
    assert counting.asked.count("summary") == summaries


class Broken(MemoryEngine):
    def summary(self, query, facets=()):
        raise EngineUnavailable


def test_a_resting_index_is_said_in_plain_words(world, client, monkeypatch):
    monkeypatch.setattr("archive.search.results.get_engine", Broken)
    response = client.get("/search/?q=iran")
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "The search is resting" in response.content.decode()


NAMES = ["q", "country", "person", "topic", "language", "source", "date_from", "date_to", "undated"]
NAMES += ["sort", "page", "literal", "not_country", "country_match", "x"]
VALUES = [
    "",
    "iran",
    "\x00",
    "1998",
    "'",
    '"',
    "(" * 50,
    "9" * 40,
    "-1",
    "🎉",
    "%00",
    "include",
    "any",
]
VALUES += [
    "Россия OR",
    "country:",
    "date:1998..",
    "0000",
    "9999-99",
    "21 Mei 1998",
    "<b>",
    "*",
    "-x",
]
values = st.one_of(st.sampled_from(VALUES), st.text(max_size=60))


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(NAMES), values), max_size=6))
def test_no_query_string_is_an_error(world, client, pairs):
    response = client.get("/search/?" + urlencode(pairs), follow=True)
    assert response.status_code == 200
    assert len(response.redirect_chain) <= 1
    assert client.get("/search/facet/country/?" + urlencode(pairs)).status_code == 200


@pytest.mark.parametrize(
    "raw",
    ["q=%ff%fe", "q=%00", "%00=1", "q", "&&&", "q=%F0%9F", "country=%E0%A4%A", "page=1&page=2"],
)
def test_bytes_that_are_no_text_are_no_error(world, client, raw):
    assert client.get("/search/?" + raw, follow=True).status_code == 200


def test_hostile_text_is_shown_as_text(world, read, indexed):
    nasty = "<script>alert(1)</script>"
    entity = make_entity(nasty, Kind.PERSON)
    Alias.objects.create(entity=entity, text="onload")
    make_article(nasty, nasty, about=[entity], source=make_source(nasty, slug="nasty"))
    indexed()
    for query in ({"q": nasty}, {"q": "onload"}, {"source": "nasty"}, {"country": nasty}):
        assert "<script>alert" not in read(query)


def test_tags_and_sources_are_called_in_the_readers_language(client, indexed):
    germany = make_entity("Germany", names={"id": "Jerman"})
    trade = make_topic("Trade", names={"id": "Perdagangan"})
    source = Source.objects.unrecorded()
    make_article("Talks", about=[germany], topics=[trade], source=source)
    indexed()

    html = client.get("/id/search/?q=talks").content.decode()

    assert re.search(r'class="tag maybe"[^>]*>Jerman<', html)
    assert re.search(r'class="tag maybe"[^>]*>Perdagangan<', html)
    assert html.count("Sumber tidak dicatat") == 2  # beside the hit and among the choices
    assert "Source not recorded" not in html


def test_a_choice_kept_in_an_address_follows_its_page(client, world):
    """A feed or a bookmark goes on with the country, not with all articles."""
    Redirect.objects.create(old_path="/countries/persia/", new_path="/countries/iran/")
    Redirect.objects.create(old_path="/topics/embargo/", new_path="/topics/sanctions/")
    for kept, now in (("country=persia", "country=iran"), ("topic=embargo", "topic=sanctions")):
        wanted = client.get(f"/api/v1/articles?{now}").json()["count"]
        assert 0 < wanted < 6
        assert client.get(f"/api/v1/articles?{kept}").json()["count"] == wanted
        page = client.get(f"/search/?{kept}", follow=True).content.decode()
        assert f'name="{now.partition("=")[0]}" value="{now.partition("=")[2]}"' in page


def test_the_code_of_a_language_is_found_as_it_is_offered(client, indexed):
    """Whatever the case of its parts, and whether or not CLDR has a name for it."""
    codes = ("zh-Hans", "ga", "prs", "sr-Latn")
    for code in codes:
        make_article(f"A text in {code}", language=code)
    indexed()
    for code in codes:
        for typed in (code, code.upper()):
            found = client.get(f"/api/v1/articles?language={typed}").json()
            assert found["count"] == 1, typed


def test_the_slug_of_a_source_is_found_whatever_its_case(client, indexed):
    source = make_source("Tempo", slug="Tempo-ID")
    make_article("Talks", source=source)
    indexed()
    assert source.slug == "tempo-id"
    assert client.get("/api/v1/articles?source=Tempo-ID").json()["count"] == 1


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=date:2024-08-05", True),
        ("q=date:2024-08", False),
        ("q=date:2024-08-05 OR date:2024-08", False),
        ("q=date:2024-08-05 OR date:1990", True),
    ],
)
def test_a_date_within_the_words_says_possibly_too(world, query, said):
    [result] = SearchResults(asked_by(query)).page()
    assert result.possibly is said


def test_many_doubtful_names_are_counted_cheaply_and_few_are_asked_about(
    world, client, engine, monkeypatch
):
    for number in range(12):
        for name in ("Anna", "Berta"):
            person = make_entity(f"{name} Smith{number}", Kind.PERSON)
            Alias.objects.create(entity=person, text=f"Smith{number}", kind="short")
    facets_asked = []
    summary = engine.summary

    def asked(query, facets=()):
        facets_asked.append(facets)
        return summary(query, facets)

    monkeypatch.setattr(engine, "summary", asked)
    words = "+OR+".join(f"Smith{number}" for number in range(12))
    html = client.get(f"/search/?q=copper+OR+{words}").content.decode()
    assert sum(bool(facets) for facets in facets_asked) == 1
    assert "Anna Smith4" in html
    assert "Anna Smith5" not in html


def test_what_leaving_a_word_out_gives_is_what_its_link_finds(indexed):
    korea = make_entity("South Korea", code="KR")
    make_article("Seoul", "Nothing.", about=[korea])
    make_article("South of Korea", "Nothing.")
    indexed()
    offered = changes(
        SearchResults(asked_by('q=south "zzqq" korea')), lambda a: asked_by(str(a)[1:])
    )
    for change in offered:
        assert SearchResults(asked_by(change.url[1:])).count() == change.count
    assert max(change.count for change in offered) == 2
