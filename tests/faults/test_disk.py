"""F4: disk full, in the database, in the index, in a backup, in the log. Nothing half is kept."""

import os
import resource
import socket
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.running import Archive, Site, record


def full_at(archive, pages):
    """The same archive, whose database may not grow beyond so many pages of 4 kB."""
    pragmas = f"PRAGMA journal_mode=WAL;PRAGMA max_page_count={pages};"
    url = f"sqlite:///{quote(str(archive.database))}?init_command={quote(pragmas)}"
    return Archive(archive.folder, DATABASE_URL=url)


def pages(archive):
    return archive.ask("PRAGMA page_count")[0][0]


@pytest.mark.slow
def test_a_full_database_stops_an_import_with_74_and_the_rest_goes_on(archive):
    records = [record(number) for number in range(24, 400)]
    path = archive.write("more.jsonl", *records)
    code, _out, err = full_at(archive, pages(archive) + 40).run("import_articles", path, "-v0")
    assert code == os.EX_IOERR
    assert "full" in err
    assert "Traceback" not in err
    assert archive.ask("PRAGMA integrity_check") == [("ok",)]
    archive.manage("sync_index")
    findings = archive.checked()
    assert findings["differences"] == 0
    assert 24 < findings["articles"] < 400
    archive.manage("import_articles", path, "--jobs", "1")  # there is room again
    assert archive.titles() == sorted(f"Article {number}" for number in range(400))


@pytest.mark.slow
def test_a_site_on_a_full_disk_goes_on_to_be_read(archive):
    with full_at(archive, 1).served() as site:  # no page more than there is
        assert site.get("/search/?q=president")[0] == 200
        assert site.get("/search/?q=nothingfoundhere", **{"User-Agent": "Mozilla/5.0"})[0] == 200


def limited(size):
    """Files may not grow beyond this many bytes, as on a disk that is full."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.slow
def test_an_index_that_cannot_be_written_is_told_and_loses_no_job(archive):
    archive.manage(
        "import_articles", archive.write("x.jsonl", *(record(n) for n in range(24, 60))), "--jobs=1"
    )
    jobs = archive.ask("SELECT count(*) FROM archive_indexjob")
    code, _out, err = archive.run("sync_index", preexec_fn=limited(600))
    assert code == os.EX_IOERR
    assert "nothing is lost" in err
    assert archive.ask("SELECT count(*) FROM archive_indexjob") == jobs
    archive.manage("sync_index")
    findings = archive.checked()
    assert (findings["differences"], findings["pending"]) == (0, 0)


@pytest.mark.slow
def test_a_backup_that_does_not_fit_leaves_no_file(archive, tmp_path):
    size = archive.database.stat().st_size
    code, _out, err = archive.run("backup", tmp_path / "b", preexec_fn=limited(size // 2))
    assert code == os.EX_IOERR
    assert "No backup was made" in err
    assert list((tmp_path / "b").iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("form", ["plain", "json"])
def test_a_log_that_cannot_be_written_stops_no_request(archive, form):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    archive.environment["LOGS"] = form
    with Path("/dev/full").open("w") as full:
        process = archive.start(
            "serve", f"--bind=127.0.0.1:{port}", "--workers=1", stdout=full, stderr=full
        )
    site = Site(process, Path("/dev/null"))
    site.address = f"http://127.0.0.1:{port}"
    try:
        site.wait("/readyz", 200, seconds=180)
        assert site.get("/")[0] == 200
        assert site.get("/nowhere/")[0] == 404
    finally:
        site.end()


@pytest.mark.slow
def test_an_import_whose_messages_cannot_be_written_is_whole(archive):
    path = archive.write("x.jsonl", *(record(n) for n in range(24, 40)), {"title": "no body"})
    with Path("/dev/full").open("w") as full:
        archive.start("import_articles", path, "--jobs=1", stderr=full).communicate(timeout=120)
    archive.manage("sync_index")
    assert archive.checked()["differences"] == 0
    archive.run("import_articles", path, "--jobs=1")
    assert len(archive.titles()) == 40
