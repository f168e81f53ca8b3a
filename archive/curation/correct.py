"""A person sets fields of an article: they are marked, and no import overwrites them again."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from archive.dates.edtf import bounds
from archive.models import Article, DateBasis, Status

CURATOR = "curator"
DATE_FIELDS = ("date_edtf", "date_basis", "date_note")


class OpenDate(ValueError):
    """The date has one end only: no period of the archive could find the article."""


def mark_curated(article: Article, fields: Iterable[str]) -> None:
    """These fields come from a person now. The parts of a date are one field. Does not save."""
    names = set(fields)
    if names & set(DATE_FIELDS):
        names |= set(DATE_FIELDS)
    article.provenance = {**article.provenance, **dict.fromkeys(sorted(names), CURATOR)}


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
