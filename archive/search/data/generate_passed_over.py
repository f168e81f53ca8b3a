"""Writes passed_over.tsv: words that hold a name and mean something else, folded, for queries.

Run by hand when the lists of extraction change: python archive/search/data/generate_passed_over.py
"""

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from archive.search.country_names import name_key  # noqa: E402

LISTS = ("countries_curated.tsv", "blocs.tsv")
HEADER = """\
# Words that hold a name and mean something else, such as jawa barat, folded, for queries.
# Made from the lists of extraction by: python archive/search/data/generate_passed_over.py
"""


def phrases() -> list[str]:
    """Several words each, with and without an article before them."""
    found = {name_key(phrase) for phrase in _written()}
    found |= {phrase.removeprefix("the ") for phrase in found}
    return sorted(phrase for phrase in found if " " in phrase)


def _written() -> Iterator[str]:
    for name in LISTS:
        text = (ROOT / "archive" / "extraction" / "data" / name).read_text(encoding="utf-8")
        for line in text.splitlines():
            key, *columns = line.split("\t")
            if key == "-":
                yield from columns[3].split("|")


if __name__ == "__main__":
    path = Path(__file__).with_name("passed_over.tsv")
    path.write_text(HEADER + "".join(f"{one}\n" for one in phrases()), encoding="utf-8")
