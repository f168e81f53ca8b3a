"""Every page of the admin: fast with many rows, strict about scripts and styles."""

import re

import pytest
from django.contrib import admin
from django.contrib.admin.options import ModelAdmin
from django.contrib.admin.widgets import AutocompleteMixin, ForeignKeyRawIdWidget
from django.contrib.auth.models import User
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive.admin.listing import BoundedPaginator
from archive.models import (
    Article,
    ErrorReport,
    ImportRecord,
    ImportRun,
    IndexJob,
    MergeProposal,
    Redirect,
    SearchMiss,
    Source,
)
from tests.curation.test_decide import make_mention
from tests.factories import make_article, make_entity, make_tag, make_topic

pytestmark = pytest.mark.django_db

OURS = [model for model in admin.site._registry if model._meta.app_label == "archive"]
NOT_ALLOWED = re.compile(
    r"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE
)


@pytest.fixture
def at_top(client):
    client.force_login(User.objects.create_superuser("root"))
    return client


@pytest.fixture
def rows():
    """A row of everything that has a list."""
    iran, shoigu = make_entity("Iran"), make_entity("Sergei Shoigu", "person", country=None)
    shoigo = make_entity("Sergi Shoigo", "person")
    shoigu.offices.create(post="Minister", of=iran)
    iran.aliases.create(text="Persia")
    trade = make_topic("Trade")
    trade.rules.create(language="en", phrase="oil")
    article = make_article("Visit", "Iran came.", about=[iran, shoigu], topics=[trade])
    make_mention(article, iran, "Iran")
    ErrorReport.objects.create(article=article, message="Wrong.")
    SearchMiss.objects.create(query="nothing")
    Redirect.objects.create(old_path="/a/", new_path="/b/")
    MergeProposal.objects.create(first=shoigu, second=shoigo, score=1)
    run = ImportRun.objects.create()
    ImportRecord.objects.create(run=run, path="x.txt", outcome="rejected", reason="Empty.")
    return article


def url(model, page, *args):
    return reverse(f"admin:archive_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_no_page_has_a_style_or_script_of_its_own(at_top, rows, model):
    pages = [url(model, "changelist")]
    row = model._default_manager.first()
    if row:
        pages += [url(model, "change", row.pk), url(model, "history", row.pk)]
    if admin.site._registry[model].has_add_permission(at_top.get("/admin/").wsgi_request):
        pages.append(url(model, "add"))
    if hasattr(model, "history") and row and row.history.first():
        pages.append(url(model, "simple_history", row.pk, row.history.first().pk))
    for page in pages:
        answer = at_top.get(page)
        assert answer.status_code == 200, page
        assert not NOT_ALLOWED.findall(answer.content.decode()), page


def test_our_own_pages_have_none_either(at_top, rows):
    one, two = (str(pk) for pk in MergeProposal.objects.values_list("first", "second").get())
    merge = reverse("admin:archive_entity_merge")
    preview = reverse("admin:archive_article_preview", args=[rows.pk])
    for page in ("/admin/", f"{merge}?ids={one},{two}", preview, "/id/admin/"):
        answer = at_top.get(page)
        assert answer.status_code == 200, page
        assert not NOT_ALLOWED.findall(answer.content.decode()), page


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_no_choice_is_a_list_of_all_rows(model):
    request = RequestFactory().get("/")
    request.user = User.objects.create_superuser("root")
    model_admin = admin.site._registry[model]
    inlines = getattr(model_admin, "inlines", ())
    for each in (model_admin, *(inline(model, admin.site) for inline in inlines)):
        for field in each.model._meta.concrete_fields:
            if field.is_relation and field.editable and shown(each, field, request):
                widget = each.formfield_for_dbfield(field, request).widget
                widget = getattr(widget, "widget", widget)
                assert isinstance(widget, AutocompleteMixin | ForeignKeyRawIdWidget), field


def shown(model_admin, field, request):
    """The field is one that a person can change there."""
    if getattr(model_admin, "fk_name", None) == field.name:
        return False
    if not isinstance(model_admin, ModelAdmin) and field.related_model is model_admin.parent_model:
        return False
    if isinstance(model_admin, ModelAdmin) and not model_admin.has_change_permission(request):
        return False
    readonly = model_admin.get_readonly_fields(request, None)
    excluded = model_admin.exclude or ()
    named = model_admin.get_fields(request, None) if hasattr(model_admin, "form") else ()
    return field.name in flat(named) and field.name not in {*readonly, *excluded}


def flat(fields):
    for field in fields:
        yield from (field if isinstance(field, list | tuple) else (field,))


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_list_asks_the_database_a_bounded_number_of_times(at_top, rows, model):
    for number in range(20):
        article = make_article(f"Article {number}", "Iran.")
        entity = make_entity(f"Entity {number}", "person")
        entity.offices.create(post="Minister", of=entity)
        entity.aliases.create(text="Name")
        make_mention(article, entity, "Iran")
        make_tag(article, entity)
        make_tag(article, make_topic(f"Topic {number}", parent=make_topic(f"Parent {number}")))
        ErrorReport.objects.create(article=article, message="Wrong.")
        ImportRecord.objects.create(
            run=ImportRun.objects.create(), path="x", outcome="created", article=article
        )
    at_top.get(url(model, "changelist"))

    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = at_top.get(url(model, "changelist"))

    assert answer.status_code == 200
    assert len(queries) <= 12, [query["sql"] for query in queries]


def test_the_list_of_articles_never_loads_their_texts(at_top, rows):
    with CaptureQueriesContext(connection) as queries:
        at_top.get(url(Article, "changelist"))

    assert not [query for query in queries if '"body"' in query["sql"]]


def test_an_article_with_many_tags_opens_with_few_queries(at_top, rows):
    for number in range(40):
        entity = make_entity(f"Person {number}", "person")
        make_tag(rows, entity)

    with CaptureQueriesContext(connection) as queries:
        answer = at_top.get(url(Article, "change", rows.pk))

    assert answer.status_code == 200
    assert len(queries) <= 20, [query["sql"] for query in queries]


def test_long_lists_are_counted_up_to_a_limit(monkeypatch):
    monkeypatch.setattr("archive.admin.listing.MOST_COUNTED", 3)
    IndexJob.objects.enqueue(range(1, 9))

    paginator = BoundedPaginator(IndexJob.objects.all(), 2)

    assert (paginator.count, paginator.num_pages) == (3, 2)


@pytest.mark.parametrize("lookup", ["title__regex", "title__iregex", "source__name__iregex"])
def test_no_list_is_filtered_by_a_regular_expression(at_top, rows, lookup):
    assert at_top.get(f"{url(Article, 'changelist')}?{lookup}=(a+)%2B$").status_code == 400


def test_sources_lead_to_their_articles(at_top, rows):
    source = Source.objects.get()
    page = at_top.get(url(Source, "changelist")).content.decode()
    there = f"{url(Article, 'changelist')}?source__id__exact={source.pk}"

    assert there in page
    assert "Visit" in at_top.get(there).content.decode()


def test_what_the_archive_writes_itself_cannot_be_changed(at_top, rows):
    record = ImportRecord.objects.get()

    page = at_top.get(url(ImportRecord, "change", record.pk)).content.decode()

    assert "Empty." in page
    assert 'name="_save"' not in page


def test_a_source_no_row_can_have_filters_nothing(at_top, rows):
    page = at_top.get(url(Article, "changelist"), {"source": "9" * 40})

    assert "Visit" in page.content.decode()


@pytest.mark.parametrize(
    ("old", "new", "stays"),
    [
        ("/countries/a/", "/countries/b/", True),
        ("/countries/a/", "//evil.example/", False),
        ("/countries/a/", "https://evil.example/", False),
        ("/countries/a/", "/countries/a/", False),
        ("/countries/last/", "/countries/first/", False),
    ],
)
def test_a_redirect_stays_on_the_site_and_makes_no_circle(at_top, old, new, stays):
    Redirect.objects.create(old_path="/countries/first/", new_path="/countries/middle/")
    Redirect.objects.create(old_path="/countries/middle/", new_path="/countries/last/")

    at_top.post(url(Redirect, "add"), {"old_path": old, "new_path": new})

    assert Redirect.objects.filter(old_path=old, new_path=new).exists() == stays


@pytest.mark.parametrize(
    ("model", "without", "having"),
    [
        ("importrun", "not finished", "finished"),
        ("rereading", "not finished", "finished"),
        ("decision", "in force", "undone"),
    ],
)
def test_what_is_lacking_is_said_in_words_of_the_list(at_top, model, without, having):
    page = at_top.get(f"/admin/archive/{model}/").content.decode()

    assert re.search(rf">\s*{without}\s*<", page)
    assert re.search(rf">\s*{having}\s*<", page)
    assert not re.search(r">\s*(Empty|Not empty)\s*<", page)
