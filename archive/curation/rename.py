"""A new name or slug: the old address leads to the new one, the old name goes on naming it."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from archive.curation.addresses import address, redirect
from archive.curation.ledger import Ledger, only, row_values
from archive.models import Alias, Decision, Entity, Kind, Topic
from archive.text.fold import fold

VERB = "move"
NAMED = ("kind", "name", "folded", "slug")  # what a rename changes of a row


@transaction.atomic
def moved(subject: Entity | Topic, former: Entity | Topic, by: User | None) -> Decision | None:
    """Call it after the row was saved, with the row as it was before. None: nothing moved."""
    ledger = Ledger(by)
    note_names(ledger, subject, former)
    redirect(ledger, address(former), address(subject))
    if isinstance(subject, Entity):
        ledger.create(former_names(subject, [("", former.name)]))
    return ledger.close(VERB)


def note_names(ledger: Ledger, subject: Entity | Topic, former: Entity | Topic) -> None:
    """The row was saved already; that its names were others belongs to the decision."""
    before, after = row_values(former), row_values(subject)
    differing = [name for name in NAMED if name in after and before[name] != after[name]]
    if differing:
        ledger.note(subject, only(before, differing), only(after, differing))


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
