"""The reader's syntax: what is typed becomes a value, whatever it is.

`parse` never raises. What it had to repair it lists, and `str` of the outcome is the repaired
query in the same syntax: parsing that again gives the same value, with nothing to repair.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

LIMIT = 500  # characters of a query that are read
DEPTH = 12  # parentheses within parentheses
FIELDS = ("country", "person", "organization", "topic", "language", "source")

Fault = Literal["quote", "parenthesis", "operator", "field", "symbols", "characters", "depth"]


@dataclass(frozen=True)
class Word:
    """A word, matched by stem. `text` starts with a letter or digit and holds no space."""

    text: str
    title: bool = False

    def __str__(self) -> str:
        return _in_title(self.text, title=self.title)


@dataclass(frozen=True)
class Prefix:
    """Any word that begins so."""

    text: str
    title: bool = False

    def __str__(self) -> str:
        return _in_title(self.text + "*", title=self.title)


@dataclass(frozen=True)
class Phrase:
    """Words side by side, matched literally."""

    text: str
    title: bool = False

    def __str__(self) -> str:
        return _in_title(f'"{self.text}"', title=self.title)


@dataclass(frozen=True)
class Named:
    """A value of a field, as typed: country:iran."""

    field: str
    value: str

    def __str__(self) -> str:
        return f"{self.field}:{_quoted(self.value)}"


@dataclass(frozen=True)
class Dated:
    """A span of dates, as typed: date:1998-05..2001. One end may be open."""

    since: str
    until: str

    def __str__(self) -> str:
        both = self.since if self.since == self.until else f"{self.since}..{self.until}"
        return f"date:{_quoted(both)}"


@dataclass(frozen=True)
class Both:
    """All parts hold: words side by side."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " ".join(_grouped(part, (Either,)) for part in self.parts)


@dataclass(frozen=True)
class Either:
    """At least one part holds: words with OR between them."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " OR ".join(str(part) for part in self.parts)


@dataclass(frozen=True)
class Without:
    """The part does not hold: -word."""

    part: Node

    def __str__(self) -> str:
        return "-" + _grouped(self.part, (Both, Either, Without))


Node = Word | Prefix | Phrase | Named | Dated | Both | Either | Without


@dataclass(frozen=True)
class Repair:
    """What was wrong, and the piece it was about (shortened)."""

    fault: Fault
    piece: str = ""


@dataclass(frozen=True)
class Parsed:
    """What was understood of a query. `node` is None when nothing was asked."""

    node: Node | None = None
    repairs: tuple[Repair, ...] = ()
    cut: bool = False

    def __str__(self) -> str:
        return "" if self.node is None else str(self.node)


def parse(text: str) -> Parsed:
    """Read a query. Takes time in proportion to its length; never raises."""
    cleaned, control = clean(text)
    shortened = _shorten(cleaned)
    cut = shortened != cleaned
    node, repairs = _read(shortened)
    while node is not None and len(str(node)) > LIMIT:
        # Spaces were added between what stood together: cut once more, so that the repaired
        # query is one that can be asked again.
        cut = True
        node, _more = _read(_shorten(str(node)))
    if control:
        repairs = (Repair("characters"), *repairs)
    return Parsed(node, tuple(dict.fromkeys(repairs)), cut)


# --- Characters ---------------------------------------------------------------------------

_ALIKE = str.maketrans(
    dict.fromkeys("“”„‟«»＂〝〞", '"')
    | {"（": "(", "）": ")", "：": ":", "＊": "*", "－": "-", "−": "-"}
)
# Not text: controls, surrogates, private and unassigned code points, and the marks that turn
# the direction of what follows. Joiners stay, for Persian and Indic words need them.
_NO_TEXT = {"Cc", "Cs", "Co", "Cn"}
_TURNING = set("\u200e\u200f\u061c\ufeff") | {
    chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
}


def clean(text: str) -> tuple[str, bool]:
    """The text without what is not text, spaces made single; and whether anything went."""
    kept = [c for c in text.translate(_ALIKE) if not _is_control(c)]
    lost = any(_is_control(c) and not c.isspace() for c in text)
    spaced = "".join(" " if c.isspace() else c for c in kept)
    return " ".join(unicodedata.normalize("NFC", spaced).split()), lost


def _is_control(character: str) -> bool:
    if character.isspace():
        return False
    return character in _TURNING or unicodedata.category(character) in _NO_TEXT


def _shorten(text: str) -> str:
    """At most LIMIT characters, cut between words where there is a space to cut at."""
    if len(text) <= LIMIT:
        return text
    head, space, _rest = text[: LIMIT + 1].rpartition(" ")
    return head if space else text[:LIMIT]


# --- Pieces -------------------------------------------------------------------------------

_LETTER = r"[^\W_]"
_PIECE = re.compile(
    rf"""
    (?P<minus> -+ (?= [("] | {_LETTER} ) )
  | (?P<open> \( ) | (?P<close> \) )
  | "(?P<phrase> [^"]* )" | (?P<quote> " )
  | (?P<field> (?:title|date|{"|".join(FIELDS)}|organisation) ) :
        (?: "(?P<quoted> [^"]* )" | (?P<value> [^\s"()]+ ) )?
  | (?P<word> {_LETTER} [^\s"()]* )
  | (?P<noise> (?: (?! {_LETTER} | -+[("\w] ) [^\s"()] )+ | \s+ | . )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_OPERATORS = {"OR", "AND", "NOT"}


@dataclass(frozen=True)
class _Piece:
    kind: str
    text: str = ""
    node: Node | None = None


def _read(text: str) -> tuple[Node | None, tuple[Repair, ...]]:
    reader = _Reader(text)
    node = reader.either(0)
    return node, tuple(reader.repairs)


class _Reader:
    """Recursive descent over the pieces: either := both (OR both)*, both := part+."""

    def __init__(self, text: str) -> None:
        self.repairs: list[Repair] = []
        self.pieces = list(self.split(text))
        self.position = 0

    def repair(self, fault: Fault, piece: str = "") -> None:
        self.repairs.append(Repair(fault, piece[:40]))

    # Text to pieces

    def split(self, text: str) -> Iterator[_Piece]:
        for match in _PIECE.finditer(text):
            kind = match.lastgroup or ""
            if match["field"]:
                node = self.named(match)
                if node is not None:
                    yield _Piece("node", node=node)
            elif kind == "phrase":
                node = self.phrase(match["phrase"], title=False)
                if node is not None:
                    yield _Piece("node", node=node)
            elif kind == "word":
                yield self.word(match["word"])
            elif kind == "quote":
                self.repair("quote")
            elif kind == "noise":
                self.noise(match["noise"])
            else:
                yield _Piece(kind, match[0])

    def noise(self, text: str) -> None:
        """Commas and the like go without a word; a lone sign or an emoji is said."""
        if text in {"-", "*"}:
            self.repair("operator", text)
        elif any(unicodedata.category(c)[0] in "SM" for c in text):
            self.repair("symbols", text)

    def word(self, text: str) -> _Piece:
        node = _word(text, title=False)
        if isinstance(node, Word) and node.text in _OPERATORS:
            return _Piece("operator", node.text)
        return _Piece("node", node=node)

    def phrase(self, text: str, *, title: bool) -> Node | None:
        text = text.strip()
        if _has_letter(text):
            return Phrase(text, title)
        self.repair("quote", text)
        return None

    def named(self, match: re.Match[str]) -> Node | None:
        field = match["field"].lower().replace("organisation", "organization")
        value = match["quoted"] if match["quoted"] is not None else match["value"] or ""
        if match["quoted"] is None:
            value = value.rstrip(",;")
        value = value.strip()
        if not _has_letter(value):
            self.repair("field", match[0])
            return None
        if field == "date":
            return _dated(value)
        if field != "title":
            return Named(field, value)
        return (
            Phrase(value, title=True) if match["quoted"] is not None else _word(value, title=True)
        )

    # Pieces to nodes

    def peek(self) -> _Piece | None:
        return self.pieces[self.position] if self.position < len(self.pieces) else None

    def either(self, depth: int) -> Node | None:
        """A list of alternatives, to the end or to the parenthesis that closes it."""
        parts: list[Node] = []
        before = after = False  # whether an OR stands there
        while True:
            part = self.both(depth)
            piece = self.peek()
            after = piece is not None and piece.text == "OR"
            if part is not None:
                parts.extend(part.parts if isinstance(part, Either) else (part,))
            elif before or after:
                self.repair("operator", "OR")
            if not after:
                return _joined(Either, parts)
            self.position += 1
            before = True

    def both(self, depth: int) -> Node | None:
        """Parts side by side, up to an OR, a closing parenthesis or the end."""
        parts: list[Node] = []
        while (piece := self.peek()) is not None:
            if piece.kind == "operator" and piece.text == "OR":
                break
            if piece.kind == "close":
                if depth:
                    break
                self.repair("parenthesis", ")")
                self.position += 1
                continue
            part = self.part(piece, depth)
            if part is not None:
                parts.extend(part.parts if isinstance(part, Both) else (part,))
        return _joined(Both, parts)

    def part(self, piece: _Piece, depth: int) -> Node | None:
        self.position += 1
        if piece.kind == "open":
            return self.group(depth)
        if piece.kind == "minus" or piece.text == "NOT":
            return self.negation(piece, depth)
        if piece.text == "AND":
            self.check_joins()
            return None
        return piece.node

    def check_joins(self) -> None:
        """An AND adds nothing between two parts, and anywhere else it is alone."""
        after = self.peek()
        if self.position < 2 or after is None or after.kind in {"operator", "close"}:
            self.repair("operator", "AND")

    def group(self, depth: int) -> Node | None:
        if depth >= DEPTH:
            self.repair("depth")
            return None
        node = self.either(depth + 1)
        if self.peek() is None:
            self.repair("parenthesis", "(")
        else:
            self.position += 1
        return node

    def negation(self, minus: _Piece, depth: int) -> Node | None:
        piece = self.peek()
        if piece is None or piece.kind not in {"open", "node"}:
            self.repair("operator", minus.text)
            return None
        part = self.part(piece, depth)
        return None if part is None else Without(part)


def _joined(kind: type[Both | Either], parts: list[Node]) -> Node | None:
    if len(parts) > 1:
        return kind(tuple(parts))
    return parts[0] if parts else None


def _word(text: str, *, title: bool) -> Node:
    """A word or prefix, without what stands around it."""
    text = re.sub(rf"^(?:(?!{_LETTER}).)+", "", text)
    end = len(text)
    while unicodedata.category(text[end - 1])[0] not in "LMN":
        end -= 1
    kind = Prefix if text[end:].startswith("*") else Word
    return kind(text[:end], title)


def _dated(value: str) -> Node:
    since, dots, until = value.partition("..")
    if not dots:
        since, _dots, until = value.partition("/")
        until = until or since
    return Dated(since.strip(), until.strip())


def _has_letter(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _in_title(text: str, *, title: bool) -> str:
    return f"title:{text}" if title else text


def _quoted(value: str) -> str:
    plain = re.fullmatch(r'[^\s"()]+', value) and value == value.rstrip(",;")
    return value if plain else f'"{value}"'


def _grouped(node: Node, kinds: tuple[type[Node], ...]) -> str:
    return f"({node})" if isinstance(node, kinds) else str(node)
