"""The archive's version is another one after everything that a page may show."""

import pytest

from archive.models import Alias, Kind, Office
from archive.search.version import archive_version
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
    with django_assert_num_queries(1):
        first = archive_version()
    assert archive_version() == first
