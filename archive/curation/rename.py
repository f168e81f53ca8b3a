"""A new slug for an entity or a topic: the old address leads on to the new one."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from archive.curation.addresses import address, redirect
from archive.curation.ledger import Ledger
from archive.models import Decision, Entity, Topic


@transaction.atomic
def moved(subject: Entity | Topic, old: str, by: User | None) -> Decision | None:
    """Call it after the row was saved, with its address before. None when nothing moved."""
    ledger = Ledger(by)
    redirect(ledger, old, address(subject))
    return ledger.close("move")
