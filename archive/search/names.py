"""Names in the database: which rows a reader's words and an address's values stand for.

A page asks three questions here at most: the entities that its words and values may mean, the
topics and sources (few enough to read whole), and the entities it shows. One query each.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import BooleanField, CharField, JSONField, Q, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse
from django.utils.translation import get_language, override

from archive.models import (
    Alias,
    AliasKind,
    Entity,
    Kind,
    Redirect,
    Source,
    Suppression,
    Topic,
)
from archive.search.country_names import country_codes, name_key
from archive.search.statements import Places, Statement, places_for
from archive.text.fold import fold

# Kinds whose entities may be called by a part of their slug: person:shoigu.
CALLED_BY_PART = (Kind.PERSON, Kind.ORGANIZATION)
# Names of countries that as often mean a state, a river, an island or a person: asked about even
# where the archive knows the country alone.
ALSO_SOMETHING_ELSE = {"georgia", "jordan", "chad", "jersey"}
SUPPRESSED = "suppressed"
COLUMNS = ("pk", "kind", "name", "slug", "code", "names")  # of an EntityName
_SLUG = re.compile(r"[\w-]+", re.ASCII)
SCRIPTS_SHOWN = ("en", "id", "ru", "fa", "ar", "zh", "ja")


def page_of(kind: str, slug: str) -> str:
    """The address of the page of an entity or a topic, in the language of the page."""
    return _remembered_page(kind, slug, get_language() or "en")


@lru_cache(maxsize=10_000)
def _remembered_page(kind: str, slug: str, _language: str) -> str:
    # A page of results has more than a hundred of these, and finding out one takes 0.1 ms.
    return reverse(kind, args=[slug])


@dataclass(frozen=True)
class EntityName:
    """An entity as search speaks of it."""

    pk: int
    kind: str
    name: str
    slug: str
    code: str = ""
    names: Mapping[str, str] = field(default_factory=dict, compare=False, hash=False)

    @property
    def label(self) -> str:
        return self.names.get((get_language() or "en").partition("-")[0]) or self.name

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def url(self) -> str:
        return page_of(self.kind, self.slug)

    def spellings(self, but: str) -> list[tuple[str, str]]:
        """Names in other languages and scripts as (language, name): at most four, none twice."""
        seen = {fold(but), fold(self.label)}
        shown: list[tuple[str, str]] = []
        for language in SCRIPTS_SHOWN:
            name = self.names.get(language, "")
            if name and fold(name) not in seen:
                seen.add(fold(name))
                shown.append((language, name))
        return shown[:4]


@dataclass(frozen=True)
class Called:
    """An entity is called so. `surface` is the alias as written, where its case matters.

    `ambiguous` ones are asked about, and so are figures of speech, such as Tehran for Iran.
    """

    entity: EntityName
    surface: str = ""
    ambiguous: bool = False
    figure: bool = False

    @property
    def doubtful(self) -> bool:
        return self.ambiguous or self.figure

    def joined(self, other: Called) -> Called:
        """Two aliases that read alike: a doubt stays, but a plain name is no figure of speech."""
        return replace(
            self,
            ambiguous=self.ambiguous or other.ambiguous,
            figure=self.figure and other.figure,
        )


@dataclass(frozen=True)
class Sought:
    """What to look up: folded names, codes of countries, (kind, slug), parts of slugs."""

    keys: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    slugs: frozenset[tuple[str, str]] = frozenset()
    parts: frozenset[tuple[str, str]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.keys or self.codes or self.slugs or self.parts)


@dataclass(frozen=True)
class Names:
    """The entities that were found, by name and by slug."""

    by_key: Mapping[str, tuple[Called, ...]] = field(default_factory=dict)
    by_code: Mapping[str, EntityName] = field(default_factory=dict)
    by_slug: Mapping[tuple[str, str], EntityName] = field(default_factory=dict)
    suppressed: frozenset[tuple[str, int]] = frozenset()

    def called(self, text: str) -> tuple[Called, ...]:
        """Everything that is called so, each entity once."""
        found: dict[int, Called] = {}
        for called in self._rows(text):
            pk = called.entity.pk
            found[pk] = found[pk].joined(called) if pk in found else called
        wrong = {pk for key, pk in self.suppressed if key in {fold(text), name_key(text)}}
        return tuple(called for pk, called in found.items() if pk not in wrong)

    def _rows(self, text: str) -> Iterator[Called]:
        """Each name and alias that reads so, in the database or in the list of all locales."""
        key = name_key(text)
        elsewhere = key in ALSO_SOMETHING_ELSE
        for form in keys_of(text):
            for called in self.by_key.get(form, ()):
                if not called.surface or called.surface == text:
                    yield replace(called, ambiguous=called.ambiguous or elsewhere)
        for code in country_codes(key):
            if code in self.by_code:
                yield Called(self.by_code[code], ambiguous=elsewhere)

    def of_kind(self, kind: str, value: str) -> tuple[EntityName, ...]:
        """Entities of a kind meant by a slug, a name or, for people, a part of a name."""
        exact = self.by_slug.get((kind, value.lower()))
        if exact:
            return (exact,)
        named = tuple(c.entity for c in self.called(value) if c.entity.kind == kind)
        if named or kind not in CALLED_BY_PART:
            return named
        part = f"-{name_key(value).replace(' ', '-')}-"
        return tuple(e for e in self.by_slug.values() if e.kind == kind and part in f"-{e.slug}-")


@lru_cache(maxsize=10_000)
def keys_of(text: str) -> tuple[str, ...]:
    """How a name may stand in the database: as written, and with its words parted otherwise."""
    folded, key = fold(text), name_key(text)
    forms = (folded, key, key.replace(" ", "-"), f"{folded}." if "." in folded else "")
    return tuple(dict.fromkeys(form for form in forms if form))


def find_names(sought: Sought) -> Names:
    """One query for all that a search names; none when it names nothing."""
    if not sought:
        return Names()
    by_key: dict[str, list[Called]] = defaultdict(list)
    by_code: dict[str, EntityName] = {}
    by_slug: dict[tuple[str, str], EntityName] = {}
    suppressed: set[tuple[str, int]] = set()
    for *columns, folded, text, sort, ambiguous, case_matters in _rows(sought):
        entity = EntityName(*columns)
        if sort == SUPPRESSED:
            suppressed.add((folded, entity.pk))
            continue
        by_slug[entity.kind, entity.slug] = entity
        if entity.kind == Kind.COUNTRY and entity.code:
            by_code[entity.code] = entity
        surface = text if case_matters else ""
        figure = sort == AliasKind.METONYM
        by_key[folded].append(Called(entity, surface, bool(ambiguous), figure))
    called = {key: tuple(several) for key, several in by_key.items()}
    return Names(called, by_code, by_slug, frozenset(suppressed))


def _rows(sought: Sought) -> Iterable[tuple[Any, ...]]:
    """Entities by name, code or slug; aliases by name; and names that are none of theirs."""
    if sought.parts:
        return _entities(_wanted(sought)).union(*_by_other_names(list(sought.keys)), all=True)
    keys, codes = sorted(sought.keys), sorted(sought.codes)
    slugs = sorted({slug for _kind, slug in sought.slugs})
    sizes = (places_for(keys), places_for(codes), places_for(slugs))
    return _named(connection.vendor, *sizes).rows(keys=keys, codes=codes, slugs=slugs)


@lru_cache(maxsize=50)
def _named(_vendor: str, keys: int, codes: int, slugs: int) -> Statement:
    """What `_rows` asks for so many names: each sort of question by an index of its own."""
    places = Places()
    called = places.texts("keys", keys)
    country = Q(kind=Kind.COUNTRY, code__in=places.texts("codes", codes))
    asked = Q(folded__in=called) | country | Q(slug__in=places.texts("slugs", slugs))
    return Statement(_entities(asked).union(*_by_other_names(called), all=True), places)


def _entities(wanted: Q) -> QuerySet[Any, Any]:
    no, no_text = _no(), Value("", output_field=CharField())
    entities = Entity.objects.filter(wanted).order_by()
    return entities.values_list(*COLUMNS, "folded", no_text, no_text, no, no)


def _by_other_names(keys: list[str]) -> Iterator[QuerySet[Any, Any]]:
    """Entities by their aliases, and those of which a name says nothing."""
    no, no_text = _no(), Value("", output_field=CharField())
    mark = Value(SUPPRESSED, output_field=CharField())
    of_entity = [f"entity__{column}" for column in COLUMNS]
    aliases = Alias.objects.filter(folded__in=keys, enabled=True).order_by()
    yield aliases.values_list(*of_entity, "folded", "text", "kind", "ambiguous", "case_matters")
    suppressions = Suppression.objects.filter(folded__in=keys, article=None).order_by()
    yield suppressions.values_list(*of_entity, "folded", no_text, mark, no, no)


def _no() -> Value:
    return Value(value=False, output_field=BooleanField())


def _wanted(sought: Sought) -> Q:
    wanted = Q(folded__in=sought.keys) | Q(kind=Kind.COUNTRY, code__in=sought.codes)
    for kind, slug in sought.slugs:
        wanted |= Q(kind=kind, slug=slug)
    for kind, part in sought.parts:
        inside = Q(slug__startswith=f"{part}-") | Q(slug__endswith=f"-{part}")
        wanted |= Q(kind=kind) & (inside | Q(slug__contains=f"-{part}-"))
    return wanted


def moved_entity(kind: str, slug: str) -> EntityName | None:
    """The entity whose page stood at this slug, before it was renamed or merged. Two queries."""
    moved = moved_slug(kind, slug)
    row = Entity.objects.filter(kind=kind, slug=moved).values_list(*COLUMNS).first()
    return EntityName(*row) if row and moved else None


def moved_slug(page: str, slug: str) -> str:
    """Where the page of a country, person, organisation or topic has moved to; "": nowhere."""
    if not _SLUG.fullmatch(slug):
        return ""
    with override(settings.LANGUAGE_CODE):  # addresses are kept without the prefix of a language
        old = reverse(page, args=[slug])
    new = Redirect.objects.filter(old_path=old).values_list("new_path", flat=True).first()
    same_sort = new and new.startswith(old.removesuffix(f"{slug}/"))
    return str(new).rstrip("/").rpartition("/")[2] if same_sort else ""


def entity_names(pks: Iterable[int]) -> dict[int, EntityName]:
    """The entities with these primary keys, to be shown. One query; none for none."""
    wanted = sorted(set(pks))
    if not wanted:
        return {}
    rows = _by_key(connection.vendor, places_for(wanted)).rows(pks=wanted)
    return {row[0]: EntityName(*row) for row in rows}


@lru_cache(maxsize=20)
def _by_key(_vendor: str, most: int) -> Statement:
    places = Places()
    entities = Entity.objects.filter(pk__in=places.numbers("pks", most)).order_by()
    return Statement(entities.values_list(*COLUMNS), places)


def entity_labels(pks: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Slug and label of the entities with these primary keys. One query; none for none."""
    wanted = sorted(set(pks))
    if not wanted:
        return {}
    language = (get_language() or "en").partition("-")[0]
    rows = _labels(connection.vendor, places_for(wanted), language).rows(pks=wanted)
    return {pk: (slug, local or name) for pk, slug, name, local in rows}


@lru_cache(maxsize=40)
def _labels(_vendor: str, most: int, language: str) -> Statement:
    places = Places()
    entities = Entity.objects.filter(pk__in=places.numbers("pks", most)).order_by()
    local = KeyTextTransform(language, "names")
    return Statement(entities.values_list("pk", "slug", "name", local), places)


@dataclass(frozen=True)
class SubjectName:
    """A topic or a source as search speaks of it."""

    pk: int
    slug: str
    name: str
    names: Mapping[str, str] = field(default_factory=dict, compare=False, hash=False)

    @property
    def label(self) -> str:
        return self.names.get((get_language() or "en").partition("-")[0]) or self.name


@dataclass(frozen=True)
class Vocabulary:
    """All topics and all sources, by primary key."""

    topics: Mapping[int, SubjectName] = field(default_factory=dict)
    sources: Mapping[int, SubjectName] = field(default_factory=dict)

    def find(self, facet: str, value: str) -> SubjectName | None:
        """The topic or source with this slug, or else with this name in any of its languages."""
        subjects = (self.topics if facet == "topic" else self.sources).values()
        for subject in subjects:
            if subject.slug == value.lower():
                return subject
        key = name_key(value)
        for subject in subjects:
            if key and key in map(name_key, (subject.name, *subject.names.values())):
                return subject
        return None


def read_vocabulary() -> Vocabulary:
    """Topics and sources in one query."""
    found: dict[str, dict[int, SubjectName]] = {"topic": {}, "source": {}}
    for sort, pk, slug, name, names in _vocabulary(connection.vendor).rows():
        said = Source(slug=slug, name=name).label if sort == "source" else name
        found[sort][pk] = SubjectName(pk, slug, said, names)
    return Vocabulary(found["topic"], found["source"])


@lru_cache(maxsize=2)
def _vocabulary(_vendor: str) -> Statement:
    topics = Topic.objects.order_by().annotate(sort=Value("topic"))
    none = Value({}, output_field=JSONField())
    sources = Source.objects.order_by().annotate(sort=Value("source"))
    return Statement(
        topics.values_list("sort", "pk", "slug", "name", "names").union(
            sources.values_list("sort", "pk", "slug", "name", none), all=True
        )
    )
