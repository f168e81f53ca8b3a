"""How fast texts are extracted from, stage by stage, on one core. Run by hand:

    python -m tests.benchmarks.extracting [FILE.jsonl] [--number N] [--language id]

FILE holds one article a line (title, paragraphs or text); without it articles are generated,
which name more countries and persons than the press does. Short texts are put together until
an article has 450 words. Prints one JSON object: articles of 450 words a second of processor
(median of five rounds, the first not counted: it fills the memories of words), milliseconds
of an article at each stage, and the memory of the process.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import Any

from archive.extraction import entities, pipeline
from archive.management.generating import Generator

WORDS = 450
ROUNDS = 5
STAGES: dict[str, ModuleType] = {
    "read_structure": pipeline,
    "identify": pipeline,
    "find_names": entities,
    "find_countries": entities,
    "read_titles": entities,
    "find_organizations": entities,
    "read_labels": entities,
    "find_entities": pipeline,  # the five above and persons
    "find_dates": pipeline,
    "classify": pipeline,
    "date_article": pipeline,
}

Text = tuple[str, str]


def texts(items: Iterable[dict[str, Any]], number: int) -> Iterator[Text]:
    """So many articles of at least WORDS words."""
    title, parts = "", []
    for item in items:
        title = title or item.get("title", "")
        parts += item.get("paragraphs") or [item.get("text") or item.get("body") or ""]
        if sum(len(part.split()) for part in parts) >= WORDS:
            yield title, "\n\n".join(parts)
            title, parts = "", []
            number -= 1
        if not number:
            return


def measured(function: Callable[..., Any], spent: Counter[str], name: str) -> Callable[..., Any]:
    def timed(*arguments: Any, **options: Any) -> Any:
        begun = time.thread_time()
        try:
            return function(*arguments, **options)
        finally:
            spent[name] += time.thread_time() - begun

    return timed


def run(articles: list[Text], language: str) -> float:
    begun = time.process_time()
    for title, body in articles:
        pipeline.extract(title, body, language=language)
    return time.process_time() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--number", type=int, default=100)
    parser.add_argument("--language", default="", help="given, not found")
    options = parser.parse_args()
    items = (
        map(json.loads, options.file.read_text(encoding="utf-8").splitlines())
        if options.file
        else Generator(1).articles(options.number * 3)
    )
    articles = list(texts(items, options.number))
    words = sum(len(body.split()) for _title, body in articles)
    cold = run(articles, options.language)
    rounds = [run(articles, options.language) for _ in range(ROUNDS)]
    spent: Counter[str] = Counter()
    for stage, module in STAGES.items():
        setattr(module, stage, measured(getattr(module, stage), spent, stage))
    run(articles, options.language)
    found = {
        "articles": len(articles),
        "words_per_article": round(words / len(articles)),
        "articles_per_second": round(words / WORDS / median(rounds), 1),
        "at_first": round(words / WORDS / cold, 1),
        "ms_per_article": {
            stage: round(1000 * spent[stage] * WORDS / words, 2) for stage in STAGES
        },
        "process_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    sys.stdout.write(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
