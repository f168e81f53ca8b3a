"""A confirmed tag teaches the words that named its entity: they become its alias."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Q

from archive.curation.ledger import Ledger
from archive.curation.suppress import batches, surfaces
from archive.models import Alias, AliasKind, Entity, EntityTag, Kind, Suppression
from archive.text.fold import fold
from archive.text.tokens import words

LISTED = frozenset({Kind.COUNTRY, Kind.BLOC})  # found by lists alone, which curators edit
SHORTEST = 4  # letters of a name of one word
LONGEST = 200  # characters

Forms = Mapping[int, Mapping[str, str]]  # primary key of an entity -> folded form -> form


def learn(ledger: Ledger, tags: Sequence[EntityTag]) -> None:
    """Remember the new forms of persons, organisations and places in the texts of these tags.

    A form that could mean anybody else is left alone: one that another entity has, a short word,
    a single word that is only part of the name. So is what a curator switched off.
    """
    for batch in batches(tags):
        found: defaultdict[int, dict[str, str]] = defaultdict(dict)
        for (_article, entity), surface in sorted(surfaces(batch)):
            found[entity].setdefault(fold(surface), surface)
        entities = Entity.objects.exclude(kind__in=LISTED).in_bulk(list(found))
        owners = _owners({name for key in entities for name in found[key]})
        ledger.create(
            [
                Alias(
                    entity=entity,
                    text=form,
                    kind=AliasKind.LEARNED,
                    case_matters=form.isupper() and " " not in form,
                )
                for entity, folded, form in _new(entities, found)
                if folded not in owners and _tells(folded, entity)
            ]
        )


def _new(entities: Mapping[int, Entity], found: Forms) -> Iterator[tuple[Entity, str, str]]:
    for key, entity in sorted(entities.items()):
        for folded, form in sorted(found[key].items()):
            if len(form) <= LONGEST:
                yield entity, folded, form


def _owners(names: set[str]) -> set[str]:
    """The folded names that an entity has already, or that were said not to be one's."""
    owned: set[str] = set()
    ordered = sorted(names)
    for start in range(0, len(ordered), 500):
        some = Q(folded__in=ordered[start : start + 500])
        for rows in (Entity.objects, Alias.objects, Suppression.objects.filter(article=None)):
            owned.update(rows.filter(some).order_by().values_list("folded", flat=True))
    return owned


def _tells(folded: str, entity: Entity) -> bool:
    """Whether the form is enough to tell the entity by: a bare surname is anybody's."""
    form = words(folded)
    if len(form) != 1:
        return bool(form)
    part = entity.kind == Kind.PERSON and form[0] in words(entity.folded)
    return len(form[0]) >= SHORTEST and not part
