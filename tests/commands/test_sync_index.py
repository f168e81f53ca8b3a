"""`sync_index`, once and in a loop."""

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from archive.management.commands import sync_index
from archive.management.commands.sync_index import Indexer
from archive.models import IndexJob, statistics
from archive.search import sync
from archive.search.engine import Clause, EngineUnavailable, SearchQuery
from archive.search.engines.memory import MemoryEngine
from tests.databases import sqlite_only
from tests.factories import make_article


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def run(*options):
    out = StringIO()
    call_command("sync_index", *options, stdout=out, stderr=out)
    return out.getvalue().strip()


@pytest.mark.django_db
def test_it_brings_in_what_changed_and_says_how_much(engine):
    make_article("Oil")
    assert run() == "The index is up to date: 1 articles brought in."
    assert engine.summary(SearchQuery(Clause("oil"))).total == 1
    assert run() == "The index is up to date: 0 articles brought in."


@pytest.mark.django_db
def test_it_builds_the_index_anew_when_asked(engine):
    make_article("Oil")
    IndexJob.objects.all().delete()
    assert run("--rebuild") == "The index was built anew: 1 articles."
    assert engine.summary(SearchQuery(Clause("oil"))).total == 1


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["once", "anew", "in the loop"])
def test_the_planner_learns_how_many_rows_there_are(engine, how):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL counts its rows by itself")
    make_article()
    assert counted() == set()
    if how == "in the loop":
        Indexer(None).look(engine)
    else:
        call_command("sync_index", rebuild=how == "anew", stdout=StringIO())
    assert "archive_article" in counted()


@pytest.mark.django_db
def test_rows_are_counted_at_first_and_again_when_the_archive_has_grown(engine, monkeypatch):
    counts = []
    monkeypatch.setattr(sync_index, "MANY", 2)
    monkeypatch.setattr(statistics, "refresh", counts.append)
    indexer = Indexer(Told())
    monkeypatch.setattr(indexer.ended, "wait", lambda _seconds: False)
    for articles, expected in ((0, 1), (0, 1), (1, 1), (1, 2), (0, 2)):
        for _each in range(articles):
            make_article()
        indexer.look(engine)
        assert len(counts) == expected


@pytest.mark.django_db
def test_articles_of_an_import_gather_and_a_single_change_is_brought_in_at_once(monkeypatch):
    indexer, engine, pauses = Indexer(Told()), MemoryEngine(), []
    monkeypatch.setattr(indexer.ended, "wait", pauses.append)
    monkeypatch.setattr(sync_index, "FEW", 1)
    indexer.look(engine)
    for articles, expected in ((1, []), (2, [sync_index.GATHERING])):
        pauses.clear()
        for _each in range(articles):
            make_article()
        indexer.look(engine)
        assert pauses == expected


@pytest.mark.django_db
def test_a_database_that_goes_away_while_articles_gather_ends_nothing(monkeypatch):
    def gone():
        raise OperationalError("server closed the connection")

    indexer = Indexer(Told())
    monkeypatch.setattr(sync_index, "FEW", 0)
    monkeypatch.setattr(sync_index.connection, "close", lambda: None)
    monkeypatch.setattr(indexer.ended, "wait", lambda _pause: None)
    make_article()
    monkeypatch.setattr(sync_index.IndexJob.objects, "count", gone)
    indexer.look(MemoryEngine())

    assert "server closed the connection" in indexer.command.stderr.getvalue()


@pytest.mark.django_db
def test_rows_that_cannot_be_counted_hold_nothing_up(engine, monkeypatch):
    def fails(*_pause):
        raise OperationalError("database is\nlocked")

    monkeypatch.setattr(statistics, "refresh", fails)
    indexer = Indexer(Told())
    make_article()
    indexer.look(engine)
    assert indexer.pause == sync.POLL
    assert "could not be counted" in indexer.command.stdout.getvalue()
    make_article()
    told = run()
    assert "1 articles brought in" in told
    assert "database is locked" in told


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts its rows by itself")
def test_counting_lets_writers_have_their_turn_and_ends_when_told_to(monkeypatch):
    monkeypatch.setattr(statistics, "LONG", -1)
    turns = []
    statistics.refresh(turns.append)
    assert len(turns) > 20
    assert set(turns) == {statistics.TURN}
    ended = []
    statistics.refresh(lambda seconds: ended.append(seconds) or True)
    assert len(ended) == 1


def counted():
    """The tables of which SQLite has statistics."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if not cursor.fetchall():
            return set()
        cursor.execute("SELECT tbl FROM sqlite_stat1")
        return {table for (table,) in cursor.fetchall()}


@pytest.mark.django_db
def test_beside_a_running_indexer_it_waits_for_an_empty_outbox(engine, tmp_path):
    with (tmp_path / sync.LOCK_FILE).open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert run() == ("The index is up to date: the running indexer has brought in all changes.")
        make_article("Oil")
        threading.Timer(0.5, fcntl.flock, [other, fcntl.LOCK_UN]).start()
        started = time.monotonic()
        assert run() == "The index is up to date: 1 articles brought in."
        assert time.monotonic() - started >= 0.3


@pytest.mark.django_db
def test_beside_a_running_indexer_a_rebuild_is_left_to_it(engine):
    make_article("Oil")
    done = threading.Timer(0.6, lambda: sync.rebuild_wanted().unlink())
    with sync.indexer_lock():
        done.start()
        assert run("--rebuild") == "The index was built anew by the running indexer."


@pytest.mark.parametrize("fault", [OperationalError("no such\ntable"), OSError("disk full")])
def test_a_fault_is_one_line_and_an_exit_code(monkeypatch, fault):
    def fail(engine):
        raise fault

    monkeypatch.setattr(sync, "drain", fail)
    with pytest.raises(CommandError) as caught:
        run()
    assert caught.value.returncode == os.EX_IOERR
    assert "\n" not in str(caught.value)


def test_both_modes_at_once_are_a_fault_of_usage(capsys):
    with pytest.raises((CommandError, SystemExit)):
        run("--loop", "--rebuild")


class Told:
    """What the indexer is given to speak with."""

    def __init__(self):
        self.stdout, self.stderr = StringIO(), StringIO()


class Failing(MemoryEngine):
    def apply(self, upserts, deletes):
        raise EngineUnavailable("no space left")


@sqlite_only
@pytest.mark.django_db
def test_the_indexer_waits_longer_and_longer_after_faults_and_then_goes_on(monkeypatch):
    indexer = Indexer(Told())
    pauses = []
    monkeypatch.setattr(indexer.ended, "wait", pauses.append)
    make_article("Oil")
    for _ in range(3):
        indexer.look(Failing())
    assert pauses == [0.6, 1.2, 2.4]
    assert indexer.command.stderr.getvalue().count("no space left") == 3
    assert IndexJob.objects.exists()
    engine = MemoryEngine()
    indexer.look(engine)
    assert not IndexJob.objects.exists()
    assert indexer.pause == sync.POLL


@pytest.mark.django_db
def test_the_indexer_builds_anew_what_somebody_asked_for():
    indexer, engine = Indexer(Told()), MemoryEngine()
    make_article("Oil")
    sync.rebuild_wanted().touch()
    indexer.look(engine)
    assert "built anew: 1 articles" in indexer.command.stdout.getvalue()
    assert not sync.rebuild_wanted().exists()
    assert engine.summary(SearchQuery()).total == 1


@pytest.mark.slow
def test_the_loop_ends_cleanly_when_told_to(tmp_path):
    environment = os.environ | {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": ""}
    environment.pop("DJANGO_SETTINGS_MODULE")
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "-v0"], env=environment, check=True)
    loop = subprocess.Popen(
        [*manage, "sync_index", "--loop"], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert loop.stdout is not None
    assert "built anew" in loop.stdout.readline()
    loop.send_signal(signal.SIGTERM)
    assert "ended as asked" in loop.communicate(timeout=5)[0]
    assert loop.returncode == 0
