"""Found names that nobody has yet become entities, all of a batch together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from django.db.models import Model
from django.utils.text import slugify

from archive.extraction.values import FoundEntity
from archive.models import Alias, Entity, Kind, Office
from archive.models.rows import insert_history, insert_keyed
from archive.text.fold import fold, transliterate

LONGEST_NAME = 200
LONGEST_SLUG = 70
CODED = frozenset({Kind.COUNTRY, Kind.BLOC})
Row = TypeVar("Row", bound=Model)


def make(found: Sequence[FoundEntity]) -> list[int]:
    """Insert them with a statement for each table; their primary keys. In a transaction."""
    if not found:
        return []
    countries = _countries(found)
    entities = [_entity(each, countries) for each in found]
    for entity, slug in zip(entities, _slugs(entities), strict=True):
        entity.slug = slug
    _insert(entities)
    pairs = list(zip(entities, found, strict=True))
    _insert([alias for entity, each in pairs for alias in _aliases(entity, each)])
    _insert([office for entity, each in pairs for office in _offices(entity, each, countries)])
    return [entity.pk for entity in entities]


def _insert(rows: Sequence[Row]) -> None:
    """As a save of each would, but that nobody listens: nothing is tagged with them yet."""
    insert_keyed(rows)
    if rows:
        insert_history(type(rows[0]), [row.pk for row in rows])


def _countries(entities: Iterable[FoundEntity]) -> dict[str, int]:
    """The primary keys of all countries that these name, by code."""
    codes = {code for e in entities for code in (e.country, *(office.of for office in e.offices))}
    if not codes - {""}:
        return {}
    rows = Entity.objects.countries().filter(code__in=codes - {""}).order_by()
    return dict(rows.values_list("code", "pk"))


def _entity(found: FoundEntity, countries: dict[str, int]) -> Entity:
    name = found.name[:LONGEST_NAME]
    return Entity(
        kind=found.kind,
        name=name,
        folded=fold(name),
        code=found.key if found.kind in CODED else "",
        names=dict(found.names),
        country_id=countries.get(found.country),
        wikidata=found.wikidata,
    )


def _slugs(entities: Sequence[Entity]) -> list[str]:
    """A free slug for each: that of its name, or if somebody has that, one with a number."""
    bases = [slugify(transliterate(e.name))[:LONGEST_SLUG].strip("-") or e.kind for e in entities]
    rows = Entity.objects.filter(slug__in=bases).order_by()
    taken = set(rows.values_list("kind", "slug"))
    slugs = []
    for entity, base in zip(entities, bases, strict=True):
        slug = base
        if (entity.kind, slug) in taken:
            slug = Entity.objects.free_slug(entity.kind, entity.name)
            number = 2
            while (entity.kind, slug) in taken:  # by another one of these
                slug, number = f"{base}-{number}", number + 1
        taken.add((entity.kind, slug))
        slugs.append(slug)
    return slugs


def _aliases(entity: Entity, found: FoundEntity) -> Iterator[Alias]:
    spellings = dict.fromkeys((text.strip(), language) for text, language in found.aliases)
    for text, language in spellings:
        if text and text != entity.name and len(text) <= LONGEST_NAME:
            yield Alias(
                entity=entity, text=text, folded=fold(text), language=language, origin="machine"
            )


def _offices(entity: Entity, found: FoundEntity, countries: dict[str, int]) -> Iterator[Office]:
    for office in found.offices:
        yield Office(
            person=entity,
            post=office.post,
            post_names=dict(office.post_names),
            of_id=countries.get(office.of),
            start=office.start,
            end=office.end,
            reference=office.reference,
        )
