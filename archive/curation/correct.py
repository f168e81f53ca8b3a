"""A person sets fields of an article: they are marked, and no import overwrites them again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from archive.dates.edtf import bounds
from archive.models import Article, DateBasis, Status

CURATOR = "curator"
DECIDED = "decided_at"  # in a provenance, beside the fields
DATE_FIELDS = ("date_edtf", "date_basis", "date_note")


class OpenDate(ValueError):
    """The date has one end only: no period of the archive could find the article."""


def mark_curated(article: Article, fields: Iterable[str]) -> None:
    """These fields come from a person now. The parts of a date are one field. Does not save."""
    names = set(fields)
    if names & set(DATE_FIELDS):
        names |= set(DATE_FIELDS)
    article.provenance = curated(article.provenance, dict.fromkeys(names, moment(timezone.now())))


def curated(provenance: dict[str, Any], fields: Mapping[str, str | None]) -> dict[str, Any]:
    """The provenance with these fields set by a person, each at that moment, where it is known."""
    known = {name: at for name, at in fields.items() if at}
    times = {**decided_at(provenance), **known}
    marked = {**provenance, **dict.fromkeys(sorted(fields), CURATOR)}
    return {**marked, DECIDED: dict(sorted(times.items()))} if times else marked


def decided_at(provenance: dict[str, Any]) -> dict[str, str]:
    """Field name to when a person set it: of two archives the later decision holds."""
    times: dict[str, str] = provenance.get(DECIDED, {})
    return times


def moment(value: datetime) -> str:
    """To the second, in UTC: as it is written, so it is read back, and so it is compared."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def set_date(article: Article, edtf: str, basis: str = DateBasis.CURATOR) -> None:
    """Date the article, its bounds included; an empty date makes it undated. Does not save.

    Raises archive.dates.errors.EdtfError, and OpenDate.
    """
    earliest, latest = bounds(edtf) if edtf else (None, None)
    if (earliest is None) != (latest is None):
        raise OpenDate(_("An article needs a date with two ends, such as 1998/2001."))
    article.date_edtf, article.date_earliest, article.date_latest = edtf, earliest, latest
    article.date_basis = basis if edtf else DateBasis.UNKNOWN


def set_status(article: Article, status: str) -> None:
    """Withdraw the article as of today, or take that back. Does not save."""
    article.status = status
    if status != Status.WITHDRAWN:
        article.withdrawn_on, article.withdrawn_reason = None, ""
    elif article.withdrawn_on is None:
        article.withdrawn_on = timezone.localdate()
