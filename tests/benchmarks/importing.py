"""How fast articles are imported, and how much faster not again. Run by hand:

    python -m tests.benchmarks.importing [NUMBER] [JOBS] [--large]

Prints one JSON object: articles a second with extraction and indexing (medians would hide the first
run's making of entities, so it is one run), seconds of a second import that changes nothing, their
ratio, and the memory of the largest process; and the milliseconds of processor that each step
takes for an article, done one after the other in one process. On a machine that is shared only
these, and the ratio, tell much. `--large` imports a file of 100 MB too.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
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


def processor() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def whole(folder: Path, number: int, jobs: int) -> dict[str, Any]:
    """An import as an operator runs it, the index brought up to date at its end; and again."""
    path = str(folder / "generated.jsonl")
    manage(folder, "make_articles", str(number), "--output", path)
    manage(folder, "migrate", "--verbosity", "0")
    before = processor()
    first = manage(folder, "import_articles", path, "--jobs", str(jobs))
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    indexed = manage(folder, "sync_index")
    spent = processor() - before
    again = manage(folder, "import_articles", path, "--jobs", str(jobs))
    return {
        "articles": number,
        "jobs": jobs,
        "articles_per_second": round(number / (first + indexed), 1),
        "articles_per_second_without_index": round(number / first, 1),
        "processor_ms_per_article": round(1000 * spent / number, 2),
        "import_seconds": round(first, 2),
        "index_seconds": round(indexed, 2),
        "again_seconds": round(again, 2),
        "ratio": round(first / again, 1),
        "largest_process_mib": round(most),
    }


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
    from archive.importing.values import Defaults
    from archive.management.generating import Generator
    from archive.models import ImportRun
    from archive.search.engines import get_engine
    from archive.search.sync import drain

    call_command("migrate", verbosity=0)
    load_authorities()
    path = folder / "steps.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for article in Generator(7).articles(IN_STEPS):
            file.write(json.dumps(article, ensure_ascii=False) + "\n")
    extractor, run, sources = Extractor(load_knowledge()), ImportRun.objects.create(), Sources()
    saver, engine = Saver(lambda: run), get_engine()
    took: dict[str, Any] = {}

    def step(name: str, work: Callable[[], Any]) -> Any:
        begun = time.process_time()
        result = work()
        took[f"{name}_ms"] = round(1000 * (time.process_time() - begun) / IN_STEPS, 3)
        return result

    def together(batch: list[Any]) -> None:
        for at in range(0, len(batch), 8):
            saver.save_all(batch[at : at + 8])

    raw = step("read", lambda: list(read([str(path)])))
    parsed = step("parse", lambda: [parse(record, Defaults()) for record in raw])
    step("look_up", lambda: [find_known(parsed[at : at + 16], sources) for at in range(0, 400, 16)])
    requests = [request_for(article, None) for article in parsed]
    step("fingerprint", lambda: [bands(request.body) for request in requests])
    found = step("extract_and_fingerprint", lambda: extract_all(extractor, requests))
    step(
        "save_with_new_names", lambda: together(list(zip(parsed, found, [True] * 400, strict=True)))
    )
    drain(engine)
    # Of a hundred thousand articles hardly one names somebody new: the same ones, called anew.
    others = [
        replace(
            article, paragraphs=(*article.paragraphs, "2"), source_key=f"{article.source_key}-2"
        )
        for article in parsed
    ]
    batch = [
        (article, replace(each, bands=tuple(band + 1 for band in each.bands)), True)
        for article, each in zip(others, found, strict=True)
    ]
    step("save", lambda: together(batch))
    step("index", lambda: drain(engine))
    return took


def main(number: int, jobs: int, *, also_large: bool) -> None:
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        found |= whole(Path(name), number, jobs)
    if also_large:
        with tempfile.TemporaryDirectory() as name:
            found |= large(Path(name))
    with tempfile.TemporaryDirectory() as name:
        found |= in_steps(Path(name))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:] if argument != "--large"]
    main(*(given + [2_000, 2][len(given) :]), also_large="--large" in sys.argv)
