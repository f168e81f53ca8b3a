"""Whether a span of possible days touches a wanted span: overlap, not containment."""

from __future__ import annotations

from datetime import date
from typing import Literal

Overlap = Literal["certainly", "possibly", "no"]


def overlap(
    earliest: date | None, latest: date | None, since: date | None, until: date | None
) -> Overlap:
    """Is a thing dated earliest..latest within since..until, all days included?

    None is an open end. A thing without any date is in no span, except where none is asked for.
    """
    if since is None and until is None:
        return "certainly"
    if earliest is None and latest is None:
        return "no"
    first, last = earliest or date.min, latest or date.max
    low, high = since or date.min, until or date.max
    if last < low or first > high:
        return "no"
    return "certainly" if low <= first and last <= high else "possibly"
