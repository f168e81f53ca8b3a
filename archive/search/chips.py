"""What narrows a search, each with the address that removes it; and what was ignored of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.dates.words import in_words
from archive.search.facets import TITLES, language_label
from archive.search.request import (
    DATES,
    PARAMETERS,
    REPEATED,
    Address,
    Chosen,
    Dates,
    Ignored,
    SearchRequest,
)


@dataclass(frozen=True)
class Chip:
    """A filter in words; `without` is the same request less it."""

    facet: str
    value: str
    without: SearchRequest

    @property
    def url(self) -> str:
        return str(self.without.address)


def chips(request: SearchRequest) -> list[Chip]:
    """The filters of a request in the order of its address."""
    found = [_chosen(request, one) for one in request.chosen]
    found += [_excluded(request, one) for one in request.excluded]
    if request.dates.given:
        address = request.address.without(*DATES)
        without = replace(request, address=address, dates=Dates())
        found.append(Chip(_("Date"), dates_in_words(request.dates), without))
    return found


def _chosen(request: SearchRequest, one: Chosen) -> Chip:
    without = replace(
        request,
        address=request.address.removing(one.facet, one.slug),
        chosen=tuple(other for other in request.chosen if other != one),
    )
    return Chip(str(TITLES[one.facet]), label(one), without)


def _excluded(request: SearchRequest, one: Chosen) -> Chip:
    without = replace(
        request,
        address=request.address.removing(f"not_{one.facet}", one.slug),
        excluded=tuple(other for other in request.excluded if other != one),
    )
    return Chip(_("Not %(facet)s") % {"facet": str(TITLES[one.facet]).lower()}, label(one), without)


def label(one: Chosen) -> str:
    return language_label(one.slug) if one.facet == "language" else one.label


def dates_in_words(dates: Dates) -> str:
    """Such as "1990 to 2025", "August 2024" or "undated only"."""
    language = get_language() or "en"
    since = in_words(dates.since_edtf, language) if dates.since_edtf else ""
    until = in_words(dates.until_edtf, language) if dates.until_edtf else ""
    if dates.undated == "only":
        return _("undated only")
    if since and until:
        span = since if since == until else _("%(a)s to %(b)s") % {"a": since, "b": until}
    elif since:
        span = _("from %(date)s") % {"date": since}
    elif until:
        span = _("until %(date)s") % {"date": until}
    else:
        return _("undated left out")
    return _("%(span)s, or undated") % {"span": span} if dates.undated == "include" else span


def cleared(request: SearchRequest) -> Address:
    """The words alone."""
    return Address.of({name: request.address.values(name) for name in ("q", "literal", "sort")})


@dataclass(frozen=True)
class Struck:
    """A value that was ignored, with the reason."""

    facet: str
    value: str
    reason: str


def struck(request: SearchRequest) -> list[Struck]:
    """Values of the address and of the query that nothing in the archive has."""
    given = [(one.parameter.removeprefix("not_"), one.value) for one in request.ignored]
    given += [(one.field, one.value) for one in request.understanding.unknown]
    misread = [Struck(one.parameter, one.value, _misread(one)) for one in request.misread]
    return [Struck(_name(f), value, _reason(f)) for f, value in dict.fromkeys(given)] + misread


def _misread(one: Ignored) -> str:
    if one.parameter not in PARAMETERS:
        return _("no such parameter")
    return _("too many values") if one.parameter in REPEATED else _("no such choice")


def _name(field: str) -> str:
    return str(TITLES[field]).lower() if field in TITLES else _("date")


def _reason(field: str) -> str:
    return {
        "country": _("no such country"),
        "person": _("no such person"),
        "organization": _("no such organisation"),
        "topic": _("no such topic"),
        "language": _("no such language"),
        "source": _("no such source"),
    }.get(field) or _("not a date that can be read")
