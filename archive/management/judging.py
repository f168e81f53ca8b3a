"""How well the search finds what judged queries ask for: in a throw-away archive of their texts.

The folder holds `corpus.jsonl`, {"id", "lang", "title"?, "text" or "paragraphs"} on each line, and
`queries.jsonl`, {"id", "question" or "query", "relevant": [id, ...]}. The texts are imported and
indexed as any others are, and the queries asked by the path of the search page.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.http import QueryDict

from archive.filters import ArticleFilter
from archive.management.faults import Fault
from archive.models import Article
from archive.search.results import SearchResults

DEPTH = 100  # results that are looked at
NEAR = 10  # of them that a reader sees first
OF_AN_ARCHIVE = ("DATABASE_URL", "SEARCH_URL", "SITE_URL")  # settings that point elsewhere

Lines = list[dict[str, Any]]


@dataclass(frozen=True)
class Judged:
    """A query, the articles it should find, and those it found, the best first."""

    query: str
    relevant: frozenset[str]
    found: tuple[str, ...]

    @property
    def rank(self) -> int:
        """Of the first relevant article among the first ten; 0 when there is none."""
        ranks = (n for n, key in enumerate(self.found[:NEAR], 1) if key in self.relevant)
        return next(ranks, 0)

    @property
    def average_precision(self) -> float:
        hits, total = 0, 0.0
        for number, key in enumerate(self.found, 1):
            if key in self.relevant:
                hits += 1
                total += hits / number
        return total / len(self.relevant)

    @property
    def recall(self) -> float:
        return len(self.relevant & set(self.found[:NEAR])) / len(self.relevant)


def figures(judged: Sequence[Judged]) -> dict[str, float]:
    """Means over the queries: reciprocal rank, average precision, recall."""
    count = max(len(judged), 1)
    return {
        "queries": len(judged),
        "mrr@10": round(sum(1 / one.rank for one in judged if one.rank) / count, 4),
        "map": round(sum(one.average_precision for one in judged) / count, 4),
        "recall@10": round(sum(one.recall for one in judged) / count, 4),
    }


def missed(judged: Sequence[Judged]) -> list[dict[str, Any]]:
    """Queries whose article does not stand first, with what stands there."""
    return [
        {"query": one.query, "rank": one.rank, "relevant": sorted(one.relevant),
         "found": list(one.found[:3])}
        for one in judged if one.rank != 1
    ]  # fmt: skip


def judge(folder: Path, language: str = "", *, errors: bool = False) -> str:
    """Import, index and ask in an archive of its own; the figures as JSON. Raises Fault."""
    corpus = read_lines(folder / "corpus.jsonl")
    read_lines(folder / "queries.jsonl")  # a fault in it is told before the work begins
    with TemporaryDirectory(prefix="archive-judged-") as place:
        records = Path(place) / "records.jsonl"
        with records.open("w", encoding="utf-8") as file:
            for line in corpus:
                file.write(json.dumps(_record(line), ensure_ascii=False) + "\n")
        run(place, "migrate", "-v0")
        run(place, "import_articles", str(records), accept=(0, 1))
        run(place, "sync_index")
        options = [f"--language={language}"] * bool(language) + ["--errors"] * errors
        return run(place, "evaluate", "search", str(folder), "--asked", *options)


def run(place: str, *command: str, accept: tuple[int, ...] = (0,)) -> str:
    """A command of the archive in this folder; what it says. Raises Fault with its complaint."""
    given = {name: value for name, value in os.environ.items() if name not in OF_AN_ARCHIVE}
    done = subprocess.run(  # noqa: S603 - this very program, with arguments of our own
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *command],
        env=given | {"DATA_DIR": place, "DJANGO_SETTINGS_MODULE": "archive.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in accept:
        raise Fault(os.EX_SOFTWARE, f"{command[0]} failed: {done.stderr.strip()[-500:]}")
    return done.stdout


def ask_all(folder: Path, language: str = "") -> list[Judged]:
    """Ask every query of the archive that is configured."""
    keys = dict(Article.objects.published().values_list("pk", "source_key"))
    languages = {
        str(line["id"]): line.get("lang", "") for line in read_lines(folder / "corpus.jsonl")
    }
    found = []
    for line in read_lines(folder / "queries.jsonl"):
        relevant = frozenset(map(str, line["relevant"]))
        if language and not any(languages.get(key) == language for key in relevant):
            continue
        query = str(line.get("question") or line.get("query") or "")
        found.append(Judged(query, relevant, tuple(keys.get(pk, "") for pk in ask(query))))
    return found


def ask(query: str) -> Iterator[int]:
    """Primary keys of the results as the search page has them, in their order."""
    given = QueryDict(mutable=True)
    given["q"] = query
    results = SearchResults(ArticleFilter(given).search, figures=False)
    words = results.request.asking(results.words)
    return (hit.id for hit in results.engine.hits(words, 0, DEPTH))


def read_lines(path: Path) -> Lines:
    """Objects of a file, one a line. Raises Fault that names the line."""
    try:
        texts = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise Fault(os.EX_NOINPUT, f"{path}: nothing is there; check its name") from error
    except (OSError, UnicodeDecodeError) as error:
        raise Fault(os.EX_DATAERR, f"{path}: cannot be read as text: {error}") from error
    found = []
    for number, text in enumerate(texts, 1):
        if text.strip():
            found.append(_checked(text, f"{path}:{number}", path.stem))
    return found


def _checked(text: str, where: str, kind: str) -> dict[str, Any]:
    try:
        line = json.loads(text)
    except ValueError as error:
        raise Fault(os.EX_DATAERR, f"{where}: not JSON: {error}") from error
    needed = {"corpus": ("id",), "queries": ("relevant",)}[kind]
    if not isinstance(line, dict) or any(not line.get(name) for name in needed):
        raise Fault(os.EX_DATAERR, f"{where}: needs {', '.join(needed)}")
    return line


def _record(line: dict[str, Any]) -> dict[str, Any]:
    """A text as imports read it. One without a title is called by its key, that nobody asks for."""
    body = line.get("paragraphs") or [line.get("text") or ""]
    record = {"id": str(line["id"]), "title": line.get("title") or str(line["id"])}
    return record | {"paragraphs": body, "language": line.get("lang") or ""}
