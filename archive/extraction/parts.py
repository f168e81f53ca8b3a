"""How an article is made up: title, dateline, lede, paragraphs, agency credits, signature.

Each part is a span of `title + two line ends + body`, with the rule that found it. Nothing is
taken away: a dateline is no less of the text for being one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from archive.extraction.tables import word_set
from archive.text.fold import fold

LEDE_LENGTH = 600  # characters of the first paragraph that count as its lede
AGENCIES = word_set("agency")

_WORD = r"[^\W\d_a-zà-ÿ][\w.'’]{0,30}"
_PLACE = rf"{_WORD}(?:[ -]{_WORD}){{0,3}}"
_DASH = r"(?:\s{1,2}(?:-{1,2}|[–—_])\s{1,2}|\s?[–—]{1,2}\s?|--\s?)"
_DATELINE = re.compile(
    rf"(?P<site>[\w-]{{2,30}}(?:\.\w{{2,10}}){{1,2}},\s)?(?P<place>{_PLACE})"
    rf"(?P<more>(?:,\s[^\n()–—]{{1,40}}?)?(?:\s?\([^()\n]{{2,40}}\))?){_DASH}(?=\S)"
)
_BRACKET = re.compile(r"[(\[]\s?([^()\[\]\n]{2,60}?)\s?[)\]]\s?\.?\s*$")
_CREDIT_LINE = re.compile(
    r"(?:sumber|source|via|dikutip dari|editor|reporter|penulis|penerjemah|translated by|by|oleh)"
    r"\s?:\s?([^\n]{2,80})$",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"[^\W\d_]{2,5}(?:\s?[/,&-]\s?[^\W\d_]{2,5}){0,3}")
_SIGNED = re.compile(rf"{_WORD}(?: {_WORD}){{1,3}}")
_LETTERS = re.compile(r"[^\W\d_]+")


class Part(NamedTuple):
    """The characters start..end are the article's title, dateline, lede, ..."""

    kind: str  # title, dateline, lede, paragraph, credit or signature
    start: int
    end: int
    rule: str


def read_parts(title: str, body: str) -> tuple[Part, ...]:
    """The parts in order of where they begin; parts may lie inside others."""
    offset = len(title) + 2
    paragraphs = [
        (offset + match.start(), offset + match.end()) for match in re.finditer(r"[^\n]+", body)
    ]
    parts = [Part("title", 0, len(title), "given")] if title else []
    if paragraphs:
        text = f"{title}\n\n{body}"
        start, end = paragraphs[0]
        dateline = _dateline(text, start, end)
        lede = dateline.end if dateline else start
        parts += [dateline] if dateline else []
        parts.append(Part("lede", lede, min(end, start + LEDE_LENGTH), "first paragraph"))
        parts += [Part("paragraph", *span, "line") for span in paragraphs]
        parts += _endings(text, *paragraphs[-1])
    return tuple(sorted(parts, key=lambda part: (part.start, -part.end)))


def _dateline(text: str, start: int, end: int) -> Part | None:
    """TEHRAN, 6 Aug (Agency) -- and Jakarta, Antara -; a place alone has to be in capitals, or
    one word before a capital: "Jakarta - Menteri ..."."""
    match = _DATELINE.match(text, start, min(end, start + 120))
    if match is None:
        return None
    place, said = match["place"], bool(match["more"] or match["site"])
    loud = place.isupper() and len(place) > 2
    short = " " not in place and text[match.end() : match.end() + 1].isupper()
    if not (loud or short or (said and _is_source(match["more"]))):
        return None
    return Part("dateline", start, match.end(), "place and source" if said else "place")


def _is_source(more: str) -> bool:
    """Whether there is a bracket, a day, or nothing written small: "Kompas", not "kata dia"."""
    words = _LETTERS.findall(more)
    return "(" in more or any(c.isdecimal() for c in more) or all(w[0].isupper() for w in words)


def _endings(text: str, start: int, end: int) -> Iterator[Part]:
    """What closes an article: an agency in brackets or after "source:", and who signed it."""
    tail = max(start, end - 100)
    line = _CREDIT_LINE.match(text, start, end)
    if line:
        yield Part("credit", start, end, "credit line")
        return
    bracket = _BRACKET.search(text, tail, end)
    if bracket is None:
        return
    inside = bracket[1]
    if is_agency(inside):
        yield Part("credit", bracket.start(), end, "agency in brackets")
    elif _INITIALS.fullmatch(inside) and inside.islower():
        yield Part("signature", bracket.start(), end, "initials in brackets")
    elif bracket[0][0] == "[" and _SIGNED.fullmatch(inside):
        yield Part("signature", bracket.start(), end, "name in brackets")


def is_agency(words: str) -> bool:
    """Whether these are names of news agencies: AFP/Antara."""
    names = [fold(name).strip() for name in re.split(r"[/,&;]|\sdan\s|\sand\s", words)]
    return all(name in AGENCIES or name.replace(" ", "") in AGENCIES for name in names if name)
