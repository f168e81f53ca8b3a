"""The lines of a file of decisions, and what became of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from archive.curation.records import Record

# First what there is, then what it is called, then what was decided with it.
ORDER = (
    "source", "topic", "entity", "merge", "alias", "office", "rule", "distinction", "redirect",
    "article", "suppression", "tag",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One record and where it stands."""

    number: int
    record: Record


@dataclass
class Replayed:
    """What became of a file: how many records changed something, and what could not be done."""

    changed: int = 0
    unchanged: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)  # line, reason
    articles: set[int] = field(default_factory=set)  # whose texts are to be read again
    knowledge: bool = False  # all texts are to be read again


class Refused(ValueError):
    """A record that says something impossible. The message says what."""


def read(lines: Iterable[str]) -> Iterator[Line | tuple[int, str]]:
    """The records of a file, or for a bad line its number and what is wrong with it."""
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            record = json.loads(text)
        except ValueError as fault:
            yield number, f"no JSON: {fault}"
            continue
        if not isinstance(record, dict) or record.get("record") not in ORDER:
            yield number, "no record of a decision"
            continue
        yield Line(number, record)
