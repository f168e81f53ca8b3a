"""Real texts, imported twice each way, and what was found held against what the file says. By hand:

    python -m tests.benchmarks.real_texts [FOLDER]

FOLDER holds `docs.jsonl` and `txt/`: the same texts with their fields, and with title and body
alone. Prints one JSON object for each of the two: how many were rejected, how many rows a second
import changed, and the share of articles whose year and country are those of the record.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SOME_REJECTED = 1  # the exit code
FOLDER = ROOT.parent / "shared" / "data" / "docs_en_un"


def main(folder: Path) -> None:
    records = [json.loads(line) for line in (folder / "docs.jsonl").open(encoding="utf-8")]
    with tempfile.TemporaryDirectory() as name:
        for path, whole in ((folder / "docs.jsonl", True), (folder / "txt", False)):
            data = Path(name) / path.name
            data.mkdir()
            found = {"from": path.name, **imported(data, path)}
            found |= held_against(records, list(articles(data)), whole=whole)
            sys.stdout.write(json.dumps(found) + "\n")


def imported(data: Path, path: Path) -> dict[str, int]:
    """The counts of two imports, one after the other."""
    manage(data, "migrate", "--verbosity", "0")
    counts = []
    for number in range(2):
        report = data / f"report-{number}.json"
        manage(data, "import_articles", str(path), "--report", str(report), fine=(0, SOME_REJECTED))
        counts.append(json.loads(report.read_text(encoding="utf-8")))
    first, again = counts
    return {
        "created": first["created"],
        "rejected": first["rejected"],
        "grouped": first["grouped"],
        "again_unchanged": again["unchanged"],
        "again_changed": again["created"] + again["updated"] + again["rejected"],
    }


def manage(data: Path, *arguments: str, fine: tuple[int, ...] = (0,)) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env={**os.environ, "DATA_DIR": str(data)},
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode not in fine:
        sys.exit(done.stderr)
    return done.stdout


ASKED = """
import json
from collections import defaultdict
from archive.models import Article, EntityTag
tags = defaultdict(list)
columns = ("article", "entity__kind", "entity__name", "entity__code", "central")
for article, *tag in EntityTag.objects.order_by("pk").values_list(*columns):
    tags[article].append(tag)
for row in Article.objects.order_by("pk").values("pk", "title", "date_edtf", "metadata"):
    print(json.dumps({**row, "tags": tags[row["pk"]]}))
"""


def articles(data: Path) -> Iterator[dict[str, Any]]:
    """Title, year, metadata and countries of each article of an archive."""
    printed = manage(data, "shell", "--no-imports", "--verbosity", "0", "-c", ASKED)
    for row in map(json.loads, printed.splitlines()):
        yield {
            "title": row["title"],
            "date": row["date_edtf"],
            "metadata": row["metadata"],
            "countries": [name for kind, name, _, _ in row["tags"] if kind == "country"],
            "central": [code for _, _, code, central in row["tags"] if central],
        }


def held_against(
    records: list[dict[str, Any]], found: list[dict[str, Any]], *, whole: bool
) -> dict[str, Any]:
    """Shares of the records whose article has their year, and is about their country."""
    by_title = {article["title"]: article for article in found}
    years, countries, kept, wrong = 0, 0, 0, []
    for record in records:
        article = by_title.get(" ".join(record["title"].split()))
        if article is None:
            wrong.append(record["title"])
            continue
        same_year = article["date"][:4] == str(record["year"])
        same_country = bool(codes_of(record["country"]) & set(article["central"]))
        years, countries = years + same_year, countries + same_country
        kept += article["metadata"].get("country") == record["country"]
        if not (same_year and same_country):
            wrong.append(f"{record['title']}: {article['date']}, {article['countries']}")
    share = {"year": years, "country": countries} | ({"country_as_written": kept} if whole else {})
    return {
        **{f"same_{name}": round(count / len(records), 4) for name, count in share.items()},
        "wrong": len(wrong),
        "examples": wrong[:10],
    }


def codes_of(country: str) -> set[str]:
    """The codes of a country by its name, as extraction knows it."""
    from archive.extraction.pipeline import extract

    found = extract(country, f"{country} spoke.", language="en").of_kind("country")
    return {entity.key for entity in found}


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
