"""Mentions become organisations: those on file, and others, told apart by their countries."""

from __future__ import annotations

from collections.abc import Sequence

from archive.extraction.countries import country_name, in_dateline, mention_of, weighed
from archive.extraction.gazetteer import organizations_by_key, short_names
from archive.extraction.naming import Naming
from archive.extraction.organizations import NamedOrganization
from archive.extraction.structure import Structure
from archive.extraction.tables import word_set
from archive.extraction.values import FoundEntity, FoundMention
from archive.text.fold import fold

_VAGUE = word_set("vague")
_VAGUE_HEADS = word_set("vague head")


def group_organizations(
    structure: Structure,
    namings: Sequence[Naming],
    found: Sequence[NamedOrganization],
    language: str,
) -> tuple[FoundEntity, ...]:
    """Organisations with their mentions, the most mentioned first."""
    known: dict[str, list[FoundMention]] = {}
    for naming in namings:
        if naming.name.kind == "organization" and not in_dateline(structure, naming):
            known.setdefault(naming.name.key, []).append(mention_of(structure, naming))
    rest, meant = _parted(structure, found)
    for key, mentions in meant.items():
        known.setdefault(key, []).extend(mentions)
    entities = [_on_file(key, tuple(mentions)) for key, mentions in known.items()]
    return weighed(structure, [*entities, *_grouped(structure, rest, language)])


def _parted(
    structure: Structure, found: Sequence[NamedOrganization]
) -> tuple[list[NamedOrganization], dict[str, list[FoundMention]]]:
    """What is not on file, and mentions of what a short name means where no country owns it."""
    named = {
        structure.words(item.first, item.last)
        for item in found
        if item.role == "name" and item.country
    }
    rest: list[NamedOrganization] = []  # without vague names that nothing tells apart
    meant: dict[str, list[FoundMention]] = {}
    for item in found:
        words = structure.words(item.first, item.last)
        owned = bool(item.country or item.bloc) or words in named
        key = "" if owned else short_names().get(words, "")
        if key:
            meant.setdefault(key, []).append(_mention(structure, item))
        elif owned or not _vague(words.split()):
            rest.append(item)
    return rest, meant


def _vague(words: Sequence[str]) -> bool:
    """Whether a name could be anybody's: Working Group, National Committee, Komisi Tinggi."""
    heads = [word for word in words if word in _VAGUE_HEADS]
    return len(heads) < 2 and all(word in _VAGUE or word in heads for word in words)


def _mention(structure: Structure, item: NamedOrganization) -> FoundMention:
    start, end = structure.span(item.first, item.last)
    return FoundMention(start, end, structure.text[start:end], item.rule, item.role)


def _on_file(key: str, mentions: tuple[FoundMention, ...]) -> FoundEntity:
    authority = organizations_by_key().get(key)
    if authority is None:  # a curator's own
        return FoundEntity("organization", key, mentions[0].text, mentions)
    aliases = tuple((name.text, name.language) for name in authority.aliases)
    return FoundEntity(
        "organization", key, authority.name, mentions, authority.names, aliases, authority.country
    )


def _grouped(
    structure: Structure, found: Sequence[NamedOrganization], language: str
) -> list[FoundEntity]:
    """Mentions of one name and one country are one; without a country, the only one there is."""
    core: dict[int, str] = {}
    names: dict[str, str] = {}  # written with an acronym: the name behind it
    for item in found:
        text = f"{item.bloc} {structure.words(item.first, item.last)}".strip()
        if item.role == "name":
            names.setdefault(item.written, text)
        core[id(item)] = names.get(item.written, text)
    countries: dict[str, set[str]] = {}
    for item in found:
        if item.country:
            countries.setdefault(core[id(item)], set()).add(item.country)
    groups: dict[tuple[str, str], list[NamedOrganization]] = {}
    for item in found:
        name = core[id(item)]
        only = countries.get(name, set())
        country = item.country or (next(iter(only)) if len(only) == 1 else "")
        groups.setdefault((name, country), []).append(item)
    return [
        _entity(structure, name, country, group, language)
        for (name, country), group in groups.items()
    ]


def _entity(
    structure: Structure, name: str, country: str, group: Sequence[NamedOrganization], language: str
) -> FoundEntity:
    ordered = sorted(group, key=lambda item: item.first)
    mentions = [_mention(structure, item) for item in ordered]
    full = next((m.text for m in mentions if m.role == "name"), mentions[0].text)
    bloc = next((item.bloc for item in ordered if item.bloc), "")
    full = f"{bloc} {full}".strip()
    of = country_name(country, language) if country else ""
    shown = full if not of or fold(of) in fold(full) else f"{full} ({of})"
    written = tuple(dict.fromkeys((i.written, language) for i in ordered if i.written != full))
    key = f"{name} {country}".strip().lower()
    return FoundEntity("organization", key, shown, tuple(mentions), {}, written, country)
