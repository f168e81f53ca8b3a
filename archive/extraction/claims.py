"""Which words of a text are already spoken for, and by what: later finders leave them alone."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import compress, count
from typing import NamedTuple

from archive.extraction.naming import Naming
from archive.extraction.structure import Structure


class Claim(NamedTuple):
    """The words first..last name something. `kind` is empty for words to pass over."""

    first: int
    last: int
    kind: str
    key: str
    country: str = ""  # of a country its own code, of an organisation the country's


class Claims:
    """The claim on each word, if there is one. Grows while the finders run."""

    def __init__(self, structure: Structure, namings: Iterable[Naming]) -> None:
        self.of: list[Claim | None] = [None] * len(structure.folded)  # by word
        for naming in namings:
            kind, key = naming.name.kind, naming.name.key
            country = key if kind == "country" else ""
            self.add(Claim(naming.first, naming.last, kind, key, country))

    def add(self, claim: Claim) -> None:
        self.of[claim.first : claim.last] = [claim] * (claim.last - claim.first)

    def give_up(self, first: int, last: int) -> None:
        """Make the words first..last free again."""
        self.of[first:last] = [None] * (last - first)

    def at(self, index: int) -> Claim | None:
        """The claim on a word; none before the first and behind the last word."""
        return self.of[index] if 0 <= index < len(self.of) else None

    def kinds(self) -> list[str]:
        """Of each word the kind of what it names, or the key of words that name nothing."""
        kinds = [""] * len(self.of)
        for index in compress(count(), self.of):
            claim = self.of[index]
            kinds[index] = (claim.kind or claim.key) if claim else ""
        return kinds

    def free(self, index: int) -> bool:
        return 0 <= index < len(self.of) and self.of[index] is None
