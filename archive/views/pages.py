"""Help with searching, by examples that can be clicked."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


@dataclass(frozen=True)
class Example:
    """A query that can be clicked, and what it finds."""

    query: str
    finds: str

    @property
    def url(self) -> str:
        return f"{reverse('search')}?{urlencode({'q': self.query})}"


@dataclass(frozen=True)
class Table:
    id: str
    head: str
    lead: str
    rows: tuple[Example, ...]


@require_safe
def help_search(request: HttpRequest) -> HttpResponse:
    return render(request, "archive/help_page.html", {"tables": [words(), names()]})


def words() -> Table:
    rows = (
        Example("nuclear inspections", _("with both words, in any form: inspection, inspected")),
        Example('"security council"', _("with exactly this phrase")),
        Example("sanctions OR embargo", _("with either word")),
        Example("disarmament -nuclear", _("with the first and without the second")),
        Example('(oil OR gas) "law of the sea"', _("with the phrase and one of the two words")),
        Example("multilateral*", _("with words that begin so")),
        Example("title:ceasefire", _("with the word in the title")),
    )
    return Table("words", _("Words and phrases"), "", rows)


def names() -> Table:
    rows = (
        Example("country:iran country:russia", _("about both countries")),
        Example("person:shoigu", _("that name Sergei Shoigu, however spelt")),
        Example("topic:sanctions", _("on the topic or one below it")),
        Example(
            "date:1998-05..2001",
            _("dated between May 1998 and the end of 2001, certainly or possibly"),
        ),
        Example("date:1998", _("dated 1998, also those known only as “about 1998”")),
    )
    lead = _(
        "A country’s name finds articles about it in every language and script, and says so above"
        " the results. To look for the word alone, put it in quotation marks."
    )
    return Table("names", _("Countries, people, topics, dates"), lead, rows)
