"""How well Indonesian stems join word families, and how fast words are cut and stemmed.

    python -m tests.benchmarks.stemming FAMILIES

FAMILIES is a text file with one family a line, "root: form form ...". Also taken from the
environment variable FAMILIES. One JSON object is printed.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from statistics import median

from archive.text.fold import fold
from archive.text.stems import stem, stem_tokens
from archive.text.tokens import tokenize, words

REPEATS = 5


def read_families(path: Path) -> dict[str, list[str]]:
    lines = (line.partition(":") for line in path.read_text(encoding="utf-8").splitlines())
    return {root.strip(): forms.split() for root, colon, forms in lines if colon}


def joined(families: dict[str, list[str]]) -> dict[str, float]:
    """Shares of pairs with one stem, of forms with the right root, and pairs wrongly joined."""
    stems = {root: [stem(fold(form), "id") for form in forms] for root, forms in families.items()}
    pairs = [one == other for family in stems.values() for one, other in combinations(family, 2)]
    right = [found == f"id:{root}" for root, family in stems.items() for found in family]
    whole = sum(len(set(family)) == 1 for family in stems.values())
    sets = [set(family) for family in stems.values()]
    return {
        "forms": len(right),
        "pairs_joined": round(sum(pairs) / len(pairs), 4),
        "right_root": round(sum(right) / len(right), 4),
        "whole_families": whole,
        "families": len(families),
        "collisions": sum(bool(one & other) for one, other in combinations(sets, 2)),
    }


def speed(work: Callable[[], int]) -> float:
    """Millions a second, the median of some runs."""
    rates = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        count = work()
        rates.append(count / (time.perf_counter() - started) / 1e6)
    return round(median(rates), 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("families", nargs="?", default=os.environ.get("FAMILIES"))
    path = parser.parse_args().families
    if not path or not Path(path).is_file():
        parser.error("give the file of word families as an argument or in FAMILIES")
    families = read_families(Path(path))
    text = " ".join(form for forms in families.values() for form in forms) * 100
    tokens = tokenize(text)
    print(
        json.dumps(
            joined(families)
            | {
                "tokens_million_per_s": speed(lambda: len(tokenize(text))),
                "tokens_accented_million_per_s": speed(lambda: len(tokenize(text + " é"))),
                "words_million_per_s": speed(lambda: len(words(text))),
                "stems_million_per_s": speed(lambda: len(stem_tokens(text, tokens, "id"))),
            }
        )
    )


if __name__ == "__main__":
    main()
