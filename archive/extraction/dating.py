"""When an article is from, and how that is known. Most trusted first:

what a curator says; the date printed with the text; the metadata; the address; the file name; the
day of the reported event with its year; that day without one, and the offices people held. What
agrees with the date that is chosen, and what does not, stands in its note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from archive.dates.edtf import Date, bounds, parse
from archive.dates.names import month_name, weekday_name
from archive.dates.reasons import is_comparison, reason
from archive.dates.words import in_words
from archive.extraction.date_comparison import compared, event_compared
from archive.extraction.tenures import Tenure, find_tenures
from archive.extraction.values import Dating, FoundDate, FoundEntity

_SURE = {"curator", "printed"}  # what the text itself does not overrule
_DATE_LINE_WORDS = frozenset({
    "published", "posted", "updated", "on", "at", "date", "dated", "diterbitkan",
    "dipublikasikan", "terbit", "tanggal", "pada", "pukul", "jam", "wib", "wita", "wit",
    "gmt", "utc", "am", "pm", "дата", "опубликовано", "publié", "le", "à",
})  # fmt: skip
_DATELINE_END = re.compile(r"\s?\)?,?\s?(?:\([^()\n]{1,40}\)\s?|[/|]\s?)?(?:[-–—]{1,2}|:)(?=\s|\w)")
_DATELINE_LENGTH = 80  # characters in which a dateline's date begins
_DATE_LINE_LENGTH = 120  # characters: a longer line says more than a date
_LEDE = 2  # paragraphs of the body that say what is reported
_MARKED_LEDE = 3  # paragraphs in which a day is that of the event if it is given as news give it


@dataclass(frozen=True)
class Fit:
    """A day that may be meant: as the text says it, and by the weekday it gives."""

    day: date
    by_weekday: date | None = None

    @property
    def edtf(self) -> str:
        if self.by_weekday is None:
            return self.day.isoformat()
        first, last = sorted((self.day, self.by_weekday))
        return f"[{first},{last}]"


def date_article(
    text: str, dates: Sequence[FoundDate], persons: Sequence[FoundEntity], known: Dating | None
) -> Dating:
    """When the text was published, with the reasons, one on each line of the note.

    text is title, blank line, body; dates and persons are what was found in it. known is what
    the import or a curator says. The same input always gives the same answer: the present day
    plays no part. Without a date the note keeps what speaks for which.
    """
    given = _with_bounds(known) if known and known.edtf else None
    if given and given.basis in _SURE:
        return given
    printed = _printed(text, dates)
    chosen = printed or given
    if chosen is None:
        return _reported(text, dates, persons)
    reasons = [line for line in chosen.note.splitlines() if not is_comparison(line)]
    if printed and given:
        reasons.append(compared(given, printed))
    reasons += _beside_event(text, dates, persons, chosen)
    return replace(chosen, note="\n".join(reasons))


def _with_bounds(known: Dating) -> Dating:
    earliest, latest = bounds(known.edtf)
    return replace(known, earliest=earliest, latest=latest)


def _dating(edtf: str, basis: str, reasons: Sequence[str]) -> Dating:
    earliest, latest = bounds(edtf)
    return Dating(edtf, earliest, latest, basis, "\n".join(reasons))


# --- a date printed with the text ----------------------------------------------------------


def _printed(text: str, dates: Sequence[FoundDate]) -> Dating | None:
    """A line that holds nothing but a date, or the date of a dateline: TEHRAN, 6 Aug 2024 -.

    Any other whole date, even in the first sentence, is of something the text tells.
    """
    paragraphs = _paragraphs(text)
    lines = dict.fromkeys([*paragraphs[1:4], *paragraphs[-2:]])
    for found in dates:
        if found.basis != "day" or found.earliest is None or found.earliest != found.latest:
            continue
        for start, end in lines:
            if start <= found.start and found.end <= end and _is_date_line(text, start, end, found):
                return _dating(found.edtf, "printed", [reason("printed", words=_said(text, found))])
        if len(paragraphs) > 1 and _is_dateline(text, *paragraphs[1], found):
            return _dating(found.edtf, "printed", [reason("printed", words=_said(text, found))])
    return None


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Where each paragraph stands; the first is the title."""
    return [match.span() for match in re.finditer(r"[^\n]+", text)]


def _is_date_line(text: str, start: int, end: int, found: FoundDate) -> bool:
    if end - start > _DATE_LINE_LENGTH:
        return False
    first, last = found.context
    others = re.findall(r"[^\W\d_]+", text[start:first] + " " + text[last:end])
    return all(word.lower() in _DATE_LINE_WORDS for word in others)


def _is_dateline(text: str, start: int, end: int, found: FoundDate) -> bool:
    if not start <= found.start < min(end, start + _DATELINE_LENGTH):
        return False
    place = re.findall(r"[^\W\d_]+", text[start : found.start])
    return bool(
        place
        and all(word[0].isupper() or not word.islower() for word in place)
        and _DATELINE_END.match(text, found.end)
    )


def _beside_event(
    text: str, dates: Sequence[FoundDate], persons: Sequence[FoundEntity], chosen: Dating
) -> list[str]:
    """Whether the day of what is reported fits the date; nothing where nobody can say."""
    for found in _lede(text, dates):
        if found.basis in {"day", "day_without_year"} and _marked(found):
            reported = _reported(text, [found], persons)
            days = [] if reported.edtf else _month_days(found.edtf)
            return event_compared(_said(text, found), reported, days, chosen)
    return []


# --- the day of what is reported -----------------------------------------------------------


def _reported(text: str, dates: Sequence[FoundDate], persons: Sequence[FoundEntity]) -> Dating:
    """The first day of the lede that is given as news give it; its year, if it has none."""
    for found in _lede(text, dates):
        whole = found.earliest if found.earliest == found.latest else None
        if found.basis == "day" and whole and _marked(found):
            return _with_year(text, found, whole)
        if found.basis == "day_without_year":
            return _without_year(text, found, dates, persons)
    return Dating()


def _lede(text: str, dates: Sequence[FoundDate]) -> list[FoundDate]:
    """The dates of the first paragraphs, those first that news mark as the day of the event."""
    ends = [end for _start, end in _paragraphs(text)]
    if len(ends) < 2:
        return []
    inside = [
        found
        for found in dates
        if ends[0] < found.start < ends[: 1 + (_MARKED_LEDE if _marked(found) else _LEDE)][-1]
    ]
    return sorted(inside, key=lambda found: not _marked(found))


def _marked(found: FoundDate) -> bool:
    """Given with its weekday, or in numbers: not a day of history or of a feast."""
    return found.weekday is not None or "/" in found.text


def _with_year(text: str, found: FoundDate, day: date) -> Dating:
    reasons = [reason("with_year", words=_said(text, found))]
    fit = _fit(day, found.weekday)
    if fit is None:
        reasons += [_wrong_weekday(day, found.weekday or 0), reason("event")]
        return _dating(f"{found.edtf}?", "inferred", [*reasons, reason("curator")])
    return _settled(fit, found.weekday, reasons)


def _without_year(
    text: str, found: FoundDate, dates: Sequence[FoundDate], persons: Sequence[FoundEntity]
) -> Dating:
    reasons = [_first_reason(text, found)]
    days = _month_days(found.edtf)
    stated = _stated(days, dates)
    if stated:
        fit = _fit(stated.earliest or date.min, found.weekday)
        if fit:
            reasons.append(reason("same_day", words=_said(text, stated)))
            return _settled(fit, found.weekday, reasons)
    tenures = find_tenures(text, persons)
    reasons += [sentence for tenure in tenures for sentence in _held(tenure)]
    if not tenures:
        return Dating(note="\n".join([*reasons, reason("no_office")]))
    last = _last_day(tenures)
    if last is None:
        first = in_words(max(tenure.first for tenure in tenures).isoformat(), "en")
        return Dating(note="\n".join([*reasons, reason("no_end", day=first)]))
    fits = list(_fits(days, found.weekday, tenures, last))
    if len(fits) == 1:
        day = in_words(fits[0].day.isoformat(), "en")
        return _settled(fits[0], found.weekday, [*reasons, reason("only", day=day)])
    if not fits:
        return Dating(note="\n".join([*reasons, reason("none")]))
    listed = ", ".join(in_words(fit.day.isoformat(), "en") for fit in fits)
    return Dating(note="\n".join([*reasons, reason("several", days=listed)]))


def _settled(fit: Fit, weekday: int | None, reasons: list[str]) -> Dating:
    """The day found. Text and calendar may disagree by a day; that a person has to settle."""
    reasons = [*reasons]
    if fit.by_weekday and weekday is not None:
        reasons.append(
            reason(
                "weekday_beside",
                day=in_words(fit.day.isoformat(), "en"),
                weekday=weekday_name(fit.day.weekday(), "en"),
                weekday_said=weekday_name(weekday, "en"),
                day_said=in_words(fit.by_weekday.isoformat(), "en"),
            )
        )
    reasons.append(reason("event"))
    if fit.by_weekday:
        reasons.append(reason("curator"))
    return _dating(fit.edtf, "inferred", reasons)


def _fit(day: date, weekday: int | None) -> Fit | None:
    """The day and the weekday beside it; None where they are more than a day apart."""
    if weekday is None or day.weekday() == weekday:
        return Fit(day)
    for beside in (day - timedelta(1), day + timedelta(1)):
        if beside.weekday() == weekday:
            return Fit(day, beside)
    return None


def _fits(
    days: Sequence[tuple[int, int]], weekday: int | None, tenures: Sequence[Tenure], last: date
) -> Iterator[Fit]:
    """Each day, in any year, on which all offices were held and the weekday is near enough."""
    first = max(tenure.first for tenure in tenures)
    for year in range(first.year, last.year + 1):
        for month, number in days:
            try:
                fit = _fit(date(year, month, number), weekday)
            except ValueError:  # 29 February of a common year
                continue
            if fit and all(tenure.held_on(fit.day) for tenure in tenures):
                yield fit


def _last_day(tenures: Sequence[Tenure]) -> date | None:
    """The last day on which all may have been in office; None where no term has ended."""
    ends = [tenure.last for tenure in tenures if tenure.last]
    return min(ends) if ends else None


def _stated(days: Sequence[tuple[int, int]], dates: Sequence[FoundDate]) -> FoundDate | None:
    """The same day elsewhere in the text with its year, if it is always the same year."""
    found = [
        each
        for each in dates
        if each.basis == "day"
        and each.earliest
        and each.earliest == each.latest
        and (each.earliest.month, each.earliest.day) in days
    ]
    return found[0] if len({each.earliest for each in found}) == 1 else None


def _month_days(edtf: str) -> list[tuple[int, int]]:
    """The days, as month and day, that a date without a year may mean."""
    parsed = parse(edtf)
    ends = (parsed,) if isinstance(parsed, Date) else parsed.ends
    return [(int(end.month), int(end.day)) for end in ends]


# --- the reasons in sentences --------------------------------------------------------------


def _said(text: str, found: FoundDate) -> str:
    """The date in the text's words, its weekday among them."""
    return text[slice(*found.context)]


def _first_reason(text: str, found: FoundDate) -> str:
    days = _month_days(found.edtf)
    if len(days) > 1:
        return reason("either_order", words=_said(text, found))
    ((month, day),) = days
    weekday = "" if found.weekday is None else weekday_name(found.weekday, "en") + " "
    month_day = f"{weekday}{day} {month_name(month, 'en')}"
    return reason("without_year", words=_said(text, found), month_day=month_day)


def _held(tenure: Tenure) -> Iterator[str]:
    """One sentence a term."""
    for start, end in tenure.terms:
        fields = {
            "person": tenure.person,
            "office": tenure.office,
            "from": in_words(start.isoformat(), "en"),
        }
        if end is None:
            yield reason("held_since", **fields)
        else:
            yield reason("held", **fields, to=in_words(end.isoformat(), "en"))


def _wrong_weekday(day: date, weekday: int) -> str:
    return reason(
        "weekday_wrong",
        day=in_words(day.isoformat(), "en"),
        weekday=weekday_name(day.weekday(), "en"),
        weekday_said=weekday_name(weekday, "en"),
    )
