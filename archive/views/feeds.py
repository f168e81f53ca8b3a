"""Feeds: what came into the archive last, for a search, an entity, a topic or a pair of countries.

New is what became public last, whatever its date: an article of 1958 that is here since today is
news, and so is a draft that was published today. Its date of publication is told with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from archive.dates.words import in_words
from archive.filters import ArticleFilter
from archive.models import Article, DateBasis, Entity, Kind, Topic
from archive.search.chips import chips, struck
from archive.search.engine import EngineUnavailable, SearchQuery, Term
from archive.search.engines import get_engine
from archive.search.request import MOST_PAGES, PAGE_SIZE, Address
from archive.search.results import SearchResults
from archive.search.since import public_since
from archive.views.articles import permalink_of
from archive.views.atom import MEDIA_TYPE, AtomFeed
from archive.views.context import SITE_NAME
from archive.views.entities import FACETS
from archive.views.metadata import sure_date
from archive.views.moved import moved_or_missing, moved_to
from archive.views.network import pair_url
from archive.views.relations import country_at
from archive.views.search import resting

SUMMARY = 320  # characters of the text
FILE = "feed.atom"
EVERYTHING = Address()


@dataclass(frozen=True)
class Channel:
    """What a feed is about: its name, the page that shows the same, and the question to ask."""

    title: str
    page: str
    query: SearchQuery
    total: int
    subtitle: str = ""
    number: int = 1  # of the page of the feed
    address: Address = EVERYTHING


@require_safe
@conditional_page
def search(request: HttpRequest) -> HttpResponse:
    """The results of a search; what it cannot follow is ignored, and said."""
    asked = ArticleFilter(request.GET).search
    results = SearchResults(asked, figures=False)
    address = asked.address.without("sort")
    try:
        channel = Channel(
            title=named(results),
            page=reverse("search") + str(address).removesuffix("?"),
            query=asked.asking(results.words),
            total=results.count(),
            subtitle=remarks(results),
            number=asked.page,
            address=address,
        )
        return answer(request, channel)
    except EngineUnavailable:
        return resting(request)


def named(results: SearchResults) -> str:
    """The search in words: what was typed, and each filter."""
    typed = results.request.address.values("q")
    filters = [f"{chip.facet}: {chip.value}" for chip in chips(results.request)]
    return "; ".join([*typed, *filters]) or _("All articles")


def remarks(results: SearchResults) -> str:
    """What the feed does otherwise than it was asked."""
    said = [f"{one.facet} “{one.value}” ({one.reason})" for one in struck(results.request)]
    said += results.request.errors.values()
    told = [_("Ignored: %(values)s.") % {"values": ", ".join(said)}] if said else []
    if results.relaxed:
        told.append(_("No article has all the words; these have some of them."))
    return " ".join(told)


def feed_of(kind: Kind) -> Callable[..., HttpResponse]:
    """The feed of one entity of a kind, by its slug."""

    @require_safe
    @conditional_page
    def view(request: HttpRequest, slug: str) -> HttpResponse:
        entity = Entity.objects.open_to_readers().filter(kind=kind, slug=slug).first()
        if entity is None:
            return moved(request)
        term = Term(FACETS.get(kind, "entity"), entity.pk)
        return about(request, entity.label, entity.get_absolute_url(), term)

    return view


country = feed_of(Kind.COUNTRY)
person = feed_of(Kind.PERSON)
organization = feed_of(Kind.ORGANIZATION)
bloc = feed_of(Kind.BLOC)
place = feed_of(Kind.PLACE)


@require_safe
@conditional_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Articles about a topic or one of its parts."""
    found = Topic.objects.filter(slug=slug).first()
    if found is None:
        return moved(request)
    return about(request, found.label, found.get_absolute_url(), Term("topic", found.pk))


@require_safe
@conditional_page
def pair(request: HttpRequest, first: str, second: str) -> HttpResponse:
    """Articles about both of two countries; the pair in its other order leads here."""
    found = sorted((country_at(slug) for slug in (first, second)), key=lambda one: one.slug)
    if found[0] == found[1]:
        raise Http404
    address = reverse("relation_feed", args=[one.slug for one in found])
    if request.path != address:
        return moved_to(request, address)
    title = _("%(a)s and %(b)s") % {"a": found[0].label, "b": found[1].label}
    terms = (Term("country", one.pk) for one in found)
    return about(request, title, pair_url(*found), *terms)


def about(request: HttpRequest, title: str, page: str, *terms: Term) -> HttpResponse:
    query = SearchQuery(filters=terms)
    number = ArticleFilter(request.GET).search.page
    try:
        total = get_engine().summary(query).total
        return answer(request, Channel(title, page, query, total, number=number))
    except EngineUnavailable:
        return resting(request)


def moved(request: HttpRequest) -> HttpResponse:
    """Where the page of the subject has moved to, its feed has moved as well."""
    path = request.path_info
    request.path_info = path.removesuffix(FILE)
    answered = moved_or_missing(request)
    return moved_to(request, f"{answered.url.partition('?')[0]}{FILE}")


# --- The document -----------------------------------------------------------------------------


def answer(request: HttpRequest, channel: Channel) -> HttpResponse:
    start = (channel.number - 1) * PAGE_SIZE
    query = replace(channel.query, order="added")
    hits = get_engine().hits(query, start, start + PAGE_SIZE)
    articles = Article.objects.published().with_text().in_bulk([hit.id for hit in hits])
    last = min(-(-channel.total // PAGE_SIZE), MOST_PAGES)
    own = request.build_absolute_uri(request.path)
    numbers = (channel.number, channel.number + 1 if channel.number < last else 0)
    here, following = (at(own, channel, number) for number in numbers)
    feed = AtomFeed(
        title=f"{channel.title} – {SITE_NAME}",
        link=request.build_absolute_uri(channel.page),
        description="",
        subtitle=channel.subtitle or None,
        language=get_language(),
        author_name=str(SITE_NAME),
        feed_url=here,
        feed_guid=at(own, channel, 1),
        total=channel.total,
        next_url=following,
    )
    for item in items(request, [articles[hit.id] for hit in hits if hit.id in articles]):
        feed.add_item(**item)
    return HttpResponse(feed.text(), content_type=MEDIA_TYPE)


def at(own: str, channel: Channel, number: int) -> str:
    """The address of a page of the feed; "" for none."""
    if not number:
        return ""
    address = channel.address.changed(page=str(number) if number > 1 else "")
    return f"{own}{address}" if address else own


def items(request: HttpRequest, articles: Sequence[Article]) -> Iterator[dict[str, Any]]:
    since = public_since([article.pk for article in articles])
    for article in articles:
        yield {
            "title": article.title,
            "link": request.build_absolute_uri(article.get_absolute_url()),
            "unique_id": permalink_of(request, article),
            "description": summary(article),
            "pubdate": since.get(article.pk, article.added_at),
            "updateddate": article.changed_at,
            "author_name": article.byline or None,
            "item_copyright": article.source.rights or None,
            "language": "" if article.language == "und" else article.language,
            "issued": sure_date(article),
        }


def summary(article: Article) -> str:
    """As HTML: the date and how it is known, the source, and how the text begins."""
    date = in_words(article.date_edtf, get_language() or "en") or _("undated")
    if article.date_basis == DateBasis.INFERRED:
        date = f"{date}, {DateBasis.INFERRED.label}"
    beginning = Truncator(article.body[: 2 * SUMMARY].replace("\n", " ")).chars(SUMMARY)
    return format_html("<p>{} · {}</p><p>{}</p>", date, article.source.label, beginning)
