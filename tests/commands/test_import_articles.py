"""`import_articles`: exit codes, one line for each fault, and a report that scripts rely on."""

import io
import json
import os
import signal
import socket
import sys
import threading
from itertools import count

import pytest
from django.apps import apps
from django.core.management import CommandError
from django.db import OperationalError, connection

from archive.importing.lock import LOCK_FILE, lock
from archive.management.progress import Interruption
from archive.models import (
    Alias,
    Article,
    Entity,
    EntityTag,
    ImportRecord,
    ImportRun,
    IndexJob,
    Office,
    TopicTag,
)
from tests.imports import all_rows, command, import_articles, report, write

__all__ = ["all_rows", "command", "import_articles", "report", "write"]

pytestmark = pytest.mark.django_db

GOOD = "Title\nPeru and Chile signed a treaty."


def lines(result):
    return result.err.splitlines()


# --- Bad input --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty; remove it"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not text: image/png"),
        (b"Caf\xe9\n\nText", "not UTF-8: byte 3 is 0xe9; save it as UTF-8"),
        (b" \n ", "holds nothing but white space; remove it"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line_and_65(import_articles, write, content, reason):
    path = write("x.txt", content)
    result = import_articles(path)
    assert result.code == os.EX_DATAERR
    [line] = lines(result)
    assert line.startswith(f"{path}: {reason}")
    assert not Article.objects.exists()


def test_a_folder_without_readable_files_is_one_line_and_65(import_articles, tmp_path):
    result = import_articles(tmp_path)
    assert result.code == os.EX_DATAERR
    assert lines(result) == [f"{tmp_path}: nothing to read there; --help names the formats"]


def test_a_missing_path_is_66_and_nothing_is_imported_from_the_others(
    import_articles, write, tmp_path, all_rows
):
    before = all_rows()
    result = import_articles(write("a.txt", GOOD), tmp_path / "b", tmp_path / "c")
    assert result.code == os.EX_NOINPUT
    assert lines(result) == [
        f"{tmp_path / name}: nothing is there; check its name" for name in ("b", "c")
    ]
    assert all_rows() == before


def test_bad_records_are_told_by_line_and_the_others_are_imported(import_articles, write):
    path = write(
        "x.jsonl",
        '{"id": 1, "title": "A", "body": "Peru."}\nno\n{"id": 2, "title": "B"}\n'
        '{"id": 1, "title": "C", "body": "Chile."}\n{"id": 3, "title": "D", "body": "Cuba."}\n',
    )
    result = import_articles(path)
    assert result.code == 1
    assert result.out == "2 created, 0 updated, 0 unchanged, 3 rejected\n"
    assert lines(result) == [
        f"{path}:2: not JSON: expecting value at character 1; each line must be one whole object",
        f"{path}:3: has a title and no text; add paragraphs after it",
        f"{path}:4: its id '1' was on line 1 already; give each its own",
    ]
    assert list(ImportRecord.objects.filter(outcome="rejected").values_list("line", flat=True)) == [
        2, 3, 4,
    ]  # fmt: skip


def test_a_file_name_cannot_forge_lines_or_colours(import_articles, write):
    result = import_articles(write("a\nb\x1b[31m.txt", b""))
    assert len(lines(result)) == 1
    assert r"a\nb\x1b[31m.txt: is empty" in result.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--jobs", "0"], ["--jobs", "many"], ["--date", "31 February 2020"], ["--status", "secret"],
        ["--language", "english, mostly"], [],
    ],
)  # fmt: skip
def test_wrong_usage_is_refused_before_anything_is_read(command, arguments):
    paths = ["x"] if arguments else []
    with pytest.raises(CommandError):  # from a shell: usage, and exit code 2
        command("import_articles", *paths, *arguments)


def test_standard_input_is_read_when_asked(import_articles, monkeypatch):
    data = json.dumps({"title": "A", "body": "Peru."}).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert "1 created" in import_articles("-").out
    assert ImportRecord.objects.get().path == "standard input"


# --- The report -------------------------------------------------------------------------------


def test_the_report_counts_every_record_and_says_what_became_of_it(report, write):
    first = write("a.txt", GOOD)
    report(first)
    lines = write("b.jsonl", [{"title": "A", "body": "Peru."}, {"title": "B"}])
    found = report(first, lines)
    article = Article.objects.get(title="A").pk
    assert found == {
        "records": [
            {
                "path": str(first), "line": None, "outcome": "unchanged",
                "article": Article.objects.get(title="Title").pk, "reason": "",
            },
            {"path": str(lines), "line": 1, "outcome": "created", "article": article, "reason": ""},
            {
                "path": str(lines), "line": 2, "outcome": "rejected", "article": None,
                "reason": "has a title and no text; add paragraphs after it",
            },
        ],
        "created": 1, "updated": 0, "unchanged": 1, "rejected": 1, "grouped": 0,
    }  # fmt: skip


def test_a_report_that_cannot_be_written_is_74_and_nothing_is_imported(import_articles, write):
    path = write("a.txt", GOOD)
    result = import_articles(path, "--report", path.parent / "none" / "report.json")
    assert result.code == os.EX_IOERR
    assert len(lines(result)) == 1
    assert not Article.objects.exists()


def test_options_speak_for_all_records_of_the_run(import_articles, write):
    import_articles(
        write("a.txt", GOOD), "--source", "The Courier", "--language", "en",
        "--date", "21 May 1998", "--status", "draft",
    )  # fmt: skip
    article = Article.objects.get()
    assert (article.source.slug, article.language, article.date_edtf, article.status) == (
        "the-courier", "en", "1998-05-21", "draft",
    )  # fmt: skip


# --- One at a time, interrupted, failing ------------------------------------------------------


def test_a_second_import_at_once_is_75_and_names_the_first(import_articles, write, settings):
    path = write("a.txt", GOOD)
    with lock(settings.DATA_DIR):
        result = import_articles(path)
    assert result.code == os.EX_TEMPFAIL
    holder = f"process {os.getpid()} on {socket.gethostname()}, for 0 s"
    assert lines(result) == [f"another import runs ({holder}); wait until it has ended"]
    assert not Article.objects.exists()
    assert import_articles(path).code == 0


def test_a_lock_file_that_somebody_left_behind_stops_nobody(import_articles, write, settings):
    (settings.DATA_DIR / LOCK_FILE).write_text('{"pid": 1, "host": "gone", "since": 0}')
    assert import_articles(write("a.txt", GOOD)).code == 0


def test_ctrl_c_finishes_the_articles_in_hand_and_says_how_to_go_on(
    import_articles, write, monkeypatch
):
    path = write("a.jsonl", [{"title": f"T{n}", "body": "Peru."} for n in range(80)])
    former = signal.getsignal(signal.SIGINT)

    def interrupt(execute, sql, *rest):
        if "archive_importrecord" in sql and Article.objects.count() == 32:
            signal.raise_signal(signal.SIGINT)
        return execute(sql, *rest)

    with connection.execute_wrapper(interrupt):
        result = import_articles(path)
    assert result.code == 130
    assert "stopped after 32 records, each of them whole; run the same command again" in result.err
    assert Article.objects.count() == ImportRecord.objects.count() == 32
    assert ImportRun.objects.get().interrupted
    assert signal.getsignal(signal.SIGINT) == former
    assert "48 created, 0 updated, 32 unchanged" in import_articles(path).out


def test_a_database_that_refuses_is_74_naming_the_record(import_articles, write):
    path = write("a.jsonl", [{"title": f"T{n}", "body": "Peru."} for n in range(3)])

    def full(execute, sql, *rest):
        if "INSERT INTO" in sql and "archive_revision" in sql and Article.objects.count() >= 2:
            raise OperationalError("database or disk is full")
        return execute(sql, *rest)

    with connection.execute_wrapper(full):
        result = import_articles(path)
    assert result.code == os.EX_IOERR
    [line] = lines(result)
    assert line.startswith(f"{path}:2: the database refused it (database or disk is full)")
    assert Article.objects.count() == 1


class Failing:
    """Raises at the Nth statement, and counts them."""

    def __init__(self, number, fault):
        self.number, self.fault, self.seen = number, fault, 0

    def __call__(self, execute, sql, params, many, context):
        self.seen += 1
        if self.seen == self.number:
            raise self.fault
        return execute(sql, params, many, context)


def told_of(title):
    """All that the archive says of an article, by names instead of keys."""
    article = Article.objects.select_related("revision", "source").get(title=title)
    fields = ("body", "language", "byline", "source_id", "content_hash", "provenance", "status")
    spans = ("start", "end", "surface", "rule")
    return [
        [getattr(article, name) for name in fields],
        [getattr(article, f"date_{name}") for name in ("edtf", "earliest", "latest", "note")],
        list(article.revision.mentions.values_list(*spans, "entity__name").order_by(*spans)),
        list(article.revision.dates.values_list(*spans, "edtf").order_by(*spans)),
        sorted(article.entity_tags.values_list("entity__slug", "weight", "state", "central")),
        sorted(article.topic_tags.values_list("topic__slug", "weight", "state")),
        sorted(Entity.objects.values_list("kind", "slug", "country__code")),
        sorted(Entity.objects.values_list("slug", "aliases__text", "offices__post")),
        [article.history.count(), article.revisions.count()],
    ]


def sizes():
    """How many rows each model has, runs and their records left out."""
    models = apps.get_app_config("archive").get_models()
    runs = {ImportRun, ImportRecord}
    return {model: model._base_manager.count() for model in models if model not in runs}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", [OperationalError("disk I/O error"), RuntimeError("bang")])
def test_a_fault_at_any_statement_leaves_the_article_whole_or_absent(import_articles, write, fault):
    import_articles(write("other.txt", "Other\nNothing of note."))  # countries and topics are there
    start = sizes()
    path = write("a.txt", "Kerja sama\nPresiden Iran Masoud Pezeshkian bertemu Sergei Shoigu.(sl)")
    import_articles(path)
    whole, undisturbed = sizes(), told_of("Kerja sama")
    assert len(undisturbed[2]) >= 3
    undo()
    assert sizes() == start
    for number in count(1):
        failing = Failing(number, fault)
        with connection.execute_wrapper(failing):
            result = import_articles(path)
        if failing.seen < number:
            break
        assert result.code
        assert len(lines(result)) == 1
        assert sizes() in (start, whole), number
        if sizes() == whole:
            assert told_of("Kerja sama") == undisturbed
            undo()
    assert number > 25
    assert result.code == 0
    assert told_of("Kerja sama") == undisturbed


def undo():
    """As if the file had never been imported."""
    persons = list(Entity.objects.filter(code="").values_list("pk", flat=True))
    Article.objects.get(title="Kerja sama").delete()
    Entity.objects.filter(pk__in=persons).delete()
    Article.history.filter(title="Kerja sama").delete()
    Entity.history.filter(id__in=persons).delete()
    Alias.history.filter(entity__in=persons).delete()
    Office.history.filter(person__in=persons).delete()
    EntityTag.history.all().delete()
    TopicTag.history.all().delete()
    # Deleting sends its own jobs for the index: leave what the first article left.
    IndexJob.objects.exclude(pk=IndexJob.objects.order_by("pk").first().pk).delete()


def test_progress_and_colours_are_for_terminals_only(import_articles, write):
    result = import_articles(write("a.txt", GOOD))
    assert result.err == ""
    assert "\x1b" not in result.out + result.err


def test_two_processes_extract_and_one_writes_in_order(import_articles, write):
    records = [{"id": n, "title": f"T{n}", "body": "Peru and Chile."} for n in range(150)]
    result = import_articles(write("a.jsonl", records), "--jobs", "2")
    assert result.code == 0, result.err
    keys = Article.objects.order_by("pk").values_list("source_key", flat=True)
    assert list(keys) == [str(n) for n in range(150)]
    assert Entity.objects.get(code="PE").tags.count() == 150


def test_only_the_main_thread_minds_signals():
    """A scheduler may well run commands in another."""
    asked = []

    def enter():
        with Interruption() as interruption:
            asked.append(interruption.asked)

    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    assert asked == [False]


@pytest.mark.parametrize("path", ["", "a" * 5000])
def test_a_path_that_cannot_be_is_missing(import_articles, write, path):
    result = import_articles(write("a.txt", GOOD), path)
    assert result.code == os.EX_NOINPUT
    assert len(lines(result)) == 1
    assert Article.objects.count() == 0


def test_a_report_in_the_folder_that_is_imported_is_not_read(import_articles, write, tmp_path):
    path = write("texts/a.txt", GOOD)
    result = import_articles(path.parent, "--report", path.parent / "report.json")
    assert result.code == 0
    assert result.err == ""
