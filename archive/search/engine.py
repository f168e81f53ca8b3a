"""The search seam: all that the archive asks of an engine, in plain values.

Neither Django nor any engine is imported here. What each method promises is written as tests
in tests/search/test_engine_contract.py, and every engine passes them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol

Value = int | str
Terms = Mapping[str, Sequence[Value]]  # facet -> exact values: {"country": [12, 40]}

# The facets an engine keeps, and the type of their values. Entities, topics and sources stand
# there by primary key, so that a rename does not touch the index. `entity` holds every entity,
# blocs and places included; `topic` holds a topic and its ancestors. `year` and `month` hold
# each period the date may fall in, `year_certain` and `month_certain` the one it surely falls
# in. Months are year * 100 + month.
FACETS: Mapping[str, type[Value]] = {
    "country": int,
    "person": int,
    "organization": int,
    "topic": int,
    "entity": int,
    "source": int,
    "language": str,
    "year": int,
    "year_certain": int,
    "month": int,
    "month_certain": int,
}


@dataclass(frozen=True)
class SearchDocument:
    """What the index holds of an article. `id` is the article's primary key."""

    id: int
    language: str
    title: str
    body: str
    earliest: date | None = None  # both bounds, or neither: undated
    latest: date | None = None
    terms: Terms = field(default_factory=dict)
    public: datetime | None = None  # since when readers may see it


@dataclass(frozen=True)
class Clause:
    """One word, phrase or prefix that must be found.

    `text` is as typed. A word matches its folded self, any of `stems` (marked by language, such
    as "id:hubung"), any of `entities` (primary keys: articles tagged with them), or any of
    `related` (translations; folded words or stems, the weakest evidence). A phrase matches its
    folded words side by side and nothing else; a prefix any word that begins so. `weight`
    multiplies what the clause counts for in the order.
    """

    text: str
    kind: Literal["word", "phrase", "prefix"] = "word"
    field: Literal["any", "title"] = "any"
    stems: tuple[str, ...] = ()
    entities: tuple[int, ...] = ()
    related: tuple[str, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True)
class Term:
    """An exact value of a facet. It only narrows, unless it has a weight in the order."""

    facet: str
    value: Value
    weight: float = 0.0


@dataclass(frozen=True)
class Near:
    """Holds for every article; ranks those higher that have the two words near each other."""

    first: str
    second: str


@dataclass(frozen=True)
class Period:
    """Articles whose span of possible dates overlaps earliest..latest (None: open)."""

    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True)
class Undated:
    """Articles without a date."""


@dataclass(frozen=True)
class Beyond:
    """Articles that come after this place of a date order: where a cursor goes on.

    The place is that of an article of this key with this day (its latest day in the order of
    the newest, its earliest in that of the oldest; None: undated), which need not be there.
    """

    order: Literal["newest", "oldest"]
    day: date | None
    id: int


@dataclass(frozen=True)
class All:
    """Every part holds. All() of nothing matches everything."""

    parts: tuple[Expression, ...] = ()


@dataclass(frozen=True)
class Any:
    """At least one part holds. Any() of nothing matches nothing.

    `covering` ranks first by the parts that hold, each by its weight and by how rare it is.
    """

    parts: tuple[Expression, ...] = ()
    covering: bool = False


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: Expression


Expression = Clause | Term | Near | Period | Undated | Beyond | All | Any | Not
Order = Literal["relevance", "newest", "oldest", "added"]


@dataclass(frozen=True)
class SearchQuery:
    """`words` rank the results; `filters` only narrow them. The two are joined by "and".

    `newest` goes by the latest possible day, `oldest` by the earliest; ties by id in the same
    direction; undated articles last in both. `relevance` breaks ties by newest. `added` is the
    last to become public first, to the second; ties by id, downwards.
    """

    words: Expression = All()
    filters: tuple[Expression, ...] = ()
    order: Order = "relevance"


@dataclass(frozen=True)
class Hit:
    """One answer: the article's primary key, and its rank's weight.

    In a date order `day` is the day by which it stands there, as the index knows it: with the
    key it is the place where a cursor goes on. None: undated, or another order.
    """

    id: int
    score: float = 0.0
    day: date | None = None


@dataclass(frozen=True)
class Summary:
    """How many articles match, and how many of them have each value of the facets asked for.

    Counts are exact, most frequent first, ties by value.
    """

    total: int
    facets: Mapping[str, Sequence[tuple[Value, int]]] = field(default_factory=dict)

    def count(self, facet: str, value: Value) -> int:
        return dict(self.facets.get(facet, ())).get(value, 0)


class EngineUnavailable(Exception):
    """The index cannot be read now: missing, being built, corrupt, or its server is away."""


class SearchEngine(Protocol):
    def summary(self, query: SearchQuery, facets: Sequence[str] = ()) -> Summary:
        """Total and exact counts of every value of these facets. Raises EngineUnavailable."""

    def hits(self, query: SearchQuery, start: int, stop: int) -> Sequence[Hit]:
        """The window start..stop of the results, in order. Raises EngineUnavailable."""

    def spans(self, query: SearchQuery) -> Sequence[tuple[date, date, int]]:
        """How many results have each span of possible dates. Raises EngineUnavailable.

        In the order of their dates; undated results are in none.
        """

    def apply(self, upserts: Iterable[SearchDocument], deletes: Iterable[int]) -> None:
        """Bring these documents up to date, durably. Applying them twice is the same as once."""

    def beginning(self, prefix: str, most: int) -> Sequence[tuple[str, int]]:
        """Folded words of texts that begin so, each with about how many documents have it.

        The most frequent first, ties by the alphabet. Raises EngineUnavailable.
        """

    def version(self) -> str:
        """Another text after each change that readers may see. Raises EngineUnavailable."""

    def committed_at(self) -> datetime:
        """When the last change was made that readers may see. Raises EngineUnavailable."""

    def rebuild(self, documents: Iterable[SearchDocument]) -> None:
        """Replace the whole index beside the live one, then swap. Readers never see a half."""
