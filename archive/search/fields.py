"""Values of fields as readers give them, in a query or an address: what they stand for."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale

from archive.dates.edtf import bounds
from archive.dates.errors import EdtfError
from archive.dates.reading import read_date
from archive.search.engine import Period, Value
from archive.search.names import Names, Vocabulary

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


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
    """The BCP 47 code of a language given by its code or its English name; "" if unknown."""
    value = value.strip().replace("_", "-")
    by_name = _languages().get(value.casefold(), "")
    if by_name:
        return by_name
    primary, *rest = value.split("-")
    if not _TAG.fullmatch(value) or primary.lower() not in _languages().values():
        return ""
    cased = (part.title() if len(part) == 4 else part.upper() for part in rest)
    return "-".join((primary.lower(), *cased))


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
