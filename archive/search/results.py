"""The results of a search: counted by the index, read from the database, shown with reasons.

The index proposes, the database disposes: an article that is no longer published is not shown,
whatever the index still says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.safestring import SafeString

from archive.dates.overlap import overlap
from archive.models import (
    SEPARATOR,
    Article,
    Mention,
)
from archive.search.days import count_days
from archive.search.engine import Any as Either
from archive.search.engine import Expression, Hit, Period, SearchEngine, Summary, Undated
from archive.search.engines import get_engine
from archive.search.facets import Facet, biggest
from archive.search.highlight import Naming, highlight
from archive.search.histogram import Histogram, facets_for, histogram, month_of
from archive.search.matching import Matcher
from archive.search.request import CHOICES, PAGE_SIZE, SearchRequest
from archive.search.rows import ShownTag, TagRow, articles_of, most_telling, tags_of
from archive.text.scripts import direction


@dataclass(frozen=True)
class Result:
    """An article with the reasons why it stands here."""

    article: Article
    title_html: SafeString
    snippets: tuple[SafeString, ...]
    matched_as: tuple[str, ...]
    possibly: bool
    score: float
    named: Sequence[TagRow] = ()  # its tags, the heaviest first
    wanted: frozenset[tuple[str, object]] = frozenset()  # subjects asked for, by facet
    place: int = 0  # on its page, from 1
    copies: tuple[Result, ...] = ()  # of the same text, on the same page

    @cached_property
    def tags(self) -> tuple[ShownTag, ...]:
        """The most telling of its tags."""
        return tuple(row.shown() for row in most_telling(self.named, self.wanted))

    @property
    def subjects(self) -> Mapping[str, Sequence[str]]:
        """Slugs by kind, "topic" among them: the heaviest first."""
        found: dict[str, list[str]] = {}
        for row in self.named:
            found.setdefault(row.kind, []).append(row.slug)
        return found

    @property
    def rtl(self) -> bool:
        """The title is set from the right."""
        return direction(self.article.language) == "rtl"


class SearchResults:
    """The answer to a request. Nothing is asked of the index before it is needed."""

    def __init__(
        self, request: SearchRequest, engine: SearchEngine | None = None, *, figures: bool = True
    ) -> None:
        """Without `figures` only the total is counted: cheaper, but there are no choices."""
        self.request = request
        self.engine = engine or get_engine()
        self.figures = figures

    # What is asked

    @cached_property
    def relaxed(self) -> bool:
        """No article has all the words, so any of them will do. Filters have no say in it."""
        if self.request.understanding.any_word is None or self._strict.total:
            return False
        return self.missing

    @cached_property
    def missing(self) -> bool:
        """No article has these words, whatever the filters."""
        if self._strict.total or not self.request.filtered:
            return not self._strict.total
        return self.engine.summary(replace(self.request.query, filters=())).total == 0

    @property
    def words(self) -> Expression:
        any_word = self.request.understanding.any_word
        if self.relaxed and any_word is not None:
            return any_word
        return self.request.understanding.words

    # What is counted

    @cached_property
    def _strict(self) -> Summary:
        return self.engine.summary(self.request.query, self._facets)

    @property
    def _facets(self) -> tuple[str, ...]:
        """The figures of the page; without a date chosen the histogram's are among them."""
        if not self.figures:
            return ()
        years = () if self.request.dates.given else facets_for(self.request)
        return (*CHOICES, *years)

    @cached_property
    def summary(self) -> Summary:
        """Total and counts of the results."""
        if not self.relaxed:
            return self._strict
        return self.engine.summary(self.request.asking(self.words), self._facets)

    def count(self) -> int:
        return self.summary.total

    def __len__(self) -> int:
        return self.count()

    @cached_property
    def more(self) -> Mapping[str, Sequence[tuple[int | str, int]]]:
        """What further values of each widening facet with a choice would add to the results."""
        found = {}
        for facet in CHOICES:
            if self.request.widens(facet):
                query = self.request.more_of(self.words, facet)
                found[facet] = self.engine.summary(query, (facet,)).facets.get(facet, ())
        return found

    @cached_property
    def _dated(self) -> Summary:
        """The figures of the histogram: it shows what other dates would give."""
        if not self.request.dates.given:
            return self.summary
        query = self.request.asking(self.words, without="date")
        month = month_of(self.request)
        if month is not None:
            return count_days(self.engine, query, *month)
        return self.engine.summary(query, facets_for(self.request))

    @cached_property
    def histogram(self) -> Histogram:
        return histogram(self.request, self._dated)

    @cached_property
    def undated(self) -> int:
        """How many results there would be without a date, were only those asked for."""
        query = self.request.asking(self.words, without="date")
        return self.engine.summary(replace(query, filters=(*query.filters, Undated()))).total

    @cached_property
    def facets(self) -> list[Facet]:
        counts = {facet: self.summary.facets.get(facet, ()) for facet in CHOICES}
        return biggest(self.request, counts, self.more, self.count())

    # What is shown

    def __getitem__(self, window: slice) -> list[Result]:
        return self.between(window.start or 0, window.stop or PAGE_SIZE)

    def page(self) -> list[Result]:
        start = (self.request.page - 1) * PAGE_SIZE
        return self.between(start, start + PAGE_SIZE)

    def between(self, start: int, stop: int) -> list[Result]:
        """The results start..stop: one search, and four questions to the database."""
        hits = self.engine.hits(self.request.asking(self.words), start, stop)
        return read_results(hits, self.request) if hits else []


def read_results(hits: Sequence[Hit], request: SearchRequest) -> list[Result]:
    """The published articles among the hits, in the order of the hits."""
    ids = [hit.id for hit in hits]
    articles = articles_of(ids)
    shown = _Shown(list(articles.values()), request)
    return [
        replace(shown.result(articles[hit.id], hit.score), place=place)
        for place, hit in enumerate(hits, 1)
        if hit.id in articles
    ]


class _Shown:
    """What a page of articles needs besides the articles: one query for each sort of row."""

    def __init__(self, articles: Sequence[Article], request: SearchRequest) -> None:
        self.request = request
        self.clauses = request.understanding.clauses
        self.matcher = Matcher(self.clauses)
        self.times = list(_times(request))
        self.meant = {entity for clause in self.clauses for entity in clause.entities}
        self.tags = tags_of(articles)
        asked = {(one.facet, one.value) for one in request.chosen}
        self.wanted = frozenset(asked | {("entity", pk) for pk in self.meant})
        self.namings = self._namings(articles)

    def _namings(self, articles: Sequence[Article]) -> dict[int, list[Naming]]:
        """Where the entities of the query are named, in articles that are tagged with them."""
        found: dict[int, list[Naming]] = defaultdict(list)
        if not self.meant:
            return found
        tagged = {
            article.revision_id: {row.entity for row in self.tags[article.pk]}
            for article in articles
        }
        rows = Mention.objects.filter(revision__in=tagged, entity__in=self.meant).order_by("start")
        for revision, entity, start, end in rows.values_list("revision", "entity", "start", "end"):
            if entity in tagged[revision]:
                found[revision].append(Naming(entity, start, end))
        return found

    def result(self, article: Article, score: float) -> Result:
        lit = highlight(
            article.title,
            article.body,
            article.language,
            self.matcher,
            self.namings.get(article.revision_id or 0, ()),
            separator=len(SEPARATOR),
        )
        return Result(
            article=article,
            title_html=lit.title,
            snippets=lit.snippets,
            matched_as=lit.forms,
            possibly=self._possibly(article),
            score=score,
            named=self.tags[article.pk],
            wanted=self.wanted,
        )

    def _possibly(self, article: Article) -> bool:
        first, last = article.date_earliest, article.date_latest
        if first is None or last is None:
            return False
        said = (
            [overlap(first, last, one.earliest, one.latest) for one in periods]
            for periods in self.times
        )
        return any("possibly" in one and "certainly" not in one for one in said)


def _times(request: SearchRequest) -> Iterator[tuple[Period, ...]]:
    """The dates that are asked for, by box or in words; of several in one, any will do."""
    boxes = (request.dates.period,) if request.dates.period else ()
    for asked in (*boxes, *request.understanding.filters):
        parts = asked.parts if isinstance(asked, Either) else (asked,)
        periods = tuple(part for part in parts if isinstance(part, Period))
        if periods and len(periods) == len(parts):
            yield periods
