"""One entity turns out to be two: some of its names, and what rests on them, are another's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from archive.curation.ledger import Ledger
from archive.curation.merge import joined, switch_on
from archive.curation.rename import former_names
from archive.curation.suppress import lift
from archive.models import (
    Decision,
    Distinction,
    Entity,
    EntityTag,
    Mention,
    MergeProposal,
    State,
    Suppression,
)
from archive.models.entity import check_length
from archive.text.fold import fold

MOST_FORMS = 200
BATCH = 500


class SplitRefused(Exception):
    """These names cannot be parted so. The message says why, for a person."""


@dataclass(frozen=True)
class Parting:
    """What would move: whole tags, and tags whose articles name both."""

    aliases: int
    mentions: int
    whole: int  # tags that rest on the parted names alone
    shared: int  # articles that stay tagged, and get a suggestion of the other beside it
    sample: tuple[EntityTag, ...]


def forms_of(entity: Entity) -> list[tuple[str, int]]:
    """The words that name it in texts, most frequent first."""
    rows = entity.mentions.order_by().values_list("surface").annotate(times=Count("pk"))
    return list(rows.order_by("-times", "surface")[:MOST_FORMS])


def foresee(entity: Entity, names: Collection[str]) -> Parting:
    """Changes nothing."""
    folded = {fold(name) for name in names}
    whole: list[int] = []
    shared: list[int] = []
    for tag, forms in resting(entity, folded):
        (whole if forms <= folded else shared).append(tag)
    surfaces = [surface for surface, _times in forms_of(entity) if fold(surface) in folded]
    return Parting(
        aliases=entity.aliases.filter(folded__in=folded).count(),
        mentions=entity.mentions.filter(surface__in=surfaces).count(),
        whole=len(whole),
        shared=len(shared),
        sample=tuple(tagged([*whole, *shared][:5])),
    )


def tagged(keys: Sequence[int]) -> list[EntityTag]:
    return list(EntityTag.objects.filter(pk__in=keys).select_related("article"))


def resting(entity: Entity, folded: Collection[str]) -> Iterator[tuple[int, set[str]]]:
    """Tags with one of the names among their words: primary key, and all their words, folded."""
    for pk, evidence in entity.tags.order_by("pk").values_list("pk", "evidence"):
        forms = {fold(form) for form in evidence.get("forms", {})}
        if forms & set(folded):
            yield pk, forms


@transaction.atomic
def split(
    entity: Entity, names: Collection[str], other: Entity | str, by: User | None, reason: str = ""
) -> tuple[Entity, Decision]:
    """Part these names from the entity: they are `other`, or a new one of that name.

    Raises SplitRefused.
    """
    refuse_long([*names, *([other] if isinstance(other, str) else [])])
    folded = {fold(name).strip() for name in names} - {""}
    if not folded:
        raise SplitRefused(_("Choose the names that are another's."))
    if entity.folded in folded:
        raise SplitRefused(_("The preferred name stays: rename the entity first."))
    ledger = Ledger(by)
    if isinstance(other, str):
        other = Entity(kind=entity.kind, name=other.strip(), country=entity.country)
        ledger.create([other])
    if other == entity or other.kind != entity.kind:
        raise SplitRefused(_("Choose another entity of the same kind."))
    whole = [pk for pk, forms in resting(entity, folded) if forms <= folded]
    shared = [pk for pk, forms in resting(entity, folded) if not forms <= folded]
    move_tags(ledger, other, whole)
    share_tags(ledger, other, shared, folded)
    move_words(ledger, entity, other, folded)
    keep_apart(ledger, entity, other, folded)
    return other, ledger.decision("split", reason)


def refuse_long(names: Collection[str]) -> None:
    try:
        for name in names:
            check_length(name, "name")
    except ValidationError as fault:
        raise SplitRefused(" ".join(fault.messages)) from fault


def move_tags(ledger: Ledger, other: Entity, keys: Sequence[int]) -> None:
    """Tags that rest on the parted names alone. Where both have one, the later decision holds.

    What was rejected may have been so just as the name is the other's: that stays, and the other
    is suggested.
    """
    tags = list(EntityTag.objects.filter(pk__in=keys))
    ours = {
        tag.article_id: tag for tag in other.tags.filter(article__in=[t.article_id for t in tags])
    }
    refused = [tag for tag in tags if tag.state == State.REJECTED]
    moving = [tag for tag in tags if tag.state != State.REJECTED]
    met = [(ours[tag.article_id], tag) for tag in moving if tag.article_id in ours]
    ledger.delete([tag for _ours, tag in met])
    ledger.update((tag, joined(tag, former)) for tag, former in met)
    lift(ledger, [tag for tag, _former in met if tag.state == State.CONFIRMED])
    ledger.update((tag, {"entity_id": other.pk}) for tag in moving if tag.article_id not in ours)
    ledger.create(
        [suggestion(tag, other, tag.evidence) for tag in refused if tag.article_id not in ours]
    )


def suggestion(tag: EntityTag, other: Entity, evidence: dict[str, Any]) -> EntityTag:
    """Of the other in the article of this tag. Does not save."""
    return EntityTag(
        article_id=tag.article_id,
        entity=other,
        evidence=evidence,
        state=State.SUGGESTED,
        origin="machine",
        weight=tag.weight,
    )


def share_tags(ledger: Ledger, other: Entity, keys: Sequence[int], folded: Collection[str]) -> None:
    """Where both are named, the other is suggested, and each keeps the words that name it."""
    tags = list(EntityTag.objects.filter(pk__in=keys))
    there = set(
        other.tags.filter(article__in=[t.article_id for t in tags]).values_list(
            "article", flat=True
        )
    )
    new, kept = [], []
    for tag in tags:
        forms: dict[str, Any] = tag.evidence.get("forms", {})
        theirs = {form: count for form, count in forms.items() if fold(form) in folded}
        ours = {form: count for form, count in forms.items() if form not in theirs}
        kept.append((tag, {"evidence": {**tag.evidence, "forms": ours}}))
        if tag.article_id not in there:
            new.append(suggestion(tag, other, {**tag.evidence, "forms": theirs}))
    ledger.update(kept)
    ledger.create(new)


def move_words(ledger: Ledger, entity: Entity, other: Entity, folded: Collection[str]) -> None:
    """Aliases, and the mentions in all texts."""
    taken = set(other.aliases.values_list("text", "language"))
    aliases = list(entity.aliases.filter(folded__in=folded))
    ledger.delete([row for row in aliases if (row.text, row.language) in taken])
    switch_on(ledger, other, folded)
    ledger.update(
        (row, {"entity_id": other.pk, "origin": "curator"})
        for row in aliases
        if (row.text, row.language) not in taken
    )
    mentions = [
        mention
        for mention in Mention.objects.filter(entity=entity).iterator()
        if fold(mention.surface) in folded
    ]
    for start in range(0, len(mentions), BATCH):
        part = mentions[start : start + BATCH]
        spans = set(
            other.mentions.filter(revision__in={row.revision_id for row in part}).values_list(
                "revision", "start", "end"
            )
        )
        double = [row for row in part if (row.revision_id, row.start, row.end) in spans]
        ledger.delete(double)
        ledger.update((row, {"entity_id": other.pk}) for row in part if row not in double)


def keep_apart(ledger: Ledger, entity: Entity, other: Entity, folded: Collection[str]) -> None:
    """From now on the names mean the other one, and nobody proposes to merge the two."""
    known = set(
        Suppression.objects.filter(entity=entity, article=None).values_list("folded", flat=True)
    )
    ledger.create(
        [
            Suppression(entity=entity, folded=name, decided_by=ledger.by)
            for name in sorted(folded)
            if name not in known
        ]
    )
    surfaces = {fold(surface): surface for surface, _times in forms_of(other)}
    names = [("", surfaces[name]) for name in sorted(folded) if name in surfaces]
    ledger.create(former_names(other, names))
    distinguish_in(ledger, entity, other)


@transaction.atomic
def distinguish(one: Entity, other: Entity, by: User | None) -> Decision | None:
    """These two are not the same: they are never proposed to be merged again."""
    ledger = Ledger(by)
    distinguish_in(ledger, one, other)
    return ledger.close("distinguish")


def distinguish_in(ledger: Ledger, one: Entity, other: Entity) -> None:
    first, second = sorted((one.pk, other.pk))
    pair = {"first_id": first, "second_id": second}
    if first != second and not Distinction.objects.filter(**pair).exists():
        ledger.create([Distinction(decided_by=ledger.by, **pair)])
    ledger.delete(MergeProposal.objects.filter(**pair))
