"""A file becomes seed records. A new format is one module here and one line in READERS."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from archive.importing.encoding import SAMPLE, NotText, find_encoding
from archive.importing.files import find_files
from archive.importing.reading.csv_table import CsvTable
from archive.importing.reading.json_lines import JsonLines
from archive.importing.reading.opened import Opened
from archive.importing.reading.seed_text import SeedText
from archive.importing.values import STANDARD_INPUT, Rejected, SeedRecord


class Reader(Protocol):
    """Reads one format."""

    name: str
    endings: tuple[str, ...]  # of file names, lower case, with the dot

    def recognises(self, head: str) -> bool:
        """Whether a file that begins like this is of the format."""
        ...

    def read(self, opened: Opened) -> Iterator[SeedRecord | Rejected]:
        """The file's records, one in memory at a time."""
        ...


READERS: tuple[Reader, ...] = (JsonLines(), CsvTable(), SeedText())  # the first that fits reads

# Text formats that would read as plain text and come out wrong.
OTHERS = {
    ".md": "Markdown", ".markdown": "Markdown", ".html": "HTML", ".htm": "HTML", ".xml": "XML",
    ".rss": "RSS", ".atom": "Atom", ".json": "JSON that is not one object on each line",
    ".yaml": "YAML", ".yml": "YAML", ".rtf": "RTF",
}  # fmt: skip


def read(paths: Iterable[str]) -> Iterator[SeedRecord | Rejected]:
    """All records that the files and folders hold, in order. Raises OSError if a disk fails."""
    for found in find_files(paths):
        if isinstance(found, Rejected):
            yield found
        else:
            yield from read_file(found)


def read_file(path: str) -> Iterator[SeedRecord | Rejected]:
    """The records of one file."""
    try:
        stream = _open(path)
    except (PermissionError, FileNotFoundError, IsADirectoryError) as error:
        yield Rejected(path, None, f"cannot be read: {error.strerror}")
        return
    with stream:
        size = os.fstat(stream.fileno()).st_size
        head = stream.read(SAMPLE)
        stream.seek(0)
        if not head:
            yield Rejected(path, None, "is empty; remove it")
            return
        try:
            encoding = find_encoding(head, whole=len(head) == size)
        except NotText as fault:
            yield Rejected(path, None, str(fault))
            return
        beginning = head[encoding.mark :].decode(encoding.name, "replace").lstrip("\ufeff")
        reader = choose(path, beginning)
        if reader is None:
            yield Rejected(path, None, _unreadable(path))
            return
        yield from reader.read(Opened(path, stream, size, encoding, beginning))


def choose(path: str, head: str) -> Reader | None:
    """The reader for what the file holds; where that is plain text, what it is called decides."""
    by_content = next((reader for reader in READERS if reader.recognises(head)), None)
    if by_content and not isinstance(by_content, SeedText):
        return by_content
    ending = Path(path).suffix.lower()
    by_name = next((reader for reader in READERS if ending in reader.endings), None)
    if by_name and not isinstance(by_name, SeedText):
        return by_name
    return None if ending in OTHERS else by_content


def _open(path: str) -> BinaryIO:
    if path != STANDARD_INPUT:
        return Path(path).open("rb")
    kept = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    shutil.copyfileobj(sys.stdin.buffer, kept)
    kept.seek(0)
    return kept


def _unreadable(path: str) -> str:
    what = OTHERS.get(Path(path).suffix.lower(), "a format with markup")
    names = ", ".join(reader.name for reader in READERS)
    return f"{what} is not a format that is read here; make it one of these: {names}"
