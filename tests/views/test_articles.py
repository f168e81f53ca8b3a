"""The page of an article: what is marked, why, when, and what becomes of its address."""

import json
import re
from datetime import date

import pytest
from django.urls import reverse

from archive.models import DateMention, Kind, Mention, Office, Source
from archive.search.engine import EngineUnavailable
from tests.factories import make_article, make_entity, make_source, make_tag, make_topic

pytestmark = pytest.mark.django_db


def mention(article, entity, words, *, role="name", rule="name"):
    start = article.text.index(words)
    return Mention.objects.create(
        revision=article.revision,
        entity=entity,
        start=start,
        end=start + len(words),
        surface=words,
        role=role,
        rule=rule,
    )


def page(client, article):
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def panel(html):
    """The side panel as words."""
    aside = html[html.index("<aside") : html.index("</aside>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", aside))


@pytest.fixture
def iran():
    return make_entity("Iran", code="IR", names={"id": "Iran", "fa": "ایران"})


def test_title_byline_source_rights_and_words_are_shown(client):
    source = make_source("The Courier", rights="All rights with the Courier.")
    article = make_article("Talks", "Two words.", byline="sl", source=source, url="https://x.org/1")
    html = page(client, article)
    for words in ("Talks", "sl", "The Courier", "All rights with the Courier.", "2 words"):
        assert words in html
    assert 'href="https://x.org/1"' in html


def test_a_source_that_nobody_wrote_down_is_said_to_be_so(client):
    article = make_article(source=Source.objects.unrecorded())
    assert "Not recorded" in page(client, article)
    assert "Tidak dicatat" in client.get("/id" + article.get_absolute_url()).content.decode()


def test_a_date_is_said_with_its_basis_and_each_reason(client):
    article = make_article(
        on=(date(2024, 8, 5), date(2024, 8, 6)),
        edtf="[2024-08-05,2024-08-06]",
        date_basis="inferred",
        date_note="The text says Monday 6 August.\nThe 6th was a Tuesday.",
    )
    html = page(client, article)
    assert "<b>5 or 6 August 2024</b>, inferred" in html
    assert "<li>The text says Monday 6 August.</li><li>The 6th was a Tuesday.</li>" in html


def test_a_reason_is_said_in_the_readers_language_or_marked_as_english(client):
    article = make_article(
        on=date(2024, 8, 6),
        date_basis="inferred",
        date_note="A curator has yet to settle the date.\nA reason of another kind.",
    )
    html = client.get("/id" + article.get_absolute_url()).content.decode()
    assert "<li>Tanggal ini masih harus ditetapkan oleh kurator.</li>" in html
    assert '<li lang="en">A reason of another kind.</li>' in html


def test_an_article_without_date_says_that_it_is_not_known(client):
    assert "Not known" in page(client, make_article())


def test_mentions_are_linked_and_told_apart(client, iran):
    shoigu = make_entity("Sergei Shoigu", Kind.PERSON)
    council = make_entity("Security Council", Kind.ORGANIZATION)
    article = make_article(
        "Visit", "Sergei Shoigu of the Security Council is in Iran.", about=[iran, shoigu, council]
    )
    for entity in (iran, shoigu, council):
        mention(article, entity, entity.name)
    html = page(client, article)
    assert '<a href="/countries/iran/">Iran</a>' in html
    assert '<a class="person" href="/people/sergei-shoigu/">Sergei Shoigu</a>' in html
    assert (
        '<a class="organisation" href="/organizations/security-council/">Security Council</a>'
        in html
    )


def test_a_mention_whose_tag_is_rejected_is_not_linked(client, iran):
    article = make_article("Visit", "He is in Iran.", about=[iran], state="rejected")
    mention(article, iran, "Iran")
    html = page(client, article)
    assert "/countries/iran/" not in html
    assert "He is in Iran." in html


def test_suggestions_are_not_shown_where_the_setting_says_so(client, iran, settings):
    settings.SHOW_SUGGESTED = False
    article = make_article("Visit", "He is in Iran.", about=[iran])
    mention(article, iran, "Iran")
    assert "/countries/iran/" not in page(client, article)
    tag = article.entity_tags.get()
    tag.state = "confirmed"
    tag.save()
    assert "/countries/iran/" in page(client, article)


def test_a_dated_mention_leads_to_that_time_and_one_without_year_to_the_reasons(client):
    article = make_article(
        "Visit",
        "On Monday (6/8), as on 5 May 1998.",
        on=date(2024, 8, 6),
        date_basis="inferred",
        date_note="Because.",
    )
    for words, edtf, basis in (
        ("Monday (6/8)", "XXXX-08-06", "day_without_year"),
        ("5 May 1998", "1998-05-05", "day"),
    ):
        start = article.text.index(words)
        day = date(1998, 5, 5) if basis == "day" else None
        DateMention.objects.create(
            revision=article.revision, start=start, end=start + len(words), surface=words,
            rule=basis, edtf=edtf, basis=basis, earliest=day, latest=day,
        )  # fmt: skip
    html = page(client, article)
    assert '<a class="date" href="#dating">Monday (6/8)</a>' in html
    assert "/search/?date_from=1998-05-05&amp;date_to=1998-05-05" in html


def test_the_panel_says_why_form_by_form_with_paragraphs(client, iran):
    body = "Iran said.\n\nIran and Tehran.\n\nThe Islamic Republic."
    article = make_article("Iran today", body, about=[iran], state="confirmed")
    for start in [match.start() for match in re.finditer("Iran", article.text)]:
        Mention.objects.create(
            revision=article.revision, entity=iran, start=start, end=start + 4, surface="Iran",
            role="name", rule="name",
        )  # fmt: skip
    mention(article, iran, "Tehran", role="metonym")
    html = page(client, article)
    words = panel(html)
    assert "confirmed by a curator" in words
    assert re.search(r"Iran 4 mentions", words)
    assert re.search(r"“ ?Iran ?” × 3, a name of it; paragraphs title , 1 , 2", words)
    assert re.search(r"“ ?Tehran ?” × 1, stands for it, weaker; paragraph 2", words)
    assert 'href="#p2"' in html
    assert 'id="p2"' in html
    assert 'id="t"' in html


def test_an_office_beside_a_name_is_named(client):
    person = make_entity("Masoud Pezeshkian", Kind.PERSON)
    article = make_article("Visit", "Presiden Pezeshkian spoke.", about=[person])
    mention(article, person, "Pezeshkian", role="short", rule="title:Presiden")
    assert "name beside “Presiden”" in panel(page(client, article))


@pytest.mark.parametrize(
    ("words", "rule", "said"),
    [
        ("Masoud Pezeshkian", "known:Masoud Pezeshkian", "a name of it"),
        ("Masud Pezeshkian", "known:Masud Pezeshkian", "variant spelling"),
        ("Pezeshkian", "part of:Masoud Pezeshkian", "short for “Masoud Pezeshkian”"),
        ("Pezeshkian", "capitals", "by its capitals, weaker"),
    ],
)
def test_the_rule_that_found_a_name_is_said_in_words(client, words, rule, said):
    person = make_entity("Masoud Pezeshkian", Kind.PERSON)
    article = make_article("Visit", f"The visit of {words}.", about=[person])
    mention(article, person, words, rule=rule)
    assert said in panel(page(client, article))


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("historical:Burma (–1989)", "former name, until 1989;"),
        ("historical:Persia", "former name;"),
        ("historical:Czechoslovakia (1918–1992; CZ SK)", "there today: Czechia, Slovakia;"),
    ],
)
def test_a_former_name_is_told_with_its_years_and_who_is_there_today(client, iran, rule, said):
    article = make_article("Visit", "The old state fell.", about=[iran])
    mention(article, iran, "The old state", role="historical", rule=rule)
    assert said in panel(page(client, article))


def test_a_topic_with_many_phrases_names_the_most_frequent(client):
    article = make_article("Visit", "Text.")
    make_tag(article, make_topic("Sanctions"), evidence={f"phrase {n}": n for n in range(1, 12)})
    words = panel(page(client, article))
    assert "phrase 11" in words
    assert "and 3 others" in words


def test_states_are_told_in_words(client, iran):
    russia = make_entity("Russia", code="RU")
    article = make_article("Visit", "Text.", about=[iran])
    make_tag(article, russia, origin="curator", state="confirmed")
    words = panel(page(client, article))
    assert "suggested by a rule" in words
    assert "added by a curator, who read the text" in words


def test_a_topic_shows_its_phrases_and_where_they_stand(client):
    topic = make_topic("Sanctions")
    article = make_article("Visit", "Nothing.\n\nNew Sanctions on oil.")
    make_tag(article, topic, evidence={"sanctions": 1})
    words = panel(page(client, article))
    assert re.search(r"“ ?sanctions ?” × 1; paragraph 2", words)


def test_a_text_in_another_language_says_so_and_runs_its_own_way(client):
    article = make_article("ایران", "متن فارسی.", language="fa")
    html = page(client, article)
    assert '<h1 id="t" lang="fa" dir="rtl">' in html
    assert '<div class="text" lang="fa" dir="rtl">' in html
    assert '<div class="text">' in page(client, make_article(language="en"))


def test_dates_and_figures_are_in_the_language_of_the_reader(client):
    article = make_article("Talks", "word " * 1200, on=date(2024, 8, 6))
    html = client.get("/id" + article.get_absolute_url()).content.decode()
    assert "6 Agustus 2024" in html
    assert "1.200" in html


def test_markup_in_a_title_stays_text_everywhere(client):
    article = make_article("</script><b>Talks</b>", "<i>Body</i>", byline='"><b>')
    html = page(client, article)
    for tag in ("<b>Talks", "<i>Body", "<b>"):
        assert tag not in html.replace("<b>Not known", "").replace('<b lang="en">', "").replace(
            "<b>country</b>", ""
        )
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert json.loads(data[1])["headline"] == "</script><b>Talks</b>"


def test_machines_read_title_date_and_subjects(client, iran):
    iran.wikidata = "Q794"
    iran.save()
    article = make_article("Talks", on=date(2024, 8, 6), about=[iran])
    html = page(client, article)
    data = json.loads(
        re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1]
    )
    assert data["datePublished"] == "2024-08-06"
    assert data["about"] == [
        {"@type": "Country", "name": "Iran", "sameAs": "https://www.wikidata.org/entity/Q794"}
    ]
    assert '<meta name="citation_title" content="Talks">' in html
    assert '<meta name="citation_publication_date" content="2024/08/06">' in html


def test_an_uncertain_date_is_given_to_machines_only_as_far_as_it_is_sure(client):
    html = page(client, make_article(on=(date(2024, 1, 1), date(2024, 12, 31)), edtf="2024"))
    assert '"datePublished": "2024"' in html


def test_the_short_address_and_a_wrong_slug_lead_to_the_article(client):
    article = make_article("Talks in Tehran")
    path = f"/articles/{article.pk}/talks-in-tehran/"
    for wrong in (f"/a/{article.pk}/", f"/articles/{article.pk}/something-else/"):
        response = client.get(wrong + "?q=talks")
        assert response.status_code == 301
        assert response.url == path + "?q=talks"
    assert client.get(f"/id/a/{article.pk}/").url == "/id" + path


def test_a_draft_is_as_good_as_missing(client):
    draft = make_article("Secret talks", status="draft")
    missing = client.get(f"/articles/{draft.pk + 1000}/secret-talks/")
    for address in (draft.get_absolute_url(), f"/articles/{draft.pk}/x/", f"/a/{draft.pk}/"):
        response = client.get(address)
        assert response.status_code == 404
        assert response.content == missing.content


def test_a_withdrawn_article_says_when_and_why(client):
    article = make_article(
        "Talks",
        "Unique words.",
        status="withdrawn",
        withdrawn_reason="The source asked us to.",
        withdrawn_on=date(2025, 1, 3),
    )
    for address in (article.get_absolute_url(), f"/a/{article.pk}/"):
        response = client.get(address)
        assert response.status_code == 410
        html = response.content.decode()
        assert "The source asked us to." in html
        assert "3 January 2025" in html
        assert "Unique words." not in html


@pytest.mark.parametrize("pk", [10**30, 0])
def test_a_number_beyond_all_articles_is_missing(client, pk):
    assert client.get(f"/articles/{pk}/x/").status_code == 404
    assert client.get(f"/a/{pk}/").status_code == 404


def test_an_article_is_read_in_at_most_eight_queries(client, django_assert_max_num_queries):
    entities = [make_entity(f"Country {n}", code=f"C{n}") for n in range(12)]
    topics = [make_topic(f"Topic {n}") for n in range(6)]
    body = "\n\n".join(entity.name + "." for entity in entities)
    article = make_article("Visit", body, about=entities, topics=topics)
    for entity in entities[:9]:
        mention(article, entity, entity.name + ".")
    with django_assert_max_num_queries(8):
        page(client, article)


def test_the_page_names_its_address_in_both_languages(client):
    article = make_article("Talks")
    html = page(client, article)
    path = article.get_absolute_url()
    assert f'<link rel="canonical" href="http://testserver{path}">' in html
    assert f'hreflang="id" href="http://testserver/id{path}"' in html
    assert f'href="{reverse("article_short", args=[article.pk])}"' in html or "/a/" in html


def test_citations_stand_below_the_text_and_can_be_fetched(client):
    article = make_article("Talks in Tehran", byline="sl", on=date(2024, 8, 6))
    html = page(client, article)
    for style in ("APA", "Chicago", "MLA"):
        assert f"<dt>{style} " in html
    assert f"http://testserver/a/{article.pk}/" in html
    for extension, words in (("bib", "@article{"), ("ris", "TY  - NEWS"), ("json", '"title"')):
        address = f"/articles/{article.pk}/cite.{extension}"
        assert f'href="{address}"' in html
        response = client.get(address)
        assert response.status_code == 200
        assert words in response.content.decode()
        assert f"archive-{article.pk}.{extension}" in response["Content-Disposition"]


def test_a_citation_is_the_same_in_every_language(client):
    article = make_article("Talks in Tehran", on=date(2024, 8, 6))
    address = f"/articles/{article.pk}/cite.bib"
    assert client.get(address).content == client.get("/id" + address).content


def test_only_what_can_be_read_can_be_cited(client):
    draft, withdrawn = make_article(status="draft"), make_article(status="withdrawn")
    article = make_article()
    assert client.get(f"/articles/{draft.pk}/cite.bib").status_code == 404
    assert client.get(f"/articles/{withdrawn.pk}/cite.bib").status_code == 410
    assert client.get(f"/articles/{article.pk}/cite.docx").status_code == 404


def test_an_original_that_is_no_web_address_is_no_link(client):
    assert 'href="javascript:' not in page(client, make_article(url="javascript:alert(1)"))
    assert 'href="https://example.org/a"' in page(client, make_article(url="https://example.org/a"))


def test_people_show_the_office_they_held_at_that_time(client):
    russia = make_entity("Russia", code="RU", names={"id": "Rusia"})
    us = make_entity("United States", code="US")
    shoigu = make_entity("Sergei Shoigu", Kind.PERSON)
    biden = make_entity("Joe Biden", Kind.PERSON)
    for person, post, of, start, end in (
        (shoigu, "Minister of Defence", russia, "2012-11-06", "2024-05-12"),
        (shoigu, "Secretary of the Security Council", russia, "2024-05-12", ""),
        (biden, "President", us, "2021-01-20", "2025-01-20"),
    ):
        Office.objects.create(person=person, post=post, of=of, start=start, end=end)
    article = make_article("Visit", about=[shoigu, biden], on=date(2024, 8, 6))
    html = page(client, article)
    assert "Secretary of the Security Council of Russia since 12 May 2024" in html
    assert "Minister of Defence" not in html
    assert "President of the United States since 20 January 2021" in html
    undated = make_article("Visit", about=[shoigu])
    assert "Security Council" not in page(client, undated)


def test_others_of_the_same_days_are_shown(client):
    article = make_article("Visit", on=date(2024, 8, 6))
    make_article("Beside it", on=date(2024, 8, 12))
    make_article("Of that year", on=(date(2024, 1, 1), date(2024, 12, 31)))
    make_article("Later", on=date(2024, 8, 20))
    html = page(client, article)
    assert "Beside it" in html
    assert "Of that year" not in html
    assert "Later" not in html
    assert 'href="/timeline/2024/08/"' in html
    assert "From the same days" not in page(client, make_article("Undated"))


def test_an_article_asks_the_database_at_most_eight_questions(
    client, indexed, django_assert_max_num_queries
):
    person = make_entity("Sergei Shoigu", Kind.PERSON)
    article = make_article(
        "Visit", "Sergei Shoigu came.", about=[person], topics=[make_topic("Talks")],
        on=date(2024, 8, 6),
    )  # fmt: skip
    mention(article, person, "Sergei Shoigu")
    for number in range(12):  # a person in most articles would tell nothing
        make_article(f"Journey {number}", about=[person] if number < 4 else [])
    indexed()
    with django_assert_max_num_queries(8):
        assert "also about Sergei Shoigu" in page(client, article)


def test_a_page_whose_relations_could_not_be_asked_is_kept_by_nobody(client, monkeypatch, engine):
    article = make_article("Oil prices fall")

    def broken(*_arguments):
        raise EngineUnavailable

    with monkeypatch.context() as context:
        context.setattr(engine, "hits", broken)
        context.setattr(engine, "summary", broken)
        response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "ETag" not in response
    assert "no-store" not in client.get(article.get_absolute_url())["Cache-Control"]
