"""Articles that are related to one, and why: rare subjects they share first, then words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.models import Article, EntityTag, Kind, TopicTag
from archive.search.engine import (
    Any,
    Clause,
    EngineUnavailable,
    SearchEngine,
    SearchQuery,
    Term,
)
from archive.search.engines import get_engine
from archive.search.function_words import FUNCTION_WORDS
from archive.search.names import EntityName, SubjectName
from archive.text.stems import stem
from archive.text.tokens import tokenize

MOST = 5
MOST_SUBJECTS = 8  # the rarest of an article, that others are looked for by
MOST_WORDS = 8  # of its title
MOST_NAMED = 3  # subjects in a reason
COMMON = 0.4  # of all articles: a subject of more relates nothing
SHORTEST = 4  # letters of a word of the title
TITLE_WORD = 0.15  # weight of a word of the title beside that of a subject

Subject = EntityName | SubjectName


@dataclass(frozen=True)
class Related:
    """A related article, with the subjects both are about, the rarest first."""

    article: Article
    shared: tuple[Subject, ...]

    @property
    def reason(self) -> str:
        """In a sentence, without its full stop."""
        if not self.shared:
            return _("similar words in the text")
        labels = [subject.label for subject in self.shared[:MOST_NAMED]]
        said = ", ".join(labels)
        more = len(self.shared) - len(labels)
        if more > 0:
            and_more = ngettext("%(n)s more", "%(n)s more", more) % {"n": more}
            said = _("%(names)s and %(more)s") % {"names": said, "more": and_more}
        return _("also about %(names)s") % {"names": said}


def related(
    article: Article, most: int = MOST, engine: SearchEngine | None = None
) -> list[Related]:
    """The articles most related to a published one. None while the index cannot be read.

    One search, and at most four questions to the database. Copies of the same text are left out:
    they are the article itself.
    """
    engine = engine or get_engine()
    subjects = _subjects([article.pk]).get(article.pk, {})
    try:
        terms = _telling(subjects, engine)
        clauses = _title_words(article)
        if not terms and not clauses:
            return []
        query = SearchQuery(Any((*terms, *clauses)))
        hits = engine.hits(query, 0, most * 2 + 1)
    except EngineUnavailable:
        return []
    found = Article.objects.published().select_related("source").in_bulk([hit.id for hit in hits])
    others = [found[hit.id] for hit in hits if hit.id in found and hit.id != article.pk]
    if article.group_id:
        others = [other for other in others if other.group_id != article.group_id]
    return _with_reasons(others[:most], subjects, terms)


SubjectsOf = Mapping[tuple[str, int], Subject]  # (facet, primary key) to its names


def _with_reasons(
    articles: Sequence[Article], subjects: SubjectsOf, terms: Sequence[Term]
) -> list[Related]:
    of_others = _subjects([article.pk for article in articles])
    order = [(term.facet, int(term.value)) for term in terms]
    return [
        Related(
            article,
            tuple(subjects[key] for key in order if key in of_others.get(article.pk, {})),
        )
        for article in articles
    ]


def _telling(subjects: SubjectsOf, engine: SearchEngine) -> list[Term]:
    """The rarest subjects, each with its weight; those of nearly every article tell nothing."""
    everything = engine.summary(SearchQuery(), ("entity", "topic"))
    counts = {
        (facet, value): count
        for facet in ("entity", "topic")
        for value, count in everything.facets[facet]
    }
    few = max(everything.total * COMMON, 2)
    shared = [(counts.get(key, 0), key) for key in subjects if 1 < counts.get(key, 0) <= few]
    return [
        Term(facet, pk, log(1 + everything.total / count))
        for count, (facet, pk) in sorted(shared)[:MOST_SUBJECTS]
    ]


def _title_words(article: Article) -> list[Clause]:
    found: dict[str, Clause] = {}
    for token in tokenize(article.title):
        word = token.folded
        if len(word) >= SHORTEST and word not in FUNCTION_WORDS:
            marks = (stem(word, article.language),)
            found.setdefault(word, Clause(token.text, stems=marks, weight=TITLE_WORD))
    return list(found.values())[:MOST_WORDS]


def _subjects(articles: Sequence[int]) -> dict[int, dict[tuple[str, int], Subject]]:
    """What articles are about, places left out: two questions for all of them."""
    found: dict[int, dict[tuple[str, int], Subject]] = {pk: {} for pk in articles}
    if not articles:
        return found
    columns = ("kind", "name", "slug", "code", "names")
    tags = EntityTag.objects.visible().filter(article__in=articles)
    rows = tags.exclude(entity__kind=Kind.PLACE).order_by()
    for pk, entity, *names in rows.values_list(
        "article", "entity", *(f"entity__{column}" for column in columns)
    ):
        found[pk]["entity", entity] = EntityName(entity, *names)
    topics = TopicTag.objects.visible().filter(article__in=articles).order_by()
    for pk, topic, slug, name, translated in topics.values_list(
        "article", "topic", "topic__slug", "topic__name", "topic__names"
    ):
        found[pk]["topic", topic] = SubjectName(topic, slug, name, translated)
    return found
