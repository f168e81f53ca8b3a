"""`extract_mentions`: the archive's texts are read anew, and what people decided stays."""

import pytest

from archive.curation.decide import reject
from archive.models import (
    Alias,
    Article,
    Entity,
    EntityTag,
    IndexJob,
    Rereading,
    Revision,
    Suppression,
)
from tests.imports import all_rows, command, import_articles, write

__all__ = ["all_rows", "command", "import_articles", "write"]

pytestmark = pytest.mark.django_db

TEXT = "Kerja sama\nPemerintah Rusia dan pemerintah Iran akan memperkuat kerja sama kedua negara."


@pytest.fixture
def article(import_articles, write):
    import_articles(write("a.txt", TEXT))
    return Article.objects.get()


def states():
    return dict(EntityTag.objects.values_list("entity__code", "state"))


def test_texts_that_are_up_to_date_are_not_read_again(command, article, all_rows):
    before = all_rows()
    assert command("extract_mentions").out.startswith("0 articles read, 0 changed")
    assert command("extract_mentions", "--all").out.startswith("1 articles read, 0 changed")
    assert all_rows() == before


def test_texts_of_an_older_version_are_read_again(command, article):
    Revision.objects.update(pipeline_version="0")
    article.revision.mentions.all().delete()
    article.entity_tags.all().delete()
    IndexJob.objects.all().delete()
    result = command("extract_mentions")
    assert f"{article.pk} Kerja sama: " in result.out
    assert states() == {"RU": "suggested", "IR": "suggested"}
    assert IndexJob.objects.get().article_id == article.pk
    assert command("extract_mentions").out.startswith("0 articles read")


def test_a_dry_run_tells_what_would_change_and_changes_nothing(command, article, all_rows):
    Suppression.objects.create(
        entity=EntityTag.objects.get(entity__code="RU").entity, folded="rusia"
    )
    before = all_rows()
    result = command("extract_mentions", "--all", "--dry-run")
    assert f"{article.pk} Kerja sama: 0 rows added, 2 removed" in result.out
    assert "; no longer tagged: Russia\n" in result.out  # by name, for a person to judge
    assert "1 articles read, 1 would change: 0 rows added, 2 removed" in result.out
    assert all_rows() == before


def test_a_rule_that_a_curator_switched_off_takes_its_suggestions_with_it(command, article):
    Suppression.objects.create(
        entity=EntityTag.objects.get(entity__code="RU").entity, folded="rusia"
    )
    command("extract_mentions", "--all")
    assert states() == {"IR": "suggested"}


def test_words_that_curators_took_away_are_looked_for_without_being_asked(command, article):
    russia = EntityTag.objects.get(entity__code="RU").entity
    Suppression.objects.create(entity=russia, folded="rusia")
    assert "1 articles read, 1 changed" in command("extract_mentions", "--changed").out
    assert states() == {"IR": "suggested"}
    assert command("extract_mentions").out.startswith("0 articles read")


@pytest.mark.parametrize("given", [{}, {"kind": "learned"}])
def test_texts_with_a_name_that_came_later_are_read(command, article, given):
    spain = Entity.objects.get(kind="country", code="ES")
    Alias.objects.create(entity=spain, text="kedua negara", case_matters=False, **given)
    command("sync_index")
    result = command("extract_mentions")
    assert "; tagged: Spain\n" in result.out
    assert states()["ES"] == "suggested"
    assert command("extract_mentions").out.startswith("0 articles read")


def test_texts_that_wait_for_a_changed_name_are_read(command, article):
    waiting = Rereading.objects.create(reason="Rusia", pending=[article.pk], total=1)
    assert command("extract_mentions", "--dry-run").out.startswith("1 articles read")
    waiting.refresh_from_db()
    assert waiting.pending == [article.pk]

    assert command("extract_mentions").out.startswith("1 articles read")

    waiting.refresh_from_db()
    assert waiting.pending == []
    assert waiting.finished_at is not None
    assert command("extract_mentions").out.startswith("0 articles read")


def test_a_text_that_is_outdated_and_waits_is_read_once(command, article):
    Revision.objects.update(pipeline_version="0")
    Rereading.objects.create(reason="Rusia", pending=[article.pk], total=1)
    for options in (["--dry-run"], []):
        assert command("extract_mentions", *options).out.startswith("1 articles read")


def test_a_rejected_tag_stays_rejected(command, article):
    reject([article.entity_tags.get(entity__code="RU")], None)
    command("extract_mentions", "--all")
    command("extract_mentions", "--all")
    assert states() == {"RU": "rejected", "IR": "suggested"}
    assert list(article.revision.mentions.values_list("surface", flat=True)) == ["Iran"]


def test_a_date_that_a_curator_set_stays(command, article):
    article.date_edtf, article.provenance = "1998", {"date_edtf": "curator"}
    article.save()
    command("extract_mentions", "--all")
    article.refresh_from_db()
    assert article.date_edtf == "1998"
