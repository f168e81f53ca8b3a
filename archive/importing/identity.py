"""Which article a record is, if it is in the archive already, and what it would change there."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils.text import slugify

from archive.importing.fingerprint import are_versions
from archive.importing.values import GIVEN_DATE, ORIGINS, REMEMBERED, ParsedArticle
from archive.models import SEPARATOR, Article, Source
from archive.text.fold import transliterate

GIVEN = ORIGINS | {"option", "url", "file name", "text"}  # provenance of what an import set
TEXT = frozenset({"title", "body"})
STATES = 20  # of an article's text, the newest, that a record may be a later one of
CURATOR = "curator"  # provenance of what a person set


@dataclass(frozen=True)
class Known:
    """The article that a record is, and another one with the very same text."""

    article: Article | None = None
    copy: Article | None = None


class Sources:
    """The sources by the names that records give, each looked up once in a while."""

    def __init__(self) -> None:
        self.forget()

    def find(self, parsed: ParsedArticle) -> Source | None:
        """The source of the record, under a name it had before too; None when there is no row."""
        if self.known.get(parsed.source) is None:
            slug = source_slug(parsed)
            named = Source.objects.filter(slug=slug).first()
            renamed = Source.objects.filter(pk__in=self.ids_of(slug)[:1])
            self.known[parsed.source] = named or renamed.first()
        return self.known[parsed.source]

    @cached_property
    def moved(self) -> dict[tuple[int, str], int]:
        """Articles to which people gave another source or key, by those they had before.

        The second of a pair is the key in the source or, where there was none, the hash of the
        text behind a #.
        """
        given = Q(provenance__source=CURATOR) | Q(provenance__source_key=CURATOR)
        moved = Article.objects.filter(given).order_by().values("pk")
        columns = ("id", "source", "source_key", "content_hash")
        lines = Article.history.filter(id__in=moved).order_by("-history_id").values_list(*columns)
        return {(source, key or f"#{digest}"): pk for pk, source, key, digest in lines}

    def make(self, parsed: ParsedArticle) -> Source:
        """The source of the record, made if need be. In the transaction of the article."""
        source = self.find(parsed)
        if source is None:
            source = self.known[parsed.source] = self._create(parsed)
        return source

    def moved_from(self, parsed: ParsedArticle) -> int | None:
        """The article that was in the place of the record until people gave it another."""
        if not self.moved:
            return None
        slug, key = source_slug(parsed), parsed.source_key or f"#{parsed.text_hash}"
        places = ((source, key) for source in self.ids_of(slug))
        return next((self.moved[place] for place in places if place in self.moved), None)

    def ids_of(self, slug: str) -> list[int]:
        """Keys of all sources that ever had this slug, the last first; some may be deleted."""
        if slug not in self.named:
            rows = Source.history.filter(slug=slug).order_by("-history_id")
            self.named[slug] = list(dict.fromkeys(rows.values_list("id", flat=True)))
        return self.named[slug]

    def look_anew(self) -> None:
        """Now and then: people work while a long import runs."""
        if time.monotonic() - self.since > REMEMBERED:
            self.forget()

    def forget(self) -> None:
        self.known: dict[str, Source | None] = {}
        self.named: dict[str, list[int]] = {}
        self.since = time.monotonic()
        self.__dict__.pop("moved", None)

    def _create(self, parsed: ParsedArticle) -> Source:
        if not parsed.source:
            return Source.objects.unrecorded()
        return Source.objects.create(
            slug=source_slug(parsed), name=parsed.source, rights=parsed.rights
        )


def source_slug(parsed: ParsedArticle) -> str:
    if not parsed.source:
        return "unrecorded"
    return slugify(transliterate(parsed.source))[:80].strip("-") or "source"


def find_known(batch: Sequence[ParsedArticle], sources: Sources) -> list[Known]:
    """For each record its article. One question to the database, however many records.

    A record is the article with its key in its source. A file is known by its place, or if it
    has moved by its text; a record without a key by its text alone. What a person gave another
    source or key is found by the former ones too, unless another article has them now or the
    record is no state of its text.
    """
    sources.look_anew()
    found = [sources.find(parsed) for parsed in batch]
    keys = {parsed.source_key for parsed in batch if parsed.source_key}
    hashes = [parsed.text_hash for parsed in batch]
    wanted = Q(content_hash__in=set(hashes))
    if keys:
        wanted |= Q(source_key__in=keys, source__in=[source.pk for source in found if source])
    rows = list(Article.objects.filter(wanted).order_by("-pk"))  # the oldest last: it stays
    by_key: dict[tuple[int | None, str], Article] = {
        (row.source_id, row.source_key): row for row in rows
    }
    by_text: dict[tuple[int | None, str], Article] = {
        (row.source_id, row.content_hash): row for row in rows
    }
    anywhere = {row.content_hash: row for row in rows}
    known = []
    for parsed, source, digest in zip(batch, found, hashes, strict=True):
        pk = source.pk if source else None
        article = by_key.get((pk, parsed.source_key)) if parsed.source_key else None
        if article is None and (parsed.keyed_by_path or not parsed.source_key):
            article = by_text.get((pk, digest))
        if article is None:
            article = _formerly(sources.moved_from(parsed), parsed)
        known.append(Known(article, anywhere.get(digest)))
    return known


def _formerly(pk: int | None, parsed: ParsedArticle) -> Article | None:
    """The article that had this place, if the record still is a state of its text: where people
    set a mistaken key right, it belongs to another one."""
    article = Article.objects.filter(pk=pk).first() if pk else None
    if article is None:
        return None
    text = f"{parsed.title}{SEPARATOR}{parsed.body}"
    former = article.revisions.all()[:STATES]
    is_one = any(
        one.text_hash == parsed.text_hash or are_versions(one.text, text) for one in former
    )
    return article if is_one else None


def differences(article: Article, parsed: ParsedArticle) -> set[str]:
    """Fields that the record would change. Those that a person has set never are."""
    if _has_moved(article, parsed):
        return set()
    origin = article.provenance
    changed = {
        name for name in ("byline", "url") if getattr(article, name) != getattr(parsed, name)
    }
    if article.content_hash != parsed.text_hash:
        changed |= TEXT
    if article.metadata != metadata_of(parsed):
        changed.add("metadata")
    if parsed.language and parsed.language != article.language:
        changed.add("language")
    if parsed.date.edtf and parsed.date.edtf != origin.get(GIVEN_DATE, article.date_edtf):
        changed.add("date_edtf")
    for name, given in (("language", parsed.language), ("date_edtf", parsed.date.edtf)):
        if not given and origin.get(name) in GIVEN:
            changed.add(name)
    curated = article.curated_fields
    return changed - curated - (TEXT if TEXT & curated else set())


def metadata_of(parsed: ParsedArticle) -> dict[str, object]:
    return {**parsed.metadata, **({"rights": parsed.rights} if parsed.rights else {})}


def keeps_edited_text(article: Article, parsed: ParsedArticle) -> bool:
    """Whether the record has another text, and a person's is kept instead."""
    if not TEXT & article.curated_fields or _has_moved(article, parsed):
        return False
    return article.content_hash != parsed.text_hash


def _has_moved(article: Article, parsed: ParsedArticle) -> bool:
    """The same text under another file name: nothing of it has changed."""
    if "source_key" in article.curated_fields:  # then it was found by the one it had before
        return False
    return parsed.keyed_by_path and article.source_key != parsed.source_key
