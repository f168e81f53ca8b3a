"""The parameters of the API: those of the search page, a page size, a cursor and a language.

Each must be known and well formed. The search page ignores what it does not understand and says
so; a script would not read that.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, Literal

from babel import Locale, UnknownLocaleError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override
from ninja import Schema
from pydantic import BeforeValidator, Field, WithJsonSchema

from archive.api.cursors import LONGEST as LONGEST_CURSOR
from archive.api.cursors import Cursor, read_cursor
from archive.api.problems import Refused
from archive.filters import LONGEST_VALUE, MOST_VALUES, ArticleFilter, printable
from archive.search.request import MOST_PAGES, REPEATED, SearchRequest
from archive.text.languages import CODE

USUAL_SIZE, LARGEST_SIZE = 20, 100


def whole(first: int, last: int, usual: int) -> BeforeValidator:
    """Plain digits, as a person writes a number; empty is as if it were not given."""

    def read(given: object) -> int:
        if given in {"", usual}:
            return usual
        if re.fullmatch(r"[0-9]{1,9}", str(given)) and first <= int(str(given)) <= last:
            return int(str(given))
        raise ValueError(_("Use a whole number from %s to %s.") % (first, last))

    return BeforeValidator(read)


def numbers(first: int, last: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "integer", "minimum": first, "maximum": last})


def words(*allowed: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": list(allowed)})


PageSize = Annotated[int, whole(1, LARGEST_SIZE, USUAL_SIZE), numbers(1, LARGEST_SIZE)]
Page = Annotated[int, whole(1, MOST_PAGES, 1), numbers(1, MOST_PAGES)]
Year = Annotated[int, whole(1, 9999, 0), numbers(1, 9999)]
Month = Annotated[int, whole(1, 12, 0), numbers(1, 12)]
Match = Annotated[Literal["", "all", "any"], words("all", "any")]
Sort = Annotated[
    Literal["", "relevance", "newest", "oldest"], words("relevance", "newest", "oldest")
]
Undatedness = Annotated[
    Literal["", "include", "exclude", "only"], words("include", "exclude", "only")
]
Flag = Annotated[Literal["", "1"], words("1")]
Text = Annotated[str, WithJsonSchema({"type": "string", "maxLength": LONGEST_VALUE})]
Values = Annotated[
    list[str],
    WithJsonSchema(
        {
            "type": "array",
            "items": {"type": "string", "maxLength": LONGEST_VALUE},
            "maxItems": MOST_VALUES,
        }
    ),
]
Language = Annotated[str, WithJsonSchema({"type": "string", "default": "en"})]
Place = Annotated[str, WithJsonSchema({"type": "string", "maxLength": LONGEST_CURSOR})]
Words = Annotated[str, WithJsonSchema({"type": "string"})]


class Labelled(Schema):
    """What every question may say."""

    lang: Language = Field(
        "", description=gettext_noop("Language of labels, such as id; any that CLDR names.")
    )


class Paged(Labelled):
    page_size: PageSize = Field(USUAL_SIZE, description=gettext_noop("Results in one answer."))
    cursor: Place = Field(
        "", description=gettext_noop("Where to go on: follow “next” as it stands, unread.")
    )


class Searched(Schema):
    """The filters of the search page."""

    q: Words = Field(
        "",
        description=gettext_noop(
            "Words, “exact phrases”, OR, -word, prefix*, title:word, date:1998..2001."
        ),
        json_schema_extra={"example": "nuclear"},
    )
    literal: Flag = Field(
        "", description=gettext_noop("1: the words alone, not the countries and people they name.")
    )
    country: Values = Field(
        [], description=gettext_noop("Slug of a country; repeat it for several.")
    )
    country_match: Match = Field(
        "", description=gettext_noop("About all of the countries, or any.")
    )
    not_country: Values = Field([], description=gettext_noop("Articles about it are left out."))
    person: Values = Field([], description=gettext_noop("Slug of a person."))
    person_match: Match = Field("", description=gettext_noop("About all of the people, or any."))
    not_person: Values = Field([], description=gettext_noop("Articles about them are left out."))
    organization: Values = Field([], description=gettext_noop("Slug of an organisation."))
    organization_match: Match = Field(
        "", description=gettext_noop("About all of the organisations, or any.")
    )
    not_organization: Values = Field(
        [], description=gettext_noop("Articles about it are left out.")
    )
    topic: Values = Field([], description=gettext_noop("Slug of a topic; its parts are included."))
    topic_match: Match = Field("", description=gettext_noop("About all of the topics, or any."))
    not_topic: Values = Field([], description=gettext_noop("Articles about it are left out."))
    language: Values = Field([], description=gettext_noop("Code of a language; of several, any."))
    not_language: Values = Field([], description=gettext_noop("Articles in it are left out."))
    source: Values = Field([], description=gettext_noop("Slug of a source; of several, any."))
    not_source: Values = Field([], description=gettext_noop("Its articles are left out."))
    date_from: Text = Field(
        "", description=gettext_noop("From when: 1998, 1998-05, 1998-05-21 or 21 May 1998.")
    )
    date_to: Text = Field("", description=gettext_noop("Until when, in the same forms."))
    undated: Undatedness = Field(
        "",
        description=gettext_noop("Undated articles: in without a date, out with one, unless said."),
    )


class Counted(Paged, Searched):
    """Values of a facet, counted among the results of a search."""


class ArticleList(Paged, Searched):
    sort: Sort = Field(
        "", description=gettext_noop("Order; without words relevance is newest first.")
    )
    page: Page = Field(1, description=gettext_noop("A page by number, instead of a cursor."))


class TimelineOf(Labelled, Searched):
    year: Year = Field(0, description=gettext_noop("Its months, instead of all years."))
    month: Month = Field(
        0, description=gettext_noop("With a year: the days of this month, of the whole archive.")
    )


class RelationList(Paged):
    country: Text = Field("", description=gettext_noop("Slug of a country: only its pairs."))


class Typed(Labelled):
    q: Words = Field(
        "",
        description=gettext_noop(
            "What is typed: the beginning of any word of a name, in any script."
        ),
        json_schema_extra={"example": "ira"},
    )


@dataclass(frozen=True)
class Asked:
    """A request for articles, every parameter understood."""

    search: SearchRequest
    size: int
    cursor: Cursor | None
    language: str


def read_articles(request: HttpRequest, given: ArticleList) -> Asked:
    """Raises Refused for the first parameter that is unknown or malformed."""
    data = request.GET
    language = read_plain(request, given)
    search = read_search(data, language)
    cursor = read_cursor(given.cursor) if given.cursor else None
    if cursor and data.get("page"):
        raise Refused("page", _("Give page or cursor, not both."))
    return Asked(search, given.page_size, cursor, language)


def read_plain(request: HttpRequest, given: Labelled) -> str:
    """Check what ninja lets pass: unknown names, repeated values. The language of labels."""
    check_names(request.GET, type(given).model_fields)
    check_values(request.GET)
    return read_language(given.lang)


def read_search(data: QueryDict, language: str) -> SearchRequest:
    """The search, every value of it known."""
    with override(language):  # chosen values are labelled where they are read
        search = ArticleFilter(data).search
    for name, sentence in search.errors.items():
        raise Refused(name, sentence)
    for ignored in search.ignored:
        raise Refused(ignored.parameter, _("There is no “%s”.") % ignored.value)
    return search


def read_language(given: str) -> str:
    """The language of labels: any that has a name in CLDR, in that name's own form."""
    code = given or "en"
    plain = code if CODE.fullmatch(code) else ""  # what stands behind "." CLDR would pass over
    try:
        return str(Locale.parse(plain, sep="-")).replace("_", "-")
    except (ValueError, UnknownLocaleError) as fault:
        raise Refused("lang", _("“%s” is not the code of a language.") % code[:40]) from fault


def check_names(data: QueryDict, known: Collection[str]) -> None:
    for name in data:
        if name not in known:
            raise Refused(name[:LONGEST_VALUE], _("There is no such parameter."))
        if name not in REPEATED and len(data.getlist(name)) > 1:
            raise Refused(name, _("This parameter is given more than once."))


def check_values(data: QueryDict) -> None:
    """Values that the search page would cut short or clean, and then search for something else."""
    for name, values in data.lists():
        if name in {"q", "cursor"}:
            continue
        if len(set(values)) > MOST_VALUES:
            raise Refused(name, _("At most %s values.") % MOST_VALUES)
        if any(len(value) > LONGEST_VALUE or printable(value) != value for value in values):
            raise Refused(name, _("The value is too long, or has characters that are no text."))
