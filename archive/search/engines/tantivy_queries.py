"""The archive's questions as Tantivy's query objects. No text of a reader is ever parsed there.

Filters weigh nothing. Shapes that Tantivy refuses or panics on (phrases of one word, booleans
of nothing but refusals, numbers out of range) are never built.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from tantivy import FieldType, Occur, Query, Schema, SchemaBuilder

from archive.search.engine import (
    FACETS,
    All,
    Any,
    Beyond,
    Clause,
    Expression,
    Near,
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
NUMBER = 2.5  # makes a number count like a word as rare: Tantivy keeps no lengths of numbers
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
    for name in ("id", "newest", "oldest", "added"):
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
    """Builds queries for one schema. `frequency` says how many of the `documents` have a value in
    a field: a word has stems in two dozen languages, and most of them no document has. What only
    ranks is left out where nothing is `ranked`."""

    def __init__(
        self,
        schema: Schema,
        frequency: Callable[[str, Value], int],
        documents: int = 0,
        *,
        ranked: bool = True,
    ) -> None:
        self.schema = schema
        self.frequency = frequency
        self.documents = documents
        self.ranked = ranked

    def whole(self, words_: Expression, filters: Sequence[Expression]) -> Query:
        parts = [self.build(words_)]
        parts += [Query.const_score_query(self.build(part), 0.0) for part in filters]
        return self.together(parts, [])

    def build(self, expression: Expression) -> Query:
        match expression:
            case All(parts):
                kept = [self.build(part) for part in parts if not isinstance(part, Not | Near)]
                refused = [self.build(part.part) for part in parts if isinstance(part, Not)]
                favoured = [self.near(part) for part in parts if isinstance(part, Near)]
                return self.together(kept, refused, favoured if self.ranked else ())
            case Any(parts, covering):
                covers = self.covering if covering and self.ranked else self.build
                return self.either([covers(part) for part in parts])
            case Not() | Near():
                return self.build(All((expression,)))
            case Clause(weight=weight):
                evidence = self.word_or_tag(expression)
                return evidence if weight == 1 else Query.boost_query(evidence, weight)
            case Term(facet, value, weight):
                return Query.const_score_query(self.term(facet, value), weight)
            case Undated():
                return Query.const_score_query(self.exactly("dated", 0), 0.0)
            case Period(earliest, latest):
                return self.overlap(earliest, latest)
            case Beyond():
                return self.beyond(expression)

    def together(
        self, kept: list[Query], refused: list[Query], favoured: Sequence[Query] = ()
    ) -> Query:
        """All of these and none of those; of nothing, everything. Favoured ones only rank."""
        if not kept:
            kept = [Query.const_score_query(Query.all_query(), 0.0)]
        if len(kept) == 1 and not refused and not favoured:
            return kept[0]
        return Query.boolean_query(
            [(Occur.Must, part) for part in kept]
            + [(Occur.MustNot, part) for part in refused]
            + [(Occur.Should, part) for part in favoured]
        )

    def covering(self, part: Expression) -> Query:
        """The part, with what it counts for wherever it holds, however it scores."""
        rarity = ranking.rarity(self.holding(part), self.documents)
        weight = ranking.COVERAGE * ranking.weight(part) * rarity
        everywhere = Query.const_score_query(Query.all_query(), weight)
        return Query.boolean_query([(Occur.Must, self.build(part)), (Occur.Must, everywhere)])

    def holding(self, part: Expression) -> float:
        """How many documents the part holds for, about: as many as its commonest evidence has."""
        match part:
            case All(parts) if parts:
                return min(map(self.holding, parts))
            case Any(parts) if parts:
                return max(map(self.holding, parts))
            case Term(facet, value):
                return self.frequency(facet, value)
            case Clause(kind="word" | "phrase"):
                return max(self.frequencies(part), default=0)
            case _:
                return ranking.UNCOUNTED * self.documents

    def frequencies(self, clause: Clause) -> Iterator[int]:
        """Of each sort of evidence for a clause, how many documents may have it."""
        wanted = words(clause.text)
        for field in TEXTS if wanted else ():
            yield min(self.frequency(field, encodable(word)) for word in wanted)
        for field in STEMS:
            yield from (self.frequency(field, stem) for stem in clause.stems)
            yield from (self.frequency(field, stem) for stem in filter(is_stem, clause.related))
        yield from (self.frequency("entity", pk) for pk in clause.entities)

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

    def word_or_tag(self, clause: Clause) -> Query:
        """The better of the words and of the tags: both say the same of an article."""
        said = self.either(list(self.evidence(clause)))
        if not clause.entities or clause.kind != "word" or clause.field == "title":
            return said
        weight = ranking.ENTITY * NUMBER
        tags = [self.term("entity", pk) for pk in dict.fromkeys(clause.entities)]
        return Query.disjunction_max_query(
            [said, *(Query.boost_query(tag, weight) for tag in tags)], 0.0
        )

    def evidence(self, clause: Clause) -> Iterator[Query]:
        """Each sort of evidence for a clause, with its weight; any of them suffices."""
        in_title = clause.field == "title"
        texts = ["title"] if in_title else list(TEXTS)
        wanted = words(clause.text)
        for field in texts if wanted else ():
            yield Query.boost_query(self.side_by_side(field, wanted, clause.kind), TEXTS[field])
        if clause.kind != "word":
            return
        for field in ["title_stems"] if in_title else list(STEMS):
            for stem in self.there(field, clause.stems):
                yield Query.boost_query(self.word(field, stem), STEMS[field])
        yield from self.related(clause, in_title=in_title)

    def near(self, pair: Near) -> Query:
        both: list[str | tuple[int, str]] = [*words(pair.first), *words(pair.second)]
        if len(set(both)) < 2:
            return Query.empty_query()
        apart = ranking.NEAR + 1  # moves that bring them together in the other order
        near = Query.phrase_query(self.schema, "body", both, slop=apart)
        return Query.boost_query(near, ranking.NEARNESS)

    def related(self, clause: Clause, *, in_title: bool) -> Iterator[Query]:
        """The best of the translations: a word that has many counts no more for it."""
        found = list(self.translations(clause, in_title=in_title))
        if found:
            yield Query.disjunction_max_query(found, 0.0)

    def translations(self, clause: Clause, *, in_title: bool) -> Iterator[Query]:
        for text, stemmed in zip(list(TEXTS)[: 1 if in_title else None], STEMS, strict=False):
            for stem in self.there(stemmed, filter(is_stem, clause.related)):
                yield Query.boost_query(self.word(stemmed, stem), ranking.RELATED)
            for related in dict.fromkeys(clause.related):
                wanted = [] if is_stem(related) else words(related)
                if wanted and all(self.there(text, [word]) for word in wanted):
                    query = self.side_by_side(text, wanted, "word")
                    yield Query.boost_query(query, ranking.RELATED)

    def there(self, field: str, several: Iterable[str]) -> list[str]:
        """Those words, none twice, that some document has in the field."""
        return [word for word in dict.fromkeys(several) if self.frequency(field, encodable(word))]

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
            return self.pattern(field, f".*{re.escape(word)}.*")
        return Query.term_query(self.schema, field, encodable(word), index_option="freq")

    def pattern(self, field: str, pattern: str) -> Query:
        return Query.regex_query(self.schema, field, pattern)


def encodable(word: str) -> str:
    """Half a character is no text."""
    return word.encode(errors="ignore").decode()
