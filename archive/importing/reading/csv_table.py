"""CSV: a first line that names the columns, then one record in each row."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

from archive.importing.reading.opened import MOST_CHARACTERS, Opened
from archive.importing.values import Rejected, SeedRecord
from archive.text.cells import restored

DELIMITERS = ",;\t"
MOST_COLUMNS = 200
TEXT_COLUMNS = {"body", "paragraphs"}


class CsvTable:
    """`.csv` and `.tsv`, parted by commas, semicolons or tabs."""

    name = "CSV"
    endings: tuple[str, ...] = (".csv", ".tsv")

    def recognises(self, head: str) -> bool:
        return bool(_delimiter(head.lstrip().partition("\n")[0]))

    def read(self, opened: Opened) -> Iterator[SeedRecord | Rejected]:
        csv.field_size_limit(MOST_CHARACTERS)
        rows = Rows(opened)
        header = next(rows, None)
        if header is None or isinstance(header, Rejected):
            yield header or Rejected(opened.path, None, "holds no rows; remove it")
            return
        columns = [column.strip().lower() for column in header.cells]
        fault = _bad_columns(columns)
        if fault:
            yield Rejected(opened.path, header.line, fault)
            return
        notes = (opened.encoding.note,) if opened.encoding.note else ()
        for row in rows:
            if isinstance(row, Rejected):
                yield row
            elif len(row.cells) > len(columns):
                reason = f"has {len(row.cells)} cells in {len(columns)} columns; check its quotes"
                yield Rejected(opened.path, row.line, reason)
            else:
                cells = zip(columns, row.cells, strict=False)
                fields = {name: restored(cell) for name, cell in cells if name and cell.strip()}
                yield SeedRecord(opened.path, row.line, fields, notes)


class Row:
    """The cells of a row, and the line where it begins."""

    def __init__(self, line: int, cells: Sequence[str]) -> None:
        self.line = line
        self.cells = cells


class Rows:
    """The rows of a file; those with a bad line or bad quotes as Rejected, empty ones left out."""

    def __init__(self, opened: Opened) -> None:
        self.path = opened.path
        self.faults: dict[int, str] = {}
        first_line = opened.head.lstrip("\ufeff").partition("\n")[0]
        self.lines = opened.lines()
        self.rows = csv.reader(self._texts(), delimiter=_delimiter(first_line) or ",")

    def __iter__(self) -> Rows:
        return self

    def __next__(self) -> Row | Rejected:
        while True:
            start = self.rows.line_num + 1
            try:
                cells = next(self.rows)
            except csv.Error as fault:
                return Rejected(self.path, start, f"not CSV: {fault}; check its quotes")
            if self.faults:
                number, reason = self.faults.popitem()
                self.faults.clear()
                return Rejected(self.path, number, reason)
            if any(cell.strip() for cell in cells):
                return Row(start, cells)

    def _texts(self) -> Iterator[str]:
        for line in self.lines:
            if line.fault:
                self.faults[line.number] = line.fault
            yield line.text.replace("\x00", "") or "\n"


def _delimiter(line: str) -> str:
    """What parts the columns of a first line that names those we need, or nothing."""
    for delimiter in DELIMITERS:
        names = {name.strip().strip('"').lower() for name in line.split(delimiter)}
        if "title" in names and names & TEXT_COLUMNS:
            return delimiter
    return ""


def _bad_columns(columns: Sequence[str]) -> str:
    named = [column for column in columns if column]
    if len(columns) > MOST_COLUMNS:
        return f"has {len(columns)} columns, more than {MOST_COLUMNS}; leave some out"
    twice = sorted({column for column in named if named.count(column) > 1})
    if twice:
        return f"names the column {twice[0][:40]!r} twice; rename one"
    if "title" not in named or not TEXT_COLUMNS & set(named):
        return "the first line must name the columns title and body"
    return ""
