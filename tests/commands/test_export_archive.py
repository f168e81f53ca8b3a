"""`export_archive` and `import_archive`: the whole archive out, in, and out again, to the byte."""

import hashlib
import io
import json
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from archive.curation.decide import confirm, reject
from archive.curation.records import write
from archive.importing.authorities import load_authorities
from archive.importing.knowledge import load_knowledge
from archive.management.exchange import FILES, HISTORY, ROWS
from archive.models import (
    Alias,
    Article,
    ArticleGroup,
    EntityTag,
    IndexJob,
    Redirect,
    Topic,
    TopicRule,
    TopicTag,
)
from tests.factories import make_article, make_entity, make_source, make_topic

pytestmark = pytest.mark.django_db

# Rows of these are left out, each for its reason.
LEFT_OUT = {
    "ErrorReport": "readers wrote them to the curators alone",
    "SearchMiss": "they tell of searches, not of the archive",
    "ImportRun": "they tell of runs on this machine",
    "ImportRecord": "they tell of files on this machine",
    "IndexJob": "what is restored is marked anew",
    "NameEntry": "the indexer derives them from names",
    "Lease": "who looks at what now",
    "Rereading": "work under way",
    "BulkChange": "work under way; each part that is done is a decision, which is exported",
    "BulkPart": "the same",
}


@pytest.fixture
def archive():
    curator = User.objects.create_user("sari")
    iran = make_entity("Iran", code="IR", names={"id": "Iran", "fa": "ایران"})
    person = make_entity("Masoud Pezeshkian", "person", country=iran)
    Alias.objects.create(entity=iran, text="Persia", kind="historical")
    person.offices.create(post="President", of=iran, start="2024-07-28")
    trade = make_topic("Trade")
    oil = make_topic("Oil", parent=trade)
    oil.rules.create(language="id", phrase="minyak", weight=2.5)
    first = make_article(
        "Oil “and” gas 🕊",
        "One.\n\nTwo — “quoted”; \u2028 odd.",
        about=[iran, person],
        topics=[oil],
        on=(date(2024, 8, 5), date(2024, 8, 6)),
        date_note="A reason.\nAnother.",
        metadata={"b": 1, "a": [1.5, None]},
        source=make_source("The Courier", rights="Free."),
        group=ArticleGroup.objects.create(reason="The same words."),
    )
    first.revise("Oil “and” gas 🕊", "One, corrected.")
    Article.objects.filter(pk=first.pk).update(added_at=datetime(2020, 1, 2, 3, 4, 5, 67, UTC))
    make_article(
        "Gone", about=[iran], status="withdrawn", withdrawn_reason="Invented.", on=date(1, 1, 1)
    )
    make_article("Draft", status="draft")
    confirm(EntityTag.objects.filter(entity=person), curator)
    reject(TopicTag.objects.all(), curator)
    Redirect.objects.create(old_path="/countries/persia/", new_path="/countries/iran/")


def export(folder):
    call_command("export_archive", folder, stdout=io.StringIO())
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def restore(folder):
    call_command("import_archive", folder, stdout=io.StringIO())


def empty():
    Topic.objects.update(parent=None)
    for model in (*reversed(ROWS.values()), *HISTORY.values()):  # deleting makes history
        model._base_manager.all().delete()
    User.objects.all().delete()
    IndexJob.objects.all().delete()


def test_what_is_restored_is_exported_again_to_the_byte(archive, tmp_path):
    before = export(tmp_path / "first")
    empty()

    restore(tmp_path / "first")

    assert export(tmp_path / "second") == before


def test_everything_that_was_decided_and_when_is_kept(archive, tmp_path):
    rows = {
        name: list(model._base_manager.order_by("pk").values()) for name, model in FILES.items()
    }
    export(tmp_path / "out")
    empty()
    restore(tmp_path / "out")

    assert rows.keys() == FILES.keys()
    for name, model in FILES.items():
        found = list(model._base_manager.order_by("pk").values())
        assert [without_accounts(row) for row in found] == [
            without_accounts(row) for row in rows[name]
        ]
    tag = EntityTag.objects.get(state="confirmed")
    assert (tag.decided_by.username, tag.decided_by.is_active) == ("sari", False)
    assert not tag.decided_by.has_usable_password()


OF_ACCOUNTS = {"decided_by_id", "history_user_id"}


def without_accounts(row):
    return {name: value for name, value in row.items() if name not in OF_ACCOUNTS}


def test_what_somebody_deleted_is_not_made_again_by_an_import(archive, tmp_path):
    """The archive knows from its history that there was such a row."""
    load_authorities()
    somebody = User.objects.get(username="sari")
    rule = TopicRule.objects.last()
    alias = Alias.objects.get(text="Persia")
    for row in (rule, alias):
        row._history_user = somebody
        row.delete()
    wanted = (TopicRule.objects.count(), load_knowledge().suppressed)
    told = io.StringIO()
    write(told)
    assert wanted[1]
    export(tmp_path / "out")
    empty()
    restore(tmp_path / "out")
    load_authorities()
    assert (TopicRule.objects.count(), load_knowledge().suppressed) == wanted
    again = io.StringIO()
    write(again)
    assert again.getvalue() == told.getvalue()


def test_what_is_restored_can_be_found(archive, tmp_path, indexed, client):
    export(tmp_path / "out")
    empty()
    restore(tmp_path / "out")
    indexed()

    assert client.get("/api/v1/articles?country=iran").json()["count"] == 1
    new = make_article("New")  # the next key is free
    assert new.pk not in set(Article.objects.exclude(pk=new.pk).values_list("pk", flat=True))


def test_every_sort_of_row_is_exported_or_left_out_for_a_reason():
    models = {model.__name__ for model in apps.get_app_config("archive").get_models()}
    assert models == {model.__name__ for model in FILES.values()} | set(LEFT_OUT)


def test_a_line_is_a_row_as_it_is_described(archive, tmp_path):
    files = export(tmp_path / "out")
    manifest = json.loads(files["manifest.json"])
    tags = [json.loads(line) for line in files["entity_tags.jsonl"].splitlines()]

    assert manifest["files"]["entity_tags.jsonl"]["rows"] == len(tags) == 3
    [confirmed] = [tag for tag in tags if tag["state"] == "confirmed"]
    assert (confirmed["decided_by"], confirmed["origin"]) == ("sari", "machine")
    article = json.loads(files["articles.jsonl"].splitlines()[0])
    assert article["added_at"] == "2020-01-02T03:04:05.000067+00:00"
    assert article["date_earliest"] == "2024-08-05"


def refused(command, folder):
    with pytest.raises(CommandError) as fault:
        call_command(command, folder)
    return fault.value


def test_a_folder_that_holds_something_is_not_written_to(archive, tmp_path):
    (tmp_path / "mine.txt").write_text("keep")

    assert refused("export_archive", tmp_path).returncode == 73
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_archive_that_holds_something_is_not_changed(archive, tmp_path):
    export(tmp_path / "out")

    assert "already" in str(refused("import_archive", tmp_path / "out"))


@pytest.mark.parametrize(
    ("spoil", "code", "said"),
    [
        (lambda folder: (folder / "manifest.json").unlink(), 66, "missing"),
        (lambda folder: (folder / "manifest.json").write_text("{}"), 65, "no manifest"),
        (lambda folder: (folder / "manifest.json").write_text("[1]"), 65, "no manifest"),
        (lambda folder: (folder / "topics.jsonl").unlink(), 66, "topics.jsonl is missing"),
        (lambda folder: append(folder / "articles.jsonl", b"{}\n"), 65, "not as it was written"),
    ],
)
def test_files_that_are_not_whole_restore_nothing(archive, tmp_path, spoil, code, said):
    folder = tmp_path / "out"
    export(folder)
    empty()
    spoil(folder)

    fault = refused("import_archive", folder)

    assert (fault.returncode, said in str(fault)) == (code, True)
    assert not any(model._base_manager.exists() for model in FILES.values())


def append(path, content):
    path.write_bytes(path.read_bytes() + content)


def test_a_bad_line_is_told_with_its_number_and_restores_nothing(archive, tmp_path):
    folder = tmp_path / "out"
    export(folder)
    empty()
    replace_line(folder, "entity_tags.jsonl", b'{"id": 1}\n')

    assert "entity_tags.jsonl:1: " in str(refused("import_archive", folder))
    assert not any(model._base_manager.exists() for model in FILES.values())


def replace_line(folder, name, line):
    """Put a line in the place of the first, with the sum that the file then has."""
    path = folder / name
    _first, *others = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([line, *others]))
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][name]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))
