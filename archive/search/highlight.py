"""Why an article was found: the words that matched, marked in its title and in two snippets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

import regex
from django.utils.safestring import SafeString, mark_safe

from archive.search.matching import Matcher, Span
from archive.text.fold import fold

WINDOW = 200  # characters of a snippet, about
LEAD = 70  # of them before the first found word
SNIPPETS = 2
MOST_WEIGHED = 400  # stretches of one text that are compared
FORMS_SHOWN = 3
MARKS_BEGIN = "\u0300"  # no character before it belongs to one beside it
_GRAPHEME = regex.compile(r"\X")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Highlight:
    """Title and snippets as safe HTML; `forms` are the words found that were not typed."""

    title: SafeString
    snippets: tuple[SafeString, ...]
    forms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Naming:
    """Characters start..end of the whole text (title, blank line, body) that name an entity."""

    entity: int
    start: int
    end: int


def highlight(
    title: str,
    body: str,
    language: str,
    matcher: Matcher,
    namings: Sequence[Naming] = (),
    separator: int = 2,
) -> Highlight:
    """Mark a text. `separator` characters stand between title and body where namings count."""
    offset = len(title) + separator
    moved = [Naming(n.entity, n.start - offset, n.end - offset) for n in namings]
    in_title = _apart(
        [
            *matcher.spans(title, language, title=True),
            *_named(matcher, [n for n in namings if n.end <= len(title)], title=True),
        ]
    )
    in_body = _apart(
        [
            *matcher.spans(body, language, title=False),
            *_named(matcher, [n for n in moved if n.start >= 0], title=False),
        ]
    )
    return Highlight(
        marked(title, in_title, 0, len(title)),
        tuple(marked(body, in_body, *window) for window in _windows(body, in_body)),
        _forms([(title, in_title), (body, in_body)]),
    )


def _named(matcher: Matcher, namings: Iterable[Naming], *, title: bool) -> Iterator[Span]:
    """Where the entities that clauses mean are named."""
    for naming in namings:
        for number, clause in enumerate(matcher.clauses):
            if naming.entity in clause.entities and (title or clause.field == "any"):
                yield Span(naming.start, naming.end, number, literal=False)


def _apart(found: list[Span]) -> list[Span]:
    """Spans in order, without overlaps: the longest wins."""
    found.sort(key=lambda span: (span.start, -span.end, not span.literal))
    apart: list[Span] = []
    for span in found:
        if not apart or span.start >= apart[-1].end:
            apart.append(span)
    return apart


def _forms(texts: Sequence[tuple[str, Sequence[Span]]]) -> tuple[str, ...]:
    """Words found by stem or as an entity's name, where no typed word was found for a clause."""
    literally = {span.clause for _text, spans in texts for span in spans if span.literal}
    found: dict[str, str] = {}
    for text, spans in texts:
        for span in spans:
            if not span.literal and span.clause not in literally:
                surface = _SPACE.sub(" ", text[span.start : span.end])
                found.setdefault(fold(surface), surface)
    return tuple(found.values())[:FORMS_SHOWN]


# --- What is shown of them ------------------------------------------------------------------


def _windows(text: str, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """Up to two stretches of the text: the one with most different words, then what it lacks."""
    if not spans:
        end = _cut(text, min(WINDOW, len(text)), forward=True)
        return [(0, end)] if text.strip() else []
    all_windows = [_window(text, span) for span in _weighed(spans)]
    windows: list[tuple[int, int]] = []
    seen: set[int] = set()
    for _number in range(SNIPPETS):
        worth, best = max((_worth(window, spans, seen, windows), window) for window in all_windows)
        if worth[0] < 0:
            break
        windows.append(best)
        seen |= {span.clause for span in spans if best[0] <= span.start < best[1]}
    return sorted(windows)


def _weighed(spans: Sequence[Span]) -> Sequence[Span]:
    """The spans to look around: the first of each clause, where nearly every word is found."""
    if len(spans) <= MOST_WEIGHED:
        return spans
    of_clause: dict[int, list[Span]] = defaultdict(list)
    for span in spans:
        of_clause[span.clause].append(span)
    each = max(1, MOST_WEIGHED // len(of_clause))
    return [span for several in of_clause.values() for span in several[:each]]


def _worth(
    window: tuple[int, int], spans: Sequence[Span], seen: set[int], taken: Sequence[tuple[int, int]]
) -> tuple[int, int, int]:
    """New clauses, then matches, then nearness to the beginning; less than 0: overlaps."""
    if any(window[0] < end and start < window[1] for start, end in taken):
        return (-1, 0, 0)
    first = bisect_left(spans, window[0], key=lambda span: span.start)
    last = bisect_left(spans, window[1], key=lambda span: span.start)
    inside = spans[first:last]
    new = {span.clause for span in inside} - seen
    return (len(new), len(inside), -window[0])


def _window(text: str, span: Span) -> tuple[int, int]:
    """A stretch of one paragraph around a span, cut between words."""
    first = text.rfind("\n", 0, span.start) + 1
    last = text.find("\n", span.end)
    last = len(text) if last < 0 else last
    start = max(first, span.start - LEAD)
    end = min(last, max(start + WINDOW, span.end))
    start = max(first, min(start, end - WINDOW))
    start = start if start == first else min(_cut(text, start, forward=True), span.start)
    end = end if end == last else max(_cut(text, end, forward=False), span.end)
    return start, end


def _cut(text: str, position: int, *, forward: bool) -> int:
    """The nearest place to cut: at a space where one is near, never within a character."""
    if position <= 0 or position >= len(text):
        return max(0, min(position, len(text)))
    if forward:
        space = _SPACE.search(text, position, position + 30)
        if space:
            return space.end()
    else:
        before = text.rfind(" ", max(0, position - 30), position)
        if before > 0:
            return before
    return _grapheme_end(text, position)


def _grapheme_end(text: str, position: int) -> int:
    """The end of the character (with its marks) that `position` may stand in."""
    if max(text[position - 1 : position + 1], default=MARKS_BEGIN) < MARKS_BEGIN:
        return position
    end = start = max(0, position - 40)
    for match in _GRAPHEME.finditer(text, start):
        end = match.end()
        if end >= position:
            break
    return end


def marked(text: str, spans: Sequence[Span], start: int, end: int) -> SafeString:
    """start..end of the text as HTML, the spans in it marked, dots where it was cut."""
    pieces: list[str] = ["… " if _is_inside(text, start) else ""]
    position = start
    for span in spans:
        if start <= span.start and span.end <= end:
            stop = max(span.end, _grapheme_end(text, span.end)) if span.end < end else span.end
            pieces += (escape(text[position : span.start]), "<mark>")
            pieces += (escape(text[span.start : stop]), "</mark>")
            position = stop
    pieces.append(escape(text[position:end]))
    pieces.append(" …" if end < len(text) and text[end : end + 1] != "\n" else "")
    # Every piece of the text was escaped above, and no tag holds a space.
    return mark_safe(_SPACE.sub(" ", "".join(pieces)))


def _is_inside(text: str, start: int) -> bool:
    return start > 0 and text[start - 1] != "\n"
