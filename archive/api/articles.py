"""Articles: the list that answers a search, and one article with its text and its tags."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from ninja import Query, Router

from archive.api import schemas
from archive.api.cursors import Cursor
from archive.api.details import mentions, tags
from archive.api.parameters import ArticleList, Asked, Labelled, read_articles, read_plain
from archive.api.problems import Gone, answered
from archive.api.shapes import brief, facets, understood
from archive.api.windows import read_window
from archive.citing.subjects import SUBJECTS, Subjects, subjects_of
from archive.models import Article, Status
from archive.search.results import Result, SearchResults

router = Router(tags=["Articles"])


@router.get("/articles", response=schemas.ARTICLES, summary="Search", url_name="articles")
def articles(request: HttpRequest, given: Query[ArticleList]) -> HttpResponse:
    """The results of a search, with counts to narrow it by."""
    asked = read_articles(request, given)
    with translation.override(asked.language):
        return answered(listed(request, asked))


def listed(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    results = SearchResults(asked.search)
    window = read_window(asked, results)
    pages = pages_of(request, [result.article for result in window.results])
    return {
        "count": results.count(),
        "results": [
            {
                **brief(result.article, named(result), pages[result.article.pk]),
                "snippets": [str(snippet) for snippet in result.snippets],
            }
            for result in window.results
        ],
        "facets": facets(results),
        "understood": understood(results),
        "next": address_of(request, window.next) if window.next else None,
    }


@router.get(
    "/articles/{int:pk}", response=schemas.ARTICLE, summary="One article", url_name="article"
)
def article(request: HttpRequest, pk: int, given: Query[Labelled]) -> HttpResponse:
    """Its text, what it names and where, what it is about and why."""
    language = read_plain(request, given)
    found = Article.objects.with_text().filter(pk=pk).exclude(status=Status.DRAFT).first()
    if found is None:  # drafts look like articles that never were
        raise Http404("There is no article of this number.")
    if found.status == Status.WITHDRAWN:
        raise Gone(found.withdrawn_reason)
    with translation.override(language):
        return answered(whole(request, found))


def named(result: Result) -> Subjects:
    """What a result is about, as `subjects_of` says it: its tags are read already."""
    kinds = {**SUBJECTS, "topic": "topics"}
    return {result.article.pk: {kinds[k]: [*s] for k, s in result.subjects.items() if k in kinds}}


def whole(request: HttpRequest, article: Article) -> dict[str, Any]:
    return {
        **brief(article, subjects_of([article.pk]), pages_of(request, [article])[article.pk]),
        "byline": article.byline,
        "original": article.url,
        "rights": article.source.rights,
        "body": article.body,
        "mentions": mentions(article),
        "tags": tags(article),
    }


def pages_of(request: HttpRequest, articles: Iterable[Article]) -> dict[int, str]:
    """Addresses of the articles' pages, in the language of the labels where there are such."""
    site = request.build_absolute_uri("/").removesuffix("/")
    with translation.override(page_language()):
        return {article.pk: site + article.get_absolute_url() for article in articles}


def page_language() -> str:
    """The language of the labels, or the archive's own where its pages are in no such."""
    code = (translation.get_language() or "").partition("-")[0]
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def address_of(request: HttpRequest, cursor: Cursor) -> str:
    """The same request, going on where this page ends."""
    query = request.GET.copy()
    query.pop("page", None)
    query["cursor"] = str(cursor)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
