"""How well extraction does on our own texts, tests/data/gold.jsonl: never worse than this.

The texts hold what is easily confused: AS and as, Jordan the man, Georgia the state, a kuba that
is a dome, New Mexico, the South China Sea, the two Kims, two Salamis, Khomeini and Khamenei.
"""

from pathlib import Path

import pytest

from archive.extraction.evaluation import TASKS, gold_texts

GOLD = Path(__file__).parents[1] / "data" / "gold.jsonl"
FLOORS = {  # precision, recall
    "countries": (0.97, 0.97),
    "persons": (0.95, 0.95),
    "organizations": (0.95, 0.95),
    "dates": (0.95, 0.95),
}


@pytest.fixture(scope="module")
def lines():
    return GOLD.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("task", "floors"), FLOORS.items())
def test_our_own_texts_are_read_at_least_this_well(lines, task, floors):
    score = TASKS[task](gold_texts(lines))
    assert score.precision >= floors[0], score.errors
    assert score.recall >= floors[1], score.errors


def test_the_set_has_enough_texts_of_both_languages(lines):
    languages = [text.language for text in gold_texts(lines)]
    assert len(languages) >= 50
    assert min(languages.count("id"), languages.count("en")) >= 25


def test_what_gold_quotes_stands_in_its_text(lines):
    for text in gold_texts(lines):
        whole = "\n".join((text.title, *text.paragraphs))
        assert all(date["text"] in whole for date in text.answers["dates"]), text.name
