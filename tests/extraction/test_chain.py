"""Our reading of the model decides as the library that trained it."""

import random

import numpy as np
import pycrfsuite
import pytest

from archive.extraction.chain import BATCH, Chain
from archive.extraction.tables import DATA

MODEL = (DATA / "names_id.crfsuite").read_bytes()


def test_labels_and_their_chances_are_those_of_crfsuite():
    chain, tagger = Chain.from_bytes(MODEL), pycrfsuite.Tagger()
    tagger.open_inmemory(MODEL)
    chance = random.Random(3)
    signs = [*chain.signs, *(f"unheard={number}" for number in range(2_000))]
    runs = [
        [chance.sample(signs, chance.randint(1, 25)) for _ in range(chance.choice([1, 1, 2, 3, 9]))]
        for _ in range(BATCH + 20)
    ]
    lengths = [len(run) for run in runs]
    scores = np.zeros((sum(lengths), len(chain.labels)))
    for place, word in enumerate(word for run in runs for word in run):
        scores[place] = chain.scores([[chain.says(sign)] for sign in word])[0]
    labels, chances = map(iter, chain.read(lengths, scores))
    for run in runs:
        tags = tagger.tag(run)
        assert [chain.labels[next(labels)] for _ in run] == tags
        expected = [tagger.marginal(tag, place) for place, tag in enumerate(tags)]
        assert [next(chances) for _ in run] == pytest.approx(expected)


def test_a_file_of_another_kind_is_refused():
    with pytest.raises(ValueError, match="CRFsuite"):
        Chain.from_bytes(b"lCRX" + MODEL[4:])
