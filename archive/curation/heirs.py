"""Where an entity or a topic went that is no more: another one has its names and its address."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import Resolver404, resolve
from django.utils.translation import override

from archive.curation.addresses import address
from archive.models import Entity, Redirect, Topic


def former_subject(model: Any, key: int) -> Any:
    """The row with this key as it was last, None when there was none."""
    last = model.history.filter(id=key).first()
    return last.instance if last else None


def went_to(model: Any, key: int) -> Entity | Topic | None:
    """The row with this key, or the one it was made one with."""
    row: Entity | Topic | None = model._default_manager.filter(pk=key).first()
    former = former_subject(model, key) if row is None else None
    if former is None:
        return row
    leads = Redirect.objects.filter(old_path=address(former)).first()
    return standing_at(leads.new_path, model) if leads else None


def standing_at(path: str, model: Any) -> Entity | Topic | None:
    """The entity or topic whose page has this path."""
    try:
        with override(settings.LANGUAGE_CODE):
            match = resolve(path)
    except Resolver404:
        return None
    kind = {} if model is Topic else {"kind": match.url_name}
    rows: QuerySet[Any] = model._default_manager.filter(slug=match.kwargs.get("slug", ""), **kind)
    return rows.first()
