"""What the rules found and what the model read, brought together.

The model decides about names that are not on file, and their rules' reasons stay with those it
keeps. Two things the rules know better: whose an organisation is, and what a title says.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from archive.extraction.claims import Claim, Claims
from archive.extraction.gazetteer import SWITCHED_OFF
from archive.extraction.learned import Label
from archive.extraction.naming import Naming
from archive.extraction.organizations import (
    NamedOrganization,
    in_brackets,
    meanings_of,
    shortened,
    with_country,
)
from archive.extraction.persons import Candidate, PersonFinder
from archive.extraction.structure import Structure
from archive.extraction.tables import word_set
from archive.extraction.values import FoundEntity, FoundMention

KNOWN = frozenset({"country", "bloc", "organization", "person", SWITCHED_OFF})
SURE = 0.8  # of a person's score: enough without the model
# Of an organisation that only the model reads, how likely it is. Of those below, 11 of 45 were
# organisations in the development parts of idner-news-2k and NERGrit; of those above, 59 of 100.
LIKELY = 0.6
_EVENTS = word_set("event")
_BUILDINGS = word_set("building")
_PEOPLES = word_set("people or faith")


@dataclass(frozen=True)
class Revision:
    """The labels of one text, and what the rules need to take them up.

    `kinds` has for each word the kind of the known name it belongs to.
    """

    structure: Structure
    claims: Claims
    finder: PersonFinder
    labels: Sequence[Label]
    kinds: Sequence[str]

    def persons(self, found: Sequence[Candidate]) -> list[Candidate]:
        """Those on file, those the model reads, and those with a title that it overlooks."""
        kept = []
        for person in found:
            if person.key or (person.score >= SURE and self._unread(person)):
                kept.append(person)
            else:
                self.claims.give_up(person.first, person.last)
        by_span = {(person.first, person.last): person for person in found}
        for label in self._of("person"):
            candidate = by_span.get((label.first, label.last)) or self._unlisted(label)
            if candidate:
                score = max(candidate.score, round(label.probability, 2))
                evidence = (*candidate.evidence, label.rule)
                kept.append(candidate._replace(score=score, evidence=evidence))
                self.claims.add(Claim(label.first, label.last, "person", ""))
        return sorted([*kept, *self.finder.recurring(kept)], key=lambda person: person.first)

    def _unlisted(self, label: Label) -> Candidate | None:
        """A person that the rules did not see, unless they speak clearly against it."""
        person = self.finder.scored(label.first, label.last)
        return None if self.finder.nobody(label.first, label.last, person.title) else person

    def organizations(self, found: Sequence[NamedOrganization]) -> list[NamedOrganization]:
        """Those the model reads, and those that something beside them gives away."""
        kept = [item for item in found if item.country or item.bloc or self._of_office(item)]
        names = {self.structure.words(item.first, item.last) for item in kept}
        kept = [item for item in found if self.structure.words(item.first, item.last) in names]
        owned = {index for item in kept for index in range(item.first, item.last)}
        for label in self._of("organization"):
            likely = label.probability >= LIKELY and not self._belongs(label)
            if likely and owned.isdisjoint(range(label.first, label.last)):
                self.claims.add(Claim(label.first, label.last, "organization", ""))
                item = with_country(self.structure, self.claims, label.first, label.last)
                kept.append(item._replace(rule=label.rule))
        return sorted(self._with_acronyms(kept), key=lambda item: item.first)

    def _belongs(self, label: Label) -> bool:
        """Whether it only stands in brackets behind a known organisation: "Pertamina (Persero)"."""
        known = label.first > 0 and self.kinds[label.first - 1] == "organization"
        return known and bool(in_brackets(self.structure, label.first))

    def _with_acronyms(self, found: Sequence[NamedOrganization]) -> list[NamedOrganization]:
        """The same; acronyms that the text explains in brackets stand for the names before them."""
        structure, meanings = self.structure, meanings_of(self.structure, found)
        short = {item.first: item for item in found if item.last - item.first == 1}
        for index, text in enumerate(structure.texts) if meanings else ():
            if text in meanings and (index in short or self.claims.free(index)):
                rule = short[index].rule if index in short else f"acronym:{text}"
                short[index] = shortened(meanings[text], index, rule)
                self.claims.add(Claim(index, index + 1, "organization", "", short[index].country))
        return [*(item for item in found if item.last - item.first > 1), *short.values()]

    def namings(self, found: Sequence[Naming]) -> list[Naming]:
        """The same without organisations whose building is meant: "di Gedung DPR"."""
        housed = {index for label in self.places() for index in range(label.first, label.last)}
        return [n for n in found if n.name.kind != "organization" or n.first not in housed]

    def _event(self, label: Label) -> bool:
        words = self.structure.folded[label.first], self.structure.folded[label.last - 1]
        return not _EVENTS.isdisjoint(words)

    def _of_office(self, item: NamedOrganization) -> bool:
        """Whether the organisation stands in somebody's title: "Kepala Staf Angkatan Darat"."""
        return item.first in self.finder.titled and self._unread(item)

    def _unread(self, item: Candidate | NamedOrganization) -> bool:
        """Whether the model reads no name in these words."""
        return self._labelled.isdisjoint(range(item.first, item.last))

    @cached_property
    def _labelled(self) -> frozenset[int]:
        return frozenset(index for label in self.labels for index in range(label.first, label.last))

    def places(self) -> list[Label]:
        """Places that are no countries, nor capitals that stand for one."""
        return self._of("place")

    def countries(self, found: Iterable[FoundEntity]) -> tuple[FoundEntity, ...]:
        """The same, with each mention saying whether it means the place."""
        places = [label for label in self.labels if label.kind == "place"]
        spans = {self.structure.span(label.first, label.last) for label in places}
        return tuple(
            entity._replace(mentions=tuple(_placed(m, spans) for m in entity.mentions))
            for entity in found
        )

    def _of(self, kind: str) -> list[Label]:
        """The labels of a kind whose words are nobody's that is known."""
        return [label for label in self.labels if label.kind == kind and self._new(label)]

    def _new(self, label: Label) -> bool:
        first, last = label.first, label.last
        known = KNOWN.intersection(self.kinds[first:last])
        building = label.kind == "place" and self.structure.folded[first] in _BUILDINGS
        if first < self.structure.title_tokens or known - ({"organization"} if building else set()):
            return False
        if label.kind != "person" and self._event(label):
            return False
        if label.kind == "place":
            return True
        filed = self.structure.ends[first] <= self.structure.dateline_end
        return not filed and not _PEOPLES.issuperset(self.structure.folded[first:last])


def _placed(mention: FoundMention, places: Container[tuple[int, int]]) -> FoundMention:
    if (mention.start, mention.end) in places:
        return mention
    return FoundMention(
        mention.start, mention.end, mention.text, mention.rule, mention.role, place=False
    )
