"""The archive's questions as Tantivy's query objects. No text of a reader is ever parsed there.

Filters weigh nothing. Shapes that Tantivy refuses or panics on (phrases of one word, booleans
of nothing but refusals, numbers out of range) are never built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from tantivy import FieldType, Occur, Query, Schema, SchemaBuilder

from archive.search.engine import (
    FACETS,
    All,
    Any,
    Beyond,
    Clause,
    Expression,
    Not,
    Period,
    Term,
    Undated,
    Value,
)
from archive.search.engines import ranking
from archive.search.engines.analysis import is_lone_character, is_stem, place
from archive.text.tokens import words

LARGEST = 2**63 - 1  # of the numbers that facets hold
TEXTS = {"title": ranking.TITLE, "body": ranking.BODY}
STEMS = {"title_stems": ranking.TITLE_STEM, "body_stems": ranking.BODY_STEM}


def build_schema() -> Schema:
    """Texts are cut and folded before Tantivy sees them, so it only splits them at spaces."""
    builder = SchemaBuilder()
    # A text key, because deletes by an unsigned number delete nothing and do not say so.
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    for name in TEXTS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in STEMS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("id", "newest", "oldest"):
        builder.add_integer_field(name, fast=True)
    for name in ("earliest", "latest", "dated"):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name, kind in FACETS.items():
        if kind is int:
            builder.add_unsigned_field(name, indexed=True, fast=True)
        else:
            builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


class Questions:
    """Builds queries for one schema."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    def whole(self, words_: Expression, filters: Sequence[Expression]) -> Query:
        parts = [self.build(words_)]
        parts += [Query.const_score_query(self.build(part), 0.0) for part in filters]
        return self.together(parts, [])

    def build(self, expression: Expression) -> Query:
        match expression:
            case All(parts):
                kept = [self.build(part) for part in parts if not isinstance(part, Not)]
                refused = [self.build(part.part) for part in parts if isinstance(part, Not)]
                return self.together(kept, refused)
            case Any(parts):
                return self.either([self.build(part) for part in parts])
            case Not(part):
                return self.together([], [self.build(part)])
            case Clause():
                return self.either(list(self.evidence(expression)))
            case Term(facet, value):
                return Query.const_score_query(self.term(facet, value), 0.0)
            case Undated():
                return Query.const_score_query(self.exactly("dated", 0), 0.0)
            case Period(earliest, latest):
                return self.overlap(earliest, latest)
            case Beyond():
                return self.beyond(expression)

    def together(self, kept: list[Query], refused: list[Query]) -> Query:
        """All of these and none of those; of nothing, everything."""
        if not kept:
            kept = [Query.const_score_query(Query.all_query(), 0.0)]
        if len(kept) == 1 and not refused:
            return kept[0]
        return Query.boolean_query(
            [(Occur.Must, part) for part in kept] + [(Occur.MustNot, part) for part in refused]
        )

    def either(self, parts: list[Query]) -> Query:
        if len(parts) == 1:
            return parts[0]
        if not parts:
            return Query.empty_query()
        return Query.boolean_query([(Occur.Should, part) for part in parts])

    def exactly(self, field: str, value: Value) -> Query:
        return Query.term_query(self.schema, field, value, index_option="basic")

    def term(self, facet: str, value: Value) -> Query:
        """Raises KeyError for a facet there is not; a value that no document can have is none."""
        kind = FACETS[facet]
        if type(value) is not kind or (isinstance(value, int) and not 0 <= value <= LARGEST):
            return Query.empty_query()
        return self.exactly(facet, value)

    def overlap(self, earliest: date | None, latest: date | None) -> Query:
        parts = [self.exactly("dated", 1)]
        if latest is not None:
            parts.append(self.between("earliest", None, latest.toordinal()))
        if earliest is not None:
            parts.append(self.between("latest", earliest.toordinal(), None))
        return Query.const_score_query(self.together(parts, []), 0.0)

    def beyond(self, limit: Beyond) -> Query:
        at = place(limit.order, limit.day, limit.id)
        low, high = (None, at - 1) if limit.order == "newest" else (at + 1, None)
        return Query.const_score_query(self.between(limit.order, low, high), 0.0)

    def between(self, field: str, low: int | None, high: int | None) -> Query:
        return Query.range_query(self.schema, field, FieldType.Integer, low, high)

    def evidence(self, clause: Clause) -> Iterator[Query]:
        """Each sort of evidence for a clause, with its weight; any of them suffices."""
        in_title = clause.field == "title"
        texts = ["title"] if in_title else list(TEXTS)
        wanted = words(clause.text)
        literal = [Query.boost_query(self.side_by_side(field, wanted, clause.kind), TEXTS[field])
                   for field in texts] if wanted else []  # fmt: skip
        yield from literal
        if clause.kind != "word":
            return
        for field in ["title_stems"] if in_title else list(STEMS):
            for stem in dict.fromkeys(clause.stems):
                yield Query.boost_query(self.word(field, stem), STEMS[field])
        yield from self.related(clause, in_title=in_title)
        if clause.entities and not in_title:
            tagged = self.either([self.term("entity", pk) for pk in dict.fromkeys(clause.entities)])
            yield Query.const_score_query(tagged, ranking.ENTITY)
            if literal:
                yield Query.const_score_query(self.either(literal), ranking.ENTITY)

    def related(self, clause: Clause, *, in_title: bool) -> Iterator[Query]:
        texts, stems = list(TEXTS), list(STEMS)
        for related in dict.fromkeys(clause.related):
            wanted = [related] if is_stem(related) else words(related)
            for field in (stems if is_stem(related) else texts)[: 1 if in_title else None]:
                if wanted:
                    query = self.side_by_side(field, wanted, "word")
                    yield Query.boost_query(query, ranking.RELATED)

    def side_by_side(self, field: str, wanted: list[str], kind: str) -> Query:
        """The words as a phrase. Of a prefix the last word begins so, wherever it stands."""
        if kind == "prefix":
            *whole, beginning = wanted
            parts = [self.side_by_side(field, whole, "phrase")] if whole else []
            return self.together([*parts, self.pattern(field, f"{re.escape(beginning)}.*")], [])
        if len(wanted) == 1:
            return self.word(field, wanted[0])
        return Query.phrase_query(self.schema, field, list(wanted))

    def word(self, field: str, word: str) -> Query:
        if is_lone_character(word):
            return self.pattern(field, f".?{re.escape(word)}.*")
        encodable = word.encode(errors="ignore").decode()  # half a character is no text
        return Query.term_query(self.schema, field, encodable, index_option="freq")

    def pattern(self, field: str, pattern: str) -> Query:
        return Query.regex_query(self.schema, field, pattern)
