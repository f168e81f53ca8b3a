"""Plain text: one article in one file, its first line the title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.importing.reading.opened import Opened
from archive.importing.values import Rejected, SeedRecord

_MARKUP = re.compile(r"\s*(?:<(?:[!?/a-zA-Z])|\{\s*[\"}]|\[\s*[\[{]|---\s*\n)")


class SeedText:
    """`.txt`, `.text`, or anything that is text and of no other format."""

    name = "plain text"
    endings: tuple[str, ...] = (".txt", ".text")

    def recognises(self, head: str) -> bool:
        return not _MARKUP.match(head)

    def read(self, opened: Opened) -> Iterator[SeedRecord | Rejected]:
        text, notes = opened.text()
        yield SeedRecord(opened.path, None, {"text": text}, notes)
