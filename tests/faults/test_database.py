"""F6 and F7: a database that is damaged, or whose one writer is held, is said so and not worse."""

import os
import re
import sqlite3
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import closing
from http.cookiejar import CookieJar

import pytest

PAGES = (
    "/", "/search/?q=president", "/search/?q=nothingfoundhere", "/countries/", "/countries/iran/",
    "/a/1/", "/topics/", "/about/", "/api/v1/articles?q=president", "/admin/login/", "/readyz",
)  # fmt: skip
HELD = 30  # seconds


@pytest.mark.slow
def test_a_damaged_database_is_503_is_not_written_and_a_backup_brings_it_back(archive, tmp_path):
    archive.manage("backup", tmp_path / "backups")
    size = archive.database.stat().st_size
    with archive.database.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))
    damaged = archive.database.read_bytes()
    for ending in ("-wal", "-shm"):
        archive.database.with_name(archive.database.name + ending).unlink(missing_ok=True)
    code, _out, err = archive.run("check_archive")
    assert (code, err.count("\n")) == (os.EX_IOERR, 1)
    assert "manage.py restore" in err
    code, _out, err = archive.run("serve", "--bind", "127.0.0.1:0")
    assert code != 0
    assert "Traceback" not in err
    assert archive.database.read_bytes()[4096:] == damaged[4096:]
    started = time.monotonic()
    archive.manage("restore", tmp_path / "backups", "--overwrite")
    assert time.monotonic() - started < 15 * 60
    assert archive.checked()["differences"] == 0


@pytest.mark.slow
def test_a_database_damaged_under_a_running_site_is_503(archive):
    with archive.served() as site:
        assert site.get("/countries/iran/")[0] == 200
        with archive.database.open("r+b") as file:
            file.seek(0)
            file.write(b"\xff" * archive.database.stat().st_size)
        for path in ("/countries/iran/", "/search/?q=president", "/a/1/"):
            status, headers, body = site.get(path)
            assert status == 503, path
            assert headers["Retry-After"]
            assert "not available" in body
        status, _headers, body = site.get("/readyz")
        assert status == 503
        assert "database" in body
        assert site.get("/healthz")[0] == 200


class Browser:
    """Keeps cookies, and logs in as a person does."""

    def __init__(self, address):
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path, data=None):
        started = time.monotonic()
        try:
            with self.opener.open(self.address + path, data, timeout=60) as answer:
                said = answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                said = error.code, error.headers, error.read().decode()
        return *said, time.monotonic() - started

    def log_in(self):
        form = self.get("/admin/login/")[2]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]
        fields = {"csrfmiddlewaretoken": token, "username": "curator", "password": "a long word"}
        return self.get("/admin/login/", urllib.parse.urlencode(fields).encode())


@pytest.mark.slow
def test_a_held_write_lock_stops_no_reader_and_tells_writers_to_try_again(archive):
    archive.environment |= {"DJANGO_SUPERUSER_PASSWORD": "a long word"}
    archive.manage("createsuperuser", "--no-input", "--username=curator", "--email=c@example.org")
    with archive.served() as site, closing(sqlite3.connect(archive.database)) as other:
        browser = Browser(site.address)
        for path in PAGES:
            assert site.get(path)[0] == 200, path  # all is loaded
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(HELD, lambda: None)
        release.start()
        slowest = 0.0
        status, headers, _body, waited = browser.log_in()
        assert (status, bool(headers["Retry-After"])) == (503, True)
        assert waited < 5 + 10  # a busy timeout, and a busy machine
        while release.is_alive():
            for path in PAGES:
                started = time.monotonic()
                assert site.get(path, **{"User-Agent": "Mozilla/5.0"})[0] == 200, path
                slowest = max(slowest, time.monotonic() - started)
        assert slowest < 4, slowest  # nobody waited for the lock
        other.execute("ROLLBACK")
        assert browser.log_in()[0] == 200
        assert "Log out" in browser.get("/admin/")[2]
