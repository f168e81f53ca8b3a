"""What a small statistical model makes of the capitalised words of an Indonesian text.

The model is a linear chain learned from labelled news (data/names_id.md says which and how). It
weighs the same signs for every word, what the rules take it for among them, and tells persons,
organisations and places apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from threading import local

import pycrfsuite

from archive.extraction.runs import Signs
from archive.extraction.tables import DATA

LANGUAGES = frozenset({"id", "ms"})  # of texts that the model can read
KINDS = {"PER": "person", "ORG": "organization", "LOC": "place"}
OUTSIDE = "O"
_MODEL = DATA / "names_id.crfsuite"
_threads = local()  # a tagger must not be shared by threads


@dataclass(frozen=True)
class Label:
    """The words first..last are one name of this kind, as likely as `probability` (0 to 1)."""

    kind: str  # person, organization or place
    first: int
    last: int
    probability: float

    @property
    def rule(self) -> str:
        return f"learned:{self.probability:.2f}"


def read_labels(signs: Signs) -> list[Label]:
    """The names of a text in order; none overlap."""
    tagger = _tagger()
    found: list[Label] = []
    for run, of_words in signs.of_runs():
        tags = tagger.tag(of_words)
        found.extend(_labels(tagger, run, tags))
    return found


def _labels(tagger: pycrfsuite.Tagger, run: range, tags: Sequence[str]) -> Iterator[Label]:
    first = 0
    while first < len(tags):
        last = first + 1
        if tags[first] != OUTSIDE:
            kind = tags[first][2:]
            while last < len(tags) and tags[last] == f"I-{kind}":
                last += 1
            sure = min(tagger.marginal(tags[i], i) for i in range(first, last))
            yield Label(KINDS[kind], run.start + first, run.start + last, sure)
        first = last


def _tagger() -> pycrfsuite.Tagger:
    if not hasattr(_threads, "tagger"):
        tagger = pycrfsuite.Tagger()
        tagger.open_inmemory(_model())
        _threads.tagger = tagger
    return _threads.tagger


@cache
def _model() -> bytes:
    return _MODEL.read_bytes()
