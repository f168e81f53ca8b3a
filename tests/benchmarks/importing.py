"""How fast articles are imported, and how much faster not again. Run by hand:

    python -m tests.benchmarks.importing [NUMBER] [JOBS] [--large] [--roll-back]

Prints one JSON object: articles a second with extraction and indexing (one run, in an archive that
others were imported into before; the indexer runs beside the import, as `serve` has it), seconds of
a second import, the rows that it changed, their ratio, and the memory of the largest process; and
the milliseconds of processor that each step takes for an article, done one after the other in one
process that has done them before. On a machine that is shared only these, and the ratio, tell much.
`--large` imports a file of 100 MB too; `--roll-back` takes the first import back at the end.
"""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from archive.management.generating import Generator

ROOT = Path(__file__).resolve().parents[2]
WARM = 300  # articles that are imported before anything is measured
IN_STEPS = 400  # articles of which each step is measured by itself
LARGE = 100_000_000  # bytes


def manage(folder: Path, *arguments: str) -> float:
    """Run a command in an archive of its own; the seconds it took."""
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(folder)},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - begun


@contextmanager
def indexer(folder: Path) -> Iterator[None]:
    """An indexer that brings the index up to date meanwhile."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "sync_index", "--loop"],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def write(path: str, seed: int, number: int) -> None:
    """A file of generated articles, whose ids no other seed's have."""
    with Path(path).open("w", encoding="utf-8") as file:
        for article in Generator(seed).articles(number):
            own = {**article, "id": f"{seed}-{article['id']}"}
            file.write(json.dumps(own, ensure_ascii=False) + "\n")


def processor() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def whole(folder: Path, number: int, jobs: int, *, take_back: bool) -> dict[str, Any]:
    """An import as an operator runs it, the index brought up to date at its end; and again."""
    path, warm = str(folder / "generated.jsonl"), str(folder / "warm.jsonl")
    write(path, 7, number)
    write(warm, 8, WARM)
    manage(folder, "migrate", "--verbosity", "0")
    manage(folder, "import_articles", warm, "--jobs", str(jobs))
    manage(folder, "sync_index")
    before = processor()
    with indexer(folder):
        first = manage(folder, "import_articles", path, "--jobs", str(jobs))
        indexed = manage(folder, "sync_index")  # waits for the indexer
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    spent = processor() - before
    watch(folder)
    again = manage(folder, "import_articles", path, "--jobs", str(jobs))
    result = {
        "python": sys.version.split()[0],
        "articles": number,
        "jobs": jobs,
        "articles_per_second": round(number / (first + indexed), 1),
        "processor_ms_per_article": round(1000 * spent / number, 2),
        "import_seconds": round(first, 2),
        "index_seconds": round(indexed, 2),
        "again_seconds": round(again, 2),
        "again_rows_changed": changed(folder),
        "ratio": round(first / again, 1),
        "largest_process_mib": round(most),
    }
    if take_back:
        result["roll_back_seconds"] = round(manage(folder, "roll_back_import", "2"), 2)
    return result


def watch(folder: Path) -> None:
    """Have the database note each row that is written from now on."""
    with closing(sqlite3.connect(folder / "archive.sqlite3")) as database, database:
        asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'archive_%'"
        database.execute("CREATE TABLE changed (name TEXT)")
        for (table,) in database.execute(asked).fetchall():
            for event in ("INSERT", "UPDATE", "DELETE"):
                database.execute(
                    f"CREATE TRIGGER watch_{table}_{event} AFTER {event} ON {table} "
                    f"BEGIN INSERT INTO changed VALUES ('{table}'); END"
                )


def changed(folder: Path) -> int:
    """How many rows were written since; nothing is noted from now on."""
    with closing(sqlite3.connect(folder / "archive.sqlite3")) as database, database:
        count: int = database.execute("SELECT count(*) FROM changed").fetchone()[0]
        asked = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'watch_%'"
        for (trigger,) in database.execute(asked).fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
    return count


def large(folder: Path) -> dict[str, Any]:
    """The memory of an import of one file of 100 MB."""
    path = folder / "large.jsonl"
    manage(folder, "make_articles", str(LARGE // 3_900), "--output", str(path))
    manage(folder, "migrate", "--verbosity", "0")
    manage(folder, "import_articles", str(path))
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"large_bytes": path.stat().st_size, "large_largest_process_mib": round(most)}


def in_steps(folder: Path) -> dict[str, Any]:
    """Milliseconds of processor that each step takes for an article."""
    os.environ["DATA_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from archive.importing.authorities import load_authorities
    from archive.importing.extractor import Extractor, extract_all
    from archive.importing.fingerprint import bands
    from archive.importing.identity import Sources, find_known
    from archive.importing.importer import Saver, request_for
    from archive.importing.knowledge import load_knowledge
    from archive.importing.parsing import parse
    from archive.importing.reading import read
    from archive.importing.running import BATCH, TOGETHER
    from archive.importing.values import Defaults
    from archive.models import ImportRun
    from archive.search.engines import get_engine
    from archive.search.sync import drain

    call_command("migrate", verbosity=0)
    load_authorities()
    extractor, run, sources = Extractor(load_knowledge()), ImportRun.objects.create(), Sources()
    saver, engine = Saver(lambda: run), get_engine()
    took: dict[str, Any] = {}

    def step(name: str, work: Callable[[], Any]) -> Any:
        begun = time.process_time()
        result = work()
        took[f"{name}_ms"] = round(1000 * (time.process_time() - begun) / IN_STEPS, 3)
        return result

    def in_batches(work: Callable[[list[Any]], Any], items: list[Any], size: int) -> None:
        for at in range(0, len(items), size):
            work(items[at : at + size])

    def measure(seed: int) -> None:
        path = str(folder / f"steps-{seed}.jsonl")
        write(path, seed, IN_STEPS)
        raw = step("read", partial(list, read([path])))
        parsed = step("parse", lambda: [parse(record, Defaults()) for record in raw])
        step("look_up", lambda: in_batches(lambda some: find_known(some, sources), parsed, BATCH))
        requests = [request_for(article, None) for article in parsed]
        step("fingerprint", lambda: [bands(request.body) for request in requests])
        found = step("extract_and_fingerprint", lambda: extract_all(extractor, requests))
        batch = list(zip(parsed, found, [True] * IN_STEPS, strict=True))
        step("save_with_new_names", lambda: in_batches(saver.save_all, batch, TOGETHER))
        drain(engine)
        # Of a hundred thousand articles few name somebody new: the same ones, called anew.
        others = [
            (
                replace(
                    article,
                    paragraphs=(*article.paragraphs, "2"),
                    source_key=f"{article.source_key}-2",
                ),
                replace(each, bands=tuple(band + 1 for band in each.bands)),
                True,
            )
            for article, each in zip(parsed, found, strict=True)
        ]
        step("save", lambda: in_batches(saver.save_all, others, TOGETHER))
        step("index", lambda: drain(engine))

    for seed in (8, 7):  # the first time, all that is made ready once is made ready
        measure(seed)
    return took


def main(number: int, jobs: int, *, also_large: bool, take_back: bool) -> None:
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        found |= whole(Path(name), number, jobs, take_back=take_back)
    if also_large:
        with tempfile.TemporaryDirectory() as name:
            found |= large(Path(name))
    with tempfile.TemporaryDirectory() as name:
        found |= in_steps(Path(name))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:] if argument.isdecimal()]
    main(
        *(given + [2_000, 2][len(given) :]),
        also_large="--large" in sys.argv,
        take_back="--roll-back" in sys.argv,
    )
