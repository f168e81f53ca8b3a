"""An article as a file for a reference manager: BibTeX, RIS, CSL-JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from archive.citing.citable import Citable
from archive.citing.issued import Issued, issued
from archive.citing.names import read_name

_BIBTEX_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
# BibTeX counts braces before TeX reads them: one with a backslash would leave a pair open.
_BIBTEX_SPECIAL = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
})  # fmt: skip


@dataclass(frozen=True)
class Format:
    """A file format: its name, the end of its address, its media type, and how it is written."""

    name: str
    extension: str
    media_type: str
    write: Callable[[Citable], str]


def bibtex(article: Citable) -> str:
    """One entry; the date in its classical fields, and in a note where they cannot say it."""
    when = issued(article.date)
    fields = {
        "author": " and ".join(map(_bibtex_name, article.authors)),
        "title": f"{{{_escaped(article.title)}}}",  # double braces keep its capitals
        "journal": _escaped(article.source),
        "year": _escaped(when.year),
        "day": str(when.day or ""),
        "howpublished": _escaped(article.archive),
        "language": "" if article.language == "und" else article.language,
        "note": _escaped(_date_note(article, when)),
        "url": _address(article.permalink),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if when.month:
        lines.insert(-1, f"  month = {_BIBTEX_MONTHS[when.month - 1]},")
    kind = "article" if article.source else "misc"
    return "\n".join([f"@{kind}{{{article.key},", *lines, "}", ""])


def ris(article: Citable) -> str:
    """One record, a tag a line; DA is year/month/day/other, with empty parts where unknown."""
    return "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in _ris_lines(article))


def _ris_lines(article: Citable) -> Iterator[tuple[str, str]]:
    when = issued(article.date)
    yield "TY", "NEWS" if article.source else "GEN"
    yield "ID", article.key
    for author in article.authors:
        yield "AU", author
    yield "TI", article.title
    if article.source:
        yield "T2", article.source
    if when.start:
        month, day = (f"{part:02}" if part else "" for part in (when.month, when.day))
        yield "PY", str(when.start[0])
        yield "DA", f"{when.start[0]}/{month}/{day}/{_other(article, when)}"
    if note := _date_note(article, when):
        yield "N1", note
    if article.language != "und":
        yield "LA", article.language
    yield "DP", article.archive
    yield "UR", article.permalink
    if article.url:
        yield "L2", article.url
    yield "ER", ""


def csl_json(article: Citable) -> str:
    """A list of one item, as reference managers and citeproc read it."""
    when = issued(article.date)
    item: dict[str, Any] = {
        "id": article.key,
        "type": "article-newspaper" if article.source else "document",
        "title": article.title,
        "author": [_csl_name(name) for name in article.authors],
        "container-title": article.source,
        "issued": _csl_date(article, when),
        "archive": article.archive,
        "language": "" if article.language == "und" else article.language,
        "note": _date_note(article, when),
        "URL": article.permalink,
    }
    item = {name: value for name, value in item.items() if value}
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


FORMATS = (
    Format("BibTeX", "bib", "application/x-bibtex", bibtex),
    Format("RIS", "ris", "application/x-research-info-systems", ris),
    Format("JSON", "json", "application/vnd.citationstyles.csl+json", csl_json),
)


def _bibtex_name(written: str) -> str:
    """Braces keep a name whole, unless its byline says which part is the family's."""
    name = _escaped(written)
    return name if read_name(written, "").family else f"{{{name}}}"


def _csl_name(written: str) -> dict[str, str]:
    name = read_name(written, "")
    return {"family": name.family, "given": name.given} if name.family else {"literal": written}


def _csl_date(article: Citable, when: Issued) -> dict[str, Any]:
    if not when.start:
        return {"literal": when.words} if when.words else {}
    date: dict[str, Any] = {
        "date-parts": [list(parts) for parts in (when.start, when.end) if parts]
    }
    if when.season:
        date["season"] = when.season
    if article.inferred or not when.certain:
        date["circa"] = True
    return date


def _date_note(article: Citable, when: Issued) -> str:
    """The whole truth about the date, where the fields for it hold less."""
    if not when.words or (when.certain and not article.inferred):
        return ""
    how = ", inferred" if article.inferred else ""
    return f"Date: {when.words}{how} (EDTF {article.edtf})."


def _other(article: Citable, when: Issued) -> str:
    if when.certain and not when.end and not when.season and not article.inferred:
        return ""
    return when.words + (", inferred" if article.inferred else "")


def _escaped(text: str) -> str:
    """Characters that TeX would take for orders, as text."""
    return _one_line(text).translate(_BIBTEX_SPECIAL)


def _address(url: str) -> str:
    """An address is taken as it is, so that only braces must not break the entry."""
    return _one_line(url).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _one_line(text: str) -> str:
    return " ".join(text.split())
