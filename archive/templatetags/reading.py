"""What templates say about languages, dates and figures, in the reader's own language."""

from __future__ import annotations

from datetime import date

from babel import Locale
from babel.core import UnknownLocaleError
from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from archive.dates.names import month_name
from archive.dates.words import in_words
from archive.models import Article, DateBasis
from archive.search.request import PAGE_SIZE, SearchRequest
from archive.text.scripts import direction
from archive.views import trail

register = template.Library()

LEAST_SHARE = 0.01  # that is said in figures


def reader() -> str:
    """The language of the page."""
    return get_language() or "en"


@register.filter
def language_name(code: str) -> str:
    """The name of a language in the reader's: `fa` is Persian, or Persia."""
    if not code or code.startswith("und"):
        return _("language not known")
    names = Locale.parse(reader(), sep="-").languages
    primary = code.partition("-")[0]
    return names.get(code.replace("-", "_")) or names.get(primary) or code


@register.filter
def own_name(code: str) -> str:
    """The name of a language in itself, as far as CLDR has it."""
    try:
        return Locale.parse(code, sep="-").get_display_name(code) or code
    except (UnknownLocaleError, ValueError):
        return code


@register.filter
def tongue(code: str) -> SafeString:
    """The attributes `lang` and `dir` of a text, none where it is in the page's own language."""
    if not code or code == reader():
        return mark_safe("")  # a constant
    if direction(code) == direction(reader()):
        return format_html(' lang="{}"', code)
    return format_html(' lang="{}" dir="{}"', code, direction(code))


@register.filter
def foreign(code: str) -> bool:
    """A text in that language deserves a word on it: it is not the reader's."""
    return code.partition("-")[0] != reader().partition("-")[0]


@register.filter
def words(edtf: str) -> str:
    """An EDTF date in words of the reader's language; as it stands when it cannot be read."""
    if not edtf:
        return ""
    try:
        return in_words(edtf, reader())
    except ValueError:
        return edtf


@register.filter
def day_of_year(day: date) -> str:
    """Such as "6 August", in the reader's language."""
    said = {"day": day.day, "month": month_name(day.month, reader())}
    return pgettext("day of a year", "%(day)s %(month)s") % said


@register.filter
def basis(article: Article) -> str:
    """How the date is known, where that is less than a printed day: "inferred"."""
    return {
        DateBasis.INFERRED: pgettext("date", "inferred"),
        DateBasis.URL: pgettext("date", "from the address"),
        DateBasis.FILE_NAME: pgettext("date", "from the file name"),
    }.get(DateBasis(article.date_basis), "")


@register.simple_tag
def when(article: Article) -> SafeString:
    """The date of an article as it is known: a `<time>` for a sure day, words for the rest."""
    if not article.date_edtf:
        return format_html('<span class="when">{}</span>', pgettext("date", "undated"))
    said, how = words(article.date_edtf), basis(article)
    if article.date_earliest and article.date_earliest == article.date_latest and not how:
        return format_html('<time datetime="{}">{}</time>', article.date_earliest, said)
    if how:
        return format_html('<span class="when">{}</span>, {}', said, how)
    return format_html('<span class="when">{}</span>', said)


@register.simple_tag
def result_url(article: Article, asked: SearchRequest, number: int) -> str:
    """The address of a result, which knows its search; `number` is its place on the page."""
    return trail.result_url(article, asked.address, (asked.page - 1) * PAGE_SIZE + number)


@register.filter
def percent(share: float) -> str:
    """A share from 0 to 1 as SVG wants it, with a point whatever the reader's language."""
    return f"{share * 100:.1f}%"


@register.filter
def whole_percent(share: float) -> str:
    """A share from 0 to 1 for the eye: "47%", "under 1%" for what is more than nothing."""
    if 0 < share < LEAST_SHARE:
        return _("under 1%")
    return f"{share * 100:.0f}%"


@register.filter
def pixels(length: float, digits: int = 1) -> str:
    """A length or a per cent as SVG wants it, with a point whatever the reader's language."""
    return f"{float(length):.{digits}f}"


@register.filter
def figure(number: int) -> str:
    """A number with the reader's thousands separators."""
    return number_format(number, force_grouping=True)


@register.filter
def web_address(text: str) -> bool:
    """The whole of it is an address that can be followed."""
    return text.startswith(("https://", "http://")) and " " not in text
