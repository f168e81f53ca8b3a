"""How fast articles are imported, and how much faster not again. Run by hand:

    python -m tests.benchmarks.importing [NUMBER] [JOBS]

Prints one JSON object: articles a second with extraction (medians would hide the first run's
making of entities, so it is one run), seconds of a second import that changes nothing, their
ratio, milliseconds of processor an article takes for extraction and for saving, and memory.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


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


def main(number: int, jobs: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = str(folder / "generated.jsonl")
        manage(folder, "make_articles", str(number), "--output", path)
        manage(folder, "migrate", "--verbosity", "0")
        nothing = manage(folder, "import_articles", path, "--dry-run", "--jobs", "1")
        before = processor()
        first = manage(folder, "import_articles", path, "--jobs", str(jobs))
        spent = processor() - before
        again = manage(folder, "import_articles", path, "--jobs", str(jobs))
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    found = {
        "articles": number,
        "jobs": jobs,
        "articles_per_second": round(number / first, 1),
        "processor_ms_per_article": round(1000 * spent / number, 2),
        "dry_run_seconds": round(nothing, 2),
        "import_seconds": round(first, 2),
        "again_seconds": round(again, 2),
        "ratio": round(first / again, 1),
        "largest_process_mib": round(most),
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*(given + [2_000, 2][len(given) :]))
