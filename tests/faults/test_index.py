"""F2 and F5: an index that is killed, deleted, cut, or of flipped bits is never believed."""

import random
import shutil
import subprocess
import sys
from contextlib import suppress
from itertools import count

import pytest
from django.db import OperationalError, connection

from archive.models import Article, IndexJob
from archive.search import sync
from archive.search.engine import Clause, EngineUnavailable, SearchQuery
from archive.search.engines.tantivy import TantivyEngine
from tests.factories import make_article
from tests.running import ROOT

KILLS = 100

# Forks a writer that applies jobs or rebuilds, kills it at a random moment, and looks.
KILLER = """
import os, random, signal, sys, time
import django
django.setup()
from django.db import connections
from archive.models import Article, IndexJob
from archive.search import sync
from archive.search.engine import SearchQuery
from archive.search.engines import get_engine
from archive.search.engines.tantivy import TantivyEngine
from archive.keeping.checking import compare
from django.conf import settings

folder = settings.DATA_DIR / "index"
sync.BATCH = 4
ids = list(Article.objects.values_list("pk", flat=True))
chance = random.Random(6)
longest = 0.02
killed = 0
while killed < int(sys.argv[1]):
    IndexJob.objects.enqueue(ids)
    connections.close_all()
    child = os.fork()
    if not child:
        engine = TantivyEngine(folder)
        while True:
            sync.rebuild(engine) if killed % 5 == 0 else sync.drain(engine)
            IndexJob.objects.enqueue(ids)
    time.sleep(chance.uniform(0, longest))
    longest = longest * 1.5 if longest < 0.4 else 0.02
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    killed += 1
    reader = TantivyEngine(folder)
    total = reader.summary(SearchQuery()).total  # never an error
    assert total == len(ids), (killed, total)
    with sync.indexer_lock() as ours:
        assert ours, "the lock of the dead is held"
sync.drain(get_engine())
findings = compare(get_engine())
print(killed, len(findings.differences), findings.pending)
"""


@pytest.mark.slow
def test_a_hundred_kills_of_the_indexer_lose_nothing_and_readers_see_no_error(archive):
    done = subprocess.run(
        [sys.executable, "-c", KILLER, str(KILLS)], cwd=ROOT, capture_output=True, text=True,
        env=archive.environment | {"DJANGO_SETTINGS_MODULE": "archive.settings"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.split() == [str(KILLS), "0", "0"]


@pytest.fixture
def engine(tmp_path, db, settings):
    """A real index of twenty articles."""
    settings.DATA_DIR = tmp_path
    settings.SEARCH_URL = f"tantivy://{tmp_path}/index"
    for number in range(20):
        make_article(f"Oil {number}", "Iran sells oil to Russia.")
    engine = TantivyEngine(tmp_path / "index")
    sync.rebuild(engine)
    return engine


@pytest.fixture
def files(engine, tmp_path):
    return sorted(path for path in (tmp_path / "index").rglob("*") if path.is_file())


def found(folder):
    return TantivyEngine(folder / "index").summary(SearchQuery(Clause("oil"))).total


def deleted(folder):
    shutil.rmtree(folder / "index")


def truncated(folder):
    for path in (folder / "index").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def of_another_version(folder):
    (version,) = (folder / "index").iterdir()
    version.rename(version.with_name("v0.0"))


def without_its_list(folder):
    next((folder / "index").rglob("meta.json")).write_text("{}")


@pytest.mark.parametrize("harm", [deleted, truncated, of_another_version, without_its_list])
def test_search_says_try_again_the_rest_goes_on_and_the_index_comes_back(
    engine, client, tmp_path, harm
):
    harm(tmp_path)
    search = client.get("/search/?q=oil")
    assert (search.status_code, bool(search["Retry-After"])) == (503, True)
    assert client.get("/about/").status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, "index" in ready.text) == (503, True)
    with pytest.raises(EngineUnavailable):
        found(tmp_path)
    sync.drain(TantivyEngine(tmp_path / "index"))
    assert client.get("/search/?q=oil").status_code == 200
    assert client.get("/readyz").status_code == 200
    assert found(tmp_path) == 20


def test_flipped_bits_give_a_right_answer_a_refusal_or_a_difference_that_is_found(
    engine, files, client, tmp_path
):
    """Not one ends in a fault of ours; and what the check finds, its repair mends."""
    chance = random.Random(5)
    kept = {path: path.read_bytes() for path in files}
    for _flip in range(60):
        path = chance.choice([path for path in files if path.stat().st_size])
        data = bytearray(kept[path])
        place = chance.randrange(len(data))
        data[place] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        status = client.get("/search/?q=oil").status_code
        assert status in (200, 503), (path.name, place)
        path.write_bytes(kept[path])
    assert found(tmp_path) == 20


@pytest.mark.slow
def test_the_running_indexer_builds_a_deleted_index_by_itself(archive):
    with archive.served() as site:
        assert site.get("/search/?q=president")[0] == 200
        shutil.rmtree(archive.folder / "index")
        assert site.get("/search/?q=president")[0] in (200, 503)
        assert site.get("/about/")[0] == 200
        site.wait("/search/?q=president", 200, seconds=40)
        site.wait("/readyz", 200)
    assert archive.checked()["differences"] == 0


class Fault:
    """Stands before every statement, and fails the one at its place."""

    def __init__(self, place):
        self.left, self.hit = place, False

    def __call__(self, execute, sql, params, many, context):
        self.left -= 1
        if self.left == 0:
            self.hit = True
            raise OperationalError("disk I/O error")
        return execute(sql, params, many, context)


@pytest.mark.django_db(transaction=True)
def test_a_drain_that_fails_at_any_statement_loses_no_job(engine):
    """F3 of the indexer: whichever statement fails, another drain ends equal."""
    article = Article.objects.first()
    for place in count(1):
        article.revise(f"Oil word{place}", "Iran sells oil to Russia.")
        fault = Fault(place)
        with connection.execute_wrapper(fault), suppress(OperationalError):
            sync.drain(engine)
        if not fault.hit:
            break
        sync.drain(engine)
        assert not IndexJob.objects.exists()
        assert engine.summary(SearchQuery(Clause(f"word{place}"))).total == 1
    assert place > 5  # statements there were
