"""A file beside an article that says what the article itself does not: `x.txt` and `x.json`."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

from archive.importing.encoding import NotText, decode
from archive.importing.files import ENDING
from archive.importing.reading.json_lines import BadJson, load
from archive.importing.values import Rejected, SeedRecord, place

MOST_BYTES = 1_000_000
Find = Callable[[str], bytes | None]  # the bytes of a file beside another, or None


def names_for(path: str) -> tuple[str, str]:
    """What a sidecar of the file may be called: x.json or x.txt.json."""
    own = PurePath(path)
    return str(own.with_suffix(ENDING)) if own.suffix else f"{path}{ENDING}", f"{path}{ENDING}"


def on_disk(path: str) -> bytes | None:
    """The bytes of a small file, None when there is none. Raises NotText, and OSError of a disk."""
    file = Path(path)
    try:
        if not file.is_file():
            return None
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as fault:
        if fault.errno == errno.ENAMETOOLONG:  # no file can be called so
            return None
        if isinstance(fault, PermissionError):
            raise NotText(f"{_where(path)}: {fault.strerror}") from None
        raise


class Sidecar:
    """What stands beside one file. Raises NotText, naming the sidecar, if it cannot be read."""

    def __init__(self, path: str, find: Find) -> None:
        self.fields: dict[str, Any] = {}
        for name in names_for(path) if PurePath(path).suffix != ENDING else ():
            data = find(name)
            if data is not None:
                self.fields = _read(name, data)
                return

    def complete(self, record: SeedRecord | Rejected) -> SeedRecord | Rejected:
        """The record with what stands beside it. One of many says itself what it says."""
        if isinstance(record, Rejected) or not self.fields:
            return record
        new = {
            name: value
            for name, value in self.fields.items()
            if record.whole or name not in record.fields
        }
        return replace(
            record,
            fields={**record.fields, **new},
            origins={**record.origins, **dict.fromkeys(new, "sidecar")},
        )


def _read(path: str, data: bytes) -> dict[str, Any]:
    if len(data) > MOST_BYTES:
        raise NotText(f"{_where(path)}: larger than {MOST_BYTES:,} bytes")
    try:
        return load(decode(data)[0].text)
    except (NotText, BadJson) as fault:
        raise NotText(f"{_where(path)}: {fault}") from None


def _where(path: str) -> str:
    return f"its metadata in {place(path, None)} cannot be read"
