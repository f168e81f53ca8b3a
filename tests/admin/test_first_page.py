"""The first page: what needs a person, counted up to a limit, each with a way to it."""

import pytest

from archive.models import ErrorReport, ImportRecord, ImportRun, IndexJob, SearchMiss
from tests.admin.conftest import make_user
from tests.factories import make_article, make_entity, make_topic

pytestmark = pytest.mark.django_db


def tasks(client):
    return {task.label: task for task in client.get("/admin/").context["tasks"]}


def test_everything_that_waits_is_named_and_leads_to_its_list(at_desk):
    article = make_article(about=[make_entity("Shoigu", "person")], topics=[make_topic("Trade")])
    make_article(edtf="1998", date_basis="inferred", status="published")
    make_article(status="draft")
    ErrorReport.objects.create(article=article, message="Wrong.")
    SearchMiss.objects.create(query="nothing")
    run = ImportRun.objects.create()
    ImportRecord.objects.create(run=run, path="x.txt", outcome="rejected")
    IndexJob.objects.all().delete()
    IndexJob.objects.enqueue([article.pk])

    waiting = tasks(at_desk)

    assert {label: task.count for label, task in waiting.items()} == {
        "error reports of readers": 1,
        "entity tags nobody has reviewed": 1,
        "topic tags nobody has reviewed": 1,
        "articles with an inferred date": 1,
        "articles without a date": 2,
        "articles without a country": 2,
        "drafts": 1,
        "records that an import rejected": 1,
        "imports that did not end": 1,
        "searches of 30 days that found nothing": 1,
        "changes the search does not show yet": 1,
    }
    for task in waiting.values():
        page = at_desk.get(task.url)
        assert page.status_code == 200, task
        assert page.context["cl"].result_count == task.count, task


def test_it_asks_few_questions(at_desk, django_assert_max_num_queries):
    make_article(about=[make_entity("Shoigu", "person")], topics=[make_topic("Trade")])
    at_desk.get("/admin/")

    with django_assert_max_num_queries(12):
        at_desk.get("/admin/")


def test_when_nothing_waits_it_says_so(at_desk):
    assert "Nothing waits for a person." in at_desk.get("/admin/").content.decode()


def test_counts_stop_at_a_limit(at_desk, monkeypatch):
    monkeypatch.setattr("archive.admin.overview.LIMIT", 3)
    IndexJob.objects.enqueue(range(1, 9))

    [task] = tasks(at_desk).values()

    assert (task.count, task.more) == (3, True)


def test_nobody_is_shown_what_they_may_not_see(client):
    make_article(topics=[make_topic("Trade")])
    client.force_login(make_user("baru"))

    assert tasks(client) == {}


def test_in_indonesian_it_is_there_too(at_desk):
    assert at_desk.get("/id/admin/").status_code == 200


def test_what_was_searched_for_in_vain_becomes_an_alias(at_desk):
    SearchMiss.objects.create(query="persia", count=7)

    page = at_desk.get("/admin/").content.decode()

    assert "/admin/archive/alias/add/?text=persia" in page


def test_dates_that_text_and_calendar_do_not_agree_on_are_listed(at_desk):
    note = "2024-08-06 was a Tuesday; Monday was 2024-08-05: text and calendar disagree."
    make_article("In doubt", edtf="2024", date_basis="inferred", date_note=note)
    make_article("Sure", edtf="2024", date_basis="inferred")

    task = tasks(at_desk)["inferred dates where text and calendar disagree"]

    assert task.count == 1
    page = at_desk.get(task.url).content.decode()
    assert "In doubt" in page
    assert "Sure" not in page


def test_index_backup_and_disk_are_told(at_desk, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    conditions = {c.label: c for c in at_desk.get("/admin/").context["conditions"]}
    assert conditions["last backup"].says == "none yet"
    assert not conditions["last backup"].well

    (tmp_path / "last_backup.json").write_text('{"at": "2026-01-02T03:04:05+00:00", "path": "x"}')
    page = at_desk.get("/admin/")
    conditions = {c.label: c for c in page.context["conditions"]}
    assert conditions["last backup"].says.startswith("Jan. 2, 2026")
    assert "free" in conditions["disk"].says
    assert "see to it" in page.content.decode()
