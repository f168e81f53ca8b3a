"""Where each field of an article is from, in a short sentence for its page."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.models import Article

FIELDS: Mapping[str, str | Promise] = {
    "title": _("Title"),
    "body": _("Text"),
    "byline": _("Byline"),
    "date_edtf": _("Date"),
    "source": _("Source"),
    "language": _("Language"),
    "url": _("Address of the original"),
}
ORIGINS: Mapping[str, str | Promise] = {
    "text": _("from the text itself"),
    "record": _("from the record that was imported"),
    "sidecar": _("from a file beside the text"),
    "front matter": _("from the lines before the text"),
    "page": _("from the saved web page"),
    "feed": _("from the feed of the publication"),
    "markup": _("from the markup of the edition"),
    "url": _("from the address of the original"),
    "file name": _("from the name of the file"),
    "option": _("as said by whoever imported it"),
    "extraction": _("found by the machine"),
    "curator": _("set by a curator"),
}


def origins_of(article: Article) -> list[tuple[str, str]]:
    """Pairs of a field and where it is from, for the fields that have a value."""
    return [
        (str(label), str(ORIGINS[origin]))
        for name, label in FIELDS.items()
        if (origin := article.provenance.get(name, "")) in ORIGINS and _has_value(article, name)
    ]


def _has_value(article: Article, name: str) -> bool:
    if name == "source":
        return article.source.recorded
    return name == "body" or bool(getattr(article, name))
