"""Words of office in a text, each with the organisation and the country that belong to it."""

from __future__ import annotations

from typing import NamedTuple

from archive.extraction.claims import Claim, Claims
from archive.extraction.structure import CAPITAL, UPPER, Structure
from archive.extraction.vocabulary import Vocabulary
from archive.text.stems import is_common_word

PLACING = frozenset({"di", "in", "at", "to", "untuk", "bagi", "pour", "en"})
LONGEST = 16  # words of a title with all that belongs to it


class Title(NamedTuple):
    """The words first..last: "Sekretaris Dewan Keamanan Nasional Federasi Rusia"."""

    first: int
    last: int
    sort: str  # office, address or counterpart
    words: str  # folded, with the country's
    office: str  # folded, without it
    country: str  # ISO code, or empty
    country_words: str
    text: str  # the title alone, as written


def read_titles(structure: Structure, claims: Claims, words: Vocabulary) -> list[Title]:
    """All titles in order; none overlap."""
    found: list[Title] = []
    end = 0
    for index in words.titles.beginnings(structure.folded):
        if index < end or not claims.free(index):
            continue
        title = _at(structure, claims, words, index)
        if title is not None:
            found.append(title)
            end = title.last
    return found


def _at(structure: Structure, claims: Claims, words: Vocabulary, index: int) -> Title | None:
    match = words.titles.longest(structure.folded, index)
    if match is None:
        return None
    last, sorts = match
    if any(not structure.joined(i) for i in range(index + 1, last)):
        return None
    if not words.by_roots and _describes(structure, words, last):
        return None
    text = structure.text[structure.starts[index] : structure.ends[last - 1]]
    before = _country_before(structure, claims, index)
    last, countries = _extended(structure, claims, words, last, index + LONGEST)
    parts = [before, *countries] if before else countries
    first = before.first if before else index
    nations = [claim for claim in parts if claim.kind == "country"]
    covered = {i for claim in nations for i in range(claim.first, claim.last)}
    office = [structure.folded[i] for i in range(index, last) if i not in covered]
    return Title(
        first,
        last,
        sorts[0],
        structure.words(first, last),
        " ".join(office),
        parts[0].country if parts else "",
        structure.words(nations[0].first, nations[0].last) if nations else "",
        text,
    )


def _describes(structure: Structure, words: Vocabulary, index: int) -> bool:
    """Whether the word goes before a noun that is nobody's name: "General Assembly"."""
    return (
        index < len(structure.folded)
        and structure.joined(index)
        and structure.shapes[index] == CAPITAL
        and words.has("never", structure.folded[index])
    )


def _country_before(structure: Structure, claims: Claims, index: int) -> Claim | None:
    """The country of "Russian Foreign Minister" and "Iran's President"."""
    before = index - 1
    if before > 0 and structure.texts[before] == "s" and structure.joined(index):
        before -= 1
    claim = claims.at(before)
    if claim is None or claim.kind != "country" or not structure.joined(before + 1):
        return None
    return claim if claim.last == before + 1 else None


def _extended(
    structure: Structure, claims: Claims, words: Vocabulary, index: int, limit: int
) -> tuple[int, list[Claim]]:
    """How far the title goes on: countries, organisations, further titles, links between them."""
    countries: list[Claim] = []
    end = index
    placed = False  # behind "di" or "to" a country is where, not whose
    whole = index - (limit - LONGEST) > 2  # a title of many words has its portfolio
    limit = min(limit, len(structure.folded))
    while index < limit:
        if _bracketed(structure, index):
            index = end = index + 1
            continue
        if not structure.joined(index) or structure.opens[index]:
            break
        step = _step(structure, claims, words, index, whole=whole and index == end)
        if step > index:
            claim = claims.at(index)
            if claim is not None and claim.country and not placed:
                countries.append(claim)
            index = end = step
        elif index < end + 2 and (
            words.has("link", structure.folded[index]) or _and(structure, words, index)
        ):
            placed = placed or structure.folded[index] in PLACING
            index += 1
        else:
            break
    return end, countries


def _bracketed(structure: Structure, index: int) -> bool:
    """An acronym in brackets, behind the name that it shortens."""
    following = index + 1
    return (
        following < len(structure.folded)
        and structure.gaps[index] == " ("
        and structure.gaps[following] == ") "
        and structure.shapes[index] == UPPER
    )


def _step(
    structure: Structure, claims: Claims, words: Vocabulary, index: int, *, whole: bool
) -> int:
    """The end of what belongs to a title and begins at the word; the word itself if nothing."""
    claim = claims.at(index)
    if claim is not None:
        return index if claim.kind == "person" else claim.last
    match = words.titles.longest(structure.folded, index)
    if match is not None and not any(not structure.joined(i) for i in range(index + 1, match[0])):
        return match[0]
    return index + 1 if not whole and _portfolio(structure, claims, words, index) else index


def _portfolio(structure: Structure, claims: Claims, words: Vocabulary, index: int) -> bool:
    """Whether a capitalised word goes on with the title: "Direktur Pembinaan SMK"."""
    folded = structure.folded[index]
    if structure.shapes[index] == UPPER:  # an acronym that a name follows is an office's
        following = index + 1
        return (
            len(folded) < 7
            and claims.free(following)
            and structure.joined(following)
            and structure.shapes[following] == CAPITAL
        )
    if structure.shapes[index] != CAPITAL or words.has("given", folded):
        return False
    return words.has("never", folded) or (words.by_roots and is_common_word(folded))


def _and(structure: Structure, words: Vocabulary, index: int) -> bool:
    """Whether an "and" joins two words of one portfolio: "Pemuda dan Olahraga"."""
    following = index + 1
    return (
        structure.folded[index] in {"dan", "and", "et"}
        and following < len(structure.folded)
        and structure.shapes[following] == CAPITAL
        and not words.has("given", structure.folded[following])
        and (words.by_roots and is_common_word(structure.folded[following]))
    )
