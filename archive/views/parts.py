"""Long lists, so many rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core.paginator import Page

AROUND = 2  # parts named on either side of the present one


def parts_of(part: Page[Any], address: Callable[[int], str]) -> Iterator[tuple[int, str, bool]]:
    """Number, address, whether it is this one, of each of several parts; 0 for those left out."""
    every = part.paginator
    if every.num_pages == 1:
        return
    for number in every.get_elided_page_range(part.number, on_each_side=AROUND, on_ends=1):
        if isinstance(number, int):
            yield number, address(number), number == part.number
        else:
            yield 0, "", False
