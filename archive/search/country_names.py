"""Names of countries in every locale: what a reader may call Russia, in any script."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from functools import lru_cache
from itertools import islice
from pathlib import Path

import regex

from archive.text.fold import fold

DATA = Path(__file__).with_name("data") / "country_names.tsv"
PASSED_OVER = DATA.with_name("passed_over.tsv")
_POSSESSIVE = regex.compile(r"(?<=\p{L})['’]s$", regex.IGNORECASE)
_BETWEEN_WORDS = regex.compile(r"[^\p{L}\p{M}\p{N}]+")


@lru_cache(maxsize=30_000)  # twice what the register has
def name_key(text: str) -> str:
    """A name as it is compared: folded, and whatever parts its words made a space."""
    return _BETWEEN_WORDS.sub(" ", fold(text)).strip()


def pieces(text: str) -> list[str]:
    """The words of what stands joined: Iran and Russia of Iran-Russia. None of a single word."""
    found = [piece for piece in _BETWEEN_WORDS.split(text) if piece]
    return found if len(found) > 1 else []


@lru_cache(maxsize=10_000)
def owner(text: str) -> str:
    """Whose it is, of an English possessive: Russia of Russia's. Other words as they are."""
    return _POSSESSIVE.sub("", text)


def country_codes(key: str) -> tuple[str, ...]:
    """ISO codes of the countries so called: none, one, or several where the name is doubtful."""
    return _codes().get(key, ())


def countries_beginning(key: str, most: int) -> dict[str, str]:
    """ISO codes of countries with a name that begins so, each with the first such name."""
    names = _sorted_names()
    found: dict[str, str] = {}
    for name in islice(names, bisect_left(names, key), None):
        if not name.startswith(key) or len(found) >= most:
            break
        for code in country_codes(name):
            found.setdefault(code, name)
    return found


@lru_cache(maxsize=1)
def passed_over() -> frozenset[str]:
    """Keys of words that hold a name and mean something else: New Mexico, Jawa Barat."""
    lines = PASSED_OVER.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


@lru_cache(maxsize=1)
def _sorted_names() -> list[str]:
    return sorted(_codes())


@lru_cache(maxsize=1)
def _codes() -> dict[str, tuple[str, ...]]:
    """Read at the first search, and kept: some 30,000 names, a few megabytes."""
    found: dict[str, tuple[str, ...]] = {}
    shared: dict[str, list[str]] = defaultdict(list)
    for line in DATA.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, _tab, names = line.partition("\t")
        one = (code,)
        for name in names.split("|"):
            if name in found:
                shared[name].append(code)
            else:
                found[name] = one
    for name, more in shared.items():
        found[name] = (*found[name], *more)
    return found
