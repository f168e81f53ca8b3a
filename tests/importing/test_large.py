"""Files as large as operators have them are imported in the memory of a small machine."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
MOST = 400  # MiB of the largest process
MEASURED = (
    "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:]).returncode; "
    "print(done, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
)
LONG = 50_000_000  # characters
PIECE = "Talks on trade were held in Lima and Teheran. "


@pytest.fixture
def manage(tmp_path):
    """Runs a command in an archive of its own; its exit code, and MiB of its largest process."""
    environment = {**os.environ, "DATA_DIR": str(tmp_path / "data")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    (tmp_path / "data").mkdir()

    def run(*arguments):
        command = [sys.executable, "-c", MEASURED, sys.executable, "manage.py"]
        done = subprocess.run(
            [*command, *map(str, arguments)],
            cwd=ROOT, env=environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return [int(number) for number in done.stdout.split()[-2:]]

    run("migrate", "--verbosity", "0")
    return run


def counts(report):
    found = json.loads(report.read_text())
    return {name: found[name] for name in ("created", "updated", "unchanged", "rejected")}


def test_a_file_of_100_mb_is_imported_in_bounded_memory(manage, tmp_path):
    """Most of it is no text, and refused: 100 MB of articles are the benchmark's to import."""
    path, report = tmp_path / "large.jsonl", tmp_path / "report.json"
    binary = json.dumps({"title": "Binary", "body": "\x01 noise " * 50_000})
    with path.open("w") as file:
        for number in range(180):
            file.write(binary + "\n")
            if number % 4 == 0:
                file.write(json.dumps({"title": f"Talks {number}", "body": PIECE * 3}) + "\n")
    assert path.stat().st_size >= 100_000_000
    code, most = manage("import_articles", path, "--report", report)
    assert code == 1
    assert counts(report) == {"created": 45, "updated": 0, "unchanged": 0, "rejected": 180}
    assert most <= MOST


def test_an_article_of_50_mb_is_refused_in_bounded_memory_and_the_rest_goes_on(manage, tmp_path):
    text = PIECE * (LONG // len(PIECE))
    folder, report = tmp_path / "texts", tmp_path / "report.json"
    folder.mkdir()
    for name, before, after in (
        ("a.txt", "Title\n", ""),
        ("b.md", "---\ntitle: A\n---\n", ""),
        ("c.html", "<html><body><article><p>", "</p></article></body></html>"),
        ("d.jsonl", '{"title": "A", "body": "', '"}\n{"title": "After", "body": "In Peru."}\n'),
        ("e.csv", "title,body\nA,", "\nAfter,In Chile.\n"),
        (
            "f.xml",
            '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>',
            "</p></body></text></TEI>",
        ),
    ):
        (folder / name).write_text(before + text + after)
    (folder / "z.txt").write_text("After\nIn Bolivia.")
    code, most = manage("import_articles", folder, "--report", report)
    assert code == 1
    assert counts(report) == {"created": 3, "updated": 0, "unchanged": 0, "rejected": 6}
    assert most <= MOST
