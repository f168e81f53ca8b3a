"""Names as they stand in addresses."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify

from archive.text.fold import transliterate

LONGEST = 70  # a number and what may follow find room


def free_slug(rows: QuerySet[Any], name: str, otherwise: str) -> str:
    """A slug of the name that none of the rows has: namesakes get -2, -3 ...

    `otherwise` stands for a name that has no letters or digits.
    """
    base = slugify(transliterate(name))[:LONGEST].strip("-") or otherwise
    taken = set(rows.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
