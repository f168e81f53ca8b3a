"""Reads the curated lists of data/: tab-separated, # opens a remark."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from archive.text.tokens import tokenize

DATA = Path(__file__).parent / "data"


def rows(name: str, columns: int) -> Iterator[list[str]]:
    """The rows of a list, each filled up with empty cells to so many columns."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            cells = line.split("\t")
            yield cells + [""] * (columns - len(cells))


@cache
def word_set(sort: str) -> frozenset[str]:
    """A set of small words of words.tsv. Raises KeyError for a sort that is not there."""
    return frozenset(dict(row[:2] for row in rows("words.tsv", 2))[sort].split())


@cache
def given_names() -> frozenset[str]:
    """The folded words of given_names.tsv."""
    return frozenset(
        token.folded for row in rows("given_names.tsv", 1) for token in tokenize(row[0])
    )
