"""Former versions of a row: who may see one, and who may bring it back."""

import pytest
from django.urls import reverse

from archive.curation import decide
from archive.curation.bulk import set_status_of
from archive.models import Alias, Source
from tests.admin.conftest import make_user
from tests.factories import make_article, make_entity, make_source, make_tag

pytestmark = pytest.mark.django_db


def address(row):
    version = row.history.earliest().history_id
    name = f"admin:archive_{row._meta.model_name}_simple_history"
    return reverse(name, args=[row.pk, version])


@pytest.fixture
def rows():
    iran = make_entity("Iran")
    tag = make_tag(make_article("Talks"), iran)
    decide.reject([tag], None)
    return [
        iran,
        make_source("Kompas"),
        Alias.objects.create(entity=iran, text="Persia"),
        tag.article,
        tag,
    ]


def test_a_reader_sees_every_version_and_brings_none_back(client, rows):
    client.force_login(make_user("somebody", "reader"))
    for row in rows:
        row.refresh_from_db()
        before = {field.attname: getattr(row, field.attname) for field in row._meta.fields}
        assert client.get(address(row)).status_code == 200
        assert client.post(address(row), {"name": "Changed", "text": "x"}).status_code == 403
        row.refresh_from_db()
        assert {name: getattr(row, name) for name in before} == before


def test_a_curator_brings_back_what_curators_may_change(client, rows):
    client.force_login(make_user("somebody", "curator"))
    entity, source, _alias, _article, tag = rows
    assert client.post(address(entity), {"name": "Changed"}).status_code == 403
    assert client.post(address(source), {"name": "Changed"}).status_code == 403
    assert client.post(address(tag)).status_code == 302
    tag.refresh_from_db()
    assert tag.state == "suggested"
    assert Source.objects.get(pk=source.pk).name == source.name


def form_of(page):
    values = page.context["adminform"].form.initial
    return {name: "" if value is None else value for name, value in values.items()}


@pytest.mark.parametrize(("role", "status"), [("curator", "withdrawn"), ("editor", "published")])
def test_only_who_may_publish_brings_back_that_an_article_was_published(client, role, status):
    article = make_article("Talks")
    set_status_of([article], "withdrawn", None, "Not ours.")
    client.force_login(make_user("somebody", role))
    page = client.get(address(article))
    answer = client.post(address(article), form_of(page) | {"body": "They spoke."})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    article.refresh_from_db()
    assert article.status == status
    assert (article.withdrawn_reason == "Not ours.") == (role == "curator")


TAKEN_BACK = [("curator", 403, "withdrawn"), ("editor", 302, "published")]


@pytest.mark.parametrize(("role", "code", "status"), TAKEN_BACK)
def test_only_who_may_publish_takes_back_a_withdrawal(client, role, code, status):
    article = make_article("Talks")
    decision = set_status_of([article], "withdrawn", None, "Not ours.")
    client.force_login(make_user("somebody", role))
    answer = client.post(reverse("admin:archive_decision_undo", args=[decision.pk]))
    assert answer.status_code == code
    article.refresh_from_db()
    assert article.status == status
