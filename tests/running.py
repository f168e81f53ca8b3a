"""An archive of its own in a folder, worked on by commands as an operator gives them."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class Archive:
    """`environment` is what the commands see beside DATA_DIR."""

    def __init__(self, folder, **environment):
        self.folder = Path(folder)
        self.database = self.folder / "archive.sqlite3"
        known = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.environment = {**known, "DATA_DIR": str(folder), **environment}

    def start(self, *arguments, **options):
        return subprocess.Popen(
            [sys.executable, "manage.py", *map(str, arguments)], cwd=ROOT, env=self.environment,
            stdout=options.pop("stdout", subprocess.PIPE),
            stderr=options.pop("stderr", subprocess.PIPE),
            text=True, start_new_session=True, **options,
        )  # fmt: skip

    def run(self, *arguments, **options):
        """Exit code, standard output and standard error of a command."""
        process = self.start(*arguments, **options)
        out, err = process.communicate(timeout=300)
        return process.returncode, out, err

    def manage(self, *arguments):
        """The output of a command that must end well."""
        code, out, err = self.run(*arguments)
        assert code == 0, err
        return out

    def ask(self, question, *values):
        with closing(sqlite3.connect(self.database, timeout=30)) as database, database:
            return database.execute(question, values).fetchall()

    def titles(self):
        return sorted(title for (title,) in self.ask("SELECT title FROM archive_article"))

    def checked(self, *options):
        """What check_archive finds, as an object."""
        code, out, err = self.run("check_archive", "--json", *options)
        assert code in (0, 1), err
        return json.loads(out)

    def write(self, name, *records):
        """A file of JSON Lines beside the archive."""
        path = self.folder.parent / name
        path.write_text("".join(json.dumps(record) + "\n" for record in records))
        return path

    def imported(self, *records):
        """Migrate, import these records and index them."""
        self.manage("migrate", "--verbosity", "0")
        self.manage("import_articles", self.write("records.jsonl", *records), "--jobs", "1")
        self.manage("sync_index")
        return self

    @contextmanager
    def served(self, *arguments, **options):
        """`serve` on a free port: gives the site, and ends it. Its log is read at the end."""
        log = self.folder.parent / f"serve-{time.monotonic_ns()}.log"
        # Files, for a pipe that nobody reads fills up, and then every request waits.
        with log.open("w") as file, log.with_suffix(".err").open("w") as errors:
            process = self.start(
                "serve", "--bind", "127.0.0.1:0", "--workers", "1", *arguments,
                **({"stdout": file, "stderr": errors} | options),
            )  # fmt: skip
        site = Site(process, log)
        try:
            yield site.ready()
        finally:
            site.end()


class Site:
    def __init__(self, process, log):
        self.process, self.log, self.address = process, log, ""

    def ready(self):
        end = time.monotonic() + 180  # a busy machine takes its time
        while time.monotonic() < end and self.process.poll() is None:
            if found := re.search(r"http://127\.0\.0\.1:\d+", self.log.read_text()):
                self.address = found[0]
                self.wait("/healthz", 200)
                return self
            time.sleep(0.05)
        raise AssertionError(f"not served: {self.log.read_text()}")

    def get(self, path, **headers):
        """Status, headers and body."""
        request = urllib.request.Request(self.address + path, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read().decode()

    def wait(self, path, status, seconds=20):
        """Until this address answers with this status; the answer."""
        end = time.monotonic() + seconds
        while True:
            with suppress(OSError):
                answer = self.get(path)
                if answer[0] == status:
                    return answer
            assert time.monotonic() < end, f"{path} never said {status}"
            time.sleep(0.1)

    def children(self):
        pid = self.process.pid
        said = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return [int(child) for child in said.split()]

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.communicate(timeout=20)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        return self.process.returncode


def record(number, **fields):
    """A record of an import, each with its own words."""
    day = number % 28 + 1
    body = f"President number {number} of Iran met the minister of Russia on {day} May 1998."
    return {
        "id": f"r{number}",
        "title": f"Article {number}",
        "body": body,
        "language": "en",
    } | fields
