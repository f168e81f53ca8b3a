"""What a query means: words with their stems, the entities they name, and what is in doubt.

The outcome is a plain value. Whoever shows it says in sentences what it holds: which names were
taken for which entities, which are asked about, what was repaired, what is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from archive.search.candidates import LONGEST_NAME, leaves
from archive.search.country_names import name_key, owner, passed_over, pieces
from archive.search.engine import All, Any, Clause, Expression, Near, Not, Term
from archive.search.fields import named_values, period_of
from archive.search.function_words import ASKING_WORDS, carries_content
from archive.search.glossary import names as names_of
from archive.search.glossary import translations
from archive.search.names import (
    Called,
    EntityName,
    Names,
    Vocabulary,
)
from archive.search.rewriting import put_in_place, without
from archive.search.syntax import (
    Both,
    Dated,
    Either,
    Named,
    Node,
    Parsed,
    Phrase,
    Prefix,
    Without,
    Word,
    parse,
)
from archive.text.scripts import script_of
from archive.text.stems import LANGUAGES, stems
from archive.text.tokens import is_unspaced, tokenize

NOTHING_TYPED, EVERYTHING = Parsed(), All()

# Stems of a script that the word is not written in would only be asked in vain.
_SCRIPTS = {
    "cyrillic": ("ru", "sr"),
    "arabic": ("ar", "fa"),
    "greek": ("el",),
    "armenian": ("hy",),
    "devanagari": ("hi", "ne"),
    "tamil": ("ta",),
    "hebrew": ("yi",),
}
ASKING = 0.5  # weight of a word that says what sort of answer is wanted
MOST_NEAR = 8  # words of which those that follow one another are looked for together
Where = Literal["any", "title"]
_LATIN = tuple(sorted(LANGUAGES - {"ru", "ar", "fa", "el", "hy", "hi", "ne", "ta", "yi"}))


@dataclass(frozen=True)
class Sense:
    """Words of the query that were taken for an entity, to be found or to be left out."""

    words: str
    entity: EntityName
    left_out: bool = False

    @property
    def spellings(self) -> list[tuple[str, str]]:
        return self.entity.spellings(but=self.words)


@dataclass(frozen=True)
class Doubt:
    """Words that several entities are called by, or one by a figure of speech: not guessed.

    `rest` is the query without the words, to be joined with the entity that is chosen. Where
    the words are excluded or one of several alternatives, that would ask for something else:
    there `instead` has the query for each entity, with its field in the place of the words.
    """

    words: str
    entities: tuple[EntityName, ...]
    rest: str
    instead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unknown:
    """A value that nothing in the archive has: ignored, and said."""

    field: str
    value: str


@dataclass(frozen=True)
class Widened:
    """A word and what the other language calls it, as (language, name)."""

    words: str
    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Group:
    """A part of the query that must be found. Loose ones need not, when no article has all."""

    text: str
    expression: Expression
    loose: bool = True

    @property
    def content(self) -> bool:
        return carries_content(name_key(self.text), self.text)

    @property
    def weighed(self) -> Expression:
        """It counts for less in the order where it only says what sort of answer is wanted."""
        if isinstance(self.expression, Clause) and name_key(self.text) in ASKING_WORDS:
            return replace(self.expression, weight=ASKING)
        return self.expression


@dataclass(frozen=True)
class Understanding:
    """A query, understood. Its words rank the results; `filters` only narrow them."""

    parsed: Parsed = NOTHING_TYPED
    groups: tuple[Group, ...] = ()
    filters: tuple[Expression, ...] = ()
    senses: tuple[Sense, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unknown: tuple[Unknown, ...] = ()

    @property
    def query(self) -> str:
        """The query as understood, in the reader's syntax."""
        return str(self.parsed)

    @property
    def words(self) -> Expression:
        """All words."""
        return _all([group.expression for group in self.groups])

    @property
    def any_word(self) -> Expression | None:
        """Any content word; what is quoted or excluded stays as it is. None: nothing to relax."""
        loose = [group for group in self.groups if group.loose]
        if len(loose) < 2:
            return None
        content = [group for group in loose if group.content] or loose
        kept = [group.expression for group in self.groups if not group.loose]
        weighed = tuple(group.weighed for group in content)
        return _all([Any(weighed, covering=True), *kept])

    @property
    def nearness(self) -> tuple[Near, ...]:
        """Words that follow one another in the query, and had better stand near in a text."""
        words = [
            group.text
            for group in self.groups
            if group.content and isinstance(group.expression, Clause)
        ]
        return tuple(Near(a, b) for a, b in pairwise(words[:MOST_NEAR]) if a != b)

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The words and phrases that are looked for, those that are excluded left out."""
        return tuple(_positive(self.words))

    @property
    def widened(self) -> tuple[Widened, ...]:
        """Words that are looked for in the other language as well; of names that is said anyhow."""
        looked_for = (one for one in self.clauses if one.related and not one.entities)
        return tuple(Widened(one.text, names_of(one.stems)) for one in looked_for)

    def without(self, text: str) -> Understanding:
        """The query less one of its groups."""
        kept = tuple(group for group in self.groups if group.text != text)
        rest = parse(without(self.parsed.node, text))
        return replace(self, parsed=rest, groups=kept)


def _positive(expression: Expression) -> Iterator[Clause]:
    if isinstance(expression, Clause):
        yield expression
    elif isinstance(expression, All | Any):
        for part in expression.parts:
            yield from _positive(part)


# --- What it means --------------------------------------------------------------------------


def understand(
    parsed: Parsed, names: Names, vocabulary: Vocabulary, *, literal: bool = False
) -> Understanding:
    """The meaning of a query, given the names that `sought` asked for."""
    return _Reading(parsed, names, vocabulary, literal=literal).outcome()


@dataclass
class _Reading:
    """Collects what is said beside the expression while it is built."""

    parsed: Parsed
    names: Names
    vocabulary: Vocabulary
    literal: bool
    senses: list[Sense] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    refusing: bool = False  # within what is excluded

    def outcome(self) -> Understanding:
        node = self.parsed.node
        parts = list(node.parts) if isinstance(node, Both) else [node] if node else []
        narrowing = [part for part in parts if _only_narrows(part)]
        filters = [e for part in narrowing if (e := self.expression(part)) is not None]
        groups = self.groups([part for part in parts if not _only_narrows(part)])
        return Understanding(
            parsed=self.parsed,
            groups=tuple({group.text: group for group in groups}.values()),  # none twice
            filters=tuple(filters),
            senses=tuple(dict.fromkeys(self.senses)),
            doubts=tuple(dict.fromkeys(self.doubts)),
            unknown=tuple(dict.fromkeys(self.unknown)),
        )

    def groups(self, parts: Sequence[Node]) -> Iterator[Group]:
        """Each part of a conjunction; names of several words are one part."""
        position = 0
        while position < len(parts):
            part = parts[position]
            length = self.name_at(parts, position) if isinstance(part, Word) else 1
            several = parts[position : position + length]
            text = " ".join(map(str, several))
            expression = self.words(several, text) if length > 1 else self.expression(part)
            if expression is not None:
                yield Group(text, expression, not isinstance(part, Phrase | Without))
            position += length

    def name_at(self, parts: Sequence[Node], position: int) -> int:
        """How many words from here on are one name, or none for all the names in it; or 1."""
        run = [p.text for p in parts[position : position + LONGEST_NAME] if isinstance(p, Word)]
        plain = 0
        while plain < len(run) and isinstance(parts[position + plain], Word):
            plain += 1
        for length in range(plain, 1, -1):
            text = " ".join(run[:length])
            if self.called(text) or name_key(text) in passed_over():
                return length
        return 1

    def called(self, text: str) -> tuple[Called, ...]:
        return () if self.literal else self.names.called(text) or self.names.called(owner(text))

    def words(self, several: Sequence[Node], text: str) -> Expression | None:
        """A name of several words: the words as they stand, or the entity itself."""
        literal = [e for word in several if (e := self.word(word, ())) is not None]
        entities = self.entities(text)
        if not entities:
            return _all(literal) if literal else None
        return Any((_all(literal), Clause(text, entities=entities)))

    def entities(self, text: str) -> tuple[int, ...]:
        """The entity that is called so. One in doubt, or several, are noted and not guessed."""
        called = self.called(text)
        if not called:
            return ()
        if len(called) == 1 and not called[0].doubtful:
            self.senses.append(Sense(text, called[0].entity, self.refusing))
            return (called[0].entity.pk,)
        node, entities = self.parsed.node, tuple(c.entity for c in called)
        rest = without(node, text)
        within = rest == str(self.parsed) and node is not None
        instead = [str(put_in_place(node, text, Named(e.kind, e.slug))) for e in entities if within]
        self.doubts.append(Doubt(text, entities, rest, tuple(instead)))
        return ()

    def expression(self, node: Node) -> Expression | None:
        """None when there is nothing in it to look for."""
        if isinstance(node, Both):
            found = [group.expression for group in self.groups(node.parts)]
            return _all(found) if found else None
        if isinstance(node, Either):
            parts = tuple(e for part in node.parts if (e := self.expression(part)) is not None)
            return Any(parts) if len(parts) > 1 else parts[0] if parts else None
        if isinstance(node, Without):
            return self.refusal(node)
        if isinstance(node, Named):
            return self.named(node)
        if isinstance(node, Dated):
            return self.dated(node)
        if isinstance(node, Word):
            return self.word(node, self.entities(node.text) if not node.title else ())
        return self.literal_clause(node)

    def refusal(self, node: Without) -> Expression | None:
        self.refusing = not self.refusing
        part = self.expression(node.part)
        self.refusing = not self.refusing
        return None if part is None else Not(part)

    def literal_clause(self, node: Phrase | Prefix) -> Expression | None:
        """Of words that stand joined, as in anti-terr*, the last is the prefix."""
        tokens = tokenize(node.text)
        if not tokens:
            return None
        where: Where = "title" if node.title else "any"
        last = tokens[-1]
        if isinstance(node, Phrase) or any(is_unspaced(token.text) for token in tokens[:-1]):
            return Clause(node.text, "phrase", where)
        beginning = Clause(last.text, "prefix", where)
        if len(tokens) == 1:
            return beginning
        return All((Clause(node.text[: last.start], "phrase", where), beginning))

    def word(self, node: Node, entities: tuple[int, ...]) -> Expression | None:
        if not isinstance(node, Word):
            return None
        text = node.text if self.literal else owner(node.text)
        tokens = tokenize(text)
        where: Where = "title" if node.title else "any"
        if len(tokens) == 1:
            marks = stems(tokens[0].folded, _languages(text))
            related = () if self.literal else translations(marks)
            return Clause(text, "word", where, marks, entities, related)
        if not tokens:
            return None
        # What stands joined (kerja-sama), or in a script without spaces, stays side by side.
        phrase = Clause(node.text, "phrase", where)
        if entities:
            return Any((phrase, Clause(node.text, entities=entities)))
        apart = [] if node.title else self.joined(text)
        return Any((phrase, _all(apart))) if apart else phrase

    def joined(self, text: str) -> list[Expression]:
        """The words of Iran-Russia each for itself, if some of them is certainly a name."""
        parts = pieces(text)[:LONGEST_NAME]
        certain = {p for p in parts if len(c := self.called(p)) == 1 and not c[0].doubtful}
        if not certain:
            return []
        words = (self.word(Word(p), self.entities(p) if p in certain else ()) for p in parts)
        return [word for word in words if word is not None]

    def named(self, node: Named) -> Expression | None:
        values = named_values(node.field, node.value, self.names, self.vocabulary)
        if not values:
            self.unknown.append(Unknown(node.field, node.value))
            return None
        terms = tuple(Term(node.field, value) for value in values)
        return terms[0] if len(terms) == 1 else Any(terms)

    def dated(self, node: Dated) -> Expression | None:
        period = period_of(node.since, node.until)
        if period is None:
            self.unknown.append(Unknown("date", str(node).removeprefix("date:").strip('"')))
        return period


def _all(parts: Sequence[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _only_narrows(node: Node) -> bool:
    return all(isinstance(leaf, Named | Dated) for leaf in leaves(node))


def _languages(word: str) -> tuple[str, ...]:
    return _SCRIPTS.get(script_of(word), _LATIN)
