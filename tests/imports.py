"""Fixtures for imports as an operator runs them: files in a folder, a code, and lines."""

import io
import json
from typing import NamedTuple

import pytest
from django.apps import apps
from django.core.management import call_command


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def command(settings, tmp_path_factory):
    """Runs a command; its exit code, what it said, and what it complained of."""
    settings.DATA_DIR = tmp_path_factory.mktemp("data")

    def run(name, *arguments):
        out, err, code = io.StringIO(), io.StringIO(), 0
        try:
            call_command(name, *map(str, arguments), stdout=out, stderr=err, no_color=True)
        except SystemExit as ended:
            code = ended.code
        return Outcome(code, out.getvalue(), err.getvalue())

    return run


@pytest.fixture
def import_articles(command):
    return lambda *arguments: command("import_articles", *arguments)


@pytest.fixture
def report(import_articles, tmp_path_factory):
    """Imports and returns the report."""

    def run(*arguments):
        path = tmp_path_factory.mktemp("reports") / "report.json"
        import_articles(*arguments, "--report", path)
        return json.loads(path.read_text())

    return run


@pytest.fixture
def write(tmp_path):
    """Writes a file of text, bytes, or records as JSON Lines; returns its path."""

    def file(name, content):
        path = tmp_path / "texts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, list):
            content = "".join(json.dumps(record) + "\n" for record in content)
        if isinstance(content, str):
            content = content.encode()
        path.write_bytes(content)
        return path

    return file


@pytest.fixture
def all_rows():
    """Every row of the archive, to compare; those that only tell of runs can be left out."""

    def rows(*, without=()):
        return {
            model._meta.label: list(model._base_manager.order_by("pk").values())
            for model in apps.get_app_config("archive").get_models()
            if model.__name__ not in without
        }

    return rows
