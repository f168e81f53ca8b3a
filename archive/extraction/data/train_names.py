"""Trains names_id.crfsuite, the model of names in Indonesian texts, from labelled news.

python archive/extraction/data/train_names.py NEWS.bio [OTHER.bio ...]

Each file has a token, a tab and a tag on each line (B-PER I-PER B-ORG I-ORG B-LOC I-LOC O) and
an empty line between sentences. The first is of the kind that the model will read; what the
others have in common with one another, and not with it, is told apart while learning. The same
files always give the same model.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pycrfsuite

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from archive.extraction.entities import read_by_rules
from archive.extraction.evaluation import labelled_texts
from archive.extraction.gazetteer import shipped
from archive.extraction.runs import SignBook, find_runs
from archive.extraction.structure import read_structure

LANGUAGE = "id"
BOOK = SignBook(str)
PARAMETERS = {
    "c1": 0.3,
    "c2": 0.02,
    "max_iterations": 120,
    "feature.possible_transitions": True,
}
# Signs by which texts of another kind differ, and which they therefore also have as their own.
KIND = ("b", "k", "pos", "sh", "prep", "A=", "Z=", "head", "c=")


def sequences(path: Path, *, other: bool) -> Iterator[tuple[list[list[str]], list[str]]]:
    """The signs and the tags of each run of capitalised words."""
    for text, spans in labelled_texts(path.read_text(encoding="utf-8").splitlines()):
        structure = read_structure("", text)
        signs = read_by_rules(structure, shipped(), LANGUAGE).signs()
        tags: dict[int, str] = {}
        for tag, start, end, _words in spans:
            places = enumerate(zip(structure.starts, structure.ends, strict=True))
            inside = [i for i, (first, last) in places if first < end and last > start]
            tags |= {i: f"{'I' if number else 'B'}-{tag}" for number, i in enumerate(inside)}
        runs = find_runs(structure)
        if not runs:
            continue
        rows = zip(*signs.of_words(runs, BOOK), strict=True)
        for run, around in zip(runs, zip(*signs.of_runs(runs, BOOK), strict=True), strict=True):
            of_words = [[sign for sign in (*next(rows), *around) if sign] for _ in run]
            for of_word in of_words if other else ():
                of_word.extend([f"other:{sign}" for sign in of_word if sign.startswith(KIND)])
            yield of_words, [tags.get(index, "O") for index in run]


def main(paths: list[Path], output: Path) -> None:
    trainer = pycrfsuite.Trainer(verbose=False)
    for number, path in enumerate(paths):
        for signs, tags in sequences(path, other=number > 0):
            trainer.append(signs, tags)
    trainer.set_params(PARAMETERS)
    trainer.train(str(output))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main([Path(name) for name in sys.argv[1:]], Path(__file__).with_name("names_id.crfsuite"))
