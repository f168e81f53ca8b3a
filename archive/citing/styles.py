"""An article as a reference in the styles of APA, Chicago and MLA, as pieces safe in HTML.

Rules are those of the Publication Manual of the APA (7th edition, chapters 9 and 10), of the
Chicago Manual of Style (17th edition, chapter 14, bibliographies) and of the MLA Handbook (9th
edition, chapter 5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from archive.citing.citable import Citable
from archive.citing.issued import Parts, issued
from archive.citing.names import Name
from archive.dates.edtf import Edtf, parse
from archive.dates.wording import ENGLISH, Wording
from archive.dates.words import say
from archive.text.scripts import direction

_MLA_MONTHS = (
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June",
    "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip
_PARTS = {number: name.removesuffix(" of").capitalize() for number, name in ENGLISH.parts.items()}
APA = replace(
    ENGLISH,
    parts=_PARTS,
    day_month="{month} {day}",
    dated="{year}, {rest}",
    monthly="{year}, {rest}",
    loosely="{year}, {rest}",
    about="ca. {a}",
    uncertain="{a}?",
    both="ca. {a}?",
    year_unknown="n.d.",
)
CHICAGO = replace(APA, dated="{rest}, {year}", monthly="{rest} {year}", loosely="{rest}, {year}")
MLA = replace(
    CHICAGO,
    months=_MLA_MONTHS,
    parts={number: name.lower() for number, name in _PARTS.items()},
    day_month="{day} {month}",
    dated="{rest} {year}",
)
MOST_IN_APA, MOST_IN_CHICAGO, MOST_IN_MLA = 20, 10, 2  # authors that are all named
FIRST_IN_CHICAGO = 7  # of more


@dataclass(frozen=True)
class Style:
    """A reference ready to be shown or copied."""

    name: str
    html: SafeString


def styles(article: Citable) -> tuple[Style, ...]:
    """The reference in each style, in the order in which they are shown."""
    return (
        Style("APA", apa(article)),
        Style("Chicago", chicago(article)),
        Style("MLA", mla(article)),
    )


def apa(article: Citable) -> SafeString:
    """Author. (Date). Title. Publication. Archive. Address."""
    date = format_html("({}).", _date(article, APA) or "n.d.")
    # The title of a piece in a publication is plain, that of a piece by itself in italics.
    title = _ended(article.title)
    shown = _in_language(article, title) if article.source else _title(article, title, "i")
    head = [_ended(apa_names(article.names)), date, shown] if article.authors else [shown, date]
    source = format_html("<i>{}</i>.", article.source) if article.source else ""
    return _joined(*head, source, _ended(article.archive), article.permalink)


def chicago(article: Citable) -> SafeString:
    """Author. “Title.” Publication, Date. Archive, number. Address."""
    date = _date(article, CHICAGO) or "n.d."
    if article.source:
        published = format_html("<i>{}</i>, {}", article.source, _ended(date))
    else:
        published = format_html("{}", _ended(date[:1].upper() + date[1:]))
    where = f"{article.archive}, no. {article.number}."
    author = _ended(chicago_names(article.names))
    return _joined(author, _quoted(article), published, where, f"{article.permalink}.")


def mla(article: Citable) -> SafeString:
    """Author. “Title.” Publication, Date. Archive, address without its scheme."""
    date = _date(article, MLA)
    if not article.source:
        date = date[:1].upper() + date[1:]
    source = format_html("<i>{}</i>", article.source) if article.source else SafeString("")
    published = format_html_join(", ", "{}", [(part,) for part in (source, date) if part])
    address = article.permalink.partition("://")[2] or article.permalink
    where = format_html("<i>{}</i>, {}.", article.archive, address)
    author = _ended(mla_names(article.names))
    return _joined(author, _quoted(article), _ended_html(published), where)


def apa_names(names: Sequence[Name]) -> str:
    """All turned round, given names as initials, "&" before the last; of more than twenty the
    first nineteen and the last (9.7, 9.8)."""
    *others, last = [name.brief for name in names] or [""]
    if len(names) > MOST_IN_APA:
        return f"{', '.join(others[: MOST_IN_APA - 1])}, . . . {last}"
    return f"{', '.join(others)}, & {last}" if others else last


def chicago_names(names: Sequence[Name]) -> str:
    """The first turned round, "and" before the last; of more than ten the first seven and "et
    al." (14.76)."""
    if len(names) > MOST_IN_CHICAGO:
        return f"{', '.join(_first_turned(names[:FIRST_IN_CHICAGO]))}, et al."
    return _with_and(names)


def mla_names(names: Sequence[Name]) -> str:
    """The first turned round, "and" before a second; of three or more the first alone
    and "et al." (chapter 5)."""
    if len(names) > MOST_IN_MLA:
        return f"{names[0].turned}{_after_first(names[0])} et al."
    return _with_and(names)


def _with_and(names: Sequence[Name]) -> str:
    *others, last = _first_turned(names) or [""]
    if len(others) > 1:
        return f"{', '.join(others)}, and {last}"
    return f"{others[0]}{_after_first(names[0])} and {last}" if others else last


def _first_turned(names: Sequence[Name]) -> list[str]:
    return [names[0].turned, *(name.natural for name in names[1:])] if names else []


def _after_first(name: Name) -> str:
    """What is turned round ends with a comma; what is not needs none before a second name."""
    return "," if name.family else ""


def _date(article: Citable, wording: Wording) -> str:
    """The date as it is known; what we concluded and nobody printed stands in brackets."""
    parsed = article.date
    if parsed is None:
        return ""
    return _inferred(parsed, wording) if article.inferred else say(parsed, wording)


def _inferred(parsed: Edtf, wording: Wording) -> str:
    """About when it was, as far as all possible days agree: "[ca. August 2024]"."""
    when = issued(parsed)
    if not when.start:
        return f"[{say(parsed, wording)}]"
    ends = "/".join(_edtf(parts) for parts in (when.start, when.end) if parts)
    return f"[{wording.about.format(a=say(parse(ends), wording))}]"


def _edtf(parts: Parts) -> str:
    year, *others = parts
    return "-".join([f"{year:04}", *(f"{part:02}" for part in others)])


def _quoted(article: Citable) -> SafeString:
    return format_html("“{}”", _in_language(article, _ended(article.title)))


def _in_language(article: Citable, text: str) -> SafeString:
    return _title(article, text, "span")


def _title(article: Citable, text: str, element: str) -> SafeString:
    """Words of the article's language, marked as such."""
    if article.language == "und":
        return format_html("<i>{}</i>" if element == "i" else "{}", text)
    turned = ' dir="rtl"' if direction(article.language) == "rtl" else ""
    return format_html(
        '<{0} lang="{1}"{2}>{3}</{0}>', element, article.language, SafeString(turned), text
    )


def _ended(text: str) -> str:
    """The text with one full stop at its end, or the mark that it has; nothing stays so."""
    ended = not text or text.endswith((".", "?", "!", "…", "؟", "。"))
    return text if ended else f"{text}."


def _ended_html(html: SafeString) -> SafeString:
    return format_html("{}.", html) if html and not html.endswith(".") else html


def _joined(*pieces: str) -> SafeString:
    return format_html_join(" ", "{}", [(piece,) for piece in pieces if piece])
