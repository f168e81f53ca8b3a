"""What every engine reads in a document: its words and their stems, cut and folded the same way."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from typing import Literal

from archive.search.engine import Order, SearchDocument, Value
from archive.text.stems import UNSTEMMED, base_language, stem_words
from archive.text.tokens import cut, is_unspaced

# Newest and oldest first need one number for day and id together, so that order is total. An id
# has 40 bits, a day (its number since year 1) has 22; the whole fits 63. Undated articles come
# last in both orders.
ID_BITS = 40
LARGEST_ID = (1 << ID_BITS) - 1
LARGEST_SECOND = (1 << 32) - 1  # in the year 2106
NO_DAY = {"newest": 0, "oldest": (1 << 22) - 1}


@dataclass(frozen=True, slots=True)
class Analysis:
    """The folded words of title and body, and the stem of each; none for unstemmed languages."""

    title: list[str]
    body: list[str]
    title_stems: list[str]
    body_stems: list[str]


def analyse(document: SearchDocument) -> Analysis:
    text = f"{document.title}\n\n{document.body}"
    words, language = cut(text), document.language
    folded, stems = list(words.folded), list[str]()
    if base_language(language) != UNSTEMMED:
        stems = stem_words(text, words.texts, folded, words.starts, language, words.odd)
    first = bisect_left(words.starts, len(document.title))  # of the body
    return Analysis(folded[:first], folded[first:], stems[:first], stems[first:])


def sort_key(document: SearchDocument, order: Literal["newest", "oldest"]) -> int:
    """Newest articles have the largest key of that order, oldest the smallest of the other."""
    day: date | None = document.latest if order == "newest" else document.earliest
    return place(order, day, document.id)


def added_key(document: SearchDocument) -> int:
    """Those that became public last have the largest: 32 bits of seconds, 31 of the key."""
    seconds = int(document.public.timestamp()) if document.public else 0
    return (min(max(seconds, 0), LARGEST_SECOND) << 31) | (document.id & ((1 << 31) - 1))


def place(order: Literal["newest", "oldest"], day: date | None, pk: int) -> int:
    """Where an article of that day and key stands in the order."""
    return ((day.toordinal() if day else NO_DAY[order]) << ID_BITS) | pk


def by_count(counts: dict[Value, int]) -> list[tuple[Value, int]]:
    """Most frequent first, ties by value: the order of every facet."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def day_of(order: Literal["newest", "oldest"], key: int) -> date | None:
    """The day of a place in the order: the contrary of `place`."""
    number = key >> ID_BITS
    return None if number == NO_DAY[order] else date.fromordinal(number)


def date_order(order: Order, *, ranked: bool) -> Literal["newest", "oldest"] | None:
    """The date order that answers this one; None where words rank the results, or their keys."""
    if order in {"oldest", "added"}:
        return "oldest" if order == "oldest" else None
    return "newest" if order == "newest" or not ranked else None


def is_lone_character(word: str) -> bool:
    """One character of a script without spaces: the index holds pairs, any of which may have it."""
    return len(word) == 1 and is_unspaced(word)


def is_stem(related: str) -> bool:
    """Whether a related term is a stem marked by language; no folded word has a colon."""
    return ":" in related
