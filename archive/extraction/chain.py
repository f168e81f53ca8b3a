"""A linear chain of labels: the best labels of each run of words, and how likely each is.

Reads models as CRFsuite writes them (Okazaki, CRFsuite 0.12, format lCRF 100) and decides as
it does, for all runs of a text at once.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

_HEADER = struct.Struct("<4sI4sI8I")
_FEATURES = struct.Struct("<4sII")
_FEATURE = np.dtype([("step", "<u4"), ("source", "<u4"), ("label", "<u4"), ("weight", "<f8")])
_NAMES = struct.Struct("<4s5I")
_NAME = struct.Struct("<II")
UNKNOWN = 0  # the number of any sign that the model does not know
BATCH = 500  # runs that are decided together: more take more memory and no less time

Scores = NDArray[np.float64]
Labelled = tuple[list[int], list[float]]


@dataclass(frozen=True)
class Chain:
    """What each sign says for each label, and each label for the one behind it.

    A sign that the model does not know says nothing.
    """

    labels: Sequence[str]
    signs: dict[str, int]
    weights: Scores  # sign, label
    steps: Scores  # label, label behind it

    @classmethod
    def from_bytes(cls, model: bytes) -> Chain:
        """Raise ValueError if these are no model of the format."""
        magic, _, kind, version, *sizes = _HEADER.unpack_from(model)
        if (magic, kind, version) != (b"lCRF", b"FOMC", 100):
            raise ValueError("not a first-order model of CRFsuite")
        _, label_count, sign_count, features, labels, signs = sizes[:6]
        count = _FEATURES.unpack_from(model, features)[2]
        found = np.frombuffer(model, _FEATURE, count, features + _FEATURES.size)
        weights = np.zeros((sign_count + 1, label_count))
        steps = np.zeros((label_count, label_count))
        of_signs, of_steps = found[found["step"] == 0], found[found["step"] == 1]
        weights[of_signs["source"] + 1, of_signs["label"]] = of_signs["weight"]
        steps[of_steps["source"], of_steps["label"]] = of_steps["weight"]
        numbers = {name: number + 1 for number, name in enumerate(_names(model, signs))}
        return cls(list(_names(model, labels)), numbers, weights, steps)

    def read(self, runs: Sequence[Sequence[Sequence[int]]]) -> Iterator[Labelled]:
        """Of each run, given as the signs of each of its words: the most likely labels by their
        numbers, and how likely each of them is (0 to 1)."""
        for start in range(0, len(runs), BATCH):
            yield from self._read(runs[start : start + BATCH])

    def _read(self, runs: Sequence[Sequence[Sequence[int]]]) -> Iterable[Labelled]:
        lengths = [len(run) for run in runs]
        order = sorted(range(len(runs)), key=lambda number: -lengths[number])
        scores = self._scores([runs[number] for number in order])
        # At each place there are words of the longest so many runs.
        open_runs = [sum(length > place for length in lengths) for place in range(len(scores))]
        best = self._best(scores, open_runs)
        chances = np.take_along_axis(self._chances(scores, open_runs), best[:, :, None], 2)
        labels, likely = best.T.tolist(), chances[:, :, 0].T.tolist()
        found: list[Any] = [None] * len(runs)
        for rank, number in enumerate(order):
            found[number] = labels[rank][: lengths[number]], likely[rank][: lengths[number]]
        return found

    def _scores(self, runs: Sequence[Sequence[Sequence[int]]]) -> Scores:
        """What the signs say for each label: by place in the run, run, label."""
        words = list(chain.from_iterable(runs))
        signs = np.fromiter(chain.from_iterable(words), np.intp)
        begins = np.cumsum([0, *map(len, words[:-1])])
        places = list(chain.from_iterable(range(len(run)) for run in runs))
        ranks = np.repeat(np.arange(len(runs)), [len(run) for run in runs])
        scores = np.zeros((len(runs[0]), len(runs), len(self.labels)))
        scores[places, ranks] = np.add.reduceat(self.weights[signs], begins)
        return scores

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
        """How likely each label is (forward and backward): by place, run, label."""
        says = np.exp(scores - scores.max(2, keepdims=True))
        steps = np.exp(self.steps)
        before, behind = says.copy(), np.ones_like(says)
        for place, count in enumerate(open_runs[1:], 1):
            so_far = before[place - 1, :count]
            before[place, :count] *= (so_far / so_far.sum(1, keepdims=True)) @ steps
        for place in range(len(scores) - 2, -1, -1):
            count = open_runs[place + 1]
            rest = (says[place + 1, :count] * behind[place + 1, :count]) @ steps.T
            behind[place, :count] = rest / rest.sum(1, keepdims=True)
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
