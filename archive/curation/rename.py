"""A new name or slug: the old address leads to the new one, the old name goes on naming it."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from archive.curation.addresses import address, redirect
from archive.curation.ledger import Ledger
from archive.models import Alias, Decision, Entity, Kind, Topic
from archive.text.fold import fold


@transaction.atomic
def moved(subject: Entity | Topic, old: str, by: User | None, name: str = "") -> Decision | None:
    """Call it after the row was saved, with its address and name before. None: nothing moved."""
    ledger = Ledger(by)
    redirect(ledger, old, address(subject))
    if isinstance(subject, Entity) and name:
        ledger.create(former_names(subject, [("", name)]))
    return ledger.close("move")


def former_names(entity: Entity, former: list[tuple[str, str]]) -> list[Alias]:
    """Names in their language that it had, as further names of it, where they are not yet."""
    known = {fold(name) for name in (entity.name, *entity.names.values())}
    known |= set(entity.aliases.values_list("folded", flat=True))
    aliases = []
    for language, name in former:
        if fold(name) not in known:
            known.add(fold(name))
            # In small letters turkey and mali are words: a country's name keeps its capitals.
            case_matters = entity.kind in (Kind.COUNTRY, Kind.BLOC)
            aliases.append(
                Alias(entity=entity, text=name, language=language, case_matters=case_matters)
            )
    return aliases
