"""Why an article was found: the words that matched, marked in its title and in two snippets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from archive.search.engine import Clause
from archive.text.fold import fold
from archive.text.stems import base_language, stem, stem_tokens
from archive.text.tokens import Token, fold_word, tokenize, words

WINDOW = 200  # characters of a snippet, about
LEAD = 70  # of them before the first found word
SNIPPETS = 2
FORMS_SHOWN = 3
_GRAPHEME = regex.compile(r"\X")
_SPACE = regex.compile(r"\s+")


@dataclass(frozen=True)
class Span:
    """Characters start..end of a text that match a clause (by its number)."""

    start: int
    end: int
    clause: int
    literal: bool = True


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
    clauses: Sequence[Clause],
    namings: Iterable[Naming] = (),
    separator: int = 2,
) -> Highlight:
    """Mark a text. `separator` characters stand between title and body where namings count."""
    offset = len(title) + separator
    named = list(namings)
    in_title = _spans(title, language, clauses, [n for n in named if n.end <= len(title)])
    moved = [Naming(n.entity, n.start - offset, n.end - offset) for n in named if n.start >= offset]
    in_any = [clause if clause.field == "any" else _NOWHERE for clause in clauses]
    in_body = _spans(body, language, in_any, moved)
    forms = _forms([(title, in_title), (body, in_body)])
    return Highlight(
        marked(title, in_title, 0, len(title)),
        tuple(marked(body, in_body, *window) for window in _windows(body, in_body)),
        forms,
    )


_NOWHERE = Clause("", "phrase")  # a clause for the title alone, as the body sees it


# --- Where the words are --------------------------------------------------------------------


def _spans(
    text: str, language: str, clauses: Sequence[Clause], namings: Sequence[Naming]
) -> list[Span]:
    """Everything in a text that matches, in order, without overlaps: the longest wins."""
    found = list(
        _latin(text, language, clauses) if _is_latin(text) else _any(text, language, clauses)
    )
    for number, clause in enumerate(clauses):
        wanted = set(clause.entities)
        found.extend(
            Span(n.start, n.end, number, literal=False) for n in namings if n.entity in wanted
        )
    found.sort(key=lambda span: (span.start, -span.end, not span.literal))
    apart: list[Span] = []
    for span in found:
        if not apart or span.start >= apart[-1].end:
            apart.append(span)
    return apart


def _any(text: str, language: str, clauses: Sequence[Clause]) -> Iterable[Span]:
    """Matches in a text of any script, word by word."""
    tokens = tokenize(text) if clauses else []
    stemmed = stem_tokens(text, tokens, language) if any(map(_alike, clauses)) else []
    for number, clause in enumerate(clauses):
        yield from _of_clause(number, clause, tokens, stemmed)


# Of a text in Latin letters, which most are, each different word is compared once, and those
# that match are then found by one pattern: several times as fast as word by word.
_WORD = re.compile(r"[^\W_]+")
_NOT_LATIN = re.compile(r"[^\x00-\xac\xae-\u024f\u2010-\u2027\u2030-\u205e\u20ac]")


def _is_latin(text: str) -> bool:
    return _NOT_LATIN.search(text) is None


def _latin(text: str, language: str, clauses: Sequence[Clause]) -> Iterable[Span]:
    by_fold: dict[str, list[str]] = defaultdict(list)
    for surface in set(_WORD.findall(text)) if clauses else ():
        by_fold[fold_word(surface)].append(surface)
    base = base_language(language)
    for number, clause in enumerate(clauses):
        wanted = [token.folded for token in tokenize(clause.text)]
        if clause.kind == "prefix" and len(wanted) == 1:
            surfaces = [
                s
                for folded, several in by_fold.items()
                if folded.startswith(wanted[0])
                for s in several
            ]
            yield from _found(text, [surfaces], number)
            continue
        if wanted:
            yield from _found(text, [by_fold.get(word, []) for word in wanted], number)
        alike = _alike(clause)
        marks = {mark.partition(":")[2] for mark in alike if mark.startswith(f"{base}:")}
        for said in clause.related:
            if ":" not in said:
                several = [by_fold.get(word, []) for word in words(said)]
                yield from _found(text, several, number, literal=False)
        if marks and len(wanted) == 1:
            # A name keeps its whole form where a word loses its endings: either may be meant.
            related = [
                surface
                for folded, several in by_fold.items()
                if folded != wanted[0]
                and (folded in marks or stem(folded, base)[len(base) + 1 :] in marks)
                for surface in several
            ]
            yield from _found(text, [related], number, literal=False)


def _found(
    text: str, words: Sequence[Sequence[str]], number: int, *, literal: bool = True
) -> Iterable[Span]:
    """Where one of the first surfaces stands, then one of the second, and so on."""
    if not all(words):
        return
    one_of = (f"(?:{'|'.join(map(re.escape, surfaces))})" for surfaces in words)
    pattern = r"(?<![^\W_])" + r"[\W_]+".join(one_of) + r"(?![^\W_])"
    for match in re.finditer(pattern, text):
        yield Span(match.start(), match.end(), number, literal)


def _of_clause(
    number: int, clause: Clause, tokens: Sequence[Token], stemmed: Sequence[str]
) -> Iterable[Span]:
    wanted = [token.folded for token in tokenize(clause.text)]
    if not wanted:
        return
    if clause.kind == "phrase" or len(wanted) > 1:
        yield from _of_phrase(number, wanted, tokens)
        return
    marks = set(_alike(clause))
    for index, token in enumerate(tokens):
        begun = clause.kind == "prefix" and token.folded.startswith(wanted[0])
        if begun or token.folded == wanted[0]:
            yield Span(token.start, token.end, number)
        elif marks and stemmed[index] in marks:
            yield Span(token.start, token.end, number, literal=False)


def _alike(clause: Clause) -> tuple[str, ...]:
    """Stems of the word and of its translations."""
    return (*clause.stems, *clause.related)


def _of_phrase(number: int, wanted: list[str], tokens: Sequence[Token]) -> Iterable[Span]:
    folded = [token.folded for token in tokens]
    size = len(wanted)
    for index in range(len(folded) - size + 1):
        if folded[index] == wanted[0] and folded[index : index + size] == wanted:
            yield Span(tokens[index].start, tokens[index + size - 1].end, number)


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
    windows: list[tuple[int, int]] = []
    seen: set[int] = set()
    for _number in range(SNIPPETS):
        best = max(
            (_window(text, spans, index) for index in range(len(spans))),
            key=lambda window: _worth(window, spans, seen, windows),
        )
        worth = _worth(best, spans, seen, windows)
        if worth[0] < 0:
            break
        windows.append(best)
        seen |= {span.clause for span in spans if best[0] <= span.start < best[1]}
    return sorted(windows)


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


def _window(text: str, spans: Sequence[Span], index: int) -> tuple[int, int]:
    """A stretch of one paragraph around a span, cut between words."""
    span = spans[index]
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
            pieces.append(escape(_spaced(text[position : span.start])))
            pieces.append(f"<mark>{escape(_spaced(text[span.start : stop]))}</mark>")
            position = stop
    pieces.append(escape(_spaced(text[position:end])))
    pieces.append(" …" if end < len(text) and text[end : end + 1] != "\n" else "")
    return mark_safe("".join(pieces))  # every piece of the text was escaped above


def _is_inside(text: str, start: int) -> bool:
    return start > 0 and text[start - 1] != "\n"


def _spaced(text: str) -> str:
    return _SPACE.sub(" ", text)
