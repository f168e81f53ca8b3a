"""Cursors: where the next page begins, as a word that a script hands back unread.

In a date order a cursor is a place in that order, so that any number of results is reached and
none comes twice. Relevance has no such places: there it counts, as far as the search page does.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.utils.translation import gettext as _

from archive.api.problems import Refused
from archive.search.engine import Beyond

LONGEST = 200  # characters
LARGEST_KEY = 1 << 40  # of an article, as the index holds it

DateOrder = Literal["newest", "oldest"]


@dataclass(frozen=True)
class Cursor:
    """Either a place in a date order, or how many results of a ranking come before."""

    place: Beyond | None = None
    passed: int = 0

    def __str__(self) -> str:
        content: dict[str, Any] = {"passed": self.passed}
        if self.place:
            day = self.place.day.isoformat() if self.place.day else None
            content = {"order": self.place.order, "day": day, "id": self.place.id}
        packed = json.dumps(content, separators=(",", ":")).encode()
        return urlsafe_b64encode(packed).decode().rstrip("=")

    @property
    def order(self) -> DateOrder | None:
        return self.place.order if self.place else None


def read_cursor(text: str) -> Cursor:
    """Raises Refused for anything that is not exactly a cursor of ours."""
    try:
        cursor = unpack(text[: LONGEST + 1])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        cursor = None
    if cursor is None or str(cursor) != text:
        raise Refused("cursor", _("This is not a cursor that the archive gave."))
    return cursor


def unpack(text: str) -> Cursor | None:
    content = json.loads(urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)))
    if "passed" in content:
        passed = content["passed"]
        return Cursor(passed=passed) if type(passed) is int and passed > 0 else None
    order, pk = content["order"], content["id"]
    if order not in {"newest", "oldest"} or type(pk) is not int or not 0 < pk < LARGEST_KEY:
        return None
    day = content["day"]
    return Cursor(Beyond(order, date.fromisoformat(day) if day else None, pk))
