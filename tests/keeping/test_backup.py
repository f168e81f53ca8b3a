"""`backup` and `restore`: what was saved comes back whole, and nothing is lost by trying."""

import os
import re
import shutil
import sqlite3
import time
from contextlib import closing

import pytest

from tests.running import Archive, record

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Read and backed up by all tests of this file, and changed by none."""
    folder = tmp_path_factory.mktemp("kept")
    return Archive(folder / "data").imported(*(record(number) for number in range(6)))


@pytest.fixture(scope="module")
def backup(archive, tmp_path_factory):
    folder = tmp_path_factory.mktemp("backups")
    archive.manage("backup", folder)
    return folder


@pytest.fixture(scope="module")
def another(tmp_path_factory):
    folder = tmp_path_factory.mktemp("another")
    return Archive(folder / "data").imported(record(99, title="Another archive"))


@pytest.fixture
def other(another, tmp_path):
    """An archive with an article of its own."""
    shutil.copytree(another.folder, tmp_path / "data")
    return Archive(tmp_path / "data")


def test_a_backup_is_one_dated_file_for_its_owner_alone(backup):
    (file,) = backup.iterdir()
    assert re.fullmatch(r"archive-\d{8}T\d{6}Z\.sqlite3", file.name)
    assert file.stat().st_mode & 0o777 == 0o600


def test_it_is_checked_and_told(archive, tmp_path):
    out = archive.manage("backup", tmp_path / "new" / "folder")
    assert re.search(r"archive-\S+\.sqlite3: [\d.]+ MiB, checked$", out.strip())


def test_the_oldest_go_and_other_files_stay(archive, tmp_path):
    for name in (
        "archive-20200101T000000Z.sqlite3",
        "archive-20210101T000000Z.sqlite3",
        "mine.txt",
    ):
        (tmp_path / name).write_text("x")
    out = archive.manage("backup", tmp_path, "--keep", "2")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert "1 older removed" in out
    assert names[0] == "archive-20210101T000000Z.sqlite3"
    assert names[-1] == "mine.txt"
    assert len(names) == 3


def test_a_folder_that_cannot_be_written_is_told_in_one_line(archive, tmp_path):
    (tmp_path / "file").touch()
    code, _out, err = archive.run("backup", tmp_path / "file" / "below")
    assert (code, err.count("\n")) == (os.EX_IOERR, 1)
    assert "No backup was made" in err


def test_into_an_empty_folder_everything_comes_back(archive, backup, tmp_path):
    fresh = Archive(tmp_path / "data")
    out = fresh.manage("restore", backup)
    assert "restored, 6 articles" in out
    assert fresh.titles() == archive.titles()
    assert fresh.checked() == archive.checked()
    assert fresh.checked()["differences"] == fresh.checked()["pending"] == 0


def test_the_newest_of_a_folder_is_taken(archive, backup, tmp_path):
    newest = next(backup.iterdir())
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "archive-20200101T000000Z.sqlite3").write_text("too old to be taken")
    os.link(newest, tmp_path / "b" / newest.name)
    assert newest.name in Archive(tmp_path / "data").manage("restore", tmp_path / "b")


def test_an_archive_is_not_overwritten_without_a_word(backup, other):
    before = other.database.read_bytes()
    code, _out, err = other.run("restore", backup)
    assert code == os.EX_CANTCREAT
    assert "--overwrite" in err
    assert other.database.read_bytes() == before
    assert other.checked()["differences"] == 0


def test_with_a_word_it_is_and_the_former_one_is_kept(archive, backup, other):
    out = other.manage("restore", backup, "--overwrite")
    assert other.titles() == archive.titles()
    assert other.checked()["differences"] == 0
    former = re.search(r"kept as (\S+);", out)[1]
    with closing(sqlite3.connect(former)) as database:
        titles = database.execute("SELECT title FROM archive_article").fetchall()
    assert titles == [("Another archive",)]


def test_a_damaged_database_is_replaced_with_a_word_only(archive, backup, other):
    other.database.write_bytes(b"SQLite format 3\0" + os.urandom(200_000))
    assert other.run("restore", backup)[0] == os.EX_CANTCREAT
    other.manage("restore", backup, "--overwrite")
    assert other.titles() == archive.titles()


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_text("not a database at all " * 1000),
        lambda path: os.truncate(path, path.stat().st_size // 2),
        lambda path: change(path, "UPDATE archive_revision SET body = body || '!' WHERE id = 3"),
        lambda path: change(path, "DROP TABLE django_migrations"),
        lambda path: change(path, "UPDATE django_migrations SET name = '9999_later'"),
    ],
    ids=["empty", "no database", "cut", "a text that changed", "another's", "a newer release"],
)  # fmt: skip
def test_a_damaged_backup_is_refused_and_nothing_is_changed(backup, other, tmp_path, damage):
    path = tmp_path / "archive-20300101T000000Z.sqlite3"
    path.write_bytes(next(backup.iterdir()).read_bytes())
    damage(path)
    before = other.database.read_bytes()
    code, _out, err = other.run("restore", path, "--overwrite")
    assert (code, err.count("\n")) == (os.EX_DATAERR, 1)
    assert other.database.read_bytes() == before


def change(path, statement):
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(statement)


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_where_there_is_no_backup_it_says_so(tmp_path, name):
    (tmp_path / "empty").mkdir()
    code, _out, err = Archive(tmp_path / "data").run("restore", tmp_path / name)
    assert code == os.EX_NOINPUT
    assert name in err


def test_an_archive_in_use_is_not_restored(backup, other):
    with other.served() as site:
        code, _out, err = other.run("restore", backup, "--overwrite")
        assert code == os.EX_TEMPFAIL
        assert "end `serve` and `continue_changes` first" in err
        assert site.get("/")[0] == 200
    assert other.titles() == ["Another archive"]


def test_a_backup_taken_during_an_import_restores_and_checks_clean(tmp_path):
    """F20. The import is at work before and after, and the copy is of one moment."""
    archive = Archive(tmp_path / "data").imported(record(0))
    records = archive.write("more.jsonl", *(record(number) for number in range(1, 900)))
    running = archive.start("import_articles", records, "--jobs", "1")
    while archive.ask("SELECT count(*) FROM archive_article") < [(20,)]:
        time.sleep(0.02)
    archive.manage("backup", tmp_path / "backups")
    assert running.poll() is None, "the import was over too soon for this test"
    running.terminate()
    running.communicate()
    restored = Archive(tmp_path / "restored")
    restored.manage("restore", tmp_path / "backups")
    count = len(restored.titles())
    assert 20 <= count < 900
    assert restored.titles() == sorted(f"Article {number}" for number in range(count))
    assert restored.checked()["differences"] == 0
