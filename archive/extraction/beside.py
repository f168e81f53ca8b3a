"""Which title belongs to a name: the one right before it, or an apposition behind its comma."""

from __future__ import annotations

from collections.abc import Iterable

from archive.extraction.claims import Claims
from archive.extraction.structure import ABBREVIATIONS, LOWER, Structure
from archive.extraction.tables import word_set
from archive.extraction.titles import Title

_BEFORE_OFFICE = word_set("before office")
_ARTICLES = word_set("article")


class Beside:
    """The titles of one text by where they begin and end."""

    def __init__(self, structure: Structure, claims: Claims, titles: Iterable[Title]) -> None:
        self.structure = structure
        self.claims = claims
        self.ending = {title.last: title for title in titles}
        self.opening = {title.first: title for title in titles}

    def title_of(self, first: int, last: int) -> Title | None:
        """The title right before the name, or behind it after a comma."""
        structure = self.structure
        before = self.ending.get(first)
        if before is not None:
            gap = structure.gaps[first]
            if self._leads(before, gap, last - first):
                return before
        return self._apposition(first, last)

    def _leads(self, title: Title, gap: str, length: int) -> bool:
        """Whether what stands between a title and a name lets the one belong to the other."""
        if gap == ". ":  # "Dr." is an abbreviation, "the president." ends a sentence
            return self.structure.folded[title.last - 1] in ABBREVIATIONS
        if gap in {" ", ") "}:
            return True
        # "Mr President, Friends" and "the Secretary, Monday" name nobody.
        full = length > 1 or bool(title.country)
        return gap in {", ", " - ", ' "'} and title.sort != "address" and full

    def _apposition(self, first: int, last: int) -> Title | None:
        """The office or occupation right behind a name and its comma, in whatever words."""
        structure = self.structure
        if last >= len(structure.folded) or structure.gaps[last] not in {", ", " (", " - ", " – "}:
            return None
        described = last - first > 1 and structure.folded[last] in _ARTICLES
        for index in range(last, min(last + 6, len(structure.folded))):
            title = self.opening.get(index)
            if title is not None:
                return title if title.sort in {"office", "occupation"} else None
            if index > last and not structure.joined(index):
                return None
            small = structure.folded[index] in _BEFORE_OFFICE
            described_by = described and structure.shapes[index] == LOWER
            if not (small or described_by or self._demonym(index)):
                return None
        return None

    def _demonym(self, index: int) -> bool:
        claim = self.claims.at(index)
        return claim is not None and claim.kind in {"country", "organization"}
