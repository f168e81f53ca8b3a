"""The load targets L1 to L10, measured on an archive that is served, and printed side by side.

    DATA_DIR=... python -m tests.load.run [--seconds 60] [--port 8185] [phase ...]

Fills DATA_DIR with 100,000 invented articles first where it is empty. Every phase is played by
locust for so many seconds; "busy" is the same searches while 10,000 articles are imported and
curators edit. What is printed are figures, never a verdict: the machine may be doing other things.
"""

# ruff: noqa: T201
from __future__ import annotations

import argparse
import csv
import os
import secrets
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import closing, contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = int(os.environ.get("LOAD_ARTICLES", "100000"))
IMPORTED = 10_000
# phase: kinds of users, how many of each at once
PHASES = {
    "L1 search": ("search", 20),
    "L2 search, busy": ("search admin", 22),
    "L3 pages": ("pages", 8),
    "L4 worst query": ("worst", 2),
    "L5 admin": ("admin", 4),
    "L10 search, 50 crawlers": ("search crawl", 70),
}
SHOWN = "{:26} {:14} {:>8} {:>7} {:>8} {:>8} {:>8} {:>7}"


def manage(*arguments: object, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "manage.py", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ, text=True, **options)  # type: ignore[call-overload,no-any-return]


def prepare(folder: Path) -> int:
    """Articles, a curator, and static files; returns the key of the last article."""
    database = folder / "archive.sqlite3"
    if not database.exists():
        command = [sys.executable, "-m", "tests.benchmarks.bulk", str(ARTICLES)]
        subprocess.run(command, cwd=ROOT, check=True)
    manage("migrate", "-v0").wait()
    manage("sync_index", "-v0").wait()
    os.environ["LOAD_PASSWORD"] = os.environ["DJANGO_SUPERUSER_PASSWORD"] = secrets.token_hex(12)
    with closing(sqlite3.connect(database)) as rows, rows:
        rows.execute("DELETE FROM auth_user WHERE username = 'load'")
        (last,) = rows.execute("SELECT max(id) FROM archive_article").fetchone()
        (country,) = rows.execute(
            "SELECT e.slug FROM archive_entity e JOIN archive_entitytag t ON t.entity_id = e.id "
            "WHERE e.kind = 'country' AND t.article_id < 5000 GROUP BY 1 ORDER BY count(*) DESC"
        ).fetchone()
    manage("createsuperuser", "--no-input", "--username=load", "--email=l@example.org").wait()
    os.environ |= {"LOAD_LAST_ARTICLE": str(last), "LOAD_COUNTRY": country}
    return int(last)


@contextmanager
def served(port: int):
    """The site; prints how long it took to be ready and to end, and the memory it used."""
    started = time.monotonic()
    process = manage("serve", f"--bind=127.0.0.1:{port}", stderr=subprocess.DEVNULL,
                     stdout=subprocess.DEVNULL, start_new_session=True)  # fmt: skip
    try:
        while time.monotonic() - started < 120:
            with suppress(OSError):
                if (
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).status
                    == 200
                ):
                    break
            time.sleep(0.1)
        print(f"L8 ready after {time.monotonic() - started:.1f} s, {memory(process.pid)}")
        yield process
        print(f"L8 at the end {memory(process.pid)}")
    finally:
        asked = time.monotonic()
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        print(f"L8 ended {time.monotonic() - asked:.1f} s after SIGTERM, code {process.returncode}")
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def memory(parent: int) -> str:
    """Resident megabytes of the processes of the site."""
    sizes, waiting = [], [parent]
    while waiting:
        pid = waiting.pop()
        with suppress(OSError):
            status = Path(f"/proc/{pid}/status").read_text()
            name = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
            size = int(status.partition("VmRSS:")[2].split()[0]) // 1024
            sizes.append(
                (next((n for n in ("gunicorn", "sync_index") if n in name), "serve"), size)
            )
            waiting += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
    return ", ".join(f"{name} {size} MB" for name, size in sizes)


def play(phase: str, seconds: int, port: int, out: Path) -> None:
    kinds, users = PHASES[phase]
    command = [
        *(sys.executable, "-m", "locust", "-f", "tests/load/locustfile.py", "--headless"),
        *("--host", f"http://127.0.0.1:{port}", "-u", str(users), "-r", str(users)),
        *(
            "-t",
            f"{seconds}s",
            "--csv",
            str(out / "figures"),
            "--only-summary",
            "--stop-timeout=10",
        ),
        *("--tags", *kinds.split()),
        *(name for kind in kinds.split() for name in CLASSES[kind]),
    ]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    file = out / "figures_stats.csv"
    if not file.exists():
        print(phase, ended.stderr[-1500:])
        return
    for row in csv.DictReader(file.open(encoding="utf-8")):
        if row["Name"] not in ("Aggregated", "log in"):
            print(SHOWN.format(
                phase, row["Name"], row["Request Count"], row["Failure Count"],
                f"{float(row['Requests/s']):.1f}", row["50%"], row["95%"], row["99%"],
            ))  # fmt: skip
    file.unlink()


CLASSES = {"search": ["Searcher"], "pages": ["PageReader"], "worst": ["Worst"],
           "admin": ["Curator"], "crawl": ["Crawler"]}  # fmt: skip


@contextmanager
def importing(out: Path):
    """10,000 new articles on their way while the phase is played; prints how fast they came."""
    path = out / "more.jsonl"
    manage("make_articles", IMPORTED, "--seed", int(time.time()) % 10_000, "--output", path,
           stdout=subprocess.DEVNULL).wait()  # fmt: skip
    text = path.read_text(encoding="utf-8").replace('"generated-', f'"load-{secrets.token_hex(4)}-')
    path.write_text(text, encoding="utf-8")
    started = time.monotonic()
    process = manage("import_articles", path, "--jobs=1", "--source=Load",
                     stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # fmt: skip
    yield
    over = process.poll() is not None
    process.terminate()
    out_text, _err = process.communicate()
    print(f"L2 import: {out_text.strip()} in {time.monotonic() - started:.0f} s"
          f"{'' if over else ' (still at work when the phase ended)'}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--port", type=int, default=8185)
    parser.add_argument("phases", nargs="*", default=list(PHASES))
    options = parser.parse_args()
    prepare(Path(os.environ["DATA_DIR"]))
    print(
        SHOWN.format("phase", "what", "requests", "errors", "per s", "p50 ms", "p95 ms", "p99 ms")
    )
    with tempfile.TemporaryDirectory() as folder, served(options.port):
        out = Path(folder)
        for phase in options.phases:
            if "busy" in phase:
                with importing(out):
                    play(phase, options.seconds, options.port, out)
            else:
                play(phase, options.seconds, options.port, out)


if __name__ == "__main__":
    main()
