"""What spellings of one name have in common: its consonants, written one way."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.text.fold import transliterate

LONGEST = 20  # letters of a sound

# Longest first. What Indonesian, English, French, German and older spellings write differently.
_ALIKE = (
    ("sch", "s"), ("shch", "s"), ("tch", "k"), ("sh", "s"), ("sy", "s"), ("sj", "s"), ("zh", "s"),
    ("ch", "k"), ("kh", "k"), ("ck", "k"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"),
    ("dj", "j"), ("tj", "k"), ("x", "ks"), ("q", "k"), ("c", "k"), ("z", "s"), ("v", "f"),
    ("w", "f"),
)  # fmt: skip
_SILENT = re.compile(r"(?<=.)[aeiouyh']")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """The consonants of a name in any script: "sg" of Shoigu, Shogu and Шойгу; "" of no letters."""
    letters = re.sub(r"[^a-z]", "", transliterate(word).lower())
    for written, heard in _ALIKE:
        letters = letters.replace(written, heard)
    return _TWICE.sub(r"\1", _SILENT.sub("", letters))[:LONGEST]
