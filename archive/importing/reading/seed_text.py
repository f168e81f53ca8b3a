"""Plain text: one article in one file, its first line the title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.importing.encoding import NotText, decode
from archive.importing.reading.opened import MOST_CHARACTERS, Opened
from archive.importing.values import Rejected, SeedRecord

_BYTES = 4  # of a character, at most
_MARKUP = re.compile(r"\s*(?:<(?:[!?/a-zA-Z])|\{\s*[\"}]|\[\s*[\[{]|---\s*\n)")


class SeedText:
    """`.txt`, `.text`, or anything that is text and of no other format."""

    name = "plain text"
    endings: tuple[str, ...] = (".txt", ".text")

    def recognises(self, head: str) -> bool:
        return not _MARKUP.match(head)

    def read(self, opened: Opened) -> Iterator[SeedRecord | Rejected]:
        data = opened.stream.read(MOST_CHARACTERS * _BYTES + 1)
        try:
            cleaned, notes = decode(data)
        except NotText as fault:
            yield Rejected(opened.path, None, str(fault))
            return
        if len(cleaned.text) > MOST_CHARACTERS:
            reason = f"longer than {MOST_CHARACTERS:,} characters; split it up"
            yield Rejected(opened.path, None, reason)
        elif not cleaned.text.strip():
            yield Rejected(opened.path, None, "holds nothing but white space; remove it")
        else:
            yield SeedRecord(opened.path, None, {"text": cleaned.text}, notes)
