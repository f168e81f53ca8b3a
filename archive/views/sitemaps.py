"""The sitemap: an index, and a part for each year, for countries, people, topics and pages.

Every page of the archive once, in its first language; pages name their other languages
themselves. Searches are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from xml.sax.saxutils import escape  # writes, and parses nothing  # nosec B406

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from archive.models import Article, Entity, Kind, Topic
from archive.search.engine import EngineUnavailable, SearchQuery
from archive.search.engines import get_engine
from archive.search.pairs import all_pairs
from archive.views.search import resting

MOST = 50_000  # addresses of one part, as the protocol allows
MEDIA_TYPE = "application/xml; charset=utf-8"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
UNDATED = "undated"
SUBJECTS = {
    "countries": ("country", Kind.COUNTRY),
    "people": ("person", Kind.PERSON),
    "organizations": ("organization", Kind.ORGANIZATION),
}
PAGES = (
    *("home", "countries", "people", "organizations", "topics", "relations", "timeline", "help"),
    *("about", "about_coverage", "about_methods", "about_policy", "about_accessibility"),
    *("about_privacy", "about_changes", "api"),
)

Line = tuple[str, str]  # path, and when it changed or ""


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The parts there are."""
    root = request.build_absolute_uri("/")
    names = ["pages", *SUBJECTS, "topics", "relations", *articles_by_year()]
    parts = (f"<sitemap><loc>{root}sitemap-{name}.xml</loc></sitemap>\n" for name in names)
    return HttpResponse(document("sitemapindex", "".join(parts)), content_type=MEDIA_TYPE)


def articles_by_year() -> Iterator[str]:
    """Names of parts: a year, with a number where it has more articles than a part may hold."""
    year = ExtractYear("date_earliest")
    rows = Article.objects.published().order_by().values_list(year).annotate(n=Count("pk"))
    for found, count in sorted(rows, key=lambda row: row[0] or 0, reverse=True):
        name = f"{found:04}" if found else UNDATED
        yield name
        yield from (f"{name}-{number}" for number in range(2, -(-count // MOST) + 1))


@require_safe
def part(request: HttpRequest, name: str) -> HttpResponseBase:
    """One part, streamed."""
    with override(settings.LANGUAGE_CODE):
        try:
            lines = lines_of(name)
        except EngineUnavailable:
            return resting(request)
    root = request.build_absolute_uri("/").rstrip("/")
    return StreamingHttpResponse(written(root, lines), content_type=MEDIA_TYPE)


def lines_of(name: str) -> Iterator[Line]:
    """Raises Http404 for a part there is not, EngineUnavailable while subjects have no counts."""
    if name == "pages":
        return iter([(reverse(page), "") for page in PAGES])
    if name == "topics":
        return iter([(row.get_absolute_url(), "") for row in Topic.objects.order_by("slug")])
    if name == "relations":
        return relations()
    if name in SUBJECTS:
        return subjects(*SUBJECTS[name])
    period, _dash, number = name.partition("-")
    if period != UNDATED and not (period.isdecimal() and len(period) == 4 and int(period)):
        raise Http404
    if number and not (number.isdecimal() and len(number) < 6 and int(number) > 1):
        raise Http404
    return articles(period, (int(number or 1) - 1) * MOST)


def subjects(facet: str, kind: Kind) -> Iterator[Line]:
    """Those that articles are about."""
    counted = get_engine().summary(SearchQuery(), (facet,)).facets.get(facet, ())
    keys = {int(pk) for pk, _count in counted}
    rows = Entity.objects.filter(kind=kind).only("kind", "slug").order_by("slug")
    found = (row.get_absolute_url() for row in rows.iterator() if row.pk in keys)
    return iter([(path, "") for path in islice(found, MOST)])


def relations() -> Iterator[Line]:
    slugs = dict(Entity.objects.countries().values_list("pk", "slug"))
    pairs = [(slugs.get(one.first), slugs.get(one.second)) for one in all_pairs()[:MOST]]
    return iter([("/relations/{}/{}/".format(*sorted((a, b))), "") for a, b in pairs if a and b])


def articles(period: str, start: int) -> Iterator[Line]:
    rows = Article.objects.published().order_by("pk")
    if period == UNDATED:
        rows = rows.filter(date_earliest=None)
    else:
        rows = rows.filter(date_earliest__year=int(period))
    for row in rows.only("title", "changed_at")[start : start + MOST].iterator(2_000):
        yield row.get_absolute_url(), row.changed_at.date().isoformat()


def written(root: str, lines: Iterator[Line]) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{NAMESPACE}">\n'
    while piece := first_of(lines):
        yield "".join(line(root + path, changed) for path, changed in piece)
    yield "</urlset>\n"


def first_of(lines: Iterator[Line]) -> list[Line]:
    with override(settings.LANGUAGE_CODE):
        return list(islice(lines, 1_000))


def line(address: str, changed: str) -> str:
    when = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>{escape(address)}</loc>{when}</url>\n"


def document(root: str, content: str) -> str:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<{root} xmlns="{NAMESPACE}">\n{content}</{root}>\n'
