"""The register of office-holders: people whose names and terms of office are on file.

Lists in data/: persons.tsv, posts.tsv and offices.tsv, each row certain and with its reference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from archive.extraction.tables import rows
from archive.extraction.values import FoundOffice
from archive.text.tokens import words


@dataclass(frozen=True)
class RegisteredPerson:
    """One person on file. `short` names may be somebody else's too: a surname, a nickname."""

    id: str
    name: str
    names: Mapping[str, str]  # language -> name
    aliases: tuple[str, ...]  # further full names, in any language
    short: tuple[str, ...]
    wikidata: str
    country: str  # ISO code
    offices: tuple[FoundOffice, ...]

    @property
    def full_names(self) -> tuple[str, ...]:
        """Every name that means this person and nobody else on file."""
        return tuple(dict.fromkeys((self.name, *self.names.values(), *self.aliases)))


class Register:
    """All persons on file, to be asked for by name."""

    def __init__(
        self,
        persons: tuple[RegisteredPerson, ...],
        titles: Mapping[tuple[str, ...], frozenset[str]],
    ) -> None:
        self.persons = persons
        self.titles = titles  # words of office -> the posts they may mean
        self._full = _by_name(persons, "full_names")
        self._short = _by_name(persons, "short")

    def named(self, form: str) -> tuple[RegisteredPerson, ...]:
        """Who has exactly this full name, in any script, case and with any diacritics."""
        return self._full.get(name_key(form), ())

    def called(self, form: str) -> tuple[RegisteredPerson, ...]:
        """Whom this surname or short name may mean; a text must give further reason."""
        return self._short.get(name_key(form), ())


@cache
def register() -> Register:
    """The shipped register, read once."""
    posts = {row[0]: row for row in rows("posts.tsv", 4)}
    offices = _offices(posts)
    persons = tuple(_person(row, offices[row[0]]) for row in rows("persons.tsv", 7))
    unknown = set(offices) - {person.id for person in persons}
    if unknown:
        raise ValueError(f"offices.tsv names persons that are not on file: {sorted(unknown)}")
    return Register(persons, _titles(posts))


@lru_cache(maxsize=20_000)
def name_key(form: str) -> str:
    """The words of a name, folded: what two writings of it have in common."""
    return " ".join(words(form))


def _by_name(
    persons: tuple[RegisteredPerson, ...], attribute: str
) -> dict[str, tuple[RegisteredPerson, ...]]:
    found: defaultdict[str, dict[str, RegisteredPerson]] = defaultdict(dict)
    for person in persons:
        for name in getattr(person, attribute):
            found[name_key(name)][person.id] = person
    return {key: tuple(owners.values()) for key, owners in found.items()}


def _person(row: list[str], offices: list[FoundOffice]) -> RegisteredPerson:
    identifier, name, country, wikidata, short, names, aliases = row[:7]
    return RegisteredPerson(
        id=identifier,
        name=name,
        names={"en": name} | _pairs(names),
        aliases=_cells(aliases),
        short=_cells(short),
        wikidata=wikidata,
        country=country,
        offices=tuple(offices),
    )


def _offices(posts: Mapping[str, list[str]]) -> defaultdict[str, list[FoundOffice]]:
    offices: defaultdict[str, list[FoundOffice]] = defaultdict(list)
    for person, post, of, start, end, fact, source in (row[:7] for row in rows("offices.tsv", 7)):
        _id, name, names, titles = posts[post]
        offices[person].append(
            FoundOffice(
                post=name,
                post_names={"en": name} | _pairs(names),
                of=of,
                start=start,
                end=end,
                reference=f"{fact} ({source})" if source else fact,
                titles=tuple(dict.fromkeys(map(name_key, _cells(titles)))),
            )
        )
    return offices


def _titles(posts: Mapping[str, list[str]]) -> dict[tuple[str, ...], frozenset[str]]:
    found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for _id, name, _names, titles in posts.values():
        for title in _cells(titles):
            found[tuple(words(title))].add(name)
    return {title: frozenset(names) for title, names in found.items()}


def _cells(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _pairs(cell: str) -> dict[str, str]:
    return {language: name for language, _, name in (part.partition("=") for part in _cells(cell))}
