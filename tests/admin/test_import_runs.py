"""Imports in the admin: what was rejected, run again, and taken back by an administrator."""

import pytest
from django.urls import reverse

from archive.admin import import_runs
from archive.models import Article, ImportRun, State
from tests.admin.conftest import make_user
from tests.imports import command, import_articles, write

__all__ = ["command", "import_articles", "write"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def run(import_articles, write):
    good = [{"id": n, "title": f"Talks {n}", "body": "Peru."} for n in range(2)]
    import_articles(write("a.jsonl", [*good, {"title": ""}]), "--source", "Harian")
    return ImportRun.objects.get()


@pytest.fixture
def administering(client, db):
    client.force_login(make_user("ayu", "administrator"))
    return client


def page(run, name="change"):
    return reverse(f"admin:archive_importrun_{name}", args=[run.pk])


def test_the_page_of_a_run_shows_what_was_rejected_and_why(administering, run):
    text = administering.get(page(run)).content.decode()
    assert "has no title; give it one" in text
    assert "<td>3</td>" in text
    assert "source: Harian" in text
    assert "Roll back" in text
    assert "Run again" in text


def test_who_may_not_delete_articles_takes_no_import_back(editing, run):
    text = editing.get(page(run)).content.decode()
    assert "Roll back" not in text
    for name in ("roll_back", "again"):
        assert editing.post(page(run, name)).status_code == 403
    assert Article.objects.count() == 2


def test_a_run_is_taken_back_after_a_look_at_what_goes(administering, run):
    kept = Article.objects.order_by("pk").first()
    kept.entity_tags.update(state=State.CONFIRMED)
    text = administering.get(page(run, "roll_back")).content.decode()
    assert "a person has decided on its tags or names" in text
    assert Article.objects.count() == 2
    text = administering.post(page(run, "roll_back"), follow=True).content.decode()
    assert "1 article removed, 0 restored, 1 left, for people have worked on them." in text
    assert list(Article.objects.all()) == [kept]
    assert "Left when it was rolled back" in text
    assert "Roll back …" not in text


def test_a_large_run_is_taken_back_in_the_background(administering, run, monkeypatch):
    started = []
    monkeypatch.setattr(import_runs, "AT_ONCE", 1)
    monkeypatch.setattr(import_runs, "start", started.append)
    administering.post(page(run, "roll_back"))
    assert started == [["roll_back_import", str(run.pk)]]
    assert Article.objects.count() == 2


def test_a_run_is_repeated_as_it_was_given(administering, run, monkeypatch, write):
    started = []
    monkeypatch.setattr(import_runs, "start", started.append)
    administering.post(page(run, "again"))
    path = str(write("a.jsonl", []))
    options = ["--source=Harian", "--status=published"]
    assert started == [["import_articles", *options, "--", path]]


def test_what_came_from_standard_input_cannot_be_repeated(administering, run):
    ImportRun.objects.update(paths=["standard input"])
    assert "Run again" not in administering.get(page(run)).content.decode()
