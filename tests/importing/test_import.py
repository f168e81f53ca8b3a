"""Imports end to end: what the archive holds afterwards, and that nothing is done twice."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from django.db import transaction

from archive.curation.decide import confirm, reject
from archive.importing import running
from archive.importing.extracting import refresh
from archive.management.generating import Generator
from archive.models import (
    Article,
    DateMention,
    EntityTag,
    ImportRecord,
    ImportRun,
    IndexJob,
    Mention,
    Revision,
    Source,
    Suppression,
    text_hash,
)
from archive.search.documents import to_documents
from tests import factories

pytestmark = pytest.mark.django_db

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
IRAN = "Kerja sama\nPemerintah Rusia dan pemerintah Iran akan memperkuat kerja sama kedua negara."
PERU = IRAN.replace("Iran", "Peru")
TOKYO = {
    "id": "1",
    "title": "Menlu Jepang dan Menlu Korea Selatan Bertemu di Tokyo",
    "paragraphs": ["Menteri Luar Negeri Jepang bertemu timpalannya dari Korea Selatan."],
    "source": "Courier",
    "lang": "id",
    "date": "1998-05",
}  # fmt: skip


def tagged(article, kind):
    rows = article.entity_tags.visible().filter(entity__kind=kind)
    return set(rows.values_list("entity__name", flat=True))


# --- The first seed ---------------------------------------------------------------------------


def test_the_seed_is_read_whole(import_articles):
    assert import_articles(SEEDS).code == 0
    article = Article.objects.get()
    assert article.title == "Iran dan Rusia Berada di Jalur Penguatan Kerja Sama"
    assert article.language == "id"
    assert article.byline == "sl"
    assert article.status == "published"
    paragraphs = article.body.split("\n\n")
    assert len(paragraphs) == 20
    assert paragraphs[-1].endswith("menghadapi unilateralisme AS.")
    assert (
        article.content_hash == article.revision.text_hash == text_hash(article.title, article.body)
    )
    assert article.word_count == len(article.body.split())


def test_the_seed_is_about_seven_countries_and_four_persons(import_articles):
    import_articles(SEEDS)
    article = Article.objects.get()
    assert tagged(article, "country") == {
        "Iran", "Russia", "United States", "Israel", "Iraq", "Syria", "Ukraine",
    }  # fmt: skip
    assert tagged(article, "person") == {
        "Sergei Shoigu", "Ali Akbar Ahmadian", "Masoud Pezeshkian", "Kazem Jalali",
    }  # fmt: skip


def test_the_printed_date_is_kept_before_the_record_s_and_the_conflict_is_told(
    import_articles, report, write
):
    printed = TOKYO | {"paragraphs": ["6 Mei 1998", *TOKYO["paragraphs"]], "date": "1998-05-07"}
    path = write("a.jsonl", json.dumps(printed))
    import_articles(path)
    article = Article.objects.get()
    assert (article.date_edtf, article.date_basis) == ("1998-05-06", "printed")
    told = article.date_note.splitlines()
    assert told[1] == "The metadata gives another date: 7 May 1998."
    assert report(path)["unchanged"] == 1
    assert not refresh(article)


def test_the_date_of_the_seed_is_inferred_with_its_reasons(import_articles):
    import_articles(SEEDS)
    article = Article.objects.get()
    assert article.date_edtf == "[2024-08-05,2024-08-06]"
    assert (str(article.date_earliest), str(article.date_latest)) == ("2024-08-05", "2024-08-06")
    assert article.date_basis == "inferred"
    assert "Pezeshkian" in article.date_note


def test_every_mention_stands_in_the_text_and_has_its_tag(import_articles):
    import_articles(SEEDS)
    text = Article.objects.get().text
    assert Mention.objects.exists()
    for mention in (*Mention.objects.all(), *DateMention.objects.all()):
        assert text[mention.start : mention.end] == mention.surface
    tags = set(EntityTag.objects.values_list("entity", flat=True))
    assert tags == set(Mention.objects.values_list("entity", flat=True))


def test_an_import_leaves_one_job_for_the_index_and_a_record_of_itself(import_articles):
    import_articles(SEEDS)
    article = Article.objects.get()
    assert list(IndexJob.objects.values_list("article_id", flat=True)) == [article.pk]
    record = ImportRecord.objects.get()
    assert (record.outcome, record.article, record.path) == (
        "created", article, str(SEEDS / "000_9612d64f9e19b3de.txt"),
    )  # fmt: skip
    assert record.run.counts["created"] == 1
    assert not record.run.interrupted
    assert to_documents([article])


# --- Again ------------------------------------------------------------------------------------


def test_a_second_import_of_the_same_writes_nothing_at_all(import_articles, write, all_rows):
    write("a.jsonl", [TOKYO])
    write("b.txt", IRAN)
    import_articles(SEEDS, write("c.csv", "title,body\nA,Peru\n").parent)
    before = all_rows()
    result = import_articles(SEEDS, write("c.csv", "title,body\nA,Peru\n").parent)
    assert result.code == 0
    assert result.out == "0 created, 0 updated, 4 unchanged, 0 rejected\n"
    assert all_rows() == before


def test_a_file_that_was_moved_or_renamed_is_the_same_article(import_articles, write):
    import_articles(write("a.txt", IRAN))
    assert "1 unchanged" in import_articles(write("2024-08-06-b.txt", IRAN)).out


def test_a_changed_file_is_a_new_revision_of_its_article(import_articles, write):
    import_articles(write("a.txt", IRAN))
    before = Article.objects.get()
    IndexJob.objects.all().delete()
    result = import_articles(write("a.txt", PERU))
    assert "1 updated" in result.out
    article = Article.objects.get()
    assert article.pk == before.pk
    assert article.body == PERU.partition("\n")[2]
    assert article.content_hash == article.revision.text_hash
    assert Revision.objects.count() == 2
    assert tagged(article, "country") == {"Russia", "Peru"}
    assert ImportRecord.objects.get(outcome="updated").former_revision == before.revision
    assert set(IndexJob.objects.values_list("article_id", flat=True)) == {article.pk}
    assert before.revision.mentions.exists()  # what was found in the former text stays with it


def test_a_record_is_known_by_its_source_and_key(import_articles, write):
    import_articles(write("a.jsonl", [TOKYO]))
    changed = [
        TOKYO | {"url": "https://example.org/1", "title": "Lain"},
        TOKYO | {"source": "Herald"},
    ]
    assert "1 created, 1 updated" in import_articles(write("b.jsonl", changed)).out
    assert Article.objects.get(source__name="Courier").url == "https://example.org/1"
    assert Source.objects.count() == 2


def test_what_a_record_no_longer_says_is_found_out_again(import_articles, write):
    import_articles(write("a.jsonl", [TOKYO | {"lang": "xx", "date": "1998"}]))
    record = {name: value for name, value in TOKYO.items() if name not in {"lang", "date"}}
    import_articles(write("a.jsonl", [record]))
    article = Article.objects.get()
    assert article.language == "id"
    assert article.date_edtf == ""


def test_the_same_words_under_two_keys_are_two_articles_in_one_group(report, write):
    other = TOKYO | {"source": "Herald"}
    found = report(write("a.jsonl", [TOKYO, other]))
    assert (found["created"], found["grouped"]) == (2, 1)
    first, second = Article.objects.order_by("pk")
    assert first.group == second.group
    assert first.group.reason == "The same text, word for word."


# --- What people decided ----------------------------------------------------------------------


def test_a_rejected_tag_survives_a_refresh_and_another_import(import_articles, write):
    path = write("a.txt", IRAN + " Mereka akan bertemu di Peru.")
    import_articles(path)
    article = Article.objects.get()
    reject([article.entity_tags.get(entity__code="PE")], None)
    confirm([article.entity_tags.get(entity__code="IR")], None)
    refresh(article)
    write("a.txt", IRAN + " Mereka akan bertemu di Peru lagi.")
    import_articles(path)
    states = dict(EntityTag.objects.values_list("entity__code", "state"))
    assert states == {"RU": "suggested", "IR": "confirmed", "PE": "rejected"}
    assert "PE" not in Article.objects.get().revision.mentions.values_list(
        "entity__code", flat=True
    )


def test_what_a_curator_added_stays_and_what_the_machine_no_longer_finds_goes(
    import_articles, write
):
    import_articles(write("a.txt", IRAN))
    article = Article.objects.get()
    factories.make_tag(article, factories.make_entity("Narnia"), origin="curator")
    import_articles(write("a.txt", PERU))
    assert tagged(article, "country") == {"Russia", "Peru", "Narnia"}


def test_fields_that_a_curator_has_set_are_not_touched(import_articles, write):
    import_articles(write("a.jsonl", [TOKYO]))
    article = Article.objects.get()
    article.date_edtf, article.language, article.status = "1999", "jv", "withdrawn"
    article.provenance |= {"date_edtf": "curator", "language": "curator"}
    article.save()
    result = import_articles(
        write("a.jsonl", [TOKYO | {"date": "2001", "lang": "su", "byline": "ab"}])
    )
    assert "1 updated" in result.out
    article.refresh_from_db()
    assert (article.date_edtf, article.language, article.byline) == ("1999", "jv", "ab")
    assert article.status == "withdrawn"
    assert article.curated_fields == {"date_edtf", "language"}


def test_a_text_that_a_curator_edited_is_kept_and_the_report_says_so(report, write, all_rows):
    report(write("a.txt", IRAN))
    article = Article.objects.get()
    article.revise("Kerja sama", "Rusia dan Iran, disunting.")
    article.provenance |= {"body": "curator"}
    article.save()
    before = all_rows()
    [record] = report(write("a.txt", PERU))["records"]
    assert record["outcome"] == "unchanged"
    assert "the text that a curator edited was kept" in record["reason"]
    assert all_rows() == before


def test_a_name_that_is_not_an_entity_anywhere_is_not_linked_to_it(import_articles, write):
    import_articles(SEEDS)
    israel = EntityTag.objects.get(entity__code="IL").entity
    Suppression.objects.create(entity=israel, folded="rezim zionis")
    import_articles(
        write("a.txt", "Judul\nPemerintah Iran mengecam kejahatan rezim Zionis di kawasan itu.")
    )
    assert tagged(Article.objects.latest("pk"), "country") == {"Iran"}


def test_an_alias_that_a_curator_added_names_its_country_in_the_next_import(import_articles, write):
    import_articles(write("a.txt", PERU))
    peru = EntityTag.objects.get(entity__code="PE").entity
    peru.aliases.create(text="Negeri Kondor", language="id")
    text = "Kunjungan\nPresiden akan berkunjung ke Negeri Kondor pada hari itu."
    import_articles(write("b.txt", text), "--language", "id")
    assert tagged(Article.objects.latest("pk"), "country") == {"Peru"}


def test_an_article_of_the_future_stays_a_draft(import_articles, write):
    result = import_articles(write("a.jsonl", [TOKYO | {"date": "2950"}]))
    assert Article.objects.get().status == "draft"
    assert "dated in the future: kept as a draft" in result.err


def test_a_dry_run_tells_what_would_be_and_writes_nothing(report, import_articles, write, all_rows):
    import_articles(write("a.jsonl", [TOKYO]))
    before = all_rows()
    path = write(
        "a.jsonl", [TOKYO | {"byline": "ab"}, {"title": "New", "body": "x"}, {"title": "y"}]
    )
    found = report(path, "--dry-run")
    assert [record["outcome"] for record in found["records"]] == ["updated", "created", "rejected"]
    assert all_rows() == before
    assert ImportRun.objects.count() == 1


def test_articles_written_together_are_what_they_are_one_by_one(
    import_articles, write, all_rows, monkeypatch
):
    articles = list(Generator(7).articles(36))
    copies = [
        article | {"id": f"{article['id']}-2", "paragraphs": [*article["paragraphs"], "End."]}
        for article in articles[::9]
    ]
    persons = [
        {"title": f"Visit {n}", "body": body}
        for n, body in enumerate(
            (
                "Foreign minister Karel Dvorak met the press. Minister Karel Dvorak spoke.",
                "Foreign minister Karel Dvorák (Karel Dvorak) met the press. Karel Dvorak spoke.",
                "The World Oil Organization (WOO) met. The WOO decided. Minister Anna Novak spoke.",
                "The WOO decided again. Minister Anna Novak spoke. Karel Dvorak was there.",
            )
        )
    ]
    path = write("a.jsonl", [*articles, *copies, *persons])

    def rows_of(together):
        monkeypatch.setattr(running, "TOGETHER", together)
        with transaction.atomic():
            told = import_articles(path, "--jobs", "1").out
            rows = {name: list(map(without_times, each)) for name, each in all_rows().items()}
            transaction.set_rollback(True)
        return told, rows

    assert rows_of(32) == rows_of(1)


def without_times(row):
    return {name: value for name, value in row.items() if not isinstance(value, datetime)}
