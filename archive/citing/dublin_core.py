"""An article in the fifteen elements of Dublin Core, as harvesters of other catalogues read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from archive.citing.citable import Citable
from archive.citing.issued import issued
from archive.dates.edtf import is_qualified
from archive.text.markup import xml_text

DESCRIBED = 500  # characters of the text


def dublin_core(
    article: Citable,
    body: str,
    rights: str,
    places: Iterable[str],
    subjects: Iterable[str],
) -> Mapping[str, list[str]]:
    """Values by element, those that are known. `places` and `subjects` are names.

    `date` is as much of the date as is sure, in ISO 8601, or else in EDTF.
    """
    beginning = " ".join(body[:DESCRIBED].split())
    described = beginning if len(body) <= DESCRIBED else f"{beginning.rpartition(' ')[0]} …"
    known: dict[str, Iterable[str]] = {
        "title": [article.title],
        "creator": article.authors,
        "subject": subjects,
        "description": [described],
        "publisher": [article.source],
        "date": [_date(article)],
        "type": ["Text"],
        "format": ["text/html"],
        "identifier": [article.permalink],
        "source": [article.url],
        "language": ["" if article.language == "und" else article.language],
        "coverage": places,
        "rights": [rights],
    }
    clean = {name: [xml_text(value) for value in values] for name, values in known.items()}
    return {name: [value for value in values if value] for name, values in clean.items()}


def _date(article: Citable) -> str:
    when = issued(article.date)
    if not when.start or when.end or when.season or is_qualified(article.edtf):
        return article.edtf
    year, *others = when.start
    return "-".join([f"{year:04}", *(f"{part:02}" for part in others)])
