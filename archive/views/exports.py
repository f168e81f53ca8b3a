"""Exports: every result of a search in one file, streamed while it is read.

Only a piece of the results is in memory at a time. A file that ends early was cut off: the
number of its articles stands in it, or in the header `Archive-Count`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import override
from django.views.decorators.http import require_safe

from archive.citing.subjects import NAMES, subjects_of
from archive.citing.tables import TABLES, Chunks, Heading, Record
from archive.filters import ArticleFilter
from archive.models import Article, Source
from archive.search.engine import EngineUnavailable
from archive.search.request import SearchRequest
from archive.search.results import SearchResults
from archive.search.sweep import sweep
from archive.text.fold import transliterate
from archive.views.context import SITE_NAME
from archive.views.search import resting

SWEPT = 2000  # hits asked of the index at a time
PIECE = 400  # articles in memory at a time
LONGEST_NAME = 80  # characters of a file's name that tell the query
BRIEF = (  # moments and metadata are in no file, and take long to read
    *("pk", "title", "date_edtf", "date_earliest", "date_latest", "date_basis", "language"),
    *("byline", "source_key", "url", "source"),
)
SOURCE = BRIEF.index("source")
NOTHING: Mapping[str, list[str]] = {name: [] for name in NAMES}


@require_safe
def export(request: HttpRequest, extension: str) -> HttpResponseBase:
    """All results of a search. What it cannot follow is ignored, and said in the file."""
    table = next((one for one in TABLES if one.extension == extension), None)
    if table is None:
        raise Http404
    results = SearchResults(ArticleFilter(request.GET).search, figures=False)
    try:
        heading = heading_of(request, results)
    except EngineUnavailable:
        return resting(request)
    return StreamingHttpResponse(
        table.write(heading, pieces(request, results, whole=table.whole)),
        content_type=f"{table.media_type}; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name_of(heading)}.{extension}"',
            "Archive-Count": str(heading.count),
            **({"Archive-Ignored": urlencode(heading.ignored)} if heading.ignored else {}),
        },
    )


def heading_of(request: HttpRequest, results: SearchResults) -> Heading:
    asked = results.request
    query = str(asked.address.without("sort"))
    with override(settings.LANGUAGE_CODE):  # a file says the same in every language
        return Heading(
            archive=str(SITE_NAME),
            query=query.removeprefix("?"),
            address=request.build_absolute_uri(reverse("search") + query.removesuffix("?")),
            date=timezone.localdate().isoformat(),
            count=results.count(),
            ignored=tuple(ignored(asked)),
        )


def ignored(asked: SearchRequest) -> Iterator[tuple[str, str]]:
    """Parameters that the search does without, as they were given."""
    for one in (*asked.ignored, *asked.misread):
        yield one.parameter, one.value
    for name in asked.errors:
        yield name, asked.dates.since if name == "date_from" else asked.dates.until


def name_of(heading: Heading) -> str:
    """The name of the file: what was searched for, in plain letters, and the day."""
    query = slugify(transliterate(" ".join(words_of(heading.query))))[:LONGEST_NAME].strip("-")
    return f"archive-{query or 'all'}-{heading.date}"


def words_of(query: str) -> Iterator[str]:
    """Names and values of the parameters; the query's own name says nothing."""
    for name, value in parse_qsl(query):
        yield value if name == "q" else f"{name} {value}"


def pieces(request: HttpRequest, results: SearchResults, *, whole: bool) -> Chunks:
    """The results in date order, as rows of a file."""
    with override(settings.LANGUAGE_CODE):
        short = request.build_absolute_uri(reverse("article_short", args=[0]))
    base = short.removesuffix("0/")
    for hits in sweep(results.engine, results.request.asking(results.words), SWEPT):
        for start in range(0, len(hits), PIECE):
            yield records([hit.id for hit in hits[start : start + PIECE]], base, whole=whole)


def records(ids: Sequence[int], base: str, *, whole: bool) -> list[Record]:
    """Those that are published now: four queries, whatever their number. They are read as
    values: to make objects of them takes longer than to read them."""
    columns = (*BRIEF, "revision__body") if whole else BRIEF
    rows = Article.objects.published().filter(pk__in=ids).values_list(*columns)
    articles = {row[0]: row for row in rows}
    sources = Source.objects.in_bulk({row[SOURCE] for row in articles.values()})
    subjects = subjects_of(articles) if whole else {}
    return [
        record(articles[pk], sources[articles[pk][SOURCE]], subjects.get(pk, NOTHING), base)
        for pk in ids
        if pk in articles
    ]


def record(
    row: tuple[Any, ...], source: Source, subjects: Mapping[str, list[str]], base: str
) -> Record:
    """A row of BRIEF, with or without its text, as a file has it."""
    pk, title, edtf, earliest, latest, basis, language, byline, key, url, _source, *body = row
    return {
        "id": pk,
        "title": title,
        "date": edtf,
        "date_earliest": earliest.isoformat() if earliest else "",
        "date_latest": latest.isoformat() if latest else "",
        "date_basis": basis,
        "language": language,
        "byline": byline,
        "source": source.name if source.recorded else "",
        "source_key": key,
        "url": url,
        "permalink": f"{base}{pk}/",
        "rights": source.rights,
        **subjects,
        "body": (body[0] if body else "") or "",
    }
