"""A fault at any statement of an update, and of the joining of a group: all of it, or nothing."""

import sqlite3
from itertools import count

import pytest
from django.db import OperationalError, connection

from archive.models import Article, ArticleGroup, TextBand
from tests.commands.test_import_articles import Failing, lines, sizes, told_of
from tests.imports import command, import_articles, write

__all__ = ["command", "import_articles", "write"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

REPORT = " ".join(f"word{n} of the report from Lima" for n in range(40))
FORMER = {
    "id": 1,
    "title": "Kerja sama",
    "body": "Presiden Iran Masoud Pezeshkian di Lima.",
    "x": 1,
}
CHANGED = {
    **FORMER,
    "body": "Presiden Rusia bertemu Sergei Shoigu di Teheran.",
    "byline": "A",
    "x": 2,
}
LEAD = {"id": 1, "title": "Report", "body": REPORT}
COPY = {"id": 2, "title": "Copy", "body": f"{REPORT} and its end"}


@pytest.fixture
def taken_back():
    """Takes the database back to what it was when this was asked for."""
    kept = sqlite3.connect(":memory:")
    connection.ensure_connection()

    def begin():
        connection.connection.backup(kept)

    def back():
        kept.backup(connection.connection)

    yield begin, back
    kept.close()


def all_that_is_said():
    titles = list(Article.objects.order_by("pk").values_list("title", flat=True))
    groups = ArticleGroup.objects.order_by("pk").values_list("reason", "lead", "articles")
    bands = TextBand.objects.order_by("band", "article_id").values_list("band", "article_id")
    return [sizes(), [told_of(title) for title in titles], list(groups), list(bands)]


@pytest.mark.parametrize("before", [[FORMER], [LEAD]], ids=["an update", "a copy"])
@pytest.mark.parametrize("fault", [OperationalError("disk I/O error"), RuntimeError("bang")])
def test_a_fault_at_any_statement_leaves_it_done_or_not_begun(
    import_articles, write, taken_back, before, fault
):
    begin, back = taken_back
    import_articles(write("before.jsonl", before))
    former = all_that_is_said()
    begin()
    path = write("after.jsonl", [CHANGED if before == [FORMER] else COPY])
    assert import_articles(path).code == 0
    undisturbed = all_that_is_said()
    assert ArticleGroup.objects.count() == (before == [LEAD])
    for number in count(1):
        back()
        failing = Failing(number, fault)
        with connection.execute_wrapper(failing):
            result = import_articles(path)
        found = all_that_is_said()
        if failing.seen < number:
            break
        assert result.code
        assert len(lines(result)) == 1
        assert found in (former, undisturbed), number
    assert number > 25
    assert result.code == 0
    assert found == undisturbed
