"""Files become records: the content decides the format, and what cannot be read has a reason."""

import os
from pathlib import Path

import pytest

from archive.importing.reading import read
from archive.importing.reading.opened import LONGEST_LINE
from archive.importing.values import Rejected


def records(*paths):
    return [record for record in read(map(str, paths)) if not isinstance(record, Rejected)]


def reasons(*paths):
    """(file name, line, reason) of what was rejected."""
    return [
        (Path(found.path).name, found.line, found.reason)
        for found in read(map(str, paths))
        if isinstance(found, Rejected)
    ]


def test_a_folder_is_walked_in_order_and_hidden_files_are_passed_over(write, tmp_path):
    for name in ("b.txt", "a/z.txt", "a/b.txt", ".hidden.txt", ".git/x.txt", "c"):
        write(name, f"Title {name}\nText.")
    names = [r.path.partition("/texts/")[2] for r in records(tmp_path / "texts")]
    assert names == ["a/b.txt", "a/z.txt", "b.txt", "c"]


def test_the_content_decides_and_not_the_name(write):
    path = write("records.txt", [{"title": "A", "body": "x"}, {"title": "B", "body": "y"}])
    assert [(r.line, r.fields["title"]) for r in records(path)] == [(1, "A"), (2, "B")]
    path = write("table.txt", "Title;Body\nA;x\n")
    assert [(r.line, r.fields) for r in records(path)] == [(2, {"title": "A", "body": "x"})]


def test_the_name_decides_where_the_content_is_damaged(write):
    assert reasons(write("x.jsonl", "Broken\n"))[0][:2] == ("x.jsonl", 1)
    assert reasons(write("x.csv", "a,b\n1,2\n")) == [
        ("x.csv", 1, "the first line must name the columns title and body")
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.txt", "<p>Text</p>"),
        ("x.json", '{\n  "title": "A"\n}'),
        ("x.xml", "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>"),
    ],
)
def test_markup_is_not_taken_for_plain_text(write, name, content):
    [(_name, line, reason)] = reasons(write(name, content))
    assert line is None
    assert "is not a format that is read here" in reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "is empty; remove it"), (b" \n\t\n ", "holds nothing but white space; remove it")],
)
def test_a_file_without_text_is_rejected(write, content, reason):
    assert reasons(write("x.txt", content)) == [("x.txt", None, reason)]


def test_pipes_and_devices_are_refused_and_never_waited_for(write, tmp_path):
    write("a.txt", "Title\nText.")
    os.mkfifo(tmp_path / "texts" / "pipe")
    assert reasons(tmp_path / "texts", "/dev/zero") == [
        ("pipe", None, "a pipe, not a file; give - to read standard input"),
        ("zero", None, "a device, not a file; give - to read standard input"),
    ]


def test_links_are_followed_only_to_what_is_inside_the_folder(write, tmp_path):
    inside = write("a.txt", "Title\nText.")
    folder = inside.parent
    (tmp_path / "secret.txt").write_text("Title\nSecret.")
    (folder / "again.txt").symlink_to("a.txt")
    (folder / "loop").symlink_to(".")
    (folder / "nowhere").symlink_to("nothing")
    (folder / "out.txt").symlink_to("../secret.txt")
    assert len(records(folder)) == 2
    assert [(name, reason.split(";")[0]) for name, _line, reason in reasons(folder)] == [
        ("loop", "a link to a folder that holds it"),
        ("nowhere", "a link that leads nowhere"),
        ("out.txt", "a link to a place outside the folder"),
    ]


def test_a_bad_line_does_not_stop_the_others(write):
    path = write(
        "x.jsonl",
        b'{"title": "A", "body": "x"}\n'
        b"not json\n"
        b"\n"
        b'["a list"]\n'
        b'{"title": "caf\xe9", "body": "x"}\n'
        b'{"title": "B", "body": NaN}\n'
        b'{"title": "C", "body": "x"}',
    )
    assert [record.line for record in records(path)] == [1, 7]
    assert [(line, reason.split(";")[0]) for _name, line, reason in reasons(path)] == [
        (2, "not JSON: expecting value at character 1"),
        (4, "not an object"),
        (5, "not UTF-8: byte 14 of the line is 0xe9"),
        (6, "not JSON: NaN is no JSON number"),
    ]


@pytest.mark.parametrize("depth", [51, 100_000])
def test_json_that_is_nested_too_deep_is_refused(write, depth):
    nested = "[" * depth + "]" * depth
    path = write("x.jsonl", '{"title": "A", "body": "x", "other": ' + nested + "}\n")
    assert reasons(path) == [("x.jsonl", 1, "nested deeper than 50 levels; make it flat")]


def test_a_line_without_end_is_refused_and_the_next_one_read(write):
    path = write("x.jsonl", '{"title": "A"\n' + " " * (LONGEST_LINE + 10) + '\n{"title": "B"}\n')
    assert [(line, reason.split(";")[0]) for _name, line, reason in reasons(path)] == [
        (1, "not JSON: expecting ',' delimiter at character 15"),
        (2, f"longer than {LONGEST_LINE:,} characters"),
    ]
    assert [record.line for record in records(path)] == [3]


def test_an_article_that_is_far_too_long_is_refused(write):
    path = write("x.txt", "Title\n" + "word " * 1_100_000)
    assert reasons(path) == [("x.txt", None, "longer than 5,000,000 characters; split it up")]


def test_csv_rows_are_known_by_the_line_they_begin_in(write):
    path = write(
        "x.csv", 'title,body,year\nA,"one\n\ntwo",1998\n"B, or not",x,\n,,\nC,y,1,2\nD,z\n'
    )
    assert [(record.line, record.fields) for record in records(path)] == [
        (2, {"title": "A", "body": "one\n\ntwo", "year": "1998"}),
        (5, {"title": "B, or not", "body": "x"}),
        (8, {"title": "D", "body": "z"}),
    ]
    assert reasons(path) == [("x.csv", 7, "has 4 cells in 3 columns; check its quotes")]


def test_csv_with_thousands_of_columns_or_one_twice_is_refused(write):
    wide = ",".join(["title", "body", *(f"c{n}" for n in range(10_000))])
    assert reasons(write("x.csv", wide + "\n"))[0][2].startswith("has 10002 columns")
    assert "names the column 'body' twice" in reasons(write("y.csv", "title,body,body\n"))[0][2]


def test_csv_in_an_old_encoding_says_so_in_each_record(write):
    row = "Президент;Россия и Иран развивают сотрудничество\n"
    path = write("x.csv", ("title;body\n" + row * 20).encode("cp1251"))
    found = records(path)
    assert found[0].fields["title"] == "Президент"
    assert "read as" in found[0].notes[0]


def test_a_name_as_long_as_can_be_has_no_sidecar_and_is_read(write, tmp_path):
    write("a" * 251 + ".txt", "First\nText.")
    write("b.txt", "Second\nText.")
    assert [r.fields["text"][:5] for r in records(tmp_path / "texts")] == ["First", "Secon"]


def test_a_sidecar_that_may_not_be_read_rejects_its_file_and_the_rest_goes_on(
    write, tmp_path, monkeypatch
):
    write("a.txt", "First\nText.")
    write("a.json", "{}")
    write("b.txt", "Second\nText.")
    opened = Path.open

    def refusing(self, *arguments, **options):
        if self.suffix == ".json":
            raise PermissionError(13, "Permission denied")
        return opened(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", refusing)
    assert len(records(tmp_path / "texts")) == 1
    [(name, _line, reason)] = reasons(tmp_path / "texts")
    assert (name, reason.endswith("cannot be read: Permission denied")) == ("a.txt", True)
