"""Lighthouse on the home page, a search and its first article, as a telephone on a slow line.

    LIGHTHOUSE=.../lighthouse CHROME_PATH=... python -m tests.benchmarks.lighthouse ADDRESS [RUNS]

ADDRESS is a running archive (`manage.py serve`), as http://127.0.0.1:8000. Each page is asked
twice: with Lighthouse's standard slowdown of the processor, 4, and with the one calibrated to this
machine. Lighthouse takes 4 to make a fast desktop a telephone; what it prints as benchmarkIndex
says how fast the machine really is, and its calculator the slowdown that makes a telephone of it.
Prints medians of RUNS (3) runs: scores, milliseconds, shift.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html import unescape
from itertools import pairwise
from statistics import median
from typing import Any
from urllib.request import urlopen

STANDARD = 4.0
SEARCH = "/search/?q=iran"
CHROME = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
SCORES = ["performance", "accessibility", "best-practices"]
TIMES = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time"]
TIMES += ["cumulative-layout-shift"]
# Lighthouse's calculator: slowdowns of benchmark indexes, straight lines between and above.
# https://github.com/patrickhulce/lighthouse-cpu-throttling-calculator
CALIBRATION = [(150, 1.0), (800, 2.0), (1300, 3.0), (2000, 6.0)]


def calibrated(index: float) -> float:
    """The slowdown that makes a middling telephone of a machine of this benchmark index."""
    if index <= CALIBRATION[0][0]:
        return CALIBRATION[0][1]
    lines = list(pairwise(CALIBRATION))
    (low, slow), (high, slower) = next((line for line in lines if index < line[1][0]), lines[-1])
    return slow + (index - low) * (slower - slow) / (high - low)


def run(url: str, slowdown: float) -> dict[str, Any]:
    program = os.environ.get("LIGHTHOUSE", "lighthouse")
    command = [program, url, "--quiet", "--output=json", CHROME]
    command += [f"--only-categories={','.join(SCORES)}"]
    command += [f"--throttling.cpuSlowdownMultiplier={slowdown:.2f}"]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def figures(report: dict[str, Any]) -> list[float]:
    scores = [report["categories"][name]["score"] * 100 for name in SCORES]
    return scores + [report["audits"][name]["numericValue"] for name in TIMES]


def pages(base: str) -> list[str]:
    with urlopen(base + SEARCH) as answer:
        found = re.search(r'<ol class="hits".*?href="([^"?]+)', answer.read().decode(), re.DOTALL)
    return ["/", SEARCH, *([unescape(found[1])] if found else [])]


def main() -> None:
    base, runs = sys.argv[1].rstrip("/"), int(sys.argv[2]) if len(sys.argv) > 2 else 3
    print(f"{'page':24} slowdown  index  perf acc best   FCP   LCP   TBT  CLS")
    for page in pages(base):
        slowdown, indexes = STANDARD, [0.0]
        for _setting in ("standard", "calibrated"):
            reports = [run(base + page, slowdown) for _run in range(runs)]
            indexes = [report["environment"]["benchmarkIndex"] for report in reports]
            middle = [median(row) for row in zip(*map(figures, reports), strict=True)]
            scores = " ".join(f"{one:4.0f}" for one in middle[:3])
            times = " ".join(f"{one:5.0f}" for one in middle[3:6])
            head = f"{page[:24]:24} {slowdown:8.2f} {median(indexes):6.0f}"
            print(f"{head}  {scores} {times} {middle[6]:4.2f}", flush=True)
            slowdown = calibrated(median(indexes))


if __name__ == "__main__":
    main()
