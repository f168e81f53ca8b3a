"""The list of known names: countries, blocs and organisations, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from archive.extraction.register import register
from archive.extraction.tables import rows
from archive.extraction.trie import Trie
from archive.text.fold import fold
from archive.text.scripts import script_of
from archive.text.tokens import tokenize, words

ANYWHERE = "*"  # the lists' mark for a name of all languages
SWITCHED_OFF = "!"  # the key of words that a curator said name nothing
PASSED_OVER = "-"  # the lists' key for words that hold a name and mean something else


@dataclass(frozen=True)
class Name:
    """One name of one known thing, and when a text that has these words means it.

    `rule`: fold (any case), case (capitals where the name has them), caps (letter by letter),
    alone (case, and not beside another capitalised word), apart (case, and not right after a
    capitalised word), echo (case, and only where the article names the same thing otherwise),
    stem (the beginning of an inflected word).
    """

    kind: str  # one of archive.models.Kind's values, or "" for words to pass over
    key: str  # ISO code, bloc's code, or the key of a person or organisation
    text: str
    language: str = ""  # empty: in any language
    role: str = "name"  # one of archive.models.AliasKind's values
    rule: str = "fold"
    unless: tuple[str, ...] = ()  # folded words nearby that speak against it


@dataclass(frozen=True)
class Authority:
    """A country, bloc or organisation on file, for the rows that the archive keeps of it."""

    kind: str
    code: str
    name: str  # in English
    names: Mapping[str, str] = field(default_factory=dict)  # language -> name
    aliases: tuple[Name, ...] = ()  # the curated ones
    country: str = ""  # of an organisation


@dataclass(frozen=True)
class Active:
    """The names that count in texts of one language."""

    names: Trie[Name]
    stems: Mapping[str, Name]
    small: frozenset[str]  # the first words of names that need no capital there


class Gazetteer:
    """Known names, ready to be found. Immutable: every change gives another one.

    Earlier layers win over later ones that have the same folded words.
    """

    def __init__(self, *layers: Iterable[Name]) -> None:
        self.layers = tuple(tuple(layer) for layer in layers)
        self._active: dict[str, Active] = {}

    def with_names(self, extra: Iterable[Name]) -> Gazetteer:
        """The same with a curator's names, which win over shipped ones of the same words."""
        return Gazetteer(extra, *self.layers)

    def without(self, suppressed: Iterable[tuple[str, str]]) -> Gazetteer:
        """The same without the names of these (folded text, key) pairs.

        Words that then name nothing are passed over as a whole: a shorter name within them is not
        what a text means that has all of them.
        """
        gone = {(fold(text), key) for text, key in suppressed}
        layers = [[n for n in layer if (fold(n.text), n.key) not in gone] for layer in self.layers]
        taken = (n for layer in self.layers for n in layer if (fold(n.text), n.key) in gone)
        mute = [replace(n, kind="", key=SWITCHED_OFF) for n in taken if n.rule != "stem"]
        return Gazetteer(*layers, mute)

    def active(self, language: str) -> Active:
        """The names for texts of a language (BCP 47): its own, English ones, other scripts'."""
        base = language.partition("-")[0]
        if base not in self._active:
            self._active[base] = self._activate(base)
        return self._active[base]

    def _activate(self, language: str) -> Active:
        chosen: dict[tuple[str, ...], list[Name]] = {}
        stems: dict[str, Name] = {}
        for layer in self.layers:
            present: dict[tuple[str, ...], list[Name]] = {}
            for name in layer:
                if not _counts(name, language):
                    continue
                words = _words(name.text)
                if name.rule == "stem":
                    stems.setdefault("".join(words), name)
                elif words and words not in chosen:
                    present.setdefault(words, []).append(name)
            chosen |= present
        trie: Trie[Name] = Trie()
        for words, names in chosen.items():
            # A name of the text's own language is asked before a foreign one.
            for name in sorted(names, key=lambda n: n.language not in {language, ""}):
                trie.add_words(words, name)
        small = {words[0] for words, names in chosen.items() if any(map(_begins_small, names))}
        return Active(trie, stems, frozenset(small))


def _begins_small(name: Name) -> bool:
    """Whether the name may be written without a capital at its beginning."""
    return name.rule in {"fold", "stem"} or not tokenize(name.text)[0].text[0].isupper()


@cache
def _words(text: str) -> tuple[str, ...]:
    return tuple(token.folded for token in tokenize(text))


@cache
def _script(text: str) -> str:
    return script_of(text)


def _counts(name: Name, language: str) -> bool:
    if name.language in {language, ""}:
        return True
    if name.language == "en" or (name.language == "id" and language == "ms"):
        return name.role in {"name", "historical"} and name.rule != "caps"
    return name.rule != "stem" and _script(name.text) != "latin"


def _curated(table: str, kind: str) -> Iterator[tuple[Name, bool]]:
    """The names of a list, each with whether it is the preferred one in its language."""
    for code, role, languages, rule, names, unless in (row[:6] for row in rows(table, 6)):
        known = role and code != PASSED_OVER
        for language in languages.split(","):
            for number, text in enumerate(names.split("|")):
                preferred = role == "preferred"
                yield (
                    Name(
                        kind if known else "",
                        code,
                        text,
                        language.replace(ANYWHERE, ""),
                        "name" if preferred else role,
                        rule,
                        tuple(unless.split()),
                    ),
                    preferred and number == 0,
                )


@cache
def _generated() -> tuple[Name, ...]:
    """CLDR's names. A single word needs its capital: china, mali and turkey are words."""
    names = []
    for code, language, text, kind, role in (row[:5] for row in rows("countries_generated.tsv", 5)):
        rule = "caps" if role == "abbreviation" else "fold" if " " in text else "case"
        names.append(Name(kind, code, text, language, role or "name", rule))
    return tuple(names)


def _authorities(kind: str, table: str) -> tuple[Authority, ...]:
    names: dict[str, dict[str, str]] = {}
    for name in _generated():
        if name.kind == kind and name.role == "name":
            names.setdefault(name.key, {})[name.language] = name.text
    aliases: dict[str, list[Name]] = {}
    for name, preferred in _curated(table, kind):
        if name.kind:
            aliases.setdefault(name.key, []).append(name)
        if preferred:
            names.setdefault(name.key, {})[name.language] = name.text
    return tuple(
        Authority(kind, code, names[code]["en"], names[code], tuple(aliases.get(code, ())))
        for code in sorted(names)
    )


@cache
def countries() -> tuple[Authority, ...]:
    """All countries, by code."""
    return _authorities("country", "countries_curated.tsv")


@cache
def blocs() -> tuple[Authority, ...]:
    """All blocs, by code."""
    return _authorities("bloc", "blocs.tsv")


@cache
def organizations() -> tuple[Authority, ...]:
    """All organisations on file, by their English name."""
    return tuple(sorted(_organizations(), key=lambda authority: authority.name))


def _organizations() -> Iterator[Authority]:
    for key, country, english, own, short in (row[:5] for row in rows("organizations.tsv", 5)):
        texts = {"en": english.split("|"), "id": own.split("|") if own else []}
        found = [
            Name("organization", key, text, language, "name", "case")
            for language, spellings in texts.items()
            for text in spellings
        ]
        # Written letter by letter, an acronym of this list is the same in every language.
        found += [
            Name("organization", key, text, "", "abbreviation", "caps")
            for text in (short.split("|") if short else [])
        ]
        names = {language: spelt[0] for language, spelt in texts.items() if spelt}
        yield Authority("organization", key, names["en"], names, tuple(found), country)


@cache
def organizations_by_key() -> Mapping[str, Authority]:
    return {authority.code: authority for authority in organizations()}


@cache
def short_names() -> Mapping[str, str]:
    """Folded names that mean an organisation on file where no country stands beside them."""
    return {
        " ".join(words(text)): row[0]
        for row in rows("organizations.tsv", 6)
        for text in (row[5].split("|") if row[5] else [])
    }


def _places() -> Iterator[Name]:
    for languages, names in (row[:2] for row in rows("places.tsv", 2)):
        for language in languages.split(","):
            for text in names.split("|"):
                yield Name("", PASSED_OVER, text, language.replace(ANYWHERE, ""), "", "case")


def _persons() -> Iterator[Name]:
    """Full names of the register that have one owner. A single word is no full name."""
    for person in register().persons:
        for text in person.full_names:
            if len(_words(text)) > 1 and len(register().named(text)) == 1:
                yield Name("person", person.id, text, "", "name", "case")


@cache
def shipped() -> Gazetteer:
    """The gazetteer of the shipped data."""
    curated = [name for name, _ in _curated("countries_curated.tsv", "country")]
    curated += [name for name, _ in _curated("blocs.tsv", "bloc")]
    curated += [name for authority in organizations() for name in authority.aliases]
    return Gazetteer(curated, _persons(), _generated(), _places())


@dataclass(frozen=True)
class FormerState:
    """A state that was: the years in which it bore a name (EDTF or empty), and the codes of the
    states that stand on its ground today where these are several."""

    start: str
    end: str
    successors: tuple[str, ...] = ()

    def __str__(self) -> str:
        years = f"{self.start}–{self.end}"
        return "; ".join(filter(None, (years, " ".join(self.successors))))


@cache
def former_states() -> Mapping[str, FormerState]:
    """The states that were, by each of their folded names."""
    return {
        fold(text): FormerState(start, end, tuple(successors.split()))
        for start, end, names, successors in (row[:4] for row in rows("historical_names.tsv", 4))
        for text in names.split("|")
    }
