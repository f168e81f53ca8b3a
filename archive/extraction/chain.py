"""A linear chain of labels: the best labels of each run of words, and how likely each is.

Reads models as CRFsuite writes them (Okazaki, CRFsuite 0.12, format lCRF 100) and decides as
it does, for all runs of a text at once.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

_HEADER = struct.Struct("<4sI4sI8I")
_FEATURES = struct.Struct("<4sII")
_FEATURE = np.dtype([("step", "<u4"), ("source", "<u4"), ("label", "<u4"), ("weight", "<f8")])
_NAMES = struct.Struct("<4s5I")
_NAME = struct.Struct("<II")
BATCH = 500  # words or runs that are looked at together: more take more memory, no less time

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Chain:
    """What each sign says for each label, and each label for the one behind it.

    What a sign says are the bytes of one number for each label: put together, those of many
    words are a table.
    """

    labels: Sequence[str]
    signs: dict[str, bytes]
    steps: Scores  # label, label behind it

    def says(self, sign: str) -> bytes:
        """What a sign says; one that the model does not know says nothing."""
        return self.signs.get(sign) or bytes(self.steps[0].nbytes)

    def together(self, signs: Iterable[bytes]) -> bytes:
        """What signs say that always stand together, as if they were one."""
        says: Scores = self._table(b"".join(signs)).sum(0)
        return says.tobytes()

    def _table(self, says: bytes) -> Scores:
        return np.frombuffer(says).reshape(-1, len(self.labels))

    @classmethod
    def from_bytes(cls, model: bytes) -> Chain:
        """Raise ValueError if these are no model of the format."""
        magic, _, kind, version, *sizes = _HEADER.unpack_from(model)
        if (magic, kind, version) != (b"lCRF", b"FOMC", 100):
            raise ValueError("not a first-order model of CRFsuite")
        _, label_count, sign_count, features, labels, signs = sizes[:6]
        count = _FEATURES.unpack_from(model, features)[2]
        found = np.frombuffer(model, _FEATURE, count, features + _FEATURES.size)
        weights = np.zeros((sign_count, label_count))
        steps = np.zeros((label_count, label_count))
        of_signs, of_steps = found[found["step"] == 0], found[found["step"] == 1]
        weights[of_signs["source"], of_signs["label"]] = of_signs["weight"]
        steps[of_steps["source"], of_steps["label"]] = of_steps["weight"]
        says = (row.tobytes() for row in weights)
        of_names = dict(zip(_names(model, signs), says, strict=True))
        return cls(list(_names(model, labels)), of_names, steps)

    def scores(self, columns: Sequence[Sequence[bytes]]) -> Scores:
        """What the signs say for each label, by word. Each column has what one sign says of
        every word."""
        parts = []
        for start in range(0, len(columns[0]), BATCH):
            says = b"".join(chain.from_iterable([c[start : start + BATCH] for c in columns]))
            table = self._table(says)
            parts.append(table.reshape(len(columns), -1, len(self.labels)).sum(0))
        return np.concatenate(parts)

    def read(self, lengths: Sequence[int], scores: Scores) -> tuple[list[int], list[float]]:
        """The most likely labels of the words of runs of these lengths, by their numbers, and how
        likely each of them is (0 to 1)."""
        labels: list[int] = []
        chances: list[float] = []
        place = 0
        for start in range(0, len(lengths), BATCH):
            batch = lengths[start : start + BATCH]
            count = sum(batch)
            some_labels, some_chances = self._read(np.array(batch), scores[place : place + count])
            labels += some_labels
            chances += some_chances
            place += count
        return labels, chances

    def _read(self, lengths: NDArray[np.intp], scores: Scores) -> tuple[list[int], list[float]]:
        """The longest runs are put first: at each place there are words of the first so many."""
        longest = int(lengths.max())
        ends = lengths.cumsum()
        places = np.arange(len(scores)) - np.repeat(ends - lengths, lengths)
        ranks = np.empty_like(lengths)
        ranks[np.argsort(-lengths, kind="stable")] = np.arange(len(lengths))
        there = places, np.repeat(ranks, lengths)
        padded = np.zeros((longest, len(lengths), len(self.labels)))
        padded[there] = scores
        open_runs = np.bincount(lengths)[:0:-1].cumsum()[::-1].tolist()
        best = self._best(padded, open_runs)[there]
        chances = self._chances(padded, open_runs)[(*there, best)]
        return best.tolist(), chances.tolist()

    def _best(self, scores: Scores, open_runs: Sequence[int]) -> NDArray[np.intp]:
        """The most likely labels (Viterbi): by place and run."""
        so_far, origins = scores[0].copy(), []
        for place, count in enumerate(open_runs[1:], 1):
            ways = so_far[:count, :, None] + self.steps
            origins.append(ways.argmax(1))
            so_far[:count] = ways.max(1) + scores[place, :count]
        label = so_far.argmax(1)
        best = np.zeros(scores.shape[:2], np.intp)
        for place in range(len(scores) - 1, 0, -1):
            count = open_runs[place]
            best[place, :count] = label[:count]
            label[:count] = origins[place - 1][np.arange(count), label[:count]]
        best[0] = label
        return best

    def _chances(self, scores: Scores, open_runs: Sequence[int]) -> Scores:
        """How likely each label is (forward and backward): by place, run, label. Runs are far too
        short for the numbers to grow out of range."""
        says = np.exp(scores - scores.max(2, keepdims=True))
        steps = np.exp(self.steps)
        before, behind = says.copy(), np.ones_like(says)
        for place, count in enumerate(open_runs[1:], 1):
            before[place, :count] *= before[place - 1, :count] @ steps
        for place in range(len(scores) - 2, -1, -1):
            count = open_runs[place + 1]
            behind[place, :count] = (says[place + 1, :count] * behind[place + 1, :count]) @ steps.T
        chances: Scores = before * behind
        chances /= chances.sum(2, keepdims=True)
        return chances


def _names(model: bytes, start: int) -> Iterator[str]:
    """The names of a table of the model, in the order of their numbers."""
    *_, count, offset = _NAMES.unpack_from(model, start)
    for (place,) in struct.iter_unpack("<I", model[start + offset :][: 4 * count]):
        _number, size = _NAME.unpack_from(model, start + place)
        name = start + place + _NAME.size
        yield model[name : name + size - 1].decode()
