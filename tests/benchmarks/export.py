"""Exports of many results: rows a second, and memory above that of an idle process.

    DATA_DIR=... python -m tests.benchmarks.export [FORMAT ...]

Works on the archive in DATA_DIR (tests.benchmarks.bulk makes one), which is exported whole, each
format in a process of its own. Rows are counted by the clock and by the processor's time, which
other work on the machine touches less. Memory is the most that was private (not a mapped file),
less what was so after a first export of a few articles.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

FORMATS = ("csv", "jsonl", "json", "ris", "bib")


def measure(extension: str) -> dict[str, object]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    import django

    django.setup()
    from django.test import RequestFactory

    from archive.views.exports import export

    def written(query: str) -> tuple[int, int, int]:
        """Rows, bytes, and the most private memory at any piece."""
        request = RequestFactory(SERVER_NAME="localhost").get(f"/search/export.{extension}{query}")
        answer = export(request, extension=extension)
        size = most = 0
        for piece in answer.streaming_content:
            size, most = size + len(piece), max(most, private())
        return int(answer["Archive-Count"]), size, most

    *_few, idle = written("?person=person-2999")
    begun, worked = time.perf_counter(), time.process_time()
    rows, size, most = written("")
    seconds, processor = time.perf_counter() - begun, time.process_time() - worked
    return {
        "format": extension,
        "rows": rows,
        "megabytes": round(size / 1e6),
        "rows_per_second": round(rows / seconds),
        "rows_per_processor_second": round(rows / processor),
        "memory_above_idle_mb": round((most - idle) / 1024, 1),
    }


def private() -> int:
    """Kilobytes that are the process's own, as the system counts them."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon"))


def main(formats: list[str]) -> None:
    for extension in formats:
        command = [sys.executable, "-m", "tests.benchmarks.export", "--measure", extension]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(sys.argv[2])))
    else:
        main(sys.argv[1:] or list(FORMATS))
