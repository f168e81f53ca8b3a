"""The persons of a text: capitalised names, scored by what stands beside them.

A title before the name, an apposition or a verb of saying behind it speak for a person; places,
organisations and common words against. Headlines only show persons who are already known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from archive.extraction.beside import Beside
from archive.extraction.claims import Claim, Claims
from archive.extraction.likeness import alike
from archive.extraction.naming import Naming
from archive.extraction.register import register
from archive.extraction.structure import CAPITAL, LOWER, UPPER, Structure
from archive.extraction.tables import word_set
from archive.extraction.titles import Title
from archive.extraction.vocabulary import Vocabulary
from archive.text.remembered import Remembered
from archive.text.stems import is_common_word, is_english_word

ENOUGH = 0.35  # a mention
LONGEST = 6  # words of a name
BROKEN = ("â", "âs")  # what wrongly read apostrophes leave at the end of a word
CLITICS = word_set("no syllable")
_INSIDE = frozenset({" ", "-", "'", "’", "\u00a0", "ʼ", "`"})  # gaps between words of a name
_AFTER_INITIAL = frozenset({". ", "."})
_NOTHING: frozenset[str] = frozenset()


Evidence = tuple[str, float]  # a reason and its weight


class Candidate(NamedTuple):
    """A name that may be a person's, how much speaks for it, and what does."""

    first: int
    last: int
    score: float
    evidence: tuple[str, ...]
    title: Title | None = None
    key: str = ""  # of a person on file

    @property
    def strong(self) -> bool:
        return self.score >= 0.5


@dataclass
class PersonFinder:
    """Finds candidates in one text; what it accepts is claimed."""

    structure: Structure
    claims: Claims
    words: Vocabulary
    titles: Sequence[Title]
    language: str
    countries: frozenset[str]  # codes of those that the text names

    def __post_init__(self) -> None:
        self.beside = Beside(self.structure, self.claims, self.titles)
        self.titled = {i for title in self.titles for i in range(title.first, title.last)}
        self.given = self.words.words.get("given", _NOTHING)
        self.inside = self.words.words.get("particle", _NOTHING) | _SURNAME_TOO
        self.nameable = self._nameable()

    def find(self, namings: Sequence[Naming]) -> list[Candidate]:
        """Known persons, names that enough speaks for, and parts of them standing alone."""
        found = [self._known(naming) for naming in namings if naming.name.kind == "person"]
        found += self._accepted()
        found += self.recurring(found)
        return sorted(found, key=lambda candidate: candidate.first)

    def _known(self, naming: Naming) -> Candidate:
        title = self.beside.title_of(naming.first, naming.last)
        evidence = (f"known:{naming.name.text}",)
        return Candidate(naming.first, naming.last, 1.0, evidence, title, naming.name.key)

    def _accepted(self) -> list[Candidate]:
        found = []
        end = self.structure.title_tokens
        for index in self.structure.capitals:
            if index < end or not self._name_word(index):
                continue
            last = self.run(index)
            first = self._without_opener(index)
            candidate = self._accepted_one(first, last) if first < last else None
            if candidate:
                found.append(candidate)
                self.claims.add(Claim(first, last, "person", ""))
            end = last
        return found

    def _accepted_one(self, first: int, last: int) -> Candidate | None:
        """The words as a candidate if enough speaks for it: what speaks against it is only asked
        where that is so."""
        title = self.beside.title_of(first, last)
        evidence = self._for(first, last, title)
        if _sum(evidence) < ENOUGH:
            return None
        candidate = self._weighed(first, last, title, evidence)
        return candidate if candidate.score >= ENOUGH else None

    def run(self, first: int) -> int:
        """The end of the capitalised words that can be one name with this word and behind it."""
        gaps, folded, end = self.structure.gaps, self.structure.folded, first + 1
        for index in range(end, min(len(folded), first + LONGEST)):
            if not self._continues(index):
                break
            if index in self.nameable or (gaps[index] == "-" and self._syllable(index, first)):
                end = index + 1
            elif folded[index] not in self.inside:
                break
            elif self._surname(index, first):
                end = index + 1
            elif not self._particle(index):
                break
        return end

    def _continues(self, index: int) -> bool:
        gap, texts = self.structure.gaps[index], self.structure.texts
        near = gap in _INSIDE or (gap in _AFTER_INITIAL and len(texts[index - 1]) == 1)
        return near and self.claims.of[index] is None

    def _name_word(self, index: int) -> bool:
        return index in self.nameable and self.claims.of[index] is None

    def _nameable(self) -> frozenset[int]:
        """The words that are written as one of a name, whatever they are of."""
        structure, never = self.structure, self.words.words.get("never", frozenset())
        return frozenset(
            [
                index
                for index in structure.capitals
                if _is_plain[structure.texts[index]]
                and structure.folded[index] not in never
                and index not in self.titled
            ]
        )

    def _syllable(self, index: int, first: int) -> bool:
        """ "un" of "Kim Jong-un"."""
        folded = self.structure.folded[index]
        return index - first >= 2 and folded not in CLITICS and len(folded) <= 5

    def _surname(self, index: int, first: int) -> bool:
        """A word of office that closes a name as a surname: "Sami Sultan said"."""
        structure, following = self.structure, index + 1
        if index == first or structure.folded[index] not in _SURNAME_TOO:
            return False
        if structure.shapes[index] != CAPITAL or not self.claims.free(index):
            return False
        alone = following == len(structure.folded) or not structure.joined(following)
        return alone or (structure.shapes[following] == LOWER and self.claims.free(following))

    def _particle(self, index: int) -> bool:
        """Small words inside names: "bin", "al-"."""
        particle = self.words.has("particle", self.structure.folded[index])
        return particle and self._name_word(index + 1)

    def _without_opener(self, first: int) -> int:
        """The name without a common word that only opens its sentence."""
        structure = self.structure
        if not structure.opens[first] or first in self.beside.ending:
            return first
        folded = structure.folded[first]
        if self.words.has("opener", folded):
            return first + 1
        if self.words.has("given", folded):
            return first
        common = self.words.by_roots and is_common_word(folded)
        return first + 1 if folded in self.structure.small or common else first

    def scored(self, first: int, last: int) -> Candidate:
        """The words first..last as a candidate, with all that speaks for and against it."""
        title = self.beside.title_of(first, last)
        return self._weighed(first, last, title, self._for(first, last, title))

    def _weighed(
        self, first: int, last: int, title: Title | None, evidence: Sequence[Evidence]
    ) -> Candidate:
        score = _sum([*evidence, *self._against(first, last, title)])
        reasons = tuple(reason for reason, weight in evidence if weight > 0)
        return Candidate(first, last, min(score, 1.0), reasons, title)

    def _for(self, first: int, last: int, title: Title | None) -> list[Evidence]:
        """All that speaks for a person."""
        structure, length = self.structure, last - first
        evidence: list[Evidence] = []
        if title is not None:
            before = title.last <= first
            evidence.append((f"{'title' if before else 'apposition'}:{title.text}", 0.55))
        if length >= 2:
            evidence.append(("capitals", self._capitals(first)))
            if structure.folded[last - 1] in self._alone:
                evidence.append(("part recurs", 0.1))
            elif self._foreign(first, last):
                evidence.append(("no English word", 0.1))
        if self._says(first, last):
            evidence.append(("says", 0.25))
        if self._age(last):
            evidence.append(("age", 0.2))
        if length == 1 and evidence and self._uncommon(first):
            evidence.append(("no common word", 0.12))
        if self._on_file(first, last):
            evidence.append(("on file", 0.5))
        if not self.given.isdisjoint(structure.folded[first:last]):
            evidence.append(("given name", 0.25))
        return evidence

    def _capitals(self, first: int) -> float:
        """What a run of capitals weighs: less where it opens a sentence, and less in languages
        whose common words no dictionary here can rule out."""
        if self.structure.opens[first]:
            return 0.15
        return 0.35 if self.words.by_roots else 0.27

    @cached_property
    def _alone(self) -> frozenset[str]:
        """The words that stand alone somewhere, as surnames do."""
        shapes, gaps, folded = self.structure.shapes, self.structure.gaps, self.structure.folded
        return frozenset(
            [
                folded[i]
                for i in self.structure.capitals
                if 0 < i < len(shapes) - 1
                and shapes[i] == CAPITAL
                and (shapes[i - 1] == LOWER or gaps[i] != " ")
                and (shapes[i + 1] == LOWER or gaps[i + 1] != " ")
            ]
        )

    def _foreign(self, first: int, last: int) -> bool:
        """Whether no word of the name is an English one, in texts that have no dictionary here."""
        words = self.structure.folded[first:last]
        small = self.structure.small
        return not self.words.by_roots and not any(
            is_english_word(word) or word in small for word in words
        )

    def _uncommon(self, index: int) -> bool:
        """Whether no dictionary has the word and the text never writes it small."""
        folded = self.structure.folded[index]
        capital = self.structure.shapes[index] == CAPITAL
        if not capital or folded in self.structure.small:
            return False
        if self.words.by_roots:
            return not is_common_word(folded)
        return not self.structure.opens[index]

    def _on_file(self, first: int, last: int) -> bool:
        """Whether the register has the name as a short one of somebody from a named country."""
        owners = register().called(self.structure.words(first, last))
        return any(person.country in self.countries for person in owners)

    def _against(self, first: int, last: int, title: Title | None) -> Iterator[Evidence]:
        structure, words_by_roots = self.structure, self.words.by_roots
        titled = title is not None
        folded = structure.folded[first:last]
        if structure.shapes[first:last].count(UPPER) == last - first:
            yield "acronym", -0.3 if titled and len(structure.texts[first]) > 2 else -1.0
        elif not titled and self._written_oddly(first, last):
            yield "acronym inside", -0.4
        if words_by_roots and all(map(is_common_word, folded)):
            yield "common words", -0.3 if titled else -0.4
        elif not titled and words_by_roots and self._common_first(first):
            yield "common word first", -0.25
        elif not titled and self.language == "en" and not structure.small.isdisjoint(folded):
            yield "common words", -0.2
        before = structure.folded[first - 1] if first else ""
        if not titled and first and structure.joined(first) and self.words.has("place", before):
            yield "place", -0.4
        if not titled and first and structure.folded[first - 1] in {"the", "a", "an"}:
            yield "article", -0.4
        if reason := self.nobody(first, last, title):
            yield reason, -1.0 if reason == "too short" else -0.6
        if self.words.heads.longest(structure.folded, first) and not titled:
            yield "organisation", -1.0

    def nobody(self, first: int, last: int, title: Title | None) -> str:
        """Why the words cannot be a name that they only look like, or nothing."""
        texts = self.structure.texts[first:last]
        if max(map(len, texts)) == 1 or len("".join(texts)) < 3:
            return "too short"
        return "English words" if self._english(first, last, title) else ""

    def _english(self, first: int, last: int, title: Title | None) -> bool:
        """Whether all words are English ones that name nobody: "Plenary Meeting". A surname may
        be such a word right behind a capitalised title: "President Bush"."""
        structure, length = self.structure, last - first
        forenames = structure.folded[first : max(first + 1, last - 1)]
        if not self.given.isdisjoint(forenames):
            return False
        if length == 1 and (self.words.by_roots or self._on_file(first, last)):
            return False
        if title is not None and length > 1:
            return False
        if title is not None and title.last <= first and structure.shapes[title.first] != LOWER:
            return False
        rest = structure.folded[first + 1 : last]
        return is_english_word(structure.folded[first]) and all(
            len(word) == 1 or is_english_word(word) for word in rest
        )

    def _common_first(self, first: int) -> bool:
        folded = self.structure.folded[first]
        return is_common_word(folded) and not self.words.has("given", folded)

    def _written_oddly(self, first: int, last: int) -> bool:
        """Acronyms and numbers inside, or two names joined into a pair: "SBY-Boediono"."""
        structure = self.structure
        start = first if len(structure.folded[first]) > 2 else first + 1
        pair = last - first == 2 and "-" in structure.gaps[first + 1]
        return pair or UPPER in structure.shapes[start:last]

    def _says(self, first: int, last: int) -> bool:
        structure = self.structure
        after = structure.folded[last] if last < len(structure.folded) else ""
        if after and structure.gaps[last] in {" ", ", "} and self.words.has("say", after):
            return structure.shapes[last] == LOWER
        before = structure.folded[first - 1] if first else ""
        return bool(before) and structure.gaps[first] == " " and before in _SAID_BY

    def _age(self, last: int) -> bool:
        structure = self.structure
        if last >= len(structure.folded) or structure.gaps[last] not in {" (", ", "}:
            return False
        text, end = structure.texts[last], structure.ends[last]
        return text.isdigit() and len(text) <= 4 and structure.text[end : end + 1] in {")", ","}

    def recurring(self, found: Sequence[Candidate]) -> list[Candidate]:
        """Parts of accepted names that stand alone, in the headline too."""
        structure = self.structure
        parts = {
            structure.folded[index]: candidate
            for candidate in reversed(found)
            for index in range(candidate.first, candidate.last)
        }
        more = []
        end, count = 0, len(structure.folded)
        for index in [i for i in structure.raised if structure.folded[i] in parts]:
            if index < end:
                continue
            last = index
            while last < count and self._part(last, index, parts):
                last += 1
            if last == index:
                continue
            full = parts[structure.folded[last - 1]]
            first = self._with_first_name(index, full)
            name = structure.text[slice(*structure.span(full.first, full.last))]
            title = self.beside.title_of(first, last)
            more.append(Candidate(first, last, 0.5, (f"part of:{name}",), title))
            self.claims.add(Claim(first, last, "person", ""))
            end = last
        return more

    def _with_first_name(self, index: int, full: Candidate) -> int:
        """Where the name begins if another spelling of the first name stands before its part."""
        before = index - 1
        if before < 0 or not self._name_word(before) or self.structure.gaps[index] != " ":
            return index
        names = self.structure.folded[full.first : full.last]
        near = any(alike(self.structure.folded[before], name) for name in names)
        return before if near else index

    def _part(self, index: int, first: int, parts: Mapping[str, Candidate]) -> bool:
        structure = self.structure
        folded = structure.folded[index]
        if folded not in parts or not self.claims.free(index) or len(structure.texts[index]) < 3:
            return False
        if structure.shapes[index] == LOWER:
            return False
        if index > first and structure.gaps[index] not in {" ", "-"}:
            return False
        if folded in structure.small or self.words.has("never", folded):
            return False
        free = index not in self.titled or folded in _SURNAME_TOO
        return free and not self.words.has("particle", folded)


def _sum(evidence: Iterable[Evidence]) -> float:
    return round(sum([weight for _, weight in evidence]), 2)


@Remembered
def _is_plain(word: str) -> bool:
    """Whether a word has only letters, and none that were read wrongly."""
    return word.isalpha() and not word.endswith(BROKEN)


_SURNAME_TOO = word_set("surname too")
_SAID_BY = word_set("said by")
