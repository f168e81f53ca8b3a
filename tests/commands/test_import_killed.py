"""kill -9 at any moment of an import: every article whole or absent, and a rerun ends the same."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = 60
# By the number of processes. KILLS=50 makes a hundred of them, in some ten minutes.
KILLS = dict.fromkeys((1, 2), int(os.environ.get("KILLS", "10")))

# All that the archive says, by names instead of keys, which may differ after a kill.
SAID = (
    """SELECT a.title, a.language, a.date_edtf, a.content_hash, a.status, a.source_key, r.body
    FROM archive_article a JOIN archive_revision r ON r.id = a.revision_id""",
    """SELECT a.source_key, m.start, m.end, m.surface, e.kind, e.slug
    FROM archive_mention m JOIN archive_article a ON a.revision_id = m.revision_id
    JOIN archive_entity e ON e.id = m.entity_id""",
    """SELECT a.source_key, e.slug, t.weight, t.state, t.central
    FROM archive_entitytag t JOIN archive_article a ON a.id = t.article_id
    JOIN archive_entity e ON e.id = t.entity_id""",
    """SELECT a.source_key, p.slug, t.weight FROM archive_topictag t
    JOIN archive_article a ON a.id = t.article_id JOIN archive_topic p ON p.id = t.topic_id""",
    """SELECT a.source_key, l.source_key, g.reason FROM archive_article a
    JOIN archive_articlegroup g ON g.id = a.group_id JOIN archive_article l ON l.id = g.lead_id""",
    """SELECT a.source_key, b.band FROM archive_textband b
    JOIN archive_article a ON a.id = b.article_id""",
    "SELECT kind, slug, name FROM archive_entity",
    "SELECT e.slug, l.text FROM archive_alias l JOIN archive_entity e ON e.id = l.entity_id",
)
RUNS = "SELECT count(*) FROM archive_importrun"
UNFINISHED = "SELECT count(*) FROM archive_importrun WHERE finished_at IS NULL"
ARTICLE_WITHOUT = "SELECT count(*) FROM archive_article WHERE id NOT IN "
TORN = (
    "SELECT count(*) FROM archive_article WHERE revision_id IS NULL",
    f"{ARTICLE_WITHOUT} (SELECT article_id FROM archive_revision)",
    f"{ARTICLE_WITHOUT} (SELECT article_id FROM archive_indexjob)",
    f"{ARTICLE_WITHOUT} (SELECT article_id FROM archive_entitytag)",
    f"{ARTICLE_WITHOUT} (SELECT article_id FROM archive_importrecord WHERE article_id > 0)",
    """SELECT count(*) FROM archive_textband
    WHERE article_id NOT IN (SELECT id FROM archive_article)""",
    """SELECT count(*) FROM archive_articlegroup g
    WHERE 2 > (SELECT count(*) FROM archive_article a WHERE a.group_id = g.id)""",
    """SELECT count(*) FROM archive_mention
    WHERE revision_id NOT IN (SELECT revision_id FROM archive_article)""",
)


class Archive:
    """An archive of its own in a folder, worked on by commands as an operator gives them."""

    def __init__(self, folder):
        self.folder = folder
        self.environment = {**os.environ, "DATA_DIR": str(folder)}
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)
        self.run("migrate", "--verbosity", "0")

    def start(self, *arguments):
        command = [sys.executable, "manage.py", *map(str, arguments)]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def run(self, *arguments):
        process = self.start(*arguments)
        _out, err = process.communicate(timeout=300)
        return process.returncode, err.decode()

    def wait_until_it_works(self, process):
        lock = self.folder / "import.lock"
        while process.poll() is None and f'"pid": {process.pid},' not in (
            lock.read_text() if lock.exists() else ""
        ):
            time.sleep(0.01)

    def ask(self, question):
        with sqlite3.connect(self.folder / "archive.sqlite3") as database:
            return database.execute(question).fetchall()

    def said(self):
        return [sorted(self.ask(question)) for question in SAID]


@pytest.fixture(scope="module")
def articles(tmp_path_factory):
    """Generated ones, of which every tenth has a copy with another end."""
    path = tmp_path_factory.mktemp("articles") / "generated.jsonl"
    command = [sys.executable, "manage.py", "make_articles", str(ARTICLES), "--output", str(path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    records = [json.loads(line) for line in path.read_text().splitlines()]
    copies = [
        record | {"id": f"{record['id']}-copy", "paragraphs": [*record["paragraphs"], "End."]}
        for record in records[::10]
    ]
    path.write_text("".join(json.dumps(record) + "\n" for record in [*records, *copies]))
    return path


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_import_that_is_killed_over_and_over_ends_as_an_undisturbed_one(
    articles, tmp_path, jobs
):
    undisturbed = Archive(tmp_path / "undisturbed")
    process = undisturbed.start("import_articles", articles, "--jobs", jobs)
    undisturbed.wait_until_it_works(process)
    begun = time.monotonic()
    process.communicate()
    longest = time.monotonic() - begun  # seconds until a kill: all of an import
    assert process.returncode == 0
    disturbed = Archive(tmp_path / "disturbed-0")
    chance, kills, interrupted = random.Random(jobs), 0, 0
    while kills < KILLS[jobs] or (not interrupted and kills < 3 * KILLS[jobs]):
        runs, writing = disturbed.ask(RUNS), kills % 2  # every second kill hits one that writes
        process = disturbed.start("import_articles", articles, "--jobs", jobs)
        disturbed.wait_until_it_works(process)
        while writing and process.poll() is None and disturbed.ask(RUNS) == runs:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, longest / 4 if writing else longest))
        if process.poll() is not None:  # it has come to its end: once more from the beginning
            assert disturbed.said() == undisturbed.said()
            disturbed = Archive(tmp_path / f"disturbed-{kills}")
            continue
        process.send_signal(signal.SIGKILL)
        process.communicate()
        kills += 1
        assert [disturbed.ask(question)[0][0] for question in TORN] == [0] * len(TORN)
        assert disturbed.ask("PRAGMA integrity_check") == [("ok",)]
        interrupted += disturbed.ask(UNFINISHED)[0][0] > 0
    assert interrupted
    code, err = disturbed.run("import_articles", articles, "--jobs", jobs)
    assert code == 0, err
    assert disturbed.said() == undisturbed.said()


def test_processes_of_a_killed_import_do_not_live_on(articles, tmp_path):
    archive = Archive(tmp_path / "data")
    process = archive.start("import_articles", articles, "--jobs", 2)
    while not (children := children_of(process.pid)) and process.poll() is None:
        time.sleep(0.05)
    assert children
    process.send_signal(signal.SIGKILL)
    process.communicate()
    deadline = time.monotonic() + 10
    while any(alive(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [child for child in children if alive(child)]


def children_of(pid):
    try:
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
