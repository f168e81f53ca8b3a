"""The words by which organisations, offices and persons are known, for texts of one language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from archive.extraction.tables import given_names, rows
from archive.extraction.trie import Trie
from archive.text.tokens import tokenize

_NO_WORDS: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Vocabulary:
    """Words of one language; `titles` gives the sort of each title, `heads` the place of each."""

    titles: Trie[str]
    heads: Trie[str]
    words: dict[str, frozenset[str]]
    by_roots: bool  # whether the dictionary of common words is this language's

    def has(self, sort: str, word: str) -> bool:
        return word in self.words.get(sort, _NO_WORDS)


@lru_cache(maxsize=64)
def vocabulary(language: str) -> Vocabulary:
    """The words for a language (BCP 47); Malay also has Indonesian's, unlisted ones English's."""
    base = language.partition("-")[0]
    chosen = {"ms": {"ms", "id"}}.get(base, {base})
    if not any(row[0] in chosen for row in rows("titles.tsv", 3)):
        chosen = {"en"}
    return Vocabulary(
        _trie("titles.tsv", chosen),
        _heads(chosen),
        _words(chosen),
        by_roots="id" in chosen,
    )


def _heads(languages: set[str]) -> Trie[str]:
    """The languages' own, and the words that close English names: those stand in all papers."""
    trie = _trie("organization_words.tsv", languages)
    if "en" not in languages:
        for language, sort, words in (row[:3] for row in rows("organization_words.tsv", 3)):
            if language == "en" and sort == "last":
                for word in words.split("|"):
                    trie.add(word, sort)
    return trie


def _trie(table: str, languages: set[str]) -> Trie[str]:
    trie: Trie[str] = Trie()
    for language, sort, phrases in (row[:3] for row in rows(table, 3)):
        if language in languages:
            for phrase in phrases.split("|"):
                trie.add(phrase, sort)
    return trie


def _words(languages: set[str]) -> dict[str, frozenset[str]]:
    sets: dict[str, set[str]] = {}
    for language, sort, phrases in (row[:3] for row in rows("person_words.tsv", 3)):
        if language in languages:
            folded = (token.folded for phrase in phrases.split("|") for token in tokenize(phrase))
            sets.setdefault(sort, set()).update(folded)
    sets.setdefault("given", set()).update(given_names())
    return {sort: frozenset(found) for sort, found in sets.items()}
