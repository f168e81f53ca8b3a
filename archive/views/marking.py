"""Text and marks become paragraphs of safe HTML. The words themselves never change."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")  # one or more, between paragraphs


@dataclass(frozen=True)
class Mark:
    """Characters start..end of a text are marked: a link if `url` is given, else a span."""

    start: int
    end: int
    css_class: str = ""
    url: str = ""


@dataclass(frozen=True)
class Paragraph:
    """`number` counts from 1; start and end are offsets in the same text as those of marks."""

    number: int
    start: int
    end: int
    html: SafeString

    @property
    def anchor(self) -> str:
        return f"p{self.number}"


def mark_paragraphs(text: str, marks: Sequence[Mark], start: int = 0) -> list[Paragraph]:
    """The paragraphs of `text` from character `start` on, each with its marks.

    Where marks overlap, the one that begins first stands, of two that begin together the longer.
    Marks that cross the edge of a paragraph are left out.
    """
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    starts = [mark.start for mark in ordered]
    paragraphs = []
    for number, (begin, end) in enumerate(spans(text, start), 1):
        inside = ordered[bisect_left(starts, begin) : bisect_left(starts, end)]
        paragraphs.append(Paragraph(number, begin, end, marked(text, inside, begin, end)))
    return paragraphs


def spans(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Where each paragraph begins and ends, white space around it left out."""
    position = start
    for gap in [*BLANK_LINES.finditer(text, start), None]:
        end = gap.start() if gap else len(text)
        block = text[position:end]
        if words := block.strip():
            begin = position + block.index(words)
            yield begin, begin + len(words)
        position = gap.end() if gap else end


def marked(text: str, marks: Sequence[Mark], start: int, end: int) -> SafeString:
    """Characters start..end with those marks that lie wholly inside and do not overlap."""
    pieces: list[str] = []
    position = start
    for mark in marks:
        if mark.start < position or mark.end > end or mark.start >= mark.end:
            continue
        pieces += [escape(text[position : mark.start]), element(mark, text[mark.start : mark.end])]
        position = mark.end
    pieces.append(escape(text[position:end]))
    return mark_safe("".join(pieces))  # every piece was escaped above


def element(mark: Mark, words: str) -> SafeString:
    if mark.url and mark.css_class:
        return format_html('<a class="{}" href="{}">{}</a>', mark.css_class, mark.url, words)
    if mark.url:
        return format_html('<a href="{}">{}</a>', mark.url, words)
    return format_html('<span class="{}">{}</span>', mark.css_class, words)
