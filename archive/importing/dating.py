"""The date that a record, its address or its file name gives: never more than is written there."""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from archive.dates.edtf import bounds, validate
from archive.dates.errors import EdtfError
from archive.dates.reading import read_date
from archive.dates.reasons import reason
from archive.extraction.values import Dating

_CLOCK = re.compile(r"^(\d{4}-\d{2}-\d{2})[T ]\d{1,2}:\d{2}.*$")
_IN_NAME = re.compile(r"(?<![0-9A-Za-z])((?:1[5-9]|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?![0-9A-Za-z])")
_IN_TITLE = re.compile(
    r"\(((?:1[5-9]|20)\d\d)\)(?:, (?:part|bagian) \d{1,4} (?:of|dari) \d{1,4})?$", re.IGNORECASE
)
_IN_URL = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?:/|$)")


def given(value: Any, basis: str, note: str) -> Dating:
    """The dating that a written value stands for. Raises EdtfError."""
    written = str(value).strip()
    clock = _CLOCK.match(written)  # the day as it is written: no time zone shifts it
    edtf = read_date(clock[1] if clock else written)
    earliest, latest = bounds(edtf)
    if earliest is None or latest is None:
        raise EdtfError("form", text=written)
    return Dating(edtf, earliest, latest, basis, note)


def in_file_name(path: str) -> Dating:
    """The day that a file name carries, as in 2024-08-06-tehran.txt; empty without one."""
    match = _IN_NAME.search(PurePath(path).stem)
    if not match:
        return Dating()
    return _day(match[1], match[3], match[4], "file_name", match[0])


def in_url(url: str) -> Dating:
    """The day that an address carries, as in /2024/08/06/; empty without one."""
    match = _IN_URL.search(urlsplit(url).path)
    if not match:
        return Dating()
    return _day(match[1], match[2], match[3], "url", match[0].strip("/"))


def in_title(title: str) -> Dating:
    """The year in brackets that a title ends with, as in lists of documents; empty without one.

    It is believed less than a date printed with the text, and more than no date.
    """
    match = _IN_TITLE.search(title)
    return given(match[1], "metadata", reason("title", words=match[1])) if match else Dating()


def _day(year: str, month: str, day: str, basis: str, words: str) -> Dating:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return Dating()
    return Dating(validate(found.isoformat()), found, found, basis, reason(basis, words=words))
