"""Whether two single names can be spellings of one: by their letters or by their consonants."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from archive.text.fold import transliterate

ALIKE = 80  # of 100: two spellings of one name
SAME_BONES = 60  # of 100, where the consonants are the same
_VOWELS = re.compile(r"[aeiouyw'’\-]")
_NEAR_VOWELS = str.maketrans("ueyq", "oiik")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """The consonants of a name: Shoigu, Shoigo and Шойгу have the same."""
    plain = transliterate(word).casefold()
    plain = plain.replace("ph", "f").replace("q", "k").replace("c", "k").replace("kh", "k")
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", plain))


@lru_cache(maxsize=50_000)
def alike(one: str, other: str) -> bool:
    """Whether two single names can be spellings of one."""
    if one == other:
        return True
    if min(len(one), len(other)) < 4:
        return False
    ratio = fuzz.ratio(one, other)
    bones = skeleton(one)
    return ratio >= ALIKE or (
        len(bones) > 1 and bones == skeleton(other) and (ratio >= SAME_BONES or not one.isascii())
    )


@lru_cache(maxsize=50_000)
def same_sound(one: str, other: str) -> bool:
    """Whether nearly all letters agree, or the vowels do where o is as u and e as i."""
    return fuzz.ratio(one, other) >= ALIKE or _sounds(one) == _sounds(other)


def _sounds(word: str) -> str:
    return _DOUBLED.sub(r"\1", transliterate(word).casefold().translate(_NEAR_VOWELS))
