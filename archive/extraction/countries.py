"""The countries and blocs of a text, from the known names found in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from archive.extraction.gazetteer import Authority, blocs, countries, former_states
from archive.extraction.naming import Naming
from archive.extraction.structure import Structure
from archive.extraction.values import FoundEntity, FoundMention
from archive.text.fold import fold

# What a mention of each sort weighs: a capital may only be the place where something happened.
ROLE_WEIGHTS = {"metonym": 0.5, "demonym": 0.8, "epithet": 0.8, "historical": 0.8}
CENTRAL_SHARE = 0.15


def find_countries(structure: Structure, namings: Iterable[Naming]) -> tuple[FoundEntity, ...]:
    """Countries and blocs with their mentions, the most mentioned first.

    The city a report was filed from says nothing about what it reports.
    """
    mentions: dict[tuple[str, str], list[FoundMention]] = {}
    for naming in namings:
        name = naming.name
        filed = name.role == "metonym" and in_dateline(structure, naming)
        if name.kind in {"country", "bloc"} and not filed:
            mentions.setdefault((name.kind, name.key), []).append(mention_of(structure, naming))
    found = [_entity(kind, key, tuple(group)) for (kind, key), group in mentions.items()]
    return weighed(structure, found)


def mention_of(structure: Structure, naming: Naming) -> FoundMention:
    start, end = structure.span(naming.first, naming.last)
    role = naming.name.role
    rule = f"{role}:{naming.name.text}"
    state = former_states().get(fold(naming.name.text)) if role == "historical" else None
    if state:
        rule = f"{rule} ({state})"
    return FoundMention(start, end, structure.text[start:end], rule, role)


def weighed(structure: Structure, found: Sequence[FoundEntity]) -> tuple[FoundEntity, ...]:
    """The entities with their share of their kind's mentions, heaviest first."""
    weights = [sum(ROLE_WEIGHTS.get(m.role, 1.0) for m in entity.mentions) for entity in found]
    totals: dict[str, float] = {}
    counts: dict[str, int] = {}
    for entity, weight in zip(found, weights, strict=True):
        totals[entity.kind] = totals.get(entity.kind, 0.0) + weight
        counts[entity.kind] = counts.get(entity.kind, 0) + len(entity.mentions)
    result = []
    for entity, weight in zip(found, weights, strict=True):
        large = len(entity.mentions) >= CENTRAL_SHARE * counts[entity.kind]
        opening = any(
            mention.start < structure.lede_end and mention.role != "metonym"
            for mention in entity.mentions
        )
        share = round(weight / totals[entity.kind], 4)
        result.append(entity._replace(weight=share, central=opening or large))
    return tuple(sorted(result, key=lambda entity: (-entity.weight, entity.mentions[0].start)))


def country_name(code: str, language: str) -> str:
    """The country's name in the language, or in English."""
    authority = _by_code().get(("country", code))
    return authority.names.get(language, authority.name) if authority else code


@cache
def _by_code() -> Mapping[tuple[str, str], Authority]:
    return {(a.kind, a.code): a for a in (*countries(), *blocs())}


def _entity(kind: str, key: str, mentions: tuple[FoundMention, ...]) -> FoundEntity:
    authority = _by_code().get((kind, key))
    weak = all(mention.role == "metonym" for mention in mentions)
    return FoundEntity(
        kind,
        key,
        authority.name if authority else key,
        mentions,
        names=authority.names if authority else {},
        confidence=0.6 if weak else 1.0,
    )


def in_dateline(structure: Structure, naming: Naming) -> bool:
    """Whether the name stands in the line that says where and by whom a report was filed."""
    end = structure.ends[naming.last - 1]
    return not structure.in_title(naming.first) and end <= structure.dateline_end
