"""What a citation needs to know of an article, in one plain value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.citing.names import Name, read_name
from archive.dates.edtf import Edtf, EdtfError, parse
from archive.models import Article, DateBasis

_BETWEEN_NAMES = re.compile(r"\s*(?:[;/、]|,?\s(?:and|dan|&|et|und|и|و)\s)\s*")
_COMMAS = re.compile(r"\s*[,،]\s*")


@dataclass(frozen=True)
class Citable:
    """Strings as they are shown; empty where nothing is known. `edtf` is the date."""

    number: int
    title: str
    authors: tuple[str, ...]
    source: str  # the publication; empty when not recorded
    archive: str  # the name of this site
    url: str  # of the original
    permalink: str  # here
    language: str  # BCP 47, "und" when not known
    edtf: str
    inferred: bool  # the date is our conclusion, not printed anywhere

    @property
    def date(self) -> Edtf | None:
        return _read(self.edtf)

    @property
    def names(self) -> tuple[Name, ...]:
        """The authors, parted into family and given name where that is known."""
        return tuple(read_name(author, self.language) for author in self.authors)

    @property
    def key(self) -> str:
        return f"archive-{self.number}"


@lru_cache(maxsize=1024)  # a list of references has the same dates again and again
def _read(edtf: str) -> Edtf | None:
    try:
        return parse(edtf) if edtf else None
    except EdtfError:
        return None


def citable(article: Article, archive: str, permalink: str) -> Citable:
    """The article as it can be cited. Names are kept as written."""
    return Citable(
        number=article.pk,
        title=" ".join(article.title.split()),
        authors=authors_of(article.byline),
        source=article.source.name if article.source.recorded else "",
        archive=archive,
        url=article.url,
        permalink=permalink,
        language=article.language or "und",
        edtf=article.date_edtf,
        inferred=article.date_basis == DateBasis.INFERRED,
    )


def authors_of(byline: str) -> tuple[str, ...]:
    """The names in a byline, as they are written."""
    pieces = _BETWEEN_NAMES.split(byline.strip())
    return tuple(name for piece in pieces for name in _listed(piece) if name)


def _listed(piece: str) -> Sequence[str]:
    """Commas part names of several words each. "Jones, Mary" is one, and so is a name with a
    degree."""
    names = _COMMAS.split(piece)
    return names if all(len(name.split()) > 1 and "." not in name for name in names) else [piece]
