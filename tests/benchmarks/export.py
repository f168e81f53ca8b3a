"""Exports of many results: rows a second, and memory above that of an idle process.

    DATA_DIR=... python -m tests.benchmarks.export [FORMAT ...]

Works on the archive in DATA_DIR (tests.benchmarks.bulk makes one), which is exported whole, each
format in a process of its own. Memory is the most that was resident, less what was resident
after a first export of one article.
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

    def written(query: str) -> tuple[int, int]:
        request = RequestFactory(SERVER_NAME="localhost").get(f"/search/export.{extension}{query}")
        answer = export(request, extension=extension)
        return int(answer["Archive-Count"]), sum(len(piece) for piece in answer.streaming_content)

    written("?person=person-2999")
    idle = resident("VmRSS")
    begun = time.perf_counter()
    rows, size = written("")
    seconds = time.perf_counter() - begun
    return {
        "format": extension,
        "rows": rows,
        "megabytes": round(size / 1e6),
        "rows_per_second": round(rows / seconds),
        "memory_above_idle_mb": round((resident("VmHWM") - idle) / 1024, 1),
    }


def resident(name: str) -> int:
    """Kilobytes, as the system counts them."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def main(formats: list[str]) -> None:
    for extension in formats:
        command = [sys.executable, "-m", "tests.benchmarks.export", "--measure", extension]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(sys.argv[2])))
    else:
        main(sys.argv[1:] or list(FORMATS))
