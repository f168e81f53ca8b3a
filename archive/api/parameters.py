"""The parameters of the API: those of the search page, a page size, a cursor and a language.

Each must be known and well formed. The search page ignores what it does not understand and says
so; a script would not read that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import override

from archive.api.cursors import Cursor, read_cursor
from archive.api.problems import Refused
from archive.filters import LONGEST_VALUE, MOST_VALUES, SORTS, ArticleFilter, printable
from archive.search.request import MOST_PAGES, NARROWING, PARAMETERS, REPEATED, SearchRequest

USUAL_SIZE, LARGEST_SIZE = 20, 100
OWN = ("page_size", "cursor", "lang")
WORDS = {
    "literal": ("1",),
    "undated": ("include", "only", "exclude"),
    "sort": SORTS,
    **{f"{facet}_match": ("all", "any") for facet in NARROWING},
}


@dataclass(frozen=True)
class Asked:
    """A request for articles, every parameter understood."""

    search: SearchRequest
    size: int
    cursor: Cursor | None
    language: str


def read_parameters(request: HttpRequest) -> Asked:
    """Raises Refused for the first parameter that is unknown or malformed."""
    data = request.GET
    check_names(data, (*PARAMETERS, *OWN))
    check_words(data)
    check_values(data)
    size = number(data, "page_size", USUAL_SIZE, LARGEST_SIZE)
    number(data, "page", 1, MOST_PAGES)
    cursor = read_cursor(data["cursor"]) if data.get("cursor") else None
    if cursor and data.get("page"):
        raise Refused("page", _("Give page or cursor, not both."))
    language = read_language(data)
    with override(language):  # chosen values are labelled where they are read
        search = ArticleFilter(data).search
    if search.errors:
        name, sentence = next(iter(ArticleFilter(data).search.errors.items()))
        raise Refused(name, sentence)
    for ignored in search.ignored:
        raise Refused(ignored.parameter, _("There is no “%s”.") % ignored.value)
    return Asked(search, size, cursor, language)


def read_language(data: QueryDict) -> str:
    """The language of labels: any that has a name in CLDR."""
    given = data.get("lang", "") or "en"
    try:
        Locale.parse(given, sep="-")
    except (ValueError, UnknownLocaleError) as fault:
        raise Refused("lang", _("“%s” is not the code of a language.") % given[:40]) from fault
    return given


def check_names(data: QueryDict, known: tuple[str, ...]) -> None:
    for name in data:
        if name not in known:
            raise Refused(name[:LONGEST_VALUE], _("There is no such parameter."))
        if name not in REPEATED and len(data.getlist(name)) > 1:
            raise Refused(name, _("This parameter is given more than once."))


def check_words(data: QueryDict) -> None:
    for name, words in WORDS.items():
        if data.get(name) and data[name] not in words:
            raise Refused(name, _("Use one of: %s.") % ", ".join(words))


def check_values(data: QueryDict) -> None:
    """Values that the search page would cut short or clean, and then search for something else."""
    for name, values in data.lists():
        if name in {"q", "cursor"}:
            continue
        if len(set(values)) > MOST_VALUES:
            raise Refused(name, _("At most %s values.") % MOST_VALUES)
        if any(len(value) > LONGEST_VALUE or printable(value) != value for value in values):
            raise Refused(name, _("The value is too long, or has characters that are no text."))


def number(data: QueryDict, name: str, usual: int, largest: int) -> int:
    given = data.get(name, "")
    if not given:
        return usual
    if not re.fullmatch(r"[0-9]{1,4}", given) or not 1 <= int(given) <= largest:
        raise Refused(name, _("Use a whole number from 1 to %s.") % largest)
    return int(given)
