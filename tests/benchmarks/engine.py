"""Build rate and query times of an engine over generated documents.

    python -m tests.benchmarks.engine [N] [--folder PATH]

Prints one line for each class of query: median milliseconds of the top 20, of total with five
facets, and of both.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from statistics import median

from archive.search.engine import All, Any, Clause, Expression, SearchDocument, SearchQuery, Term
from archive.search.engines.analysis import analyse
from archive.search.engines.tantivy import TantivyEngine
from archive.text.stems import stem

VOCABULARY = 60_000
BODY = 450  # words
FACETS = ["country", "person", "topic", "language", "year"]
COUNTRIES, PERSONS, TOPICS = 200, 20_000, 400
ROUNDS = 7


def spelled(number: int) -> str:
    """A pronounceable word of its own for each number."""
    letters = []
    number += 400
    while number:
        number, rest = divmod(number, 80)
        letters.append("bcdfghjklmnprstw"[rest // 5] + "aeiou"[rest % 5])
    return "".join(letters)


class Generator:
    """Documents with Zipf-distributed words, entities and dates, the same for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)
        self.words = [spelled(number) for number in range(VOCABULARY)]
        self.weights = list(accumulate(1 / (rank + 30) for rank in range(VOCABULARY)))

    def some(self, highest: int, most: int) -> list[int]:
        """A few numbers up to `highest`, small ones more often."""
        count = self.random.randint(1, most)
        return sorted({int(highest ** self.random.random()) for _ in range(count)})

    def documents(self, count: int) -> Iterator[SearchDocument]:
        start = date(1946, 1, 1)
        for pk in range(1, count + 1):
            words = self.random.choices(self.words, cum_weights=self.weights, k=BODY)
            day = start + timedelta(days=self.random.randrange(29_000))
            countries, persons = self.some(COUNTRIES, 5), self.some(PERSONS, 4)
            terms = {
                "country": countries,
                "person": persons,
                "entity": [*countries, *(1_000 + person for person in persons)],
                "topic": self.some(TOPICS, 4),
                "source": [pk % 9 + 1],
                "language": [("id", "en", "id", "ru")[pk % 4]],
                "year": [day.year],
                "month": [day.year * 100 + day.month],
            }
            yield SearchDocument(
                pk, terms["language"][0], " ".join(words[:8]), " ".join(words), day, day, terms
            )


def clause(word: str) -> Clause:
    return Clause(word, stems=tuple(stem(word, language) for language in ("id", "en", "ru")))


def queries(words: list[str]) -> dict[str, Callable[[int], tuple[Expression, tuple[Term, ...]]]]:
    """Classes of queries; each makes another query for another number."""
    return {
        "rare": lambda n: (clause(words[50_000 + n]), ()),
        "mid": lambda n: (clause(words[4_000 + n]), ()),
        "common": lambda n: (clause(words[n]), ()),
        "and": lambda n: (All((clause(words[50 + n]), clause(words[400 + n]))), ()),
        "or": lambda n: (Any((clause(words[50 + n]), clause(words[400 + n]))), ()),
        "phrase": lambda n: (Clause(f"{words[n]} {words[n + 1]}", "phrase"), ()),
        "prefix": lambda n: (Clause(words[300 + n][:4], "prefix"), ()),
        "entity": lambda n: (Clause("qqqqqq", entities=(n + 1,)), ()),
        "browse": lambda _n: (All(), ()),
        "common + country": lambda n: (clause(words[n]), (Term("country", n + 1),)),
    }


def milliseconds(work: Callable[[int], object]) -> float:
    times = []
    for number in range(ROUNDS):
        started = time.perf_counter()
        work(number)
        times.append((time.perf_counter() - started) * 1000)
    return median(times)


def measure(engine: TantivyEngine, words: list[str]) -> None:
    print(f"{'':18}{'top 20':>9}{'facets':>9}{'both':>9}   total")
    for name, make in queries(words).items():
        asked = [SearchQuery(*make(number)) for number in range(ROUNDS)]
        top = milliseconds(lambda n: engine.hits(asked[n], 0, 20))  # noqa: B023
        counts = milliseconds(lambda n: engine.summary(asked[n], FACETS))  # noqa: B023
        total = engine.summary(asked[0]).total
        print(f"{name:18}{top:9.2f}{counts:9.2f}{top + counts:9.2f}   {total}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=10_000)
    parser.add_argument("--folder", help="keep the index here, and use it again when it is there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as throwaway:
        folder = Path(options.folder or throwaway)
        engine, generator = TantivyEngine(folder), Generator()
        if not any(folder.glob("*/current")):
            documents = list(generator.documents(options.count)) if options.count <= 20_000 else (
                generator.documents(options.count)
            )  # fmt: skip
            for language in ("id", "en", "ru"):  # stems are remembered, as they are in long runs
                analyse(SearchDocument(0, language, "", " ".join(generator.words)))
            started = time.perf_counter()
            engine.rebuild(documents)
            seconds = time.perf_counter() - started
            print(f"{options.count} documents in {seconds:.1f} s: {options.count / seconds:.0f}/s")
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        print(f"{size / 1e6:.0f} MB, {engine._searcher().num_segments} segments")
        measure(engine, generator.words)


if __name__ == "__main__":
    main()
