"""Dumps of PostgreSQL: they come back over whatever has grown since, or change nothing."""

import pytest
from django.db import connection

from archive.keeping import postgresql
from archive.models import Article
from tests.databases import postgresql_only
from tests.factories import make_article

pytestmark = [postgresql_only, pytest.mark.django_db(transaction=True)]

LATER = "CREATE TABLE later (article bigint REFERENCES archive_article, note text)"


@pytest.fixture
def dumped(tmp_path):
    make_article("Kept", "A text.")
    path = tmp_path / "archive.dump"
    postgresql.dump(path)
    Article.objects.update(title="Changed since")
    return path


def titles():
    return list(Article.objects.values_list("title", flat=True))


def load(path):
    connection.close()
    postgresql.load(path)


def test_tables_that_came_after_the_dump_are_not_in_its_way(dumped):
    with connection.cursor() as cursor:
        cursor.execute(LATER)
    load(dumped)
    assert titles() == ["Kept"]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE later")


def test_a_dump_that_breaks_off_changes_nothing(dumped):
    whole = dumped.read_bytes()
    dumped.write_bytes(whole[: len(whole) - 200])
    with pytest.raises(OSError, match="pg_restore"):
        load(dumped)
    assert titles() == ["Changed since"]
