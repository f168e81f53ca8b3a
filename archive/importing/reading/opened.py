"""A file open for reading, its encoding known: what every reader is given."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from archive.importing.encoding import Encoding, NotText, decode, has_surrogates, not_decodable

MOST_CHARACTERS = 5_000_000  # of one article; nobody reads more, and a process must hold it
LONGEST_LINE = 8_000_000  # characters: an article as JSON, escapes included
BYTES = 4  # of a character, at most


@dataclass(frozen=True)
class Line:
    """One line with its end, and if it cannot be used, why: then it has no text."""

    number: int
    text: str
    fault: str = ""


@dataclass(frozen=True)
class Opened:
    """The bytes of one file, from the beginning."""

    path: str
    stream: BinaryIO
    size: int
    encoding: Encoding
    head: str  # the first characters

    def lines(self) -> Iterator[Line]:
        """All lines, one in memory at a time; a bad one does not stop the rest."""
        text = io.TextIOWrapper(
            self.stream,
            encoding="utf-8-sig" if self.encoding.name == "utf-8" else self.encoding.name,
            errors="strict"
            if self.encoding.name.startswith("utf-") and not self.is_utf8
            else "surrogateescape",
            newline="",
        )
        number = 0
        try:
            while line := text.readline(LONGEST_LINE):
                number += 1
                yield _checked(number, line, text)
        except UnicodeDecodeError as fault:  # UTF-16: after a bad byte, no character is sure
            yield Line(number + 1, "", not_decodable(fault, self.encoding))
        finally:
            if not self.stream.closed:  # as it is when nobody reads on
                text.detach()

    def text(self) -> tuple[str, tuple[str, ...]]:
        """All of it, clean, for an article that is one file; and notes. Raises NotText."""
        cleaned, notes = decode(self.stream.read(MOST_CHARACTERS * BYTES + 1))
        if len(cleaned.text) > MOST_CHARACTERS:
            raise NotText(f"longer than {MOST_CHARACTERS:,} characters; split it up")
        if not cleaned.text.strip():
            raise NotText("holds nothing but white space; remove it")
        return cleaned.text, notes

    def all_bytes(self, most: int) -> bytes:
        """All of it, as it is. Raises NotText if that is more than `most` bytes."""
        data = self.stream.read(most + 1)
        if len(data) > most:
            raise NotText(f"larger than {most // 2**20} MiB; split it up")
        return data

    @property
    def is_utf8(self) -> bool:
        return self.encoding.name == "utf-8"


def _checked(number: int, line: str, text: io.TextIOWrapper) -> Line:
    if len(line) == LONGEST_LINE and not line.endswith("\n"):
        while (rest := text.readline(LONGEST_LINE)) and not rest.endswith("\n"):
            pass
        return Line(number, "", f"longer than {LONGEST_LINE:,} characters; split it up")
    if not line.isascii() and has_surrogates(line):
        return Line(number, "", _undecodable(line))
    return Line(number, line)


def _undecodable(line: str) -> str:
    data = line.encode("utf-8", "surrogateescape")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as fault:
        byte = data[fault.start]
        return f"not UTF-8: byte {fault.start} of the line is {byte:#04x}; save it as UTF-8"
    return "holds half a character; write it anew"
