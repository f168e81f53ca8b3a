"""Whether what else is known of an article's date agrees with the date that was chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from archive.dates.reasons import EVIDENCE, reason
from archive.dates.words import in_words
from archive.extraction.values import Dating

_SOON = timedelta(31)  # in which news of an event are published
_AHEAD = timedelta(1)  # the day of the event may be tomorrow where the text was published


def compared(other: Dating, chosen: Dating) -> str:
    """The sentence that says whether another basis gives the same date."""
    overlaps = ((other.earliest or date.min) <= (chosen.latest or date.max)) and (
        (chosen.earliest or date.min) <= (other.latest or date.max)
    )
    return reason(
        "agrees" if overlaps else "differs",
        evidence=EVIDENCE.get(other.basis, EVIDENCE["metadata"])[0],
        day=in_words(other.edtf, "en"),
    )


def event_compared(
    words: str, reported: Dating, days: Iterable[tuple[int, int]], chosen: Dating
) -> list[str]:
    """Whether the event that the text reports was shortly before its date.

    reported is the dating by the event alone. Where it has none, days (month, day) are what the
    text says, and only a day that fits is told: one without a year may as well be ahead.
    """
    if chosen.earliest is None or chosen.latest is None:
        return []
    if reported.earliest and reported.latest:
        after = chosen.latest + _AHEAD >= reported.earliest
        fits = after and chosen.earliest - reported.latest <= _SOON
        kind = "event_agrees" if fits else "event_differs"
        return [reason(kind, words=words, day=in_words(reported.edtf, "en"))]
    near = next(_shortly_before(days, chosen.earliest, chosen.latest), None)
    if near is None:
        return []
    return [reason("event_agrees", words=words, day=in_words(near.isoformat(), "en"))]


def _shortly_before(
    days: Iterable[tuple[int, int]], earliest: date, latest: date
) -> Iterator[date]:
    """Each of these days of the year that is not long before, and not after."""
    if latest - earliest > _SOON:  # of a whole year every day fits, which says nothing
        return
    for month, number in days:
        for year in (latest.year, latest.year - 1):
            try:
                day = date(year, month, number)
            except ValueError:  # 29 February of a common year
                continue
            if earliest - _SOON <= day <= latest + _AHEAD:
                yield day
