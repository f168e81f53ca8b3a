"""Articles that are related to one, and why: rare subjects they share first, then words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.models import Article, EntityTag, Kind, TopicTag
from archive.models.article import ArticleQuerySet
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
SubjectsOf = Mapping[tuple[str, int], Subject]  # (facet, primary key) to its names
SHARES = "shares_"  # and the number of a term: whether an article has it


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
    article: Article,
    subjects: SubjectsOf,
    most: int = MOST,
    engine: SearchEngine | None = None,
) -> list[Related] | None:
    """The articles most related to a published one. None while the index cannot be read.

    `subjects` are what it is about (`subjects_of`). One search, and one question to the database.
    Copies of the same text are left out: they are the article itself.
    """
    engine = engine or get_engine()
    try:
        terms = _telling(subjects, engine)
        clauses = _title_words(article)
        if not terms and not clauses:
            return []
        query = SearchQuery(Any((*terms, *clauses)))
        hits = engine.hits(query, 0, most * 2 + 1)
    except EngineUnavailable:
        return None
    found = _sharing(terms).in_bulk([hit.id for hit in hits if hit.id != article.pk])
    others = [found[hit.id] for hit in hits if hit.id in found]
    if article.group_id:
        others = [other for other in others if other.group_id != article.group_id]
    shared = [(f"{SHARES}{n}", subjects[_key(term)]) for n, term in enumerate(terms)]
    return [
        Related(other, tuple(subject for has, subject in shared if getattr(other, has)))
        for other in others[:most]
    ]


def subjects_of(
    entity_tags: Iterable[EntityTag], topic_tags: Iterable[TopicTag]
) -> dict[tuple[str, int], Subject]:
    """What an article is about by its visible tags, places left out."""
    found: dict[tuple[str, int], Subject] = {}
    for tag in entity_tags:
        entity = tag.entity
        if entity.kind != Kind.PLACE:
            names = (entity.kind, entity.name, entity.slug, entity.code, entity.names)
            found["entity", entity.pk] = EntityName(entity.pk, *names)
    for topic in (tag.topic for tag in topic_tags):
        found["topic", topic.pk] = SubjectName(topic.pk, topic.slug, topic.name, topic.names)
    return found


def _sharing(terms: Sequence[Term]) -> ArticleQuerySet:
    """Published articles, each with whether a visible tag of its names each of the terms."""
    entities = EntityTag.objects.visible().filter(article=OuterRef("pk"))
    topics = TopicTag.objects.visible().filter(article=OuterRef("pk"))
    has = {
        f"{SHARES}{n}": Exists(
            entities.filter(entity=int(term.value))
            if term.facet == "entity"
            else topics.filter(topic=int(term.value))
        )
        for n, term in enumerate(terms)
    }
    return Article.objects.published().select_related("source").annotate(**has)


def _key(term: Term) -> tuple[str, int]:
    return term.facet, int(term.value)


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
