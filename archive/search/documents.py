"""Articles as the search engine sees them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from archive.models import Article, EntityTag, Kind, Revision, Topic, TopicTag
from archive.search.engine import SearchDocument, Value
from archive.search.since import public_since

# Facets of entities by kind; every kind stands in the facet `entity` too.
FACET_OF_KIND = {
    Kind.COUNTRY: "country",
    Kind.PERSON: "person",
    Kind.ORGANIZATION: "organization",
}

DocumentTerms = dict[str, list[Value]]


def to_documents(articles: Iterable[Article]) -> list[SearchDocument]:
    """The documents of a batch of articles, whatever their status, in at most six queries."""
    articles = list(articles)
    ids = [article.pk for article in articles]
    bodies = dict(
        Revision.objects.filter(pk__in=[article.revision_id for article in articles])
        .values_list("pk", "body")
        .order_by()
    )
    tags, since = terms_of_tags(ids), public_since(ids)
    return [
        SearchDocument(
            id=article.pk,
            language=article.language,
            title=article.title,
            body=bodies.get(article.revision_id or 0, ""),
            earliest=article.date_earliest,
            latest=article.date_latest,
            terms=tags[article.pk] | _terms_of_row(article),
            public=since.get(article.pk, article.added_at),
        )
        for article in articles
    ]


def terms_of_tags(article_ids: list[int]) -> Mapping[int, DocumentTerms]:
    """Terms of the tags that readers may see: entities by kind, topics with their ancestors."""
    terms: dict[int, DocumentTerms] = defaultdict(lambda: defaultdict(list))
    tagged = EntityTag.objects.visible().filter(article__in=article_ids).order_by("pk")
    for article_id, entity_id, kind in tagged.values_list("article", "entity", "entity__kind"):
        terms[article_id]["entity"].append(entity_id)
        if kind in FACET_OF_KIND:
            terms[article_id][FACET_OF_KIND[Kind(kind)]].append(entity_id)
    topics = TopicTag.objects.visible().filter(article__in=article_ids).order_by("pk")
    parents = dict(Topic.objects.values_list("pk", "parent").order_by())
    for article_id, topic_id in topics.values_list("article", "topic"):
        of_article = terms[article_id]["topic"]
        of_article += [pk for pk in _with_ancestors(topic_id, parents) if pk not in of_article]
    return terms


def _with_ancestors(topic_id: int, parents: Mapping[int, int | None]) -> list[int]:
    """The topic and all it is part of. A ring of parents, which no form allows, ends it."""
    chain: list[int] = []
    pk: int | None = topic_id
    while pk is not None and pk not in chain:
        chain.append(pk)
        pk = parents.get(pk)
    return chain


def _terms_of_row(article: Article) -> DocumentTerms:
    return {
        "source": [article.source_id],
        "language": [article.language],
        **_terms_of_date(article),
    }


def _terms_of_date(article: Article) -> DocumentTerms:
    """Every year and month that the span touches, and the one it surely lies in."""
    first, last = article.date_earliest, article.date_latest
    if first is None or last is None:
        return {}
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    years = range(first.year, last.year + 1)
    numbers = [month // 12 * 100 + month % 12 + 1 for month in months]
    terms: DocumentTerms = {"year": list(years), "month": list(numbers)}
    if len(years) == 1:
        terms["year_certain"] = [first.year]
    if len(months) == 1:
        terms["month_certain"] = list(numbers)
    return terms
