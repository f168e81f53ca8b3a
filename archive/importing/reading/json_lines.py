"""JSON Lines: one record, a JSON object, on each line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from archive.importing.reading.opened import Opened
from archive.importing.values import Rejected, SeedRecord

DEEPEST = 50  # objects and lists within one another

_BEGINNING = re.compile(r'\s*\{[ \t]*(?:"|\}[ \t\r]*\n?)')


class BadJson(ValueError):
    """The line is no record; the message says why."""


class JsonLines:
    """`.jsonl` and `.ndjson`."""

    name = "JSON Lines"
    endings: tuple[str, ...] = (".jsonl", ".ndjson")

    def recognises(self, head: str) -> bool:
        return _BEGINNING.match(head) is not None

    def read(self, opened: Opened) -> Iterator[SeedRecord | Rejected]:
        notes = (opened.encoding.note,) if opened.encoding.note else ()
        for line in opened.lines():
            if line.fault:
                yield Rejected(opened.path, line.number, line.fault)
            elif line.text.strip():
                try:
                    yield SeedRecord(opened.path, line.number, load(line.text), notes)
                except BadJson as fault:
                    yield Rejected(opened.path, line.number, str(fault))


def load(text: str) -> dict[str, Any]:
    """The object that the text is. Raises BadJson."""
    try:
        value = json.loads(text, strict=False, parse_constant=_no_constant)
    except json.JSONDecodeError as fault:
        raise BadJson(
            f"not JSON: {fault.msg.lower()} at character {fault.pos + 1}; "
            "each line must be one whole object"
        ) from None
    except RecursionError:
        raise BadJson(f"nested deeper than {DEEPEST} levels; make it flat") from None
    except ValueError as fault:  # a number of thousands of digits, or NaN
        raise BadJson(f"not JSON: {fault}") from None
    if not isinstance(value, dict):
        raise BadJson('not an object; write {"title": ..., "body": ...}')
    if _depth_exceeds(value, DEEPEST):
        raise BadJson(f"nested deeper than {DEEPEST} levels; make it flat")
    return value


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def _depth_exceeds(value: object, limit: int) -> bool:
    level = [value]
    for _depth in range(limit + 1):
        level = list(chain.from_iterable(_inside(item) for item in level))
        if not level:
            return False
    return True


def _inside(value: object) -> list[Any]:
    items: list[Any] = []
    if isinstance(value, dict):
        items = list(value.values())
    elif isinstance(value, list):
        items = value
    return [item for item in items if isinstance(item, dict | list)]
