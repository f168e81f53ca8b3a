"""The archive's version is another one after everything that a page may show."""

from threading import Event, Thread

import pytest
from django.db import connection, transaction

from archive.models import Alias, Entity, Kind, NameEntry, Office
from archive.search.name_entries import NameList
from archive.search.version import archive_state, archive_version
from tests.factories import make_article, make_entity, make_source, make_tag

pytestmark = pytest.mark.django_db


def rename(row, name):
    row.name = name
    row.save()


def test_it_changes_with_every_row_that_a_page_may_show(indexed):
    iran = make_entity("Iran")
    person = make_entity("Ebrahim Raisi", Kind.PERSON)
    article = make_article(about=[iran])
    indexed()
    changes = [
        lambda: rename(iran, "Persia"),
        lambda: Alias.objects.create(entity=iran, text="Islamic Republic"),
        lambda: Office.objects.create(person=person, post="President", of=iran),
        lambda: make_tag(article, person),
        lambda: rename(make_source(), "The Messenger"),
        lambda: article.revise("Another title", "Another text."),
        article.delete,
        indexed,
    ]
    seen = [archive_version()]
    for change in changes:
        change()
        seen.append(archive_version())
    assert len(set(seen)) == len(changes) + 1


def test_it_stays_while_nothing_changes_and_costs_one_query(indexed, django_assert_num_queries):
    make_article(about=[make_entity("Iran")])
    indexed()
    with django_assert_num_queries(1 if connection.vendor == "sqlite" else 2):
        first = archive_version()
    assert archive_version() == first


class Slow(Thread):
    """Another writer, who has changed a name and commits when told to."""

    def __init__(self, entity):
        super().__init__()
        self.entity = entity
        self.changed, self.go_on = Event(), Event()
        self.start()
        assert self.changed.wait(20)

    def run(self):
        try:
            with transaction.atomic():
                rename(Entity.objects.get(pk=self.entity.pk), "Slow Persia")
                self.changed.set()
                assert self.go_on.wait(20)
        finally:
            connection.close()

    def commit(self):
        self.go_on.set()
        self.join(20)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_committed_after_a_later_one_is_seen_too(engine):
    iran, other = make_entity("Iran"), make_entity("Iraq")
    names = NameList()
    names.refresh()
    slow = Slow(iran)
    rename(other, "Quick Iraq")
    names.refresh()
    before = archive_state()
    assert before.changed_at is None
    slow.commit()
    names.refresh()
    assert archive_version() != before.version
    assert NameEntry.objects.filter(key="slow persia").exists()
    assert names.refresh() == 0
