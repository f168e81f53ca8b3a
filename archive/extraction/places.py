"""Cities, provinces, rivers: places that are no countries, by their names alone."""

from __future__ import annotations

from collections.abc import Iterable

from archive.extraction.countries import weighed
from archive.extraction.learned import Label
from archive.extraction.structure import LOWER, Structure
from archive.extraction.tables import word_set
from archive.extraction.values import FoundEntity, FoundMention

_HEADS = word_set("place head")


def group_places(structure: Structure, labels: Iterable[Label]) -> tuple[FoundEntity, ...]:
    """Mentions of one name are one place: "kota Bandung" is Bandung."""
    groups: dict[str, list[Label]] = {}
    for label in labels:
        own = _own(structure, label)
        groups.setdefault(structure.words(own, label.last), []).append(label)
    return weighed(structure, [_entity(structure, key, group) for key, group in groups.items()])


def _own(structure: Structure, label: Label) -> int:
    """The first word of the name itself, behind a small word for its sort."""
    first = label.first
    small = structure.shapes[first] == LOWER and structure.folded[first] in _HEADS
    return first + 1 if small and label.last - first > 1 else first


def _entity(structure: Structure, key: str, labels: list[Label]) -> FoundEntity:
    spans = [structure.span(label.first, label.last) for label in labels]
    mentions = tuple(
        FoundMention(start, end, structure.text[start:end], label.rule, "name")
        for (start, end), label in zip(spans, labels, strict=True)
    )
    start, end = structure.span(_own(structure, labels[0]), labels[0].last)
    sure = max(label.probability for label in labels)
    name = structure.text[start:end]
    return FoundEntity("place", key, name, mentions, confidence=round(sure, 2))
