"""Under which keys a row stood before a person corrected it, so that it is found by them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from archive.curation.references import subject_ref

Key = dict[str, Any]  # field names to values, of the owner its reference


def former_keys(
    model: Any, keys: set[int], owner: str, names: Sequence[str]
) -> dict[int, list[Key]]:
    """By primary key, from the history; none under which another row stands today."""
    present = set(model.objects.order_by().values_list(owner, *names))
    versions = model.history.filter(id__in=keys).order_by("history_id")
    found: dict[int, set[tuple[Any, ...]]] = defaultdict(set)
    for pk, *key in versions.values_list("id", owner, *names):
        if tuple(key) not in present:
            found[pk].add(tuple(key))
    sort: Any = model._meta.get_field(owner).remote_field.model
    owners = sort._default_manager.in_bulk({key[0] for each in found.values() for key in each})
    return {
        pk: [
            {owner: subject_ref(owners[key[0]]), **dict(zip(names, key[1:], strict=True))}
            for key in sorted(each, key=str)
            if key[0] in owners
        ]
        for pk, each in found.items()
    }
