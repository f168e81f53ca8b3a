"""An entity or a topic chosen in a form: by its key from the suggestions, or by its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from archive.models import Alias, Entity, Topic
from archive.text.fold import fold

FEW = 12  # offered where a name is not plain


@dataclass(frozen=True)
class Choice:
    """What was meant, or the name that several have, or none."""

    model: type[Entity | Topic]
    name: str
    subject: Entity | Topic | None


def number(text: str) -> int | None:
    """A primary key as it was sent, None for what can be none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def choose(given: Mapping[str, str], model: type[Entity | Topic], field: str = "to") -> Choice:
    """`to` is a primary key, `to_name` a name as typed: exactly that of one, or not plain."""
    key, name = given.get(field, ""), given.get(f"{field}_name", "").strip()
    rows: QuerySet[Any] = model._default_manager.all()
    if (pk := number(key)) is not None:
        subject = rows.filter(pk=pk).first()
        if subject is not None:
            return Choice(model, name, subject)
    exact = list(exactly_named(model, name)[:2]) if name else []
    return Choice(model, name, exact[0] if len(exact) == 1 else None)


def exactly_named(model: type[Entity | Topic], name: str) -> QuerySet[Any]:
    if model is Entity:
        return Entity.objects.named(name)
    return Topic.objects.filter(Q(name__iexact=name) | Q(slug=name.lower()))


def few_named(choice: Choice) -> Sequence[Entity | Topic]:
    """What may be meant by the name, those first that begin with it."""
    if len(choice.name) < 2:
        return []
    if choice.model is Topic:
        return list(Topic.objects.filter(name__icontains=choice.name)[:FEW])
    folded = fold(choice.name)
    begins = Entity.objects.filter(folded__startswith=folded)[:FEW]
    aliases = Alias.objects.filter(folded__contains=folded).values_list("entity", flat=True)
    inside = Entity.objects.filter(Q(folded__contains=folded) | Q(pk__in=list(aliases[:FEW])))
    return list(dict.fromkeys([*begins, *inside[:FEW]]))[:FEW]
