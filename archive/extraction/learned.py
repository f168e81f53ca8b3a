"""What a small statistical model makes of the capitalised words of an Indonesian text.

The model is a linear chain learned from labelled news (data/names_id.md says which and how). It
weighs the same signs for every word, what the rules take it for among them, and tells persons,
organisations and places apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from archive.extraction.chain import Chain
from archive.extraction.runs import SignBook, Signs, find_runs
from archive.extraction.tables import DATA

LANGUAGES = frozenset({"id", "ms"})  # of texts that the model can read
KINDS = {"PER": "person", "ORG": "organization", "LOC": "place"}
OUTSIDE = "O"
_MODEL = DATA / "names_id.crfsuite"


class Label(NamedTuple):
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
    runs = find_runs(signs.structure)
    if not runs:
        return []
    model, book = _model()
    scores = model.scores(signs.of_words(runs, book))
    lengths = [len(run) for run in runs]
    scores += np.repeat(model.scores(signs.of_runs(runs, book)), lengths, axis=0)
    tags, chances = model.read(lengths, scores)
    found: list[Label] = []
    for run, end in zip(runs, accumulate(lengths), strict=True):
        here = tags[end - len(run) : end]
        if any(here):  # 0 is outside of names
            found.extend(_labels(run, here, chances[end - len(run) : end], model.labels))
    return found


def _labels(
    run: range, tags: Sequence[int], chances: Sequence[float], names: Sequence[str]
) -> Iterator[Label]:
    first = 0
    while first < len(tags):
        last = first + 1
        if tags[first]:
            kind = names[tags[first]][2:]
            while last < len(tags) and names[tags[last]] == f"I-{kind}":
                last += 1
            sure = min(chances[first:last])
            yield Label(KINDS[kind], run.start + first, run.start + last, sure)
        first = last


@cache
def _model() -> tuple[Chain, SignBook[bytes]]:
    model = Chain.from_bytes(_MODEL.read_bytes())
    if model.labels[0] != OUTSIDE:
        raise ValueError(f"{_MODEL}: the first label is not {OUTSIDE!r}")
    return model, SignBook(model.says, lambda signs: (model.together(signs),))
