"""The reference engine: what every promise means, in the plainest code. For tests and trials."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from math import log

from archive.search.engine import (
    All,
    Any,
    Beyond,
    Clause,
    Expression,
    Hit,
    Near,
    Not,
    Period,
    SearchDocument,
    SearchQuery,
    Summary,
    Term,
    Undated,
    Value,
)
from archive.search.engines import ranking
from archive.search.engines.analysis import (
    Analysis,
    added_key,
    analyse,
    by_count,
    date_order,
    is_lone_character,
    is_stem,
    place,
    sort_key,
)
from archive.text.tokens import words

changes = count(1)  # of all engines of the process: no two of them have the same version


@dataclass(frozen=True)
class Entry:
    """A document as the memory engine keeps it."""

    document: SearchDocument
    words: Analysis


class MemoryEngine:
    """Every document in one dictionary, and every question asked of each of them."""

    def __init__(self) -> None:
        self.entries: dict[int, Entry] = {}
        self.change, self.changed_at = next(changes), datetime.now(UTC)

    def summary(self, query: SearchQuery, facets: Sequence[str] = ()) -> Summary:
        matching = [entry.document for entry in self._matching(query)]
        return Summary(len(matching), {facet: _counts(matching, facet) for facet in facets})

    def hits(self, query: SearchQuery, start: int, stop: int) -> Sequence[Hit]:
        found = list(self._matching(query))
        return self._ordered(query, found)[max(0, start) : max(0, stop)]

    def spans(self, query: SearchQuery) -> Sequence[tuple[date, date, int]]:
        documents = [entry.document for entry in self._matching(query)]
        found = Counter((one.earliest, one.latest) for one in documents if one.earliest)
        return sorted((first, last, n) for (first, last), n in found.items() if last)

    def _ordered(self, query: SearchQuery, found: list[Entry]) -> list[Hit]:
        order = date_order(query.order, ranked=ranking.ranks(query.words))
        documents = [entry.document for entry in found]
        if order is not None:
            documents.sort(key=lambda one: sort_key(one, order), reverse=order == "newest")
            days = [one.latest if order == "newest" else one.earliest for one in documents]
            return [Hit(one.id, day=day) for one, day in zip(documents, days, strict=True)]
        if query.order == "added":
            return [Hit(one.id) for one in sorted(documents, key=added_key, reverse=True)]
        scored = [(self._score(query.words, entry), entry.document) for entry in found]
        scored.sort(key=lambda pair: (pair[0], sort_key(pair[1], "newest")), reverse=True)
        return [Hit(document.id, score) for score, document in scored]

    def apply(self, upserts: Iterable[SearchDocument], deletes: Iterable[int]) -> None:
        for document in upserts:
            self.entries[document.id] = Entry(document, analyse(document))
        for pk in deletes:
            self.entries.pop(pk, None)
        self.change, self.changed_at = next(changes), datetime.now(UTC)

    def beginning(self, prefix: str, most: int) -> Sequence[tuple[str, int]]:
        found: Counter[Value] = Counter()
        for entry in self.entries.values():
            texts = {*entry.words.title, *entry.words.body}
            found.update(word for word in texts if word.startswith(prefix))
        return [(str(word), count) for word, count in by_count(found)[:most]]

    def version(self) -> str:
        return str(self.change)

    def committed_at(self) -> datetime:
        return self.changed_at

    def rebuild(self, documents: Iterable[SearchDocument]) -> None:
        self.entries = {document.id: Entry(document, analyse(document)) for document in documents}
        self.change, self.changed_at = next(changes), datetime.now(UTC)

    def _matching(self, query: SearchQuery) -> Iterator[Entry]:
        whole = All((query.words, *query.filters))
        return (entry for entry in list(self.entries.values()) if _holds(whole, entry))

    def _score(self, expression: Expression, entry: Entry) -> float:
        match expression:
            case All(parts):
                return sum(self._score(part, entry) for part in parts)
            case Any(parts, covering):
                held = [part for part in parts if _holds(part, entry)]
                covered = sum(map(self._coverage, held)) if covering else 0.0
                return sum(self._score(part, entry) for part in held) + covered
            case Clause():
                found = _evidence(expression, entry)
                return expression.weight * sum(weight * log(1 + n) for n, weight in found if n)
            case Term(weight=weight):
                return weight if _holds(expression, entry) else 0.0
            case Near():
                return ranking.NEARNESS if _stand_near(expression, entry.words.body) else 0.0
            case _:
                return 0.0

    def _coverage(self, part: Expression) -> float:
        """What a part counts for wherever it holds, among those that should all hold."""
        holding = sum(_holds(part, entry) for entry in self.entries.values())
        rarity = ranking.rarity(holding, len(self.entries))
        return ranking.COVERAGE * ranking.weight(part) * rarity


def _counts(documents: Iterable[SearchDocument], facet: str) -> list[tuple[Value, int]]:
    counts: Counter[Value] = Counter()
    for document in documents:
        counts.update(set(document.terms.get(facet, ())))
    return by_count(counts)


def _holds(expression: Expression, entry: Entry) -> bool:
    match expression:
        case All(parts):
            return all(_holds(part, entry) for part in parts)
        case Any(parts):
            return any(_holds(part, entry) for part in parts)
        case Not(part):
            return not _holds(part, entry)
        case Clause():
            return any(count for count, _weight in _evidence(expression, entry))
        case Term(facet, value):
            return value in entry.document.terms.get(facet, ())
        case Undated() | Near():
            return isinstance(expression, Near) or entry.document.earliest is None
        case Period():
            return _overlaps(expression, entry.document)
        case Beyond(order, day, pk):
            key, limit = sort_key(entry.document, order), place(order, day, pk)
            return key < limit if order == "newest" else key > limit


def _overlaps(period: Period, document: SearchDocument) -> bool:
    if document.earliest is None or document.latest is None:
        return False
    begins = period.latest is None or document.earliest <= period.latest
    return begins and (period.earliest is None or document.latest >= period.earliest)


def _evidence(clause: Clause, entry: Entry) -> Iterator[tuple[int, float]]:
    """How often the document has each sort of evidence for the clause, and what that weighs."""
    texts = [(entry.words.title, ranking.TITLE), (entry.words.body, ranking.BODY)]
    stems = [
        (entry.words.title_stems, ranking.TITLE_STEM),
        (entry.words.body_stems, ranking.BODY_STEM),
    ]
    if clause.field == "title":
        texts, stems = texts[:1], stems[:1]
    wanted = words(clause.text)
    yield from ((_count(wanted, clause.kind, text), weight) for text, weight in texts)
    if clause.kind != "word":
        return
    for text, weight in stems:
        yield sum(text.count(stem) for stem in set(clause.stems)), weight
        yield max((text.count(word) for word in clause.related), default=0), ranking.RELATED
    for text, _weight in texts:
        related = [words(term) for term in set(clause.related) if not is_stem(term)]
        yield max((_count(said, "word", text) for said in related), default=0), ranking.RELATED
    if clause.entities and clause.field == "any":
        tagged = set(clause.entities) & set(entry.document.terms.get("entity", ()))
        yield int(bool(tagged)), ranking.ENTITY


def _count(wanted: Sequence[str], kind: str, text: Sequence[str]) -> int:
    """How often the words stand side by side in the text; for a prefix, the last begins so."""
    if not wanted:
        return 0
    if kind == "prefix":
        *whole, beginning = wanted
        if whole and not _count(whole, "phrase", text):
            return 0
        return sum(word.startswith(beginning) for word in text)
    if len(wanted) == 1:
        if is_lone_character(wanted[0]):
            return sum(wanted[0] in word for word in text)
        return text.count(wanted[0])
    size = len(wanted)
    return sum(text[at : at + size] == wanted for at in range(len(text) - size + 1))


def _stand_near(pair: Near, text: Sequence[str]) -> bool:
    first, second = words(pair.first), words(pair.second)
    if len(first) != 1 or len(second) != 1 or first == second:
        return False
    places = [at for at, word in enumerate(text) if word == first[0]]
    return any(
        second[0] in text[max(0, at - ranking.NEAR) : at + ranking.NEAR + 1] for at in places
    )
