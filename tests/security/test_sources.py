"""S9, S23 to S25: what the code never does, whatever it is asked, and what it starts with."""

import ast
import os
import re
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import call_command

from archive.models import Revision
from tests.running import ROOT

FETCHING = {"requests", "urllib3", "httpx", "aiohttp", "ftplib", "smtplib", "http.client",
            "urllib.request", "pycurl", "telnetlib", "xmlrpc.client"}  # fmt: skip
LOADING = {"pickle", "marshal", "shelve", "dill", "cloudpickle"}
RUNNING = {"eval", "exec", "compile", "__import__"}
MAY_LISTEN = {"archive.management.commands.serve", "archive.server", "archive.importing.lock"}
MAY_START = {"archive.admin.starting", "archive.keeping.postgresql",
             "archive.management.judging"}  # commands of ours  # fmt: skip


def modules():
    for path in sorted((ROOT / "archive").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        yield pytest.param(name, ast.parse(path.read_text("utf-8")), id=name)


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(("name", "tree"), list(modules()))
def test_no_module_fetches_loads_objects_or_runs_what_it_is_given(name, tree):
    names = set(imported(tree))
    assert not names & FETCHING, "there is no fetching by address"
    assert not names & LOADING, "stored objects run what they say"
    assert "socket" not in names or name in MAY_LISTEN
    assert "subprocess" not in names or name in MAY_START
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in RUNNING, called
            assert called not in ("os.system", "os.popen"), called
            assert called != "yaml.load" or "Loader=yaml.BaseLoader" in ast.unparse(node)
            assert not any(word.arg == "shell" for word in node.keywords), called


def test_an_import_opens_no_connection(import_formats, monkeypatch):
    """S9 and S12: addresses, entities and style sheets in files are words and nothing more."""
    asked = []
    monkeypatch.setattr(socket.socket, "connect", lambda _self, where: asked.append(where))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *where, **_: asked.append(where) or [])
    import_formats()
    assert asked == []


HOSTILE = {
    "page.html": """<html><head><base href=http://169.254.169.254/><link rel=stylesheet
        href=http://127.0.0.1/x.css><script src=http://127.0.0.1/x.js></script>
        <meta http-equiv=refresh content="0;url=http://127.0.0.1/"></head><body><article>
        <h1>Oil</h1>
        <p>Iran sells oil to Russia, and so it has been for a long time in these parts.</p>
        <p><img src=http://127.0.0.1/x.png> The ministers met again in Tehran in the spring.</p>
        </article></body></html>""",
    "tei.xml": """<?xml version="1.0"?><!DOCTYPE TEI [<!ENTITY x SYSTEM "http://127.0.0.1/x">
        <!ENTITY f SYSTEM "file:///etc/passwd">]>
        <TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><div type="document">
        <head>Oil &x;&f;</head>
        <p>Iran sells oil.</p></div></body></text></TEI>""",
    "laughs.xml": """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">
        <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
        <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">]>
        <rss version="2.0"><channel><title>x</title><item><title>&e;</title></item></channel>
        </rss>""",
    "feed.xml": """<?xml version="1.0"?><rss version="2.0"><channel><title>x</title><item>
        <title>Oil</title><link>http://[::ffff:127.0.0.1]/x</link><enclosure url="http://127.0.0.1/"
        type="audio/mpeg" length="1"/><description>Iran sells oil to Russia again.</description>
        </item></channel></rss>""",
    "address.jsonl": '{"title": "Oil", "body": "Iran sells.", "url": "http://0x7f000001/admin"}',
    "address.txt": "http://169.254.169.254/latest/meta-data\n\nfile:///etc/passwd\n",
}  # fmt: skip


@pytest.fixture
def import_formats(db, tmp_path, settings):
    settings.DATA_DIR = tmp_path

    def run():
        folder = tmp_path / "hostile"
        folder.mkdir()
        for name, content in HOSTILE.items():
            (folder / name).write_text(content)
        with suppress(SystemExit):  # some are refused, and that is well
            call_command("import_articles", str(folder), "--jobs=1", verbosity=0)
        bodies = "".join(Revision.objects.values_list("body", flat=True))
        assert "root:" not in bodies + "".join(Revision.objects.values_list("title", flat=True))
        assert Revision.objects.count() >= 2

    return run


def started(**environment):
    known = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env={**known, **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"DEBUG": "1"}, "DEBUG"),
        ({"SECRET_KEY": "changeme"}, "SECRET_KEY has 8 characters"),
        ({"SITE_URL": "http://archive.example"}, "https://"),
    ],
)
def test_weak_settings_do_not_start_in_production(tmp_path, settings, words):
    done = started(DATA_DIR=str(tmp_path), **{"SITE_URL": "https://archive.example", **settings})
    assert done.returncode == os.EX_CONFIG
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_debug_is_warned_of(tmp_path):
    done = started(DATA_DIR=str(tmp_path), DEBUG="1")
    assert done.returncode == 0
    assert "DEBUG is on" in done.stderr


def test_there_is_no_user_and_each_installation_has_a_key_of_its_own(tmp_path):
    keys = set()
    for name in ("one", "two"):
        started(DATA_DIR=str(tmp_path / name))
        key = (tmp_path / name / "secret_key").read_text()
        assert (tmp_path / name / "secret_key").stat().st_mode & 0o777 == 0o600
        assert len(key) >= 50
        keys.add(key)
    assert len(keys) == 2
    for path in (ROOT / "archive" / "migrations").glob("*.py"):
        assert "create_user" not in path.read_text("utf-8")


def test_no_secret_is_in_the_code():
    kinds = r"(?i)(secret_key|password|token|api_?key)\s*=\s*['\"][^'\"]{12,}['\"]"
    for path in [*(ROOT / "archive").rglob("*.py"), ROOT / "Dockerfile", ROOT / "compose.yaml"]:
        assert not re.search(kinds, path.read_text("utf-8")), path


def test_the_base_image_and_requirements_are_pinned():
    image = (ROOT / "Dockerfile").read_text("utf-8")
    assert "--require-hashes" in image
    assert "latest" not in image
    assert Path(ROOT / "SECURITY.md").exists()
