"""A name means an entity, or it never does: everywhere, and from now on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from archive.curation.decide import decided
from archive.curation.ledger import Ledger
from archive.models import Alias, Decision, Entity, EntityTag, Kind, State, Suppression
from archive.text.fold import fold


@dataclass(frozen=True)
class Reach:
    """The suggestions that a rule about a name would decide, and the first of their articles."""

    tags: tuple[int, ...]  # primary keys
    sample: tuple[EntityTag, ...]

    @property
    def count(self) -> int:
        return len(self.tags)


def reach(entity: Entity, name: str, *, alone: bool) -> Reach:
    """Suggestions of the entity that rest on the name; `alone`: on no other name beside it."""
    keys = resting_on(entity, name, alone=alone)
    sample = EntityTag.objects.filter(pk__in=keys[:5]).select_related("article")
    return Reach(tuple(keys), tuple(sample))


def resting_on(entity: Entity, name: str, *, alone: bool) -> list[int]:
    folded = fold(name)
    found = []
    for pk, evidence in entity.tags.suggested().order_by("pk").values_list("pk", "evidence"):
        forms = {fold(form) for form in evidence.get("forms", {})}
        if folded in forms and (forms == {folded} or not alone):
            found.append(pk)
    return found


@transaction.atomic
def always(entity: Entity, name: str, by: User | None) -> Decision | None:
    """The name means the entity: it becomes its alias, and what rests on it is confirmed."""
    ledger = Ledger(by)
    folded = fold(name)
    ledger.delete(Suppression.objects.filter(entity=entity, folded=folded))
    known = list(entity.aliases.filter(folded=folded))
    ledger.update(
        (alias, {"enabled": True, "ambiguous": False, "origin": "curator"}) for alias in known
    )
    if not known and folded != entity.folded:
        case_matters = entity.kind in {Kind.COUNTRY, Kind.BLOC}  # turkey and mali are words
        ledger.create([Alias(entity=entity, text=name, case_matters=case_matters)])
    settle(ledger, resting_on(entity, name, alone=False), State.CONFIRMED)
    return ledger.close("always")


@transaction.atomic
def never(entity: Entity, name: str, by: User | None) -> Decision | None:
    """The name does not mean the entity: what rests on it alone is rejected."""
    ledger = Ledger(by)
    folded = fold(name)
    if not Suppression.objects.filter(entity=entity, folded=folded, article=None).exists():
        ledger.create([Suppression(entity=entity, folded=folded, decided_by=by)])
    ledger.update((alias, {"enabled": False}) for alias in entity.aliases.filter(folded=folded))
    settle(ledger, resting_on(entity, name, alone=True), State.REJECTED)
    return ledger.close("never")


def settle(ledger: Ledger, keys: Sequence[int], state: State) -> None:
    tags = EntityTag.objects.select_for_update().in_bulk(list(keys)).values()
    ledger.update((tag, decided(state, ledger.by)) for tag in tags)
