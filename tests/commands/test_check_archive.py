"""`check_archive`: what differs is found, what is pending is not blamed."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from archive.models import Article, DateMention, EntityTag, IndexJob, Mention, Revision
from archive.search import sync
from archive.search.engine import SearchDocument
from tests.factories import make_article, make_entity

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def article(engine):
    iran = make_entity("Iran")
    article = make_article("Iran and oil", "Iran sells oil in 1998.", about=[iran])
    Mention.objects.create(
        revision=article.revision, entity=iran, start=0, end=4, surface="Iran", rule="name"
    )
    DateMention.objects.create(
        revision=article.revision, start=32, end=36, surface="1998", rule="year", basis="year"
    )
    sync.drain(engine)
    return article


def check(*options):
    """The exit code and the findings."""
    out, code = StringIO(), 0
    try:
        call_command("check_archive", "--json", *options, stdout=out)
    except SystemExit as end:
        code = end.code
    findings = json.loads(out.getvalue())
    assert (code == 0) == (findings["differences"] == 0)
    return findings


def reasons(findings):
    return [f"{found['what']} {found['reason']}" for found in findings["found"]]


def test_an_archive_in_order_has_no_differences(article):
    assert check() == {
        "differences": 0, "pending": 0, "articles": 1, "mentions": 2, "found": [],
    }  # fmt: skip


def test_what_waits_in_the_outbox_is_pending(article):
    make_article("Another")
    article.delete()
    findings = check()
    assert findings["differences"] == 0
    assert findings["pending"] == 2


def test_an_article_missing_from_the_index_is_found_and_repaired(article):
    make_article("Lost")
    IndexJob.objects.all().delete()
    assert "is not in the index" in reasons(check())[0]
    assert check("--repair")["differences"] == 0
    assert check()["differences"] == 0


def test_an_article_that_should_not_be_in_the_index_is_found_and_repaired(article, engine):
    engine.apply([SearchDocument(99_999, "en", "Ghost", "")], [])
    assert reasons(check())[0] == "article 99999 is in the index and should not be"
    assert check("--repair")["differences"] == 0


def test_a_tag_the_index_does_not_know_of_is_found(article):
    EntityTag.objects.update(state="rejected")
    assert "counts 1 articles, not 0" in " ".join(reasons(check()))
    assert check("--repair")["differences"] == 0


@pytest.mark.parametrize("model", [Mention, DateMention])
def test_a_mention_that_is_not_where_it_says_is_found(article, model):
    model.objects.update(surface="Iraq")
    assert "“Iraq” is not where it says" in reasons(check())[0]
    assert check("--repair")["differences"] == 0
    assert "Iraq" not in model.objects.values_list("surface", flat=True)
    assert "Iran" in Mention.objects.values_list("surface", flat=True)  # read anew


def test_a_text_that_changed_behind_our_back_is_found(article):
    Revision.objects.update(body="Iran sells gas in 1998.")
    findings = reasons(check())
    assert any("is not the text it was" in reason for reason in findings)
    assert check("--repair")["differences"] > 0  # what it was nobody here knows


def test_an_article_without_its_text_or_title_is_found(article):
    Article.objects.update(title="Another title")
    assert "shows a text or a title that is not its own" in reasons(check())[0]
    Article.objects.update(revision=None)
    assert any("has no text" in reason for reason in reasons(check()))
    assert check("--repair")["differences"] == 0
    article.refresh_from_db()
    assert (article.title, article.body) == ("Iran and oil", "Iran sells oil in 1998.")


def test_a_text_of_another_article_is_found_and_repaired(article, engine):
    other = make_article("Another", "Iraq sells gas.")
    sync.drain(engine)
    theirs = other.revision
    Article.objects.filter(pk=other.pk).update(revision=None)
    Article.objects.filter(pk=article.pk).update(revision=theirs)
    assert "shows a text or a title that is not its own" in " ".join(reasons(check()))
    assert check("--repair")["differences"] == 0
    other.refresh_from_db()
    assert (other.title, other.body) == ("Another", "Iraq sells gas.")


def test_an_article_whose_imported_text_is_gone_is_found(article):
    Article.objects.update(content_hash="0" * 64)
    assert reasons(check()) == [f"article {article.pk} has lost the text it was imported with"]


def test_in_words_it_is_short(article):
    out = StringIO()
    call_command("check_archive", stdout=out)
    assert out.getvalue() == "1 articles, 2 mentions: 0 differences, 0 pending.\n"
    Mention.objects.update(surface="Iraq")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("check_archive", stdout=out)
    assert "1 differences" in out.getvalue()
