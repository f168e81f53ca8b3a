"""What a word is called in the other language: English for Indonesian, and the reverse.

Looked up by stem, so that one entry answers for a family of words. Translations are the weakest
evidence there is for an article; a reader who wants none quotes the word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from archive.text.stems import stem
from archive.text.tokens import words

DATA = Path(__file__).with_name("data") / "glossary.tsv"
MOST = 12  # translations of one word


def translations(stems: Iterable[str]) -> tuple[str, ...]:
    """What the word of these marked stems is called: stems, or several words side by side."""
    return tuple(_found(stems))[:MOST]


def names(stems: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """What the word of these marked stems is called, to be read: (language, name) of each."""
    return tuple(_found(stems).values())[:MOST]


def _found(stems: Iterable[str]) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for mark in stems:
        for term, name in _glossary().get(mark, {}).items():
            found.setdefault(term, name)
    return found


@lru_cache(maxsize=1)
def _glossary() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """Marked stem to terms of the other language, each as it is written there, and the language.

    Read at the first search: some 7,000.
    """
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for english, indonesian in _entries():
        found.setdefault(_term(english, "en"), {}).update(
            {_term(name, "id"): ("id", name) for name in indonesian}
        )
        for name in indonesian:
            if " " not in name:
                english_of = found.setdefault(_term(name, "id"), {})
                english_of.setdefault(_term(english, "en"), ("en", english))
    return found


def _entries() -> Iterator[tuple[str, list[str]]]:
    for line in DATA.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            english, _tab, indonesian = line.partition("\t")
            yield english, indonesian.split("|")


def _term(name: str, language: str) -> str:
    """A word by its stem; several as they are read in texts."""
    several = words(name)
    return stem(several[0], language) if len(several) == 1 else " ".join(several)
