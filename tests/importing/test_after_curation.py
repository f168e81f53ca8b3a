"""What curators did to names and entities holds when texts are read again."""

import json
from datetime import date

import pytest

from archive.curation.correct import mark_curated
from archive.curation.merge import absorb
from archive.curation.rename import moved
from archive.importing import identity
from archive.importing.extracting import refresh
from archive.importing.identity import Sources, find_known
from archive.importing.parsing import parse
from archive.importing.values import Defaults, SeedRecord
from archive.models import Alias, Article, Entity, EntityTag, Source
from tests.factories import make_source
from tests.importing.test_import import tagged

pytestmark = pytest.mark.django_db

ZIONIS = "Judul\nPemerintah Iran mengecam kejahatan rezim Zionis di kawasan itu."
VISIT = (
    "Visit\nForeign minister Karel Dvorak met President Sergei Shoigu's envoy. "
    "Minister Karel Dvorak spoke about Iran."
)
VISIT2 = "Other\nForeign minister Karel Dvorzak met the press in Iran. Karel Dvorzak spoke."


def again():
    for article in Article.objects.all():
        refresh(article)


def test_a_name_switched_off_names_nothing_when_texts_are_read_again(import_articles, write):
    import_articles(write("a.txt", ZIONIS), "--language", "id")
    assert tagged(Article.objects.get(), "country") == {"Iran", "Israel"}
    alias = Alias.objects.get(text="rezim Zionis")
    alias.enabled = False
    alias.save()
    again()
    assert tagged(Article.objects.get(), "country") == {"Iran"}


def test_a_name_deleted_names_nothing_when_texts_are_read_again(import_articles, write):
    import_articles(write("a.txt", ZIONIS), "--language", "id")
    for alias in Alias.objects.filter(entity__code="IL", folded__contains="zionis"):
        alias.delete()
    again()
    assert tagged(Article.objects.get(), "country") == {"Iran"}


def test_a_name_corrected_names_by_its_new_spelling_only(import_articles, write):
    import_articles(write("a.txt", ZIONIS), "--language", "id")
    alias = Alias.objects.get(text="rezim Zionis")
    alias.text = "rezim Anu"
    alias.save()
    Alias.objects.filter(text="Zionis", entity__code="IL").update(enabled=False)
    import_articles(write("b.txt", ZIONIS.replace("Zionis", "Anu")), "--language", "id")
    assert tagged(Article.objects.latest("pk"), "country") == {"Iran", "Israel"}
    again()
    assert tagged(Article.objects.earliest("pk"), "country") == {"Iran"}


def test_a_merged_person_does_not_come_back(import_articles, write):
    import_articles(write("a.txt", VISIT), write("b.txt", VISIT2))
    persons = Entity.objects.filter(kind="person", name__startswith="Karel")
    assert persons.count() == 2
    kept, gone = persons.order_by("pk")
    absorb(kept, gone, None)
    again()
    import_articles(write("c.txt", VISIT2.replace("Other", "Third")))
    assert list(Entity.objects.filter(kind="person", name__startswith="Karel")) == [kept]
    assert EntityTag.objects.filter(entity=kept).count() == 3


def test_a_merged_country_does_not_come_back(import_articles, write):
    import_articles(write("a.txt", "Trade\nOfficials of Macau and Iran met in Macau."))
    absorb(Entity.objects.get(code="CN"), Entity.objects.get(code="MO"), None)
    again()
    import_articles(write("c.txt", "Trade2\nOfficials of Macau and Iran met in Macau."))
    assert tagged(Article.objects.latest("pk"), "country") == {"China", "Iran"}
    assert not Entity.objects.filter(code="MO").exists()


def test_a_renamed_person_is_known_by_the_former_name(import_articles, write):
    import_articles(write("a.txt", VISIT))
    person = Entity.objects.get(name="Karel Dvorak")
    former = Entity.objects.get(pk=person.pk)
    person.name = "Karel Dvořák-Novák"
    person.save()
    moved(person, former, None)
    again()
    import_articles(write("c.txt", VISIT.replace("Visit", "Third")))
    assert Entity.objects.filter(kind="person", name__startswith="Karel").count() == 1


def test_a_short_name_of_an_organisation_switched_off(import_articles, write):
    text = "Judul\nPemerintah Iran menolak laporan IAEA kemarin. Menurut IAEA, uranium Iran."
    import_articles(write("a.txt", text), "--language", "id")
    found = tagged(Article.objects.get(), "organization")
    assert found
    org = Entity.objects.get(kind="organization", name=found.pop())
    alias, _made = Alias.objects.get_or_create(entity=org, text="IAEA")
    alias.enabled = False
    alias.save()
    again()
    assert tagged(Article.objects.get(), "organization") == set()


def test_what_a_curator_sets_while_texts_are_being_read_again_stays(import_articles, write):
    import_articles(write("a.txt", "Talks\nPeru and Chile signed it in Lima on 3 May 1998."))
    read_before = Article.objects.with_text().get()
    article = Article.objects.get()
    article.language, article.date_edtf = "ms", "1971"
    article.date_earliest, article.date_latest = date(1971, 1, 1), date(1971, 12, 31)
    article.provenance |= {"language": "curator", "date_edtf": "curator"}
    article.save()
    refresh(read_before)
    for row in (Article.objects.get(), read_before):
        assert (row.language, row.date_edtf, row.date_earliest.year) == ("ms", "1971", 1971)
        assert row.curated_fields == {"language", "date_edtf"}


def test_a_text_edited_while_texts_are_being_read_again_is_the_one_that_is_read(
    import_articles, write
):
    import_articles(write("a.txt", "Talks\nPeru signed it."))
    read_before = Article.objects.with_text().get()
    Article.objects.get().revise("Talks", "Chile signed it.")
    refresh(read_before)
    article = Article.objects.get()
    assert tagged(article, "country") == {"Chile"}
    assert [mention.surface for mention in article.revision.mentions.all()] == ["Chile"]
    read_before.delete()
    assert not refresh(article)


# --- Another source or key ----------------------------------------------------------------------


def corrected(**fields):
    """The one article, as a curator leaves it who sets these fields."""
    article = Article.objects.get()
    for name, value in fields.items():
        setattr(article, name, value)
    mark_curated(article, fields)
    article.save()
    return article


def test_an_article_given_another_source_is_not_imported_a_second_time(import_articles, write):
    file = write("a.txt", VISIT)
    import_articles(file, "--source", "Courier")
    article = corrected(source=make_source("The Herald"))

    assert "1 unchanged" in import_articles(file, "--source", "Courier").out
    assert Article.objects.get().source == article.source

    file.write_text(VISIT.replace("Iran", "Oman"), "utf-8")
    assert "1 updated" in import_articles(file, "--source", "Courier").out
    article = Article.objects.get()
    assert "Oman" in article.body
    assert article.source.name == "The Herald"


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_nor_one_that_was_given_another_key(import_articles, write, name):
    text = '{"id": "7", "title": "Visit", "body": "They met in Iran."}\n'
    file = write(name, VISIT if name == "a.txt" else text)
    import_articles(file, "--source", "Courier")
    corrected(source_key="2024/visit")

    file.write_text(file.read_text("utf-8").replace("Iran", "Oman"), "utf-8")
    assert "1 updated" in import_articles(file, "--source", "Courier").out

    article = Article.objects.get()
    assert article.source_key == "2024/visit"
    assert "Oman" in article.body
    assert "1 unchanged" in import_articles(file, "--source", "Courier").out


def test_nor_one_without_a_key_that_was_given_another_source(import_articles, write):
    file = write("a.jsonl", '{"title": "Visit", "body": "They met in Iran."}\n')
    import_articles(file, "--source", "Courier")
    corrected(source=make_source("The Herald"))

    assert "1 unchanged" in import_articles(file, "--source", "Courier").out
    assert Article.objects.count() == 1


def test_nor_those_of_a_source_that_was_given_another_address(import_articles, write):
    file = write("a.txt", VISIT)
    import_articles(file, "--source", "Courier")
    source = Source.objects.get(slug="courier")
    source.slug = "the-courier"
    source.save()

    assert "1 unchanged" in import_articles(file, "--source", "Courier").out
    assert not Source.objects.filter(slug="courier").exists()


def test_a_former_key_that_another_article_has_now_is_that_ones(import_articles, write):
    file = write("a.jsonl", '{"id": "7", "title": "Visit", "body": "They met in Iran."}\n')
    import_articles(file, "--source", "Courier")
    first = corrected(source_key="8")
    second = Article(source=first.source, source_key="7", language="en")
    second.revise("Other", "Nobody met.")

    assert "1 updated" in import_articles(file, "--source", "Courier").out

    second.refresh_from_db()
    assert second.title == "Visit"
    assert Article.objects.count() == 2


def test_where_people_set_a_mistaken_key_right_its_record_is_another_article(
    import_articles, write
):
    visit = '{"id": "7", "title": "Visit", "body": "They met in Iran on Monday."}\n'
    import_articles(write("a.jsonl", visit), "--source", "Courier")
    corrected(source_key="8")
    harvest = '{"id": "7", "title": "Harvest", "body": "Rice was sold to Oman."}\n'
    both = write("a.jsonl", harvest + visit.replace("7", "8"))

    assert "1 created" in import_articles(both, "--source", "Courier").out
    assert "2 unchanged" in import_articles(both, "--source", "Courier").out

    keys = set(Article.objects.values_list("source_key", "title"))
    assert keys == {("7", "Harvest"), ("8", "Visit")}


def test_nor_one_whose_former_source_is_gone(import_articles, write):
    file = write("a.txt", VISIT)
    import_articles(file, "--source", "Courier")
    article = corrected(source=make_source("The Herald"))
    Source.objects.get(slug="courier").delete()

    assert "1 unchanged" in import_articles(file, "--source", "Courier").out
    assert Article.objects.get() == article


def test_what_is_corrected_while_an_import_runs_is_noticed_in_a_while(
    import_articles, write, monkeypatch
):
    fields = {"id": "7", "title": "Visit", "body": "They met in Iran.", "source": "Courier"}
    import_articles(write("a.jsonl", json.dumps(fields)))
    sources, parsed = Sources(), parse(SeedRecord("a.jsonl", 1, fields), Defaults())
    assert find_known([parsed], sources)[0].article
    article = corrected(source_key="2024/visit")

    monkeypatch.setattr(identity, "REMEMBERED", 0)

    assert find_known([parsed], sources)[0].article == article


def test_reports_of_two_days_are_not_one_where_the_key_of_the_first_was_set_right(
    import_articles, write
):
    def report(key, *numbers):
        text = "Oil closed at {} dollars, gold at {}, rice at {} on Monday.".format(*numbers)
        return json.dumps({"id": key, "title": "Markets", "body": text}) + "\n"

    import_articles(write("a.jsonl", report("7", 81, 402, 12)), "--source", "Courier")
    corrected(source_key="8")
    both = write("a.jsonl", report("7", 79, 398, 14) + report("8", 81, 402, 12))

    assert "1 created" in import_articles(both, "--source", "Courier").out
    assert "2 unchanged" in import_articles(both, "--source", "Courier").out


def test_one_whose_text_was_corrected_too_is_known_by_the_text_it_had(import_articles, write):
    file = write("a.txt", VISIT)
    import_articles(file, "--source", "Courier")
    article = corrected(source=make_source("The Herald"))
    article.revise("Another title", "Rewritten from the first word to the last by a curator.")
    mark_curated(article, ["title", "body"])
    article.save()

    import_articles(file, "--source", "Courier")

    assert Article.objects.get().title == "Another title"
