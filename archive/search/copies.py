"""Copies of one text on a page of results: folded under the first of them, and counted all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive.search.results import Result


def folded(results: Sequence[Result]) -> list[Result]:
    """The results, those of the same group of copies under the one that stands first."""
    shown: dict[tuple[str, int], Result] = {}
    for result in results:
        group = result.article.group_id
        key = ("group", group) if group else ("article", result.article.pk)
        first = shown.get(key)
        shown[key] = replace(first, copies=(*first.copies, result)) if first else result
    return list(shown.values())
