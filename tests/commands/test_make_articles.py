"""`make_articles`: invented articles, the same for the same seed."""

import json
import os
import re
from statistics import mean

import pytest

from archive.dates.edtf import validate
from archive.importing.parsing import parse
from archive.importing.reading import read
from archive.importing.values import Defaults, ParsedArticle
from tests.imports import command, import_articles, write

__all__ = ["command", "import_articles", "write"]


@pytest.fixture
def make(command, tmp_path):
    def run(number, *arguments):
        path = tmp_path / "generated.jsonl"
        assert command("make_articles", number, "--output", path, *arguments).code == 0
        return path.read_text()

    return run


def words(article):
    return " ".join(article["paragraphs"]).split()


def test_articles_are_as_long_and_as_rich_as_real_ones(make):
    articles = [json.loads(line) for line in make(300).splitlines()]
    assert 430 < mean(len(words(article)) for article in articles) < 470
    for article in articles:
        different = {word.strip(".,").lower() for word in words(article)}
        assert len(different) >= 250


def test_the_same_seed_gives_the_same_articles(make):
    assert make(5, "--seed", 7) == make(5, "--seed", 7) != make(5, "--seed", 8)


def test_they_say_that_they_are_generated_and_are_of_two_languages_and_many_dates(make):
    articles = [json.loads(line) for line in make(200).splitlines()]
    assert all(article["generated"] is True for article in articles)
    assert {article["lang"] for article in articles} == {"en", "id"}
    assert len({article["id"] for article in articles}) == 200
    dates = [article.get("date", "") for article in articles]
    assert all(validate(date) == date for date in dates if date)
    shapes = {re.sub(r"\d", "9", date) for date in dates}
    assert shapes == {"", "9999", "9999-99", "9999-99-99", "9999~", "999X", "9999-99-99/9999-99-99"}


def test_the_importer_reads_them(make, tmp_path):
    make(20)
    found = [parse(record, Defaults()) for record in read([str(tmp_path / "generated.jsonl")])]
    assert all(isinstance(article, ParsedArticle) for article in found)
    assert found[0].metadata["generated"] is True


def test_a_place_that_cannot_be_written_is_one_line_and_74(command, tmp_path):
    result = command("make_articles", 1, "--output", tmp_path / "none" / "x.jsonl")
    assert result.code == os.EX_IOERR
    assert len(result.err.splitlines()) == 1
