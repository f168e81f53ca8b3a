"""`extract_text`: what extraction finds, in a shape that scripts rely on, without a database."""

import json
import os
from pathlib import Path

import pytest

from tests.imports import command, write

__all__ = ["command", "write"]

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@pytest.fixture
def extract(command):
    """The exit code, the objects, and the complaints."""

    def run(*arguments):
        code, out, err = command("extract_text", *arguments)
        return code, [json.loads(line) for line in out.splitlines()], err.splitlines()

    return run


def test_the_seed_comes_as_one_object_with_everything_found(extract):
    code, [found], complaints = extract(SEEDS)
    assert (code, complaints) == (0, [])
    assert (found["language"], found["byline"]) == ("id", "sl")
    assert {country["code"] for country in found["countries"]} == {
        "IR", "RU", "US", "IL", "IQ", "SY", "UA",
    }  # fmt: skip
    assert {person["name"] for person in found["persons"]} == {
        "Sergei Shoigu", "Ali Akbar Ahmadian", "Masoud Pezeshkian", "Kazem Jalali",
    }  # fmt: skip
    assert found["published"]["edtf"] == "[2024-08-05,2024-08-06]"
    assert found["published"]["basis"] == "inferred"
    assert found["topics"][0]["because"]


def test_offsets_count_characters_of_the_text_that_is_shown(extract):
    _code, [found], _complaints = extract(SEEDS)
    spans = [*found["dates"]]
    for kind in ("countries", "blocs", "persons", "organizations"):
        spans += [mention for entity in found[kind] for mention in entity["mentions"]]
    assert len(spans) > 50
    for span in spans:
        assert found["text"][span["start"] : span["end"]] == span["text"]


def test_the_keys_are_those_that_scripts_rely_on(extract):
    _code, [found], _complaints = extract(SEEDS)
    assert {
        "path", "language", "title", "byline", "dates", "countries", "blocs", "persons",
        "organizations", "topics", "published",
    } <= set(found)  # fmt: skip
    assert {"start", "end", "text", "edtf", "basis", "note"} <= set(found["dates"][0])
    assert {"code", "name", "weight", "mentions"} <= set(found["countries"][0])
    assert {"name", "forms", "mentions"} <= set(found["persons"][0])
    assert {"start", "end", "text", "rule"} <= set(found["persons"][0]["mentions"][0])
    assert {"edtf", "earliest", "latest", "basis", "note"} == set(found["published"])


def test_each_record_of_a_file_is_an_object_with_its_line(extract, write):
    path = write(
        "x.jsonl", '{"title": "A", "body": "Peru."}\nbad\n{"title": "B", "body": "Cuba."}\n'
    )
    code, found, complaints = extract(path)
    assert code == 1
    assert [one["line"] for one in found] == [1, 3]
    assert len(complaints) == 1
    assert complaints[0].startswith(f"{path}:2: not JSON")


def test_what_is_missing_or_unreadable_has_its_code_and_line(extract, write, tmp_path):
    assert extract(tmp_path / "none")[0] == os.EX_NOINPUT
    code, found, complaints = extract(write("x.txt", b""))
    assert (code, found, len(complaints)) == (os.EX_DATAERR, [], 1)


def test_the_table_is_for_the_eye(command):
    result = command("extract_text", SEEDS, "--format", "table")
    assert result.code == 0
    assert "Iran (" in result.out
    assert "[2024-08-05,2024-08-06] (inferred)" in result.out
