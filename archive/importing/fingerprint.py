"""How alike two texts are, and a fingerprint that alike texts share parts of.

MinHash in one permutation (Li, Owen and Zhang 2012) over runs of three words: of each of 30 ranges
of hashes the least one is kept, and three of these together are a band. Two texts that have the
share s of their runs in common share a band with the chance 1 - (1 - s³)¹⁰: 0.74 for a half, 0.91
for 0.6, 0.999 for 0.8; and for a hundredth 0.00001, so that of 100,000 texts that have no more in
common with one than that, one has to be compared. Nothing depends on the process or the machine.
"""

from __future__ import annotations

import re
from zlib import crc32

BANDS, ROWS = 10, 3
LEAST_RUNS = 40  # of a text that is compared at all
MOST_WORDS = 20_000  # of a text: more say nothing more
ALIKE = 0.5  # share of all runs of two texts that stand in both
SAME_WORDS = 0.6  # share of all words of two states of one text
CUT = 0.8  # share of the shorter text's runs, where the longer one goes on
CUT_LENGTH = 0.4  # the shorter text to the longer one
SAME_NUMBERS = 0.5  # share of the numbers; alike but for them are the reports of two days

_WORDS = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+")
_ASCII_WORDS = re.compile(rb"\w+")
_NUMBERS = re.compile(r"\d+")
_ABOVE_ALL = 2**32
_FACTORS = (0x1B87359, 0x0E6546B64CF, 0x19D699A5A6B)  # any odd numbers


def runs(text: str) -> set[int]:
    """The hashes of all runs of three words."""
    words = _words(text.casefold())[:MOST_WORDS]
    return set(map(crc32, words[2:], map(crc32, words[1:], map(crc32, words))))


def _words(text: str) -> list[bytes]:
    if text.isascii():
        return _ASCII_WORDS.findall(text.encode())
    return list(map(str.encode, _WORDS.findall(text)))


def bands(text: str) -> tuple[int, ...]:
    """The fingerprint: BANDS numbers of less than 63 bits. Empty for too short a text."""
    found = runs(text)
    if len(found) < LEAST_RUNS:
        return ()
    count = BANDS * ROWS
    of_range = {value % count: value for value in sorted(found, reverse=True)}  # the least last
    least = [of_range.get(number, _ABOVE_ALL) for number in range(count)]
    return tuple(_band(at, least[at : at + ROWS]) for at in range(0, count, ROWS))


def _band(at: int, values: list[int]) -> int:
    mixed = sum(value * factor for value, factor in zip(values, _FACTORS, strict=True))
    return (mixed * 2**5 + at) % (2**61 - 1)


def are_copies(one: str, other: str) -> bool:
    """Whether one text is nearly the other, or a part of it, and tells of the same numbers."""
    first, second = runs(one), runs(other)
    shorter, longer = sorted((len(first), len(second)))
    if shorter < LEAST_RUNS:
        return False
    common = len(first & second)
    alike = common >= ALIKE * len(first | second)
    cut = common >= CUT * shorter and shorter >= CUT_LENGTH * longer
    return (alike or cut) and _same_numbers(one, other)


def are_versions(one: str, other: str) -> bool:
    """Whether one text may have come of the other by changes, short ones too: words alone count,
    and numbers, for the reports of two days are no versions."""
    first, second = (set(_words(text.casefold())[:MOST_WORDS]) for text in (one, other))
    common = len(first & second)
    return common >= SAME_WORDS * len(first | second) and _same_numbers(one, other)


def _same_numbers(one: str, other: str) -> bool:
    """The market reports of two days differ in little else; a copy may leave a few numbers out."""
    first, second = (set(_NUMBERS.findall(text)) for text in (one, other))
    fewer = min(len(first), len(second))
    return len(first & second) >= SAME_NUMBERS * fewer if fewer > 1 else True
