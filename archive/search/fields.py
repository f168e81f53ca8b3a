"""Values of fields as readers give them, in a query or an address: what they stand for."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

from archive.dates.edtf import bounds
from archive.dates.errors import EdtfError
from archive.dates.reading import read_date
from archive.models import Article
from archive.search.engine import Period, Value
from archive.search.names import Names, Vocabulary
from archive.text.languages import canonical


def named_values(field: str, value: str, names: Names, vocabulary: Vocabulary) -> tuple[Value, ...]:
    """The values of a facet that are meant: primary keys or a language's code; none: unknown."""
    if field == "language":
        code = language_code(value)
        return (code,) if code else ()
    if field in {"topic", "source"}:
        subject = vocabulary.find(field, value)
        return (subject.pk,) if subject else ()
    return tuple(entity.pk for entity in names.of_kind(field, value))


def language_code(value: str) -> str:
    """The BCP 47 code of a language given by its code or its English name; "" if unknown.

    A code that CLDR has no name for is known where an article has it.
    """
    code = canonical(value)
    if code.partition("-")[0] in _languages().values():
        return code
    named = _languages().get(value.strip().casefold(), "")
    if not named and code and Article.objects.filter(language=code).exists():
        return code
    return named


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    """English names of languages, casefolded, to their codes."""
    names = Locale("en").languages.items()
    return {name.casefold(): code for code, name in names if "_" not in code}


def period_of(since: str, until: str) -> Period | None:
    """The days from one typed date to another; an empty end is open. None: not understood."""
    try:
        earliest = bounds(read_date(since))[0] if since else None
        latest = bounds(read_date(until))[1] if until else None
    except EdtfError:
        return None
    if earliest is None and latest is None:
        return None
    if earliest and latest and earliest > latest:
        return None
    return Period(earliest, latest)
