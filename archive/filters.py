"""A query string becomes a search: what each parameter may hold, and what is done with the rest.

Nothing that is typed is an error here. A date that cannot be read is explained beside its box, a
value that nothing has is ignored and said, and all other filters stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any, Self

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.dates.edtf import bounds
from archive.dates.errors import EdtfError
from archive.dates.reading import read_date
from archive.models import Article
from archive.search.candidates import ENTITY_FIELDS, sought
from archive.search.engine import Period
from archive.search.fields import language_code
from archive.search.names import (
    Names,
    Vocabulary,
    find_names,
    moved_entity,
    moved_slug,
    read_vocabulary,
)
from archive.search.request import (
    CHOICES,
    MOST_PAGES,
    NARROWING,
    PARAMETERS,
    REPEATED,
    WIDENING,
    Address,
    Chosen,
    Dates,
    Ignored,
    SearchRequest,
)
from archive.search.syntax import Parsed, clean, parse
from archive.search.understanding import understand

LONGEST_VALUE = 100  # characters of a value other than the query
MOST_VALUES = 30  # of one parameter
MOST_SAID = 10  # of what was misread: beyond them nobody typed it
OF_FACET_PAGE = ("by", "contains", "part")  # how the page of all values of a facet is shown
DATE_BOXES = ("date_from", "date_to")
SORTS = ("relevance", "newest", "oldest")


class Stateless:
    """Nothing of it changes while a request is read: forms and filters need no copies of it."""

    def __deepcopy__(self, memo: object) -> Self:
        return self


class Text(Stateless, forms.CharField):
    """Whatever is typed, without the characters that are no text. The query cleans itself."""

    def to_python(self, value: object) -> str:
        return printable(str(value or ""))[:LONGEST_VALUE]


class Query(Stateless, forms.Field):
    """As it was typed, a null character too: the query cleans itself, and says so."""

    def to_python(self, value: object) -> str:
        return str(value or "")


class Values(Stateless, forms.Field):
    """A repeated parameter: its different values in order."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: list[str] | None) -> tuple[str, ...]:
        cleaned = (printable(item)[:LONGEST_VALUE] for item in (value or [])[:MOST_VALUES])
        return tuple(dict.fromkeys(item for item in cleaned if item))


class DateField(Stateless, forms.CharField):
    """A date as a reader types it, to EDTF. Raises what is wrong in a sentence.

    A date without a first day ("until 1998") says nothing where a search begins, nor one
    without a last day where it ends.
    """

    def __init__(self, end: str, **options: Any) -> None:
        self.end = end
        super().__init__(**options)

    def to_python(self, value: object) -> str:
        typed = printable(str(value or ""))[:LONGEST_VALUE]
        try:
            return self.read(typed) if typed else ""
        except EdtfError as error:
            raise forms.ValidationError(error.say(get_language() or "en")) from error

    def read(self, typed: str) -> str:
        found = read_date(typed)
        if bounds(found)[self.end == "last"] is None:
            raise EdtfError("reading", text=typed)
        return found


class OneOf(Stateless, forms.CharField):
    """One of a few words; anything else is as if it were not given."""

    def __init__(self, *words: str, **options: Any) -> None:
        self.words = words
        super().__init__(**options)

    def to_python(self, value: object) -> str:
        return str(value) if value in self.words else ""


class Page(Stateless, forms.Field):
    def to_python(self, value: object) -> int:
        """A page from 1 to the last that is shown; what is no number is the first."""
        typed = str(value or "")
        if not re.fullmatch(r"[0-9]+", typed):
            return 1
        return min(max(int(typed[:9]), 1), MOST_PAGES)


def declared(kind: type[forms.Field], *arguments: str) -> django_filters.Filter:
    """A filter that only reads its parameter: the search index does the filtering."""

    class Declared(Stateless, django_filters.Filter):  # type: ignore[misc]
        @cached_property
        def field(self) -> forms.Field:
            return kind(*arguments, required=False)

    return Declared()


class ArticleFilter(django_filters.FilterSet):  # type: ignore[misc]
    """The parameters of `/search/`, its feed, its exports and the API."""

    q = declared(Query)
    literal = declared(OneOf, "1")
    country = declared(Values)
    person = declared(Values)
    organization = declared(Values)
    topic = declared(Values)
    language = declared(Values)
    source = declared(Values)
    not_country = declared(Values)
    not_person = declared(Values)
    not_organization = declared(Values)
    not_topic = declared(Values)
    not_language = declared(Values)
    not_source = declared(Values)
    country_match = declared(OneOf, "all", "any")
    person_match = declared(OneOf, "all", "any")
    organization_match = declared(OneOf, "all", "any")
    topic_match = declared(OneOf, "all", "any")
    date_from = declared(DateField, "first")
    date_to = declared(DateField, "last")
    undated = declared(OneOf, "include", "exclude", "only")
    sort = declared(OneOf, *SORTS)
    page = declared(Page)

    class Meta:
        model = Article
        fields: list[str] = []

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data if data is not None else QueryDict(), queryset=Article.objects.none())

    def get_form_class(self) -> type[forms.Form]:
        """The same for every request: to make its class takes longer than to read by it."""
        return _form_class()

    @cached_property
    def search(self) -> SearchRequest:
        """The request, with every name resolved: two queries at most."""
        return _request(self)


@lru_cache(maxsize=1)
def _form_class() -> type[forms.Form]:
    fields = {name: one.field for name, one in ArticleFilter.base_filters.items()}
    return type("ArticleForm", (forms.Form,), fields)


def _request(asked: ArticleFilter) -> SearchRequest:
    asked.form.is_valid()
    values = asked.form.cleaned_data
    parsed = parse(values.get("q", ""))
    literal = bool(values["literal"])
    slugs = [
        (facet, slug.lower())
        for facet in ENTITY_FIELDS
        for slug in (*values[facet], *values[f"not_{facet}"])
    ]
    names = find_names(sought(parsed, slugs, literal=literal))
    vocabulary = read_vocabulary()
    ignored: list[Ignored] = []
    dates, errors = _dates(asked)
    chosen = _chosen(values, "", names, vocabulary, ignored)
    excluded = _chosen(values, "not_", names, vocabulary, ignored)
    return SearchRequest(
        address=_address(asked, parsed, chosen, excluded, ignored),
        understanding=understand(parsed, names, vocabulary, literal=literal),
        chosen=chosen,
        excluded=excluded,
        widened=frozenset(WIDENING)
        | {facet for facet in NARROWING if values[f"{facet}_match"] == "any"},
        dates=dates,
        order=values["sort"] or "relevance",
        page=values["page"],
        literal=literal,
        ignored=tuple(ignored),
        misread=tuple(islice(_misread(asked), MOST_SAID)),
        errors=errors,
        vocabulary=vocabulary,
    )


def _misread(asked: ArticleFilter) -> Iterator[Ignored]:
    """What was given and no parameter can hold: unknown names and words, values beyond the most."""
    values = asked.form.cleaned_data
    for name, given in asked.data.lists():
        for number, typed in enumerate(given):
            value = printable(typed)[:LONGEST_VALUE]
            if value and not _is_read(name, number, value, values):
                yield Ignored(printable(name)[:LONGEST_VALUE], value)


def _is_read(name: str, number: int, value: str, values: Mapping[str, Any]) -> bool:
    if name in {"q", *DATE_BOXES, *OF_FACET_PAGE}:
        return True
    if name in REPEATED:
        return number < MOST_VALUES or value in values[name]
    if name == "page":
        return re.fullmatch(r"[0-9]+", value) is not None
    return name in PARAMETERS and value == values[name]


def _chosen(
    values: Mapping[str, tuple[str, ...]],
    prefix: str,
    names: Names,
    vocabulary: Vocabulary,
    ignored: list[Ignored],
) -> tuple[Chosen, ...]:
    found: dict[tuple[str, object], Chosen] = {}
    for facet in CHOICES:
        for typed in values[prefix + facet]:
            chosen = _one(facet, typed, names, vocabulary)
            if chosen is None:
                ignored.append(Ignored(prefix + facet, typed))
            else:
                found.setdefault((facet, chosen.value), chosen)
    return tuple(found.values())


def _one(facet: str, typed: str, names: Names, vocabulary: Vocabulary) -> Chosen | None:
    if facet == "language":
        code = language_code(typed)
        return Chosen(facet, code, code, code) if code else None
    if facet in ENTITY_FIELDS:
        slug = typed.lower()
        entity = names.by_slug.get((facet, slug)) or moved_entity(facet, slug)
        return Chosen(facet, entity.slug, entity.pk, entity.label) if entity else None
    subject = vocabulary.find(facet, typed)
    if subject is None and facet == "topic":
        subject = vocabulary.find(facet, moved_slug(facet, typed.lower()))
    return Chosen(facet, subject.slug, subject.pk, subject.label) if subject else None


def _dates(asked: ArticleFilter) -> tuple[Dates, dict[str, str]]:
    values, form = asked.form.cleaned_data, asked.form
    typed = {name: printable(form.data.get(name, ""))[:LONGEST_VALUE] for name in DATE_BOXES}
    errors = {name: str(form.errors[name][0]) for name in DATE_BOXES if name in form.errors}
    since, until = values.get("date_from", ""), values.get("date_to", "")
    earliest = bounds(since)[0] if since else None
    latest = bounds(until)[1] if until else None
    if earliest and latest and earliest > latest:
        errors["date_to"] = _("This is before the first date.")
        until, latest = "", None
    period = Period(earliest, latest) if earliest or latest else None
    dates = Dates(typed["date_from"], typed["date_to"], since, until, period, values["undated"])
    return dates, errors


def _address(
    asked: ArticleFilter,
    parsed: Parsed,
    chosen: Iterable[Chosen],
    excluded: Iterable[Chosen],
    ignored: Iterable[Ignored],
) -> Address:
    """What was given, without what says nothing: the first page, the usual order."""
    data, values = asked.form.data, asked.form.cleaned_data
    given: dict[str, list[str]] = defaultdict(list)
    for one in chosen:
        given[one.facet].append(one.slug)
    for one in excluded:
        given[f"not_{one.facet}"].append(one.slug)
    for value in ignored:
        given[value.parameter].append(value.value)
    for facet in NARROWING:
        if values[f"{facet}_match"] == "any":
            given[f"{facet}_match"] = ["any"]
    for name in DATE_BOXES:
        given[name] = [values.get(name) or printable(data.get(name, ""))[:LONGEST_VALUE]]
    given["q"] = [str(parsed) if parsed.cut else clean(data.get("q", ""))[0]]
    given["literal"], given["undated"] = [values["literal"]], [values["undated"]]
    if values["sort"] != "relevance":
        given["sort"] = [values["sort"]]
    if values["page"] > 1:
        given["page"] = [str(values["page"])]
    return Address.of(given)


def printable(text: str) -> str:
    """The text without control characters, surrogates and spaces at its ends."""
    kept = (" " if c.isspace() else c for c in text if not _is_control(c))
    return "".join(kept).strip()


def _is_control(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) in {"Cc", "Cs", "Cn"}
