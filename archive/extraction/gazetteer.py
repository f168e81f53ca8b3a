"""The list of known names: countries and blocs, as plain values and as a trie over folded tokens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache


@dataclass(frozen=True)
class Name:
    """One name of one known thing, and when a text that has these words means it.

    `rule`: fold (any case), case (capitals where the name has them), caps (letter by letter),
    alone (case, and not beside another capitalised word), apart (case, and not right after a
    capitalised word), echo (case, and only where the article names the same thing otherwise).
    """

    kind: str  # one of archive.models.Kind's values, or "" for words that name nothing known
    key: str  # ISO code, bloc's code, or the key of a person or organisation
    text: str
    language: str = ""  # empty: in any language
    role: str = "name"  # one of archive.models.AliasKind's values
    rule: str = "fold"
    unless: tuple[str, ...] = ()  # folded words nearby that speak against it


@dataclass(frozen=True)
class Authority:
    """A country or bloc on file, for the rows that the archive keeps of them."""

    kind: str
    code: str
    name: str  # in English
    names: Mapping[str, str] = field(default_factory=dict)  # language -> name
    aliases: tuple[Name, ...] = ()  # the curated ones, names left out


class Gazetteer:
    """Known names, ready to be found. Immutable: every change gives another one."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.names = tuple(names)

    def with_names(self, extra: Iterable[Name]) -> Gazetteer:
        """The same with a curator's names, which win over shipped ones of the same words."""
        return Gazetteer((*self.names, *extra))

    def without(self, suppressed: Iterable[tuple[str, str]]) -> Gazetteer:
        """The same without the names of these (folded text, key) pairs."""
        return self


@cache
def countries() -> tuple[Authority, ...]:
    """All countries, by code."""
    return ()


@cache
def blocs() -> tuple[Authority, ...]:
    """All blocs, by code."""
    return ()


@cache
def shipped() -> Gazetteer:
    """The gazetteer of the shipped data."""
    return Gazetteer(())
