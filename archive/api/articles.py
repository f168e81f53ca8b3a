"""Articles: the list that answers a search, and one article with its text and its tags."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation

from archive.api.cursors import Cursor
from archive.api.details import mentions, tags
from archive.api.parameters import Asked, check_names, read_language, read_parameters
from archive.api.problems import Gone, answering
from archive.api.shapes import brief, facet, understood
from archive.api.windows import read_window
from archive.citing.subjects import subjects_of
from archive.models import Article, Status
from archive.search.facets import biggest
from archive.search.request import CHOICES
from archive.search.results import SearchResults

MOST_CHOICES = 250  # of each facet: more than there are countries


@answering
def article_list(request: HttpRequest) -> HttpResponse:
    """`GET /api/v1/articles`: the results of a search, with counts to narrow it by."""
    asked = read_parameters(request)
    with translation.override(asked.language):
        return JsonResponse(listed(request, asked))


def listed(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    results = SearchResults(asked.search)
    window = read_window(asked, results)
    subjects = subjects_of(result.article.pk for result in window.results)
    counts = {name: results.summary.facets.get(name, ()) for name in CHOICES}
    facets = biggest(asked.search, counts, results.more, results.count(), MOST_CHOICES)
    return {
        "count": results.count(),
        "results": [
            {
                **brief(result.article, subjects, page_of(request, result.article)),
                "snippets": [str(snippet) for snippet in result.snippets],
            }
            for result in window.results
        ],
        "facets": {each.name: facet(each) for each in facets},
        "understood": understood(results),
        "next": address_of(request, window.next) if window.next else None,
    }


@answering
def article_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """`GET /api/v1/articles/{id}`: drafts look like articles that never were."""
    check_names(request.GET, ("lang",))
    language = read_language(request.GET)
    article = Article.objects.with_text().filter(pk=pk).exclude(status=Status.DRAFT).first()
    if article is None:
        raise Http404
    if article.status == Status.WITHDRAWN:
        raise Gone(article.withdrawn_reason)
    with translation.override(language):
        return JsonResponse(
            {
                **brief(article, subjects_of([article.pk]), page_of(request, article)),
                "byline": article.byline,
                "original": article.url,
                "rights": article.source.rights,
                "body": article.body,
                "mentions": mentions(article),
                "tags": tags(article),
            }
        )


def page_of(request: HttpRequest, article: Article) -> str:
    """The address of the article's page, in the language of the labels where it exists in it."""
    code = (translation.get_language() or "").partition("-")[0]
    known = code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(known):
        return request.build_absolute_uri(article.get_absolute_url())


def address_of(request: HttpRequest, cursor: Cursor) -> str:
    """The same request, going on where this page ends."""
    query = request.GET.copy()
    query.pop("page", None)
    query["cursor"] = str(cursor)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
