"""New articles become rows, some at a time: each table is written once for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import repeat

from django.db import connection
from django.utils import timezone

from archive.importing import copies
from archive.importing.extracting import fill, hold, set_date
from archive.importing.extractor import Found
from archive.importing.identity import Sources, metadata_of
from archive.importing.linking import Linker
from archive.importing.records import Done, record
from archive.importing.values import ParsedArticle, Saved
from archive.models import Article, ImportRun, IndexJob, Outcome, Revision, Status, TextBand
from archive.models.rows import Held, insert_history, insert_keyed

JOB = ("article_id", "queued_at")


@dataclass(frozen=True)
class New:
    """A record of which the archive knows nothing, but perhaps an article with the same text."""

    parsed: ParsedArticle
    found: Found
    copy: Article | None = None


def create(items: Sequence[New], run: ImportRun, linker: Linker, sources: Sources) -> list[Saved]:
    """New articles, with all that belongs to them, in their order. In a transaction."""
    # Rows made in bulk send no signals: an IndexJob for each article stands for them all.
    articles = [_article(item, sources) for item in items]
    insert_keyed(articles)
    revisions = [_revision(item, of) for item, of in zip(items, articles, strict=True)]
    insert_keyed(revisions)
    _point(articles, revisions)
    keys = [article.pk for article in articles]
    insert_history(Article, keys)
    linker.look_up([item.found.extraction.entities for item in items])
    shared = copies.known_bands([band for item in items for band in item.found.bands])
    held, saved = Held(), list[Saved]()
    for item, article in zip(items, articles, strict=True):
        saved.append(_complete(item, article, held, shared, run, linker))
        shared.update(item.found.bands)
    held.add(IndexJob, JOB, zip(keys, repeat(timezone.now())))
    held.write()
    return saved


def _article(item: New, sources: Sources) -> Article:
    parsed = item.parsed
    article = Article(
        title=parsed.title,
        source=sources.make(parsed),
        source_key=parsed.source_key,
        content_hash=parsed.text_hash,
        word_count=len(parsed.body.split()),
        status=parsed.status,
        provenance=dict(parsed.provenance),
        metadata=metadata_of(parsed),
        byline=parsed.byline,
        url=parsed.url,
    )
    set_given(article, parsed, {"language", "date_edtf"})
    fill(article, item.found.extraction)
    if _is_in_future(article):
        article.status = Status.DRAFT
    return article


def _revision(item: New, article: Article) -> Revision:
    return Revision(
        article=article,
        title=item.parsed.title,
        body=item.parsed.body,
        text_hash=article.content_hash,
        pipeline_version=item.found.extraction.pipeline_version,
    )


def _point(articles: Sequence[Article], revisions: Sequence[Revision]) -> None:
    """Make each revision the present one, without the ORM: that takes ten times as long."""
    table = Article._meta.db_table
    pairs = list(zip(articles, revisions, strict=True))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET revision_id = %s WHERE id = %s",  # noqa: S608 - the model's name  # nosec B608
            [(revision.pk, article.pk) for article, revision in pairs],
        )
    for article, revision in pairs:
        article.revision = revision


def _complete(
    item: New, article: Article, held: Held, shared: set[int], run: ImportRun, linker: Linker
) -> Saved:
    """What an article has beside its text; `shared`: bands that it may have of another one."""
    key, found, notes, grouped = article.pk, item.found, list(item.parsed.notes), False
    if _is_in_future(article):
        notes.append("dated in the future: kept as a draft")
    if article.revision:
        notes += told(hold(held, article, article.revision, found.extraction, linker))
    if item.copy or not shared.isdisjoint(found.bands):
        held.write()  # copies are told by what they and others are tagged with
        grouped = copies.place(article, item.parsed.body, found.bands, item.copy)
    else:
        held.add(TextBand, copies.BAND, zip(found.bands, repeat(key)))
    done = Done(Outcome.CREATED, key, linker.made, grouped)
    return record(held, run, item.parsed, done, notes)


def set_given(article: Article, parsed: ParsedArticle, fields: set[str]) -> None:
    """Take language and date from the record, or leave them open for extraction to fill."""
    curated = article.curated_fields
    provenance = {
        name: origin
        for name, origin in article.provenance.items()
        if name not in fields or name in curated
    }
    if "language" in fields and "language" not in curated:
        article.language = parsed.language or "und"
    if "date_edtf" in fields and "date_edtf" not in curated:
        set_date(article, parsed.date)
    given = {name: origin for name, origin in parsed.provenance.items() if name not in curated}
    article.provenance = {**provenance, **given}


def told(ambiguous: tuple[str, ...]) -> list[str]:
    """A note on names that could not be told apart."""
    return [f"not tagged, for several have the name: {', '.join(ambiguous)}"] if ambiguous else []


def _is_in_future(article: Article) -> bool:
    """A day more is allowed: it is tomorrow already somewhere."""
    earliest = article.date_earliest
    return earliest is not None and earliest > timezone.localdate() + timedelta(days=1)
