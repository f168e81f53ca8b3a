"""What a page could show at a moment, told by the highest keys: rows and lines of history.

No clock tells it: what was written before the page was made, and came into force after it, is older
than the page and yet was not on it. A key that is higher was not there. On PostgreSQL, where many
write at once, one that is lower may not have been there either, for the instant in which another
transaction that began later has ended first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from archive.models import Article, EntityTag, TopicTag

Seen = Mapping[str, int]  # name of the model, lower case: highest primary key

MODELS: tuple[Any, ...] = (
    EntityTag,
    TopicTag,
    Article.history.model,
    EntityTag.history.model,
    TopicTag.history.model,
)


def seen_now() -> Seen:
    """Ask before the rows are read, never after: what comes between counts as not seen."""
    tops = ((model, model._base_manager.aggregate(top=Max("pk"))) for model in MODELS)
    return {model._meta.model_name: found["top"] or 0 for model, found in tops}


def told(seen: Seen) -> str:
    """For a form to bring back."""
    return ",".join(str(seen[model._meta.model_name]) for model in MODELS)


def heard(text: str) -> Seen | None:
    """What `told` gave to a form; None for what it cannot have given."""
    keys = text.split(",")
    if len(keys) != len(MODELS) or not all(map(is_key, keys)):
        return None
    return {model._meta.model_name: int(key) for model, key in zip(MODELS, keys, strict=True)}


def is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19  # a database takes no more
