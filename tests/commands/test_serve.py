"""`serve`: from an empty folder to a site that answers, and to its end."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from archive import checks
from archive.management.commands import serve as command
from tests.databases import sqlite_only

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def environment(tmp_path):
    known = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return known | {"DATA_DIR": str(tmp_path / "data")}


@pytest.fixture
def serve(environment):
    """Starts `serve` on a free port; gives the process and the address it tells."""
    started = []

    def start(*arguments):
        process = subprocess.Popen(
            [sys.executable, ROOT / "manage.py", "serve", "--bind", "127.0.0.1:0", *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        for line in process.stdout:
            if found := re.search(r"The archive is at (http://\S+)/", line):
                return process, found[1]
        raise AssertionError("it ended without telling its address")

    yield start
    for process in started:
        process.terminate()
        process.wait(15)
        process.stdout.close()


def get(address):
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def children_of(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_it_serves_restarts_what_dies_and_ends_well(serve):
    process, address = serve("--workers", "1")
    assert get(f"{address}/healthz") == 200
    assert get(f"{address}/readyz") == 200
    assert get(f"{address}/search/?q={'x' * 9000}") == 414  # beyond 8,190 bytes
    before = children_of(process.pid)
    assert len(before) == 2
    for child in before:
        os.kill(child, signal.SIGKILL)
    assert get(f"{address}/healthz") == 200  # who asks meanwhile waits, and is answered
    deadline = time.monotonic() + 40
    while len(set(children_of(process.pid)) - set(before)) < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert len(set(children_of(process.pid)) - set(before)) == 2
    process.terminate()
    assert process.wait(20) == 0


@pytest.mark.slow
def test_in_a_container_all_it_prints_is_json_on_standard_output(environment, tmp_path):
    log = tmp_path / "log"
    with log.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, ROOT / "manage.py", "serve", "--bind=127.0.0.1:0", "--workers=1"],
            env=environment | {"LOGS": "json"}, stdout=file, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    end = time.monotonic() + 60
    while not (found := re.search(r"http://[\d.:]+", log.read_text())) and time.monotonic() < end:
        time.sleep(0.1)
    assert get(f"{found[0]}/about/?q=secret") == 200
    assert get(f"{found[0]}/search/?q={'x' * 9000}") == 414
    process.terminate()
    _out, err = process.communicate(timeout=20)
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert not err
    assert "secret" not in log.read_text()
    assert {"path", "status", "ms", "request_id"} <= next(
        line.keys() for line in lines if line["message"] == "request"
    )


def run(environment, *arguments):
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", "serve", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_taken_port_is_said_at_once_and_nothing_is_touched(environment, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        answer = run(environment, "--bind", address)
    assert answer.returncode == os.EX_UNAVAILABLE
    assert f"Cannot listen on {address}: Address already in use." in answer.stderr
    assert not (tmp_path / "data" / "archive.sqlite3").exists()


@pytest.mark.parametrize("address", ["nonsense", "127.0.0.1:x", "127.0.0.1:99999999", "a b:80"])
def test_an_address_that_is_none_is_explained(environment, address):
    answer = run(environment, "--bind", address)
    assert answer.returncode == os.EX_UNAVAILABLE
    assert answer.stderr.count("\n") == 1
    assert "use address:port" in answer.stderr


def test_a_site_without_workers_is_a_mistake(environment):
    assert run(environment, "--workers", "0").returncode == 2


@pytest.mark.django_db
@sqlite_only
def test_settings_that_the_database_did_not_take_are_told_at_the_start(capsys, monkeypatch):
    command.Command().read_back()
    assert not capsys.readouterr().out
    monkeypatch.setitem(checks.PRAGMAS, "synchronous", (0,))
    command.Command().read_back()
    assert "synchronous is 1. It should be 0." in capsys.readouterr().out
