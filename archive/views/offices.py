"""What people were at the time of an article: the offices on file whose terms it falls in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.dates.edtf import EdtfError, bounds
from archive.dates.words import in_words
from archive.models import Article, Entity, Office

LONGEST_SPAN = 366  # days an article's date may be uncertain by: beyond, offices would be guesses
WITH_ARTICLE = {"US", "GB", "NL", "PH", "AE", "CZ", "CF", "DO", "MV", "BS", "GM"}  # English only


def offices_at(article: Article, persons: Iterable[int]) -> Mapping[int, list[str]]:
    """By person, the offices held at the date of the article, in the reader's words."""
    found: dict[int, list[str]] = defaultdict(list)
    first, last = article.date_earliest, article.date_latest
    wanted = list(persons)
    if first is None or last is None or not wanted or (last - first).days > LONGEST_SPAN:
        return found
    rows = Office.objects.filter(person__in=wanted).select_related("of").order_by("person", "start")
    for office in rows:
        if held(office, first, last):
            found[office.person_id].append(office_in_words(office))
    return found


def held(office: Office, first: date, last: date) -> bool:
    """The term, where its beginning is on file, overlaps the days first..last."""
    since, _last = days(office.start)
    _first, until = days(office.end)
    if since is None or since > last:
        return False
    return until is None or until >= first


def days(edtf: str) -> tuple[date | None, date | None]:
    try:
        return bounds(edtf) if edtf else (None, None)
    except EdtfError:
        return None, None


def office_in_words(office: Office) -> str:
    """Such as "Secretary of the Security Council of Russia since 12 May 2024"."""
    language = get_language() or settings.LANGUAGE_CODE
    said = {"post": office.post_label, "start": in_words(office.start, language)}
    if office.of is None:
        return _("%(post)s since %(start)s") % said
    return _("%(post)s of %(of)s since %(start)s") % (said | {"of": named(office.of, language)})


def named(entity: Entity, language: str) -> str:
    article = "the " if language.startswith("en") and entity.code in WITH_ARTICLE else ""
    return article + entity.name_in(language)
