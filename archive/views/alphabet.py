"""Names from A to Z, under their first letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from archive.models import Entity
from archive.search.spans import Spans
from archive.text.fold import fold, transliterate
from archive.views.charts import Spark, spark

OTHER = "#"  # names that begin with no letter of the Latin alphabet, in any reading


@dataclass(frozen=True)
class Entry:
    """One name of a list; of a long list most are not shown, so the rest is made when asked."""

    label: str
    entity: Entity
    count: int
    spans: Spans | None = None

    @property
    def url(self) -> str:
        return self.entity.get_absolute_url()

    @property
    def spark(self) -> Spark | None:
        return spark(self.spans.of(self.entity.pk)) if self.spans else None


@dataclass(frozen=True)
class Letter:
    name: str
    key: str  # as it stands in an address
    entries: tuple[Entry, ...]

    @property
    def id(self) -> str:
        return f"l-{self.key}"


def alphabet(entries: Iterable[Entry]) -> list[Letter]:
    """Entries under their letters, each in order; names without one stand at the end."""
    by_letter: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_letter[letter_of(entry.label)].append(entry)
    order = sorted(by_letter, key=lambda letter: (letter == OTHER, letter))
    return [
        Letter(
            name=letter,
            key=key_of(letter),
            entries=tuple(sorted(by_letter[letter], key=lambda entry: fold(entry.label))),
        )
        for letter in order
    ]


def key_of(letter: str) -> str:
    """The letter as it stands in an address."""
    return "other" if letter == OTHER else letter


def letter_of(label: str) -> str:
    first = fold(transliterate(label))[:1].upper()
    return first if first.isascii() and first.isalpha() else OTHER
