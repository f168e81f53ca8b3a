"""`evaluate search`: judged queries of our own, asked of a throw-away archive."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from archive.management.judging import Judged, ask_all, figures
from archive.models import Article
from tests.factories import make_article

JUDGED = Path(__file__).parent.parent / "data" / "judged"


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_figures_are_means_over_the_queries():
    first = Judged("x", frozenset({"a"}), ("a", "b"))
    second = Judged("y", frozenset({"a", "c"}), ("b", "a", "d", "c"))
    missed = Judged("z", frozenset({"q"}), ("a",) * 20 + ("q",))
    assert figures([first, second, missed]) == {
        "queries": 3,
        "mrr@10": 0.5,
        "map": round((1 + (1 / 2 + 2 / 4) / 2 + 1 / 21) / 3, 4),
        "recall@10": round(2 / 3, 4),
    }


@pytest.mark.django_db
def test_the_judged_queries_of_the_archive_find_their_articles(indexed):
    for line in lines(JUDGED / "corpus.jsonl"):
        make_article(line["title"], line["text"], language=line["lang"], source_key=line["id"])
    indexed()
    judged = ask_all(JUDGED)
    found = figures(judged)
    assert found["queries"] == 20
    assert found["mrr@10"] >= 0.9, [(one.query, one.rank) for one in judged if one.rank != 1]
    assert found["recall@10"] >= 0.95


@pytest.mark.slow
@pytest.mark.django_db
def test_a_folder_is_imported_into_an_archive_of_its_own(tmp_path, capsys):
    for name in ("corpus", "queries"):
        first = (JUDGED / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()[:2]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(first), encoding="utf-8")
    call_command("evaluate", "search", str(tmp_path), "--errors")
    answer = json.loads(capsys.readouterr().out)
    assert answer["queries"] == 2
    assert answer["recall@10"] == 1.0
    assert answer["mrr@10"] >= 0.75
    assert all(error["rank"] > 1 for error in answer["errors"])
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (None, 66, "nothing is there"),
        ("{", 65, "corpus.jsonl:1: not JSON"),
        ('{"text": "x"}', 65, "corpus.jsonl:1: needs id"),
    ],
)
def test_a_folder_that_cannot_be_read_is_told_in_one_line(tmp_path, capsys, text, code, said):
    if text is not None:
        (tmp_path / "corpus.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        call_command("evaluate", "search", str(tmp_path))
    assert ended.value.code == code
    assert said in capsys.readouterr().err
