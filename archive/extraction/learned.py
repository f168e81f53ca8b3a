"""What a small statistical model makes of the capitalised words of an Indonesian text.

The model is a linear chain learned from labelled news (data/names_id.md says which and how). It
weighs the same signs for every word, what the rules take it for among them, and tells persons,
organisations and places apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from archive.extraction.chain import UNKNOWN, Chain
from archive.extraction.runs import SignBook, Signs
from archive.extraction.tables import DATA

LANGUAGES = frozenset({"id", "ms"})  # of texts that the model can read
KINDS = {"PER": "person", "ORG": "organization", "LOC": "place"}
OUTSIDE = "O"
_MODEL = DATA / "names_id.crfsuite"


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
    model, book = _model()
    runs, words = [], []
    for run, of_words in signs.of_runs(book):
        runs.append(run)
        words.append(of_words)
    found: list[Label] = []
    for run, (tags, chances) in zip(runs, model.read(words), strict=True):
        found.extend(_labels(run, [model.labels[tag] for tag in tags], chances))
    return found


def _labels(run: range, tags: Sequence[str], chances: Sequence[float]) -> Iterator[Label]:
    first = 0
    while first < len(tags):
        last = first + 1
        if tags[first] != OUTSIDE:
            kind = tags[first][2:]
            while last < len(tags) and tags[last] == f"I-{kind}":
                last += 1
            sure = min(chances[first:last])
            yield Label(KINDS[kind], run.start + first, run.start + last, sure)
        first = last


@cache
def _model() -> tuple[Chain, SignBook[int]]:
    model = Chain.from_bytes(_MODEL.read_bytes())
    return model, SignBook(lambda sign: model.signs.get(sign, UNKNOWN))
