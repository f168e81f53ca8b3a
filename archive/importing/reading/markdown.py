"""Markdown: front matter in YAML says what it is, the rest is the text without its marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from archive.importing.paragraphs import split_body
from archive.importing.reading.opened import Opened
from archive.importing.values import Rejected, SeedRecord

MOST_FRONT_MATTER = 64 * 1024  # characters
DEEPEST = 20  # lists and mappings within one another
NAMES = {  # what others call the fields
    "author": "byline", "authors": "byline", "link": "url", "permalink": "url",
    "canonical_url": "url", "language": "lang", "locale": "lang", "publication": "source",
    "copyright": "rights", "license": "rights",
}  # fmt: skip

_FRONT_MATTER = re.compile(
    r"\s*---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_MAPPING = re.compile(r"^[\w][\w .-]*:(?:\s|$)", re.MULTILINE)
_HEADING = re.compile(r"#{1,6}[ \t]+(.*)")
_CLOSING = re.compile(r"(?:^|(?<=[ \t]))#+$")
_UNDERLINE = re.compile(r"(=+|-+)[ \t]*$")
_RULE = re.compile(r"[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_BULLET = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+")
_REFERENCE = re.compile(r"[ \t]*\[[^\]\n]{1,200}\]:[ \t]*\S")
# None of these looks further than the next mark of its own sort, so that each takes a text once.
_INLINE = (
    (re.compile(r"!\[[^\[\]\n]*\](?:\([^()\n]*\)|\[[^\[\]\n]*\])"), ""),  # images
    (
        re.compile(r"\[([^\[\]\n]+)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|\[[^\[\]\n]*\])"),
        r"\1",
    ),
    (re.compile(r"\[\^[^\]\n]{1,60}\]"), ""),  # marks of footnotes
    (re.compile(r"<((?:https?|mailto):[^<>\s]+)>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>\n]*>"), ""),
    (re.compile(r"(?<!`)`+([^`\n]+)`+"), r"\1"),
    (re.compile(r"(\*\*\*|\*\*|\*)(?=\S)([^*\n]+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w_])(___|__|_)(?=\S)([^_\n]+?)(?<=\S)\1(?![\w_])"), r"\2"),
    (re.compile(r"~~(?=\S)([^~\n]+?)~~"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!~>|-])"), r"\1"),
)


class BadFrontMatter(ValueError):
    """What stands before the text is no mapping in YAML; the message says why."""


class Markdown:
    """`.md` and `.markdown`, or any text that begins with front matter."""

    name = "Markdown"
    endings: tuple[str, ...] = (".md", ".markdown")

    def recognises(self, head: str) -> bool:
        found = _FRONT_MATTER.match(head)
        return found is not None and _MAPPING.search(found[1]) is not None

    def read(self, opened: Opened) -> Iterator[SeedRecord | Rejected]:
        text, notes = opened.text()
        found = _FRONT_MATTER.match(text)
        try:
            fields = front_matter(found[1]) if found else {}
        except BadFrontMatter as fault:
            yield Rejected(opened.path, None, f"its front matter is {fault}")
            return
        heading, paragraphs = plain(text[found.end() :] if found else text)
        title = fields.pop("title", "") or heading
        if heading and title != heading:
            paragraphs = [heading, *paragraphs]
        fields |= {"title": title, "paragraphs": paragraphs}
        origins = {"body": "text", **({} if title != heading else {"title": "text"})}
        yield SeedRecord(opened.path, None, fields, notes, "front matter", origins)


def front_matter(text: str) -> dict[str, Any]:
    """The fields by the names that records have. All values are as they were written: texts.

    Raises BadFrontMatter.
    """
    if len(text) > MOST_FRONT_MATTER:
        raise BadFrontMatter(f"longer than {MOST_FRONT_MATTER:,} characters; shorten it")
    try:
        _refuse_bombs(text)
        found = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts only  # nosec B506
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f" in line {mark.line + 2}" if mark else ""
        raise BadFrontMatter(f"not YAML{where}: {getattr(fault, 'problem', fault)}") from None
    except ValueError as fault:
        if isinstance(fault, BadFrontMatter):
            raise
        raise BadFrontMatter(f"not YAML: {fault}") from None
    if not isinstance(found or {}, dict):
        raise BadFrontMatter("no list of names and values; write title: ...")
    fields: dict[str, Any] = {}
    for name, value in (found or {}).items():
        known = NAMES.get(str(name).lower(), str(name).lower())
        fields[known] = _joined(value) if known == "byline" else value
    return {name: value for name, value in fields.items() if value not in ("", None, [], {})}


def plain(text: str) -> tuple[str, list[str]]:
    """The heading that a text begins with, or nothing, and its paragraphs without marks."""
    blocks = _blocks(_without_comments(text))
    first = next(blocks, None)
    if first is None:
        return "", []
    heading, words = first
    rest = [paragraph for _heading, block in blocks for paragraph in split_body(block)]
    return (words, rest) if heading else ("", [*split_body(words), *rest])


def _without_comments(text: str) -> str:
    """The text but for its comments; one that does not end is text."""
    kept, at = [], 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin + 4)) >= 0:
        kept.append(text[at:begin])
        at = end + 3
    return "".join([*kept, text[at:]])


def _blocks(text: str) -> Iterator[tuple[bool, str]]:
    """Headings (True) and paragraphs in order, marks within lines taken away."""
    lines: list[str] = []
    fenced = False
    for line in [*text.split("\n"), ""]:
        if _FENCE.match(line):
            fenced = not fenced
            line = ""  # noqa: PLW2901 - a fence parts like a blank line
        quote = None if fenced else _QUOTE.match(line)
        bare = line[quote.end() :] if quote else line
        heading = None if fenced else _HEADING.match(bare)
        underlined = not fenced and len(lines) == 1 and _UNDERLINE.match(bare)
        parts = not bare.strip() or _REFERENCE.match(bare) or (not fenced and _RULE.match(bare))
        item = not fenced and _BULLET.match(bare)
        if lines and (heading or underlined or parts or item):
            yield bool(underlined), _inline(lines)
            lines = []
        if heading:
            yield True, _inline([_CLOSING.sub("", heading[1].rstrip(), count=1)])
        elif not parts and not underlined:
            lines.append(bare[item.end() :] if item else bare)


def _inline(lines: list[str]) -> str:
    """Lines that an editor has broken, as one, without the marks of links and emphasis."""
    text = " ".join(line.strip() for line in lines)
    for pattern, kept in _INLINE:
        text = pattern.sub(kept, text)
    return text.strip()


def _joined(value: Any) -> Any:
    """Several authors are one byline; an author with fields of their own is their name."""
    if isinstance(value, dict):
        return value.get("name", "")
    if isinstance(value, list):
        return ", ".join(filter(None, (str(_joined(each)) for each in value)))
    return value


def _refuse_bombs(text: str) -> None:
    """Raise BadFrontMatter for references, which can grow without end, and for deep nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent):
            raise BadFrontMatter("written with references (*name); write the values themselves")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise BadFrontMatter(f"nested deeper than {DEEPEST} levels; make it flat")
