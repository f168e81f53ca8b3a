"""The organisations of a text: those on file, and those that their own words give away.

A name is a head word with the capitalised words beside it; the country beside the name is kept
apart from it, so that the security councils of two countries stay two.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from archive.extraction.claims import Claim, Claims
from archive.extraction.gazetteer import organizations_by_key
from archive.extraction.naming import Naming
from archive.extraction.structure import CAPITAL, LOWER, SHOUTED, UPPER, Structure
from archive.extraction.tables import word_set
from archive.extraction.vocabulary import Vocabulary
from archive.text.stems import is_common_word, is_english_word

LONGEST = 9  # words of a name
_LINKS = frozenset({"of", "the", "dari", "di", "de", "du", "s", "la", "for"})
_AND = frozenset({"dan", "and", "untuk", "for", "of", "the", "et", "de", "la", "des", "on", "du"})

_CLITICS = word_set("no syllable")
_NO_ORGANIZATION = word_set("no organisation")
_SMALL_WORDS = word_set("small")
_APART = frozenset({"and", "dan", "et", "the"})  # right behind a head, they begin something else

Fits = Callable[[int], bool]


class NamedOrganization(NamedTuple):
    """The words first..last name an organisation that is not on file, and whose it is."""

    first: int
    last: int
    country: str
    written: str  # with the country as the text has it
    rule: str
    role: str = "name"
    bloc: str = ""  # whose it is, as written right before the name: "United Nations"


def find_organizations(
    structure: Structure,
    namings: Sequence[Naming],
    claims: Claims,
    words: Vocabulary,
    language: str,
) -> list[NamedOrganization]:
    """Organisations that are not on file, where they stand; all their words are claimed."""
    for naming in namings:
        if naming.name.kind == "organization":
            key = naming.name.key
            authority = organizations_by_key().get(key)  # none of a curator's own
            country = authority.country if authority else ""
            claims.add(Claim(naming.first, naming.last, "organization", key, country))
    found = list(_scan(structure, claims, words, language))
    found += _acronyms(structure, claims, found)
    return found if words.by_roots else [*found, *_unexplained(structure, claims)]


def _scan(
    structure: Structure, claims: Claims, words: Vocabulary, language: str
) -> Iterator[NamedOrganization]:
    end = structure.title_tokens
    closing = _closing_heads(structure, words)
    for index in structure.capitals:
        if index < end or not claims.free(index):
            continue
        nearest = bisect_right(closing, index) if closing else 0
        closes = nearest < len(closing) and closing[nearest] < index + LONGEST
        found = None
        if structure.folded[index] in words.heads.root:
            found = _opening_with_head(structure, claims, words, language, index)
        if found is None and closes:
            found = _ending_in_head(structure, claims, words, index)
        if found is None:
            continue
        claims.add(Claim(found.first, found.last, "organization", "", found.country))
        yield found if words.by_roots else _of_bloc(structure, claims, found)
        end = found.last


def _of_bloc(structure: Structure, claims: Claims, found: NamedOrganization) -> NamedOrganization:
    """With the bloc that stands right before it: United Nations Protection Force."""
    claim = claims.at(found.first - 1)
    if claim is None or claim.kind != "bloc" or structure.gaps[found.first] != " ":
        return found
    if structure.shapes[claim.first] == LOWER:  # "the West" before "African Union"
        return found
    start, end = structure.span(claim.first, claim.last)
    return found._replace(bloc=structure.text[start:end])


def _closing_heads(structure: Structure, words: Vocabulary) -> list[int]:
    """The words that can close a name, in order."""
    heads, folded = words.heads, structure.folded
    found = []
    for index in structure.capitals:
        head = heads.longest(folded, index) if folded[index] in heads.root else None
        if head and head[0] == index + 1 and "last" in head[1]:
            found.append(index)
    return found


def _opening_with_head(
    structure: Structure, claims: Claims, words: Vocabulary, language: str, index: int
) -> NamedOrganization | None:
    heads = words.heads.at(structure.folded, index)
    heads = [(last, sorts) for last, sorts in heads if _written(structure, claims, index, last)]
    for last, sorts in heads:
        end = last
        if "named" in sorts:
            end = _run(structure, claims, words, last, lambda _: True)
        elif "first" in sorts:
            end = _run(
                structure, claims, words, last, _describing(language, structure, words, last)
            )
        if end > last or (last - index > 1 and "last" in sorts):
            return with_country(structure, claims, index, end)
        if "alone" in sorts:
            found = with_country(structure, claims, index, last)
            if found.country:
                return found
    return None


def _written(structure: Structure, claims: Claims, first: int, last: int) -> bool:
    return all(
        claims.free(i)
        and structure.shapes[i] in {CAPITAL, UPPER}
        and (i == first or structure.joined(i))
        for i in range(first, last)
    )


def _describing(language: str, structure: Structure, words: Vocabulary, second: int) -> Fits:
    """Whether a word may go on with a name that describes: not if it is a person's."""

    def describes(index: int) -> bool:
        folded = structure.folded[index]
        if words.has("given", folded):
            return False
        if index > second and language in {"id", "ms"}:
            common = is_common_word(folded) or folded in structure.small
            return common or structure.shapes[index] == UPPER
        return True

    return describes


def _run(structure: Structure, claims: Claims, words: Vocabulary, index: int, fits: Fits) -> int:
    """The end of the capitalised words from `index` on, with "and" and "of" inside."""
    first, end, limit = index, index, min(len(structure.folded), index + LONGEST)
    while index < limit and structure.joined(index):
        claim = claims.at(index)
        if claim is not None and claim.kind:
            break
        if claim is not None:
            index = end = claim.last
            continue
        if structure.shapes[index] in {CAPITAL, UPPER}:
            if words.titles.longest(structure.folded, index) or not fits(index):
                break
            end = index + 1
        elif index > end + 1 or not _links(structure, index, first):
            break
        index += 1
    return end


def _links(structure: Structure, index: int, first: int) -> bool:
    """Whether a small word joins words of one name: not "Party and State", "Bank and the Fund"."""
    word = structure.folded[index]
    apart = index == first or structure.folded[index - 1] in _APART
    return word in _AND and not (apart and word in _APART)


def _ending_in_head(
    structure: Structure, claims: Claims, words: Vocabulary, index: int
) -> NamedOrganization | None:
    """A capitalised run that closes with a head word: National Security Council."""
    end = best = index
    start = index
    if structure.opens[index] and words.has("opener", structure.folded[index]):
        return None
    while end < min(len(structure.folded), index + LONGEST) and _written(
        structure, claims, end, end + 1
    ):
        if end > index and not structure.joined(end):
            break
        if words.titles.longest(structure.folded, end) and end == start:
            return None
        end += 1
        heads = words.heads.longest(structure.folded, end - 1)
        if end - start > 1 and heads and "last" in heads[1] and heads[0] == end:
            best = end
    if best == index:
        return None
    best = _with_complement(structure, claims, best)
    start = _whole_first(structure, claims, words, start)
    return with_country(structure, claims, start, best)


def _whole_first(structure: Structure, claims: Claims, words: Vocabulary, start: int) -> int:
    """Where the name begins that an "and" has cut in two: Economic and Social Council."""
    if start < 2 or structure.folded[start - 1] != "and" or not structure.joined(start):
        return start
    first = index = start - 2
    while index >= 0 and start - index < 5 and structure.joined(index + 1):
        folded = structure.folded[index]
        if not _written(structure, claims, index, index + 1) or not is_english_word(folded):
            break
        if words.heads.longest(structure.folded, index) or words.has("opener", folded):
            break
        if words.has("given", folded) or words.titles.longest(structure.folded, index):
            break
        first = index
        index -= 1
    return first if index < start - 2 else start


def _with_complement(structure: Structure, claims: Claims, end: int) -> int:
    """ "Committee" goes on with "for Human Rights", "Council" with "of Ministers"."""
    index = end
    count = len(structure.folded)
    if index + 1 >= count or structure.folded[index] not in {"of", "for", "on"}:
        return end
    if not structure.joined(index) or not structure.joined(index + 1):
        return end
    index += 1
    last = index
    while last < min(count, index + 4) and _written(structure, claims, last, last + 1):
        if not structure.joined(last):
            break
        last += 1
    return last if last > index else end


def with_country(structure: Structure, claims: Claims, first: int, last: int) -> NamedOrganization:
    """The name with the country that stands behind it, or else right before it."""
    rule = f"head:{structure.texts[first]}"
    last = _whole_last(structure, claims, last)
    index = last
    while index < min(len(structure.folded), last + 3) and structure.joined(index):
        claim = claims.at(index)
        if claim is not None:
            if claim.kind == "country":
                start, end = structure.span(first, claim.last)
                return NamedOrganization(first, last, claim.key, structure.text[start:end], rule)
            break
        if structure.folded[index] not in _LINKS:
            break
        index += 1
    start, end = structure.span(first, last)
    return NamedOrganization(
        first, last, _before(structure, claims, first), structure.text[start:end], rule
    )


def _whole_last(structure: Structure, claims: Claims, last: int) -> int:
    """Where the name ends whose last word has a hyphen: "for Regional Co-operation"."""
    hyphen = claims.free(last) and structure.gaps[last] == "-"
    if not hyphen or structure.shapes[last] != LOWER:
        return last
    return last if structure.folded[last] in _CLITICS | _SMALL_WORDS else last + 1


def _before(structure: Structure, claims: Claims, first: int) -> str:
    """The country of "Russian Foreign Ministry" and "Iran's Parliament"."""
    index = first - 1
    if index >= 0 and structure.joined(first) and structure.texts[index] == "s":
        index -= 1
    elif index < 0 or not structure.joined(first):
        return ""
    claim = claims.at(index)
    english = claim is not None and claim.kind == "country" and index == claim.last - 1
    return claim.key if claim is not None and english else ""


def _acronyms(
    structure: Structure, claims: Claims, found: Sequence[NamedOrganization]
) -> list[NamedOrganization]:
    """An acronym in brackets behind a name stands for it in the rest of the article."""
    meanings = meanings_of(structure, [i for i in found if claims.free(_behind(structure, i))])
    more: list[NamedOrganization] = []
    for index, text in enumerate(structure.texts) if meanings else ():
        if text in meanings and claims.free(index):
            item = meanings[text]
            claims.add(Claim(index, index + 1, "organization", "", item.country))
            more.append(shortened(item, index, f"acronym:{text}"))
    return more


def meanings_of(
    structure: Structure, found: Iterable[NamedOrganization]
) -> dict[str, NamedOrganization]:
    """The names behind which an acronym stands in brackets, by these acronyms."""
    meanings: dict[str, NamedOrganization] = {}
    for item in found:
        index = _behind(structure, item)
        text = in_brackets(structure, index)
        if 0 < len(text) < 9 and structure.shapes[index] in {UPPER, SHOUTED}:
            meanings.setdefault(text, item)
    return meanings


def _behind(structure: Structure, item: NamedOrganization) -> int:
    """The word behind the name and its country."""
    return bisect_left(structure.starts, structure.starts[item.first] + len(item.written))


def in_brackets(structure: Structure, index: int) -> str:
    """The word, if it stands in brackets of its own behind the one before it."""
    if index >= len(structure.folded) or structure.gaps[index] != " (":
        return ""
    end = structure.ends[index]
    return structure.texts[index] if structure.text[end : end + 1] == ")" else ""


def shortened(item: NamedOrganization, index: int, rule: str) -> NamedOrganization:
    """The same organisation where the word is its acronym."""
    return item._replace(first=index, last=index + 1, rule=rule, role="abbreviation")


def _unexplained(structure: Structure, claims: Claims) -> list[NamedOrganization]:
    """Acronyms that the text takes as known and uses as names: "MONUSCO", "the KCNA"."""
    found = []
    explained = _bracketed(structure)
    for index in structure.capitals:
        text = structure.texts[index]
        if text in explained or not _names_somebody(structure, claims, index):
            continue
        claims.add(Claim(index, index + 1, "organization", ""))
        rule = f"acronym:{text}"
        found.append(NamedOrganization(index, index + 1, "", text, rule, "abbreviation"))
    return found


def _bracketed(structure: Structure) -> set[str]:
    """Acronyms that the text explains: whatever they mean was looked at there."""
    gaps = structure.gaps
    return {structure.texts[i] for i in structure.capitals if gaps[i].endswith("(")}


def _names_somebody(structure: Structure, claims: Claims, index: int) -> bool:
    text, following = structure.texts[index], index + 1
    if structure.shapes[index] != UPPER or not 3 <= len(text) <= 9 or not text.isalpha():
        return False
    if structure.in_title(index) or not claims.free(index):
        return False
    if structure.folded[index] in _NO_ORGANIZATION or is_english_word(structure.folded[index]):
        return False
    if set(text) <= set("IVXLC"):
        return False
    end = following == len(structure.folded)
    if structure.gaps[index].endswith("/") or (not end and structure.gaps[following] in {"-", "/"}):
        return False
    before = structure.shapes[index - 1] if index and structure.gaps[index] == " " else LOWER
    if before in {CAPITAL, UPPER, SHOUTED} and not structure.opens[index - 1]:
        return False
    owned = not end and structure.gaps[following] in {"'", "’"}
    return len(text) > 3 or owned or (index > 0 and structure.folded[index - 1] == "the")
