"""Addresses that readers have written down go on working after a merge or a rename."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import override

from archive.curation.ledger import Ledger
from archive.models import Entity, Redirect, Topic


def address(subject: Entity | Topic) -> str:
    """The path of its page without the prefix of a language."""
    with override(settings.LANGUAGE_CODE):
        return subject.get_absolute_url()


def redirect(ledger: Ledger, old: str, new: str) -> None:
    """Send readers of the old address to the new one, in one step, and never in a circle."""
    if old == new:
        return
    ledger.delete(Redirect.objects.filter(old_path=new))  # a page stands there again
    earlier = Redirect.objects.filter(new_path=old)
    ledger.update((row, {"new_path": new}) for row in earlier)
    existing = Redirect.objects.filter(old_path=old)
    if existing:
        ledger.update((row, {"new_path": new}) for row in existing)
    else:
        ledger.create([Redirect(old_path=old, new_path=new)])
