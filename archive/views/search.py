"""The search page, and what is said while the index rests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from archive.filters import MOST_SAID, ArticleFilter
from archive.search.chips import chips, cleared, struck
from archive.search.copies import folded
from archive.search.engine import EngineUnavailable
from archive.search.misses import count_miss
from archive.search.names import EntityName
from archive.search.nothing_found import changes, nearest, spellings, to_read, unmatched
from archive.search.request import (
    CHOICES,
    MOST_PAGES,
    PAGE_SIZE,
    PARAMETERS,
    Address,
    SearchRequest,
)
from archive.search.results import SearchResults
from archive.search.syntax import LIMIT, Repair
from archive.search.understanding import Doubt
from archive.views.budget import budgeted
from archive.views.charts import SMALL, draw

RETRY_AFTER = 30  # seconds: an index that is being built is soon there
DOUBTS = 5  # names that are asked about
MEANINGS = 5  # of a doubtful name that are offered
AROUND = 2  # pages named on either side of the present one


@require_safe
@budgeted
def search(request: HttpRequest) -> HttpResponse:
    """Results with their filters; or what to change, when there are none."""
    asked = ArticleFilter(request.GET).search
    if not is_canonical(request, asked):
        return HttpResponseRedirect(canonical(asked))
    results = SearchResults(asked)
    try:
        return _found(request, results) if results.count() else _nothing(request, results)
    except EngineUnavailable:
        return resting(request)


def is_canonical(request: HttpRequest, asked: SearchRequest) -> bool:
    """The address is the one that this search has, or none says as well what was wrong with it.

    A form sends its empty boxes and its usual choices too, and people write in any order: then
    the reader is led to the one address, which is short and can be kept. Unknown parameters stay
    at its end, and are said to be ignored.
    """
    parsed = asked.understanding.parsed
    if parsed.cut or any(repair.fault == "characters" for repair in parsed.repairs):
        return True
    if len(asked.misread) == MOST_SAID or any(one.parameter in PARAMETERS for one in asked.misread):
        return True
    return given_to(request) == [*asked.address.parameters, *unknown(asked)]


def given_to(request: HttpRequest) -> list[tuple[str, str]]:
    return parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)


def unknown(asked: SearchRequest) -> list[tuple[str, str]]:
    """Parameters that no search has, in one order."""
    return sorted({(one.parameter, one.value) for one in asked.misread})


def canonical(asked: SearchRequest) -> str:
    query = urlencode([*asked.address.parameters, *unknown(asked)])
    return f"{reverse('search')}?{query}" if query else reverse("search")


def resting(request: HttpRequest) -> HttpResponse:
    """The index cannot be read now: said in plain words, with when to come again."""
    response = render(request, "archive/search_resting.html", status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _found(request: HttpRequest, results: SearchResults) -> HttpResponse:
    asked = results.request
    pages = min(-(-results.count() // PAGE_SIZE), MOST_PAGES)
    if asked.page > pages:
        asked = replace(asked, page=pages)
        results.request = asked
    if results.relaxed and results.missing:
        count_miss(asked, request.headers.get("User-Agent", ""))
    context = _common(results) | {
        "hits": folded(results.page()),
        "total": results.count(),
        "facets": results.facets,
        "chart": draw(results.histogram, SMALL, partial(_dated_url, asked)),
        "undated": results.undated if asked.dates.given else None,
        "pages": list(_pages(asked, pages)),
        "next_page": str(_at(asked, asked.page + 1)) if asked.page < pages else "",
        "last_reached": asked.page == MOST_PAGES and results.count() > MOST_PAGES * PAGE_SIZE,
        "sorts": _sorts(asked),
        "filters_on": len(asked.chosen) + len(asked.excluded) + asked.dates.given,
        "sort_hidden": _hidden(asked.address, "sort", "page"),
        "filter_hidden": _hidden(asked.address, *_IN_FILTER_FORM),
        "undated_choices": _undated_choices(asked),
    }
    return render(request, "archive/search.html", context)


def _dated_url(asked: SearchRequest, period: str) -> str:
    """The search with a bar of the chart as its dates."""
    return str(asked.address.changed(date_from=period, date_to=period, undated=""))


def _nothing(request: HttpRequest, results: SearchResults) -> HttpResponse:
    if results.missing:
        count_miss(results.request, request.headers.get("User-Agent", ""))
    missing = unmatched(results)
    near = nearest(results, missing)
    context = _common(results) | {
        "groups": results.request.understanding.groups,
        "missing": missing,
        "near": near,
        "spellings": spellings(results, missing),
        "to_read": to_read(results, near),
        "changes": changes(results, _read),
    }
    return render(request, "archive/search_none.html", context)


def _common(results: SearchResults) -> dict[str, object]:
    """What both pages show above their results."""
    asked = results.request
    understood = asked.understanding
    return {
        "asked": asked,
        "understood": understood,
        "typed": "" if not asked.address.values("q") else asked.address.values("q")[0],
        "relaxed": results.relaxed,
        "repairs": list(dict.fromkeys(map(_repaired, understood.parsed.repairs))),
        "cut_at": LIMIT if understood.parsed.cut else 0,
        "doubts": [_doubt(results, doubt) for doubt in understood.doubts[:DOUBTS]],
        "chips": chips(asked),
        "clear_url": str(cleared(asked)),
        "struck": struck(asked),
        "literal_url": str(asked.address.changed(literal="1")),
        "meant_url": str(asked.address.without("literal")) if asked.literal else "",
        "box_hidden": _hidden(asked.address, "q", "literal", "page"),
        "canonical": str(asked.address) if asked.address else "",
    }


# --- Sentences ------------------------------------------------------------------------------


def _repaired(repair: Repair) -> str:
    """What was wrong with the query as it was typed."""
    return {
        "quote": _("a quotation mark stood alone"),
        "parenthesis": _("a parenthesis stood alone"),
        "operator": _("“%(piece)s” joins nothing") % {"piece": repair.piece},
        "field": _("“%(piece)s” has no value") % {"piece": repair.piece},
        "symbols": _("“%(piece)s” cannot be searched for") % {"piece": repair.piece},
        "characters": _("it held characters that are not text"),
        "depth": _("its parentheses were too deep"),
    }[repair.fault]


@dataclass(frozen=True)
class Meaning:
    """One of several things a name may mean, with what choosing it gives; no address for none."""

    entity: EntityName
    url: str
    articles: str


@dataclass(frozen=True)
class Asked:
    words: str
    meanings: tuple[Meaning, ...]


def _read(address: Address) -> SearchRequest:
    return ArticleFilter(address.query_dict()).search


def _doubt(results: SearchResults, doubt: Doubt) -> Asked:
    shown = range(min(len(doubt.entities), MEANINGS))
    return Asked(doubt.words, tuple(_meaning(results, doubt, number) for number in shown))


def _meaning(results: SearchResults, doubt: Doubt, number: int) -> Meaning:
    """The search with the entity chosen instead of the word; blocs and places have a page."""
    entity = doubt.entities[number]
    if entity.kind not in CHOICES:
        return Meaning(entity, entity.url, "")
    address = results.request.address
    if doubt.instead:
        address = address.changed(q=doubt.instead[number])
    else:
        address = address.changed(q=doubt.rest).adding(entity.kind, entity.slug)
    count = SearchResults(_read(address), results.engine, figures=False).count()
    said = ngettext("%(n)s article", "%(n)s articles", count) % {"n": count}
    return Meaning(entity, str(address) if count else "", said)


# --- Forms and pages ------------------------------------------------------------------------

_MATCHES = tuple(f"{facet}_match" for facet in CHOICES)
_IN_FILTER_FORM = (*CHOICES, *_MATCHES, "date_from", "date_to", "undated", "page")


def _hidden(address: Address, *but: str) -> list[tuple[str, str]]:
    """Parameters that a form keeps without showing them."""
    return [(name, value) for name, value in address.parameters if name not in but]


def _sorts(asked: SearchRequest) -> list[tuple[str, str, bool]]:
    names = {"relevance": _("relevance"), "newest": _("newest"), "oldest": _("oldest")}
    return [(value, name, value == asked.order) for value, name in names.items()]


def _undated_choices(asked: SearchRequest) -> list[tuple[str, str, bool]]:
    """What may happen to undated articles. The usual has no value, for it depends on the dates:
    with a date they are left out, and who sets one now has not asked for them."""
    names = {"include": _("included"), "only": _("only these"), "exclude": _("left out")}
    usual = "exclude" if asked.dates.period is not None else "include"
    chosen = asked.dates.undated_shown
    return [(v if v != usual else "", name, v == chosen) for v, name in names.items()]


def _at(asked: SearchRequest, page: int) -> Address:
    address = asked.address.changed()
    return address.changed(page=str(page)) if page > 1 else address


def _pages(asked: SearchRequest, last: int) -> Iterator[tuple[int, str, bool]]:
    """Numbers to show with their addresses; a 0 where some are left out."""
    if last < 2:
        return
    here = asked.page
    before = 0
    for page in sorted({1, last, *range(max(1, here - AROUND), min(last, here + AROUND) + 1)}):
        if page > before + 1:
            yield 0, "", False
        yield page, str(_at(asked, page)), page == here
        before = page
