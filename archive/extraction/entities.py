"""The named things of a text: the finders in their order, each leaving the next what is free."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.extraction.claims import Claims
from archive.extraction.coreference import join, to_entities
from archive.extraction.countries import find_countries
from archive.extraction.gazetteer import Gazetteer
from archive.extraction.grouping import group_organizations
from archive.extraction.learned import LANGUAGES, read_labels
from archive.extraction.naming import Naming, find_names
from archive.extraction.organizations import NamedOrganization, find_organizations
from archive.extraction.persons import Candidate, PersonFinder
from archive.extraction.places import group_places
from archive.extraction.revision import Revision
from archive.extraction.runs import Signs
from archive.extraction.structure import Structure
from archive.extraction.titles import Title, read_titles
from archive.extraction.values import FoundEntity
from archive.extraction.vocabulary import vocabulary

# Papers of these languages name the statesmen of their own country without naming it.
HOME = {"id": frozenset({"ID"}), "ms": frozenset({"MY"})}


def find_entities(
    structure: Structure, gazetteer: Gazetteer, language: str
) -> tuple[FoundEntity, ...]:
    """Countries and blocs, persons, organisations, places; no two mentions overlap."""
    reading = read_by_rules(structure, gazetteer, language)
    persons, organizations, places = reading.persons, reading.organizations, []
    countries, namings = reading.countries, reading.namings
    if language.partition("-")[0] in LANGUAGES:
        revision = Revision(
            structure, reading.claims, reading.finder, read_labels(reading.signs()), reading.kinds
        )
        countries = revision.countries(countries)
        persons = revision.persons(persons)
        organizations = revision.organizations(organizations)
        places = revision.places()
        namings = revision.namings(namings)
    return (
        *countries,
        *to_entities(structure, join(structure, persons), reading.codes),
        *group_organizations(structure, namings, organizations, language),
        *group_places(structure, places),
    )


@dataclass(frozen=True)
class Reading:
    """What the rules make of one text."""

    structure: Structure
    namings: list[Naming]
    claims: Claims
    kinds: list[str]  # of each word, before organisations and persons were looked for
    countries: tuple[FoundEntity, ...]
    codes: frozenset[str]
    organizations: list[NamedOrganization]
    titles: list[Title]
    finder: PersonFinder
    persons: list[Candidate] = field(default_factory=list)

    def signs(self) -> Signs:
        """The same for the statistical model."""
        return Signs(self.structure, self.finder.language, self.titles, self.kinds, self._guesses())

    def _guesses(self) -> list[str]:
        guesses = [""] * len(self.structure.folded)
        for organization in self.organizations:
            _mark(guesses, organization.first, organization.last, "organization")
        for person in self.persons:
            sort = "person" if person.strong else "perhaps person"
            _mark(guesses, person.first, person.last, sort)
        return guesses


def _mark(guesses: list[str], first: int, last: int, sort: str) -> None:
    guesses[first] = f"first of {sort}"
    guesses[first + 1 : last] = [sort] * (last - first - 1)


def read_by_rules(structure: Structure, gazetteer: Gazetteer, language: str) -> Reading:
    """What lists and rules alone find in the text."""
    namings = find_names(structure, gazetteer, language)
    claims = Claims(structure, namings)
    kinds = claims.kinds()
    words = vocabulary(language)
    countries = find_countries(structure, namings)
    organizations = find_organizations(structure, namings, claims, words, language)
    titles = read_titles(structure, claims, words)
    codes = frozenset(entity.key for entity in countries if entity.kind == "country")
    codes |= HOME.get(language.partition("-")[0], frozenset())
    finder = PersonFinder(structure, claims, words, titles, language, codes)
    persons = finder.find(namings)
    return Reading(
        structure, namings, claims, kinds, countries, codes, organizations, titles, finder, persons
    )
