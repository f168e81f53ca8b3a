"""Cities, provinces, rivers: places that are no countries, by their names alone."""

from __future__ import annotations

from collections.abc import Iterable

from archive.extraction.countries import weighed
from archive.extraction.learned import Label
from archive.extraction.structure import Structure
from archive.extraction.values import FoundEntity, FoundMention


def group_places(structure: Structure, labels: Iterable[Label]) -> tuple[FoundEntity, ...]:
    """Mentions of one folded name are one place."""
    groups: dict[str, list[Label]] = {}
    for label in labels:
        groups.setdefault(structure.words(label.first, label.last), []).append(label)
    return weighed(structure, [_entity(structure, key, group) for key, group in groups.items()])


def _entity(structure: Structure, key: str, labels: list[Label]) -> FoundEntity:
    spans = [structure.span(label.first, label.last) for label in labels]
    mentions = tuple(
        FoundMention(start, end, structure.text[start:end], label.rule, "name")
        for (start, end), label in zip(spans, labels, strict=True)
    )
    sure = max(label.probability for label in labels)
    return FoundEntity("place", key, mentions[0].text, mentions, confidence=round(sure, 2))
