"""All values of a facet among the results of a search, so many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.filters import ArticleFilter
from archive.search.chips import chips
from archive.search.engine import EngineUnavailable
from archive.search.facets import TITLES, Choice, biggest
from archive.search.request import CHOICES
from archive.search.results import SearchResults
from archive.text.fold import fold
from archive.views.alphabet import OTHER, key_of, letter_of
from archive.views.budget import budgeted
from archive.views.parts import parts_of
from archive.views.search import resting

if TYPE_CHECKING:
    from archive.search.request import SearchRequest

ON_ONE_PAGE = 200
LONGEST = 60  # characters that a name is asked to contain


@dataclass(frozen=True)
class Wish:
    """How the reader wants to see the values: by their number or from A to Z, and which."""

    by_count: bool
    contains: str
    part: str

    def address(self, asked: SearchRequest, **changed: str | int) -> str:
        """The query of this page, with what is changed and from its first part if none is named."""
        own = {"by": "count" if self.by_count else "", "contains": self.contains} | changed
        pairs = [*asked.address.parameters, *((name, v) for name, v in own.items() if v)]
        return f"?{urlencode(pairs)}"


def wish_of(request: HttpRequest) -> Wish:
    typed = "".join(c for c in request.GET.get("contains", "") if c.isprintable())
    return Wish(
        by_count=request.GET.get("by") == "count",
        contains=typed[:LONGEST].strip(),
        part=request.GET.get("part", ""),
    )


@require_safe
@budgeted
def facet(request: HttpRequest, name: str) -> HttpResponse:
    """Every value of a facet among the results, from A to Z or the most frequent first."""
    if name not in CHOICES:
        raise Http404
    asked, wish = ArticleFilter(request.GET).search, wish_of(request)
    results = SearchResults(asked)
    try:
        every = all_choices(results, name)
    except EngineUnavailable:
        return resting(request)
    wanted = wish.contains.casefold()
    choices = [choice for choice in every if wanted in choice.label.casefold()]
    if not wish.by_count:
        choices.sort(key=alphabetical)
    part = Paginator(choices, ON_ONE_PAGE).get_page(wish.part)
    shown = list(part)
    context = {
        "asked": asked,
        "name": name,
        "title": TITLES[name],
        "total": results.count(),
        "in_all": len(every),
        "found": len(choices),
        "chips": chips(asked),
        "choices": shown,
        "letters": [] if wish.by_count else by_letter(shown),
        "starts": [] if wish.by_count else starts(choices, part, asked, wish),
        "pages": list(parts_of(part, lambda number: wish.address(asked, part=number))),
        "next_page": wish.address(asked, part=part.number + 1) if part.has_next() else "",
        "wish": wish,
        "hidden": list(asked.address.parameters),
        "back": reverse("search") + str(asked.address),
        "by_name": wish.address(asked, by=""),
        "by_number": wish.address(asked, by="count"),
    }
    return render(request, "archive/search_facet.html", context)


def all_choices(results: SearchResults, name: str) -> Sequence[Choice]:
    counts = {name: results.summary.facets.get(name, ())}
    more = {name: results.more[name]} if name in results.more else {}
    return biggest(results.request, counts, more, results.count(), shown=None)[0].choices


def alphabetical(choice: Choice) -> tuple[bool, str, str]:
    """By first letter, accents aside; names without one at the end."""
    letter = letter_of(choice.label)
    return letter == OTHER, letter, fold(choice.label)


def by_letter(choices: Sequence[Choice]) -> list[tuple[str, str, list[Choice]]]:
    """Choices in alphabetical order under their letters: letter, key, choices."""
    return [
        (letter, key_of(letter), list(group))
        for letter, group in groupby(choices, lambda choice: letter_of(choice.label))
    ]


def starts(
    choices: Sequence[Choice], part: Page[Choice], asked: SearchRequest, wish: Wish
) -> list[tuple[str, str, bool]]:
    """Each letter, the address of the part in which it begins, and whether that is this one."""
    if part.paginator.num_pages == 1:
        return []
    first: dict[str, int] = {}
    for place, choice in enumerate(choices):
        first.setdefault(letter_of(choice.label), place // ON_ONE_PAGE + 1)
    return [
        (letter, wish.address(asked, part=number) + f"#l-{key_of(letter)}", number == part.number)
        for letter, number in first.items()
    ]
