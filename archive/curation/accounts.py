"""Accounts come and go; what their people decided stays a person's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from simple_history.models import registered_models

from archive.curation.ledger import Change, Values

ACCOUNT = "decided_by_id"
GONE = "by a deleted account"
# Lines of history that a person wrote: with a reason there was one too, whose account is deleted or
# of another archive.
PEOPLE = Q(history_user__isnull=False) | Q(history_change_reason__gt="")


@receiver(pre_delete, sender=User)
def stay_a_persons(instance: User, **_options: Any) -> None:
    """The history loses the account: its lines say that no machine wrote them."""
    for model in registered_models.values():
        lines = model.history.filter(history_user=instance)
        lines.filter(history_change_reason=None).update(history_change_reason=GONE)
        lines.filter(history_change_reason="").update(history_change_reason=GONE)


def without_gone_accounts(changes: Iterable[Change]) -> list[Change]:
    """The changes as the rows know them now: accounts that are deleted are nobody."""
    given = list(changes)
    sides = [side for change in given for side in (change.before, change.after) if side]
    named = {side[ACCOUNT] for side in sides if side.get(ACCOUNT)}
    present = set(User.objects.filter(pk__in=named).values_list("pk", flat=True))

    def known(values: Values | None) -> Values | None:
        if values is None or values.get(ACCOUNT) is None or values[ACCOUNT] in present:
            return values
        return {**values, ACCOUNT: None}

    return [
        replace(change, before=known(change.before), after=known(change.after)) for change in given
    ]
