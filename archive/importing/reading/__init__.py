"""A file becomes seed records. A new format is one module here and one line in READERS."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from archive.importing.encoding import SAMPLE, NotText, find_encoding
from archive.importing.files import find_files, is_sidecar
from archive.importing.reading import sidecar
from archive.importing.reading.csv_table import CsvTable
from archive.importing.reading.feed import Feed
from archive.importing.reading.html_page import HtmlPage
from archive.importing.reading.json_lines import JsonLines
from archive.importing.reading.markdown import Markdown
from archive.importing.reading.opened import Opened
from archive.importing.reading.packed import FAULTS, is_packed, kept, members
from archive.importing.reading.seed_text import SeedText
from archive.importing.reading.sidecar import Find, Sidecar, on_disk
from archive.importing.reading.tei import Tei
from archive.importing.values import STANDARD_INPUT, Rejected, SeedRecord

GZIPPED = (".gz", ".gzip")
MOST_SIDECARS = 64 * 2**20  # bytes of all metadata files in one archive


class Reader(Protocol):
    """Reads one format."""

    name: str
    endings: tuple[str, ...]  # of file names, lower case, with the dot

    def recognises(self, head: str) -> bool:
        """Whether a file that begins like this is of the format."""
        ...

    def read(self, opened: Opened) -> Iterator[SeedRecord | Rejected]:
        """The file's records, one in memory at a time. Raises NotText: then it is rejected."""
        ...


READERS: tuple[Reader, ...] = (  # the first that fits reads
    Tei(), Feed(), HtmlPage(), Markdown(), JsonLines(), CsvTable(), SeedText(),
)  # fmt: skip

# Text formats that would read as plain text and come out wrong.
OTHERS = {
    ".xml": "XML that is neither TEI nor a feed", ".yaml": "YAML", ".yml": "YAML",
    ".json": "JSON that is not one object on each line, and beside no article,", ".rtf": "RTF",
}  # fmt: skip


class Position:
    """How far reading has come."""

    def __init__(self) -> None:
        self.before = 0  # bytes of the files that have been read
        self.stream: BinaryIO | None = None

    def bytes(self) -> int:
        return self.before + (self.stream.tell() if self.stream else 0)

    def leave(self, size: int) -> None:
        self.before += size
        self.stream = None


def read(paths: Iterable[str], position: Position | None = None) -> Iterator[SeedRecord | Rejected]:
    """All records that the files and folders hold, in order. Raises OSError if a disk fails."""
    position = position or Position()
    for found in find_files(paths):
        if isinstance(found, Rejected):
            yield found
        else:
            yield from read_file(found, position)


def read_file(path: str, position: Position) -> Iterator[SeedRecord | Rejected]:
    """The records of one file, or of the files in an archive."""
    try:
        stream = _open(path)
    except (PermissionError, FileNotFoundError, IsADirectoryError) as error:
        yield Rejected(path, None, f"cannot be read: {error.strerror}")
        return
    with stream:
        head = stream.read(SAMPLE)
        stream.seek(0)
        reading = _read_packed if is_packed(head) else _read_stream
        position.stream = stream
        try:
            yield from reading(path, stream, head)
        except NotText as fault:
            yield Rejected(path, None, str(fault))
        finally:
            position.leave(stream.seek(0, os.SEEK_END))


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


def _read_stream(
    path: str, stream: BinaryIO, head: bytes, beside: Find = on_disk
) -> Iterator[SeedRecord | Rejected]:
    if not head:
        raise NotText("is empty; remove it")
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    encoding = find_encoding(head, whole=len(head) == size)
    beginning = head[encoding.mark :].decode(encoding.name, "replace").lstrip("\ufeff")
    reader = choose(path, beginning)
    if reader is None:
        raise NotText(_unreadable(path))
    metadata = Sidecar(path, beside)
    for record in reader.read(Opened(path, stream, size, encoding, beginning)):
        yield metadata.complete(record)


def _read_packed(path: str, stream: BinaryIO, head: bytes) -> Iterator[SeedRecord | Rejected]:
    """Each file inside as if the archive were a folder. Sidecars are looked for beforehand."""
    size = stream.seek(0, os.SEEK_END)
    try:
        sidecars = _sidecars(path, stream, head, size)
        stream.seek(0)
        for member in members(stream, head, size, lambda name: f"{path}/{name}" not in sidecars):
            name = f"{path}/{member.name}" if member.name else _unzipped(path)
            if member.fault:
                yield Rejected(name, None, member.fault)
            elif member.stream:
                try:
                    yield from _read_member(name, member.stream, sidecars)
                except NotText as fault:
                    yield Rejected(name, None, str(fault))
    except FAULTS as fault:
        raise NotText(f"damaged: {' '.join(str(fault).split()) or type(fault).__name__}") from fault


def _read_member(
    path: str, stream: BinaryIO, sidecars: dict[str, bytes]
) -> Iterator[SeedRecord | Rejected]:
    head = stream.read(SAMPLE)
    stream.seek(0)
    if is_packed(head):
        raise NotText("an archive in an archive; unpack it and import the folder")
    yield from _read_stream(path, stream, head, sidecars.get)


def _sidecars(path: str, stream: BinaryIO, head: bytes, size: int) -> dict[str, bytes]:
    """The metadata files among the members, by their paths."""
    names, found, room = set[str](), dict[str, bytes](), MOST_SIDECARS
    stream.seek(0)
    for member in members(stream, head, size, lambda name: name.endswith(".json")):
        names.add(member.name)
        if member.stream:
            found[member.name] = member.stream.read(sidecar.MOST_BYTES + 1)
            room -= len(found[member.name])
        if room < 0:
            raise NotText(f"holds more than {MOST_SIDECARS // 2**20} MiB of .json; unpack it")
    return {f"{path}/{name}": data for name, data in found.items() if is_sidecar(name, names)}


def _unzipped(path: str) -> str:
    """What a compressed file is called without its ending."""
    name = path[: -len(Path(path).suffix)]
    return name if Path(path).suffix.lower() in GZIPPED and Path(name).name else path


def _open(path: str) -> BinaryIO:
    return kept(sys.stdin.buffer) if path == STANDARD_INPUT else Path(path).open("rb")


def _unreadable(path: str) -> str:
    what = OTHERS.get(Path(path).suffix.lower(), "a format with markup")
    names = ", ".join(reader.name for reader in READERS)
    return f"{what} is not a format that is read here; make it one of these: {names}"
