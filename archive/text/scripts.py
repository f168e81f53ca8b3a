"""Which script a text is written in, and which way a language runs."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Literal

# Languages written from right to left (CLDR's characterOrder), and scripts that are.
RIGHT_TO_LEFT = frozenset({
    "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "lrc", "mzn", "nqo", "pnb", "ps", "sd",
    "syr", "ug", "ur", "yi",
})  # fmt: skip
RTL_SCRIPTS = frozenset({"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"})
UNSPACED = frozenset({"bo", "ja", "km", "lo", "my", "th", "yue", "zh"})  # no spaces between words
SAMPLE = 2_000  # characters that are enough to tell a script


def direction(language: str) -> Literal["ltr", "rtl"]:
    """The direction of a text in a language (BCP 47)."""
    parts = language.lower().replace("_", "-").split("-")
    scripts = [part for part in parts[1:] if len(part) == 4 and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in RTL_SCRIPTS else "ltr"
    return "rtl" if parts[0] in RIGHT_TO_LEFT else "ltr"


def writes_spaces(language: str) -> bool:
    """Whether spaces part the words of a language (BCP 47), so that words can be counted."""
    return language.lower().replace("_", "-").partition("-")[0] not in UNSPACED


@lru_cache(maxsize=10_000)
def _script(char: str) -> str:
    """The first word of the character's Unicode name, which is its script: LATIN, CJK, ARABIC."""
    name = unicodedata.name(char, "")
    return "han" if name.startswith("CJK") else name.partition(" ")[0].lower()


def script_of(text: str) -> str:
    """The script of most letters: latin, cyrillic, arabic, han, hangul ...; "" without letters."""
    counts = Counter(_script(char) for char in text[:SAMPLE] if char.isalpha())
    return counts.most_common(1)[0][0] if counts else ""
