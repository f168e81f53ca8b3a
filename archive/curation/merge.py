"""Two entities turn out to be one: the duplicate's names, tags and places in texts move over.

Nothing is lost: what cannot stand twice is kept in the Decision, and undo brings it all back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q
from django.utils.translation import gettext as _

from archive.curation.addresses import address, redirect
from archive.curation.ledger import Ledger
from archive.curation.rename import former_names
from archive.curation.suppress import lift, suppress
from archive.models import (
    Alias,
    Decision,
    Distinction,
    Entity,
    EntityTag,
    Mention,
    MergeProposal,
    Office,
    State,
    Suppression,
    TopicTag,
)
from archive.text.fold import fold

PACE = 10_000  # rows that move in a second of the processor (measured, see docs/curation.md)
TagT = TypeVar("TagT", EntityTag, TopicTag)


class MergeRefused(Exception):
    """These two cannot be one. The message says why, for a person."""


@dataclass(frozen=True)
class Move:
    """Rows that point to an entity: by which field, and what may stand only once beside it."""

    model: type[Model]
    field: str
    once: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()  # what the row that is met may have known


# What points to an entity, tags, mentions and pairs apart; a test holds the list complete.
MOVES = (
    Move(Alias, "entity", ("text", "language"), ("valid_from", "valid_to")),
    Move(Office, "person", ("post", "start"), ("end", "reference", "of_id", "post_names")),
    Move(Office, "of"),
    Move(Entity, "country"),
    Move(Suppression, "entity", ("folded", "article_id")),
)
PAIRS = (Distinction, MergeProposal)
FILLED = ("code", "country_id", "wikidata", "valid_from", "valid_to", "note")


@transaction.atomic
def absorb(kept: Entity, duplicate: Entity, by: User | None, reason: str = "") -> Decision:
    """Make the duplicate one with the entity that is kept. Raises MergeRefused."""
    both = Entity.objects.select_for_update().in_bulk([kept.pk, duplicate.pk])
    if len(both) != 2:
        raise MergeRefused(_("Choose two different entities."))
    kept, duplicate = both[kept.pk], both[duplicate.pk]
    if kept.kind != duplicate.kind:
        raise MergeRefused(_("Only entities of one kind can be merged."))
    ledger = Ledger(by)
    old, new = address(duplicate), address(kept)
    let_names_meet(ledger, kept, duplicate)
    enabled = set(duplicate.aliases.filter(enabled=True).values_list("folded", flat=True))
    move_rows(ledger, kept, duplicate)
    move_tags(ledger, kept, duplicate)
    move_pairs(ledger, kept, duplicate)
    ledger.delete([duplicate])
    fill(ledger, kept, duplicate)
    names = [("", duplicate.name), *duplicate.names.items()]
    ledger.create(former_names(kept, names))
    switch_on(ledger, kept, {fold(name) for _language, name in names} | enabled)
    redirect(ledger, old, new)
    return ledger.decision("merge", reason)


def let_names_meet(ledger: Ledger, one: Entity, other: Entity) -> None:
    """That a name of the one is never the other was said when these two were held for two."""
    for entity, names in ((one, names_of(other)), (other, names_of(one))):
        everywhere = entity.suppressions.filter(article=None, folded__in=names)
        ledger.delete(everywhere.order_by("pk"))


def names_of(entity: Entity) -> set[str]:
    return {entity.folded, *entity.aliases.values_list("folded", flat=True)}


def move_rows(ledger: Ledger, kept: Entity, duplicate: Entity) -> None:
    move_mentions(ledger, kept, duplicate)
    for move in MOVES:
        ours = {key(row, move.once): row for row in pointing(move, kept)} if move.once else {}
        met, moved = [], []
        for row in pointing(move, duplicate):
            if move.once and key(row, move.once) in ours:
                met.append((ours[key(row, move.once)], row))
            elif row != kept:
                moved.append(row)
        ledger.delete([row for _ours, row in met])
        ledger.update((row, unsaid(row, other, move.filled)) for row, other in met)
        ledger.update((row, {f"{move.field}_id": kept.pk}) for row in moved)
    if kept.country_id == duplicate.pk:  # nothing is a country of itself
        ledger.update([(kept, {"country_id": None})])


def unsaid(row: Model, other: Model, names: Iterable[str]) -> dict[str, Any]:
    """The other's values of these fields where the row has none."""
    return {
        name: getattr(other, name)
        for name in names
        if getattr(other, name) and not getattr(row, name)
    }


def switch_on(ledger: Ledger, entity: Entity, folded: Iterable[str]) -> None:
    """What was another's name until now is one of this entity, switched off here before or not."""
    off = entity.aliases.filter(folded__in=sorted(folded), enabled=False)
    ledger.update((alias, {"enabled": True}) for alias in off)


def pointing(move: Move, entity: Entity) -> list[Model]:
    rows = move.model._default_manager.filter(**{move.field: entity}).order_by("pk")
    return list(rows)


def key(row: Model, fields: Iterable[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, field) for field in fields)


def move_mentions(ledger: Ledger, kept: Entity, duplicate: Entity) -> None:
    """Those of the duplicate, but where the same words name both already."""
    same = {name: OuterRef(name) for name in ("revision", "start", "end")}
    ours = Mention.objects.filter(entity=kept, **same)
    ledger.delete(duplicate.mentions.filter(Exists(ours)).order_by("pk"))
    ledger.point(duplicate.mentions.all(), "entity", kept.pk)


def move_tags(ledger: Ledger, kept: Entity, duplicate: Entity) -> None:
    """The duplicate's tags. Where both have one, the later decision holds."""
    met = meeting(kept, duplicate)
    ledger.delete([other for _tag, other in met])
    ledger.update((tag, joined(tag, other)) for tag, other in met)
    ledger.point(duplicate.tags.all(), "entity", kept.pk)
    suppress(ledger, [tag for tag, _other in met if tag.state == State.REJECTED])
    lift(ledger, [tag for tag, _other in met if tag.state == State.CONFIRMED])


def meeting(kept: Any, duplicate: Any) -> list[tuple[Any, Any]]:
    """The tags of two entities, or of two topics, on the articles that have both."""
    ours = kept.tags.filter(article__in=duplicate.tags.values("article"))
    by_article = {tag.article_id: tag for tag in ours.select_related("article")}
    theirs = duplicate.tags.filter(article__in=kept.tags.values("article")).order_by("pk")
    return [(by_article[tag.article_id], tag) for tag in theirs]


def joined(tag: EntityTag, other: EntityTag) -> Mapping[str, Any]:
    """What becomes of `tag` when `other`, of the same article, is about the same entity."""
    holds = later(tag, other)
    return {
        "state": holds.state,
        "decided_by_id": holds.decided_by_id,
        "decided_at": holds.decided_at,
        "origin": holds.origin,
        "weight": min(1.0, tag.weight + other.weight),
        "central": tag.central or other.central,
        "evidence": added_up(tag.evidence, other.evidence),
    }


def added_up(evidence: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """The evidence of both, with the words of both."""
    forms = Counter(evidence.get("forms", {})) + Counter(other.get("forms", {}))
    return {**other, **evidence, **({"forms": dict(forms)} if forms else {})}


def later(tag: TagT, other: TagT) -> TagT:
    """The one that was decided last; any decision comes after none."""
    if other.decided_at is None or tag.decided_at is None:
        return other if tag.decided_at is None and other.decided_at else tag
    return other if other.decided_at > tag.decided_at else tag


def move_pairs(ledger: Ledger, kept: Entity, duplicate: Entity) -> None:
    """Pairs of the duplicate become pairs of the entity that is kept; the pair of the two ends."""
    for model in PAIRS:
        ours = {other_of(row, kept) for row in pairs_with(model, kept)}
        gone, moved = [], []
        for row in pairs_with(model, duplicate):
            other = other_of(row, duplicate)
            if other == kept.pk or other in ours:
                gone.append(row)
            else:
                first, second = sorted((kept.pk, other))
                moved.append((row, {"first_id": first, "second_id": second}))
        ledger.delete(gone)
        ledger.update(moved)


def pairs_with(
    model: type[Distinction | MergeProposal], entity: Entity
) -> Sequence[Distinction | MergeProposal]:
    return list(model.objects.filter(Q(first=entity) | Q(second=entity)).order_by("pk"))


def other_of(row: Distinction | MergeProposal, entity: Entity) -> int:
    return row.second_id if row.first_id == entity.pk else row.first_id


def fill(ledger: Ledger, kept: Entity, duplicate: Entity) -> None:
    """What the kept entity does not say of itself, the duplicate may have known."""
    values = unsaid(kept, duplicate, FILLED)
    if values.get("country_id") == kept.pk:
        del values["country_id"]
    values["names"] = {**duplicate.names, **kept.names}
    values["identifiers"] = {**duplicate.identifiers, **kept.identifiers}
    ledger.update([(kept, values)])


# --- Before a person says yes --------------------------------------------------------------


@dataclass(frozen=True)
class Preview:
    """What a merge would move, and where two decisions meet."""

    tags: int
    mentions: int
    aliases: int
    offices: int
    met: tuple[tuple[EntityTag, EntityTag], ...]  # kept's and duplicate's, decided differently
    distinct: bool  # somebody said that these two are not the same
    old_address: str
    new_address: str

    @property
    def rows(self) -> int:
        return self.tags + self.mentions + self.aliases + self.offices


def preview(kept: Entity, duplicate: Entity) -> Preview:
    """Changes nothing. At most a hundred meetings are named."""
    low, high = sorted((kept.pk, duplicate.pk))
    return Preview(
        tags=duplicate.tags.count(),
        mentions=duplicate.mentions.count(),
        aliases=duplicate.aliases.count(),
        offices=duplicate.offices.count(),
        met=tuple(meetings(kept, duplicate)[:100]),
        distinct=Distinction.objects.filter(first=low, second=high).exists(),
        old_address=address(duplicate),
        new_address=address(kept),
    )


def meetings(kept: Entity, duplicate: Entity) -> list[tuple[EntityTag, EntityTag]]:
    """Tags of both on one article that do not say the same."""
    return [(tag, other) for tag, other in meeting(kept, duplicate) if tag.state != other.state]
