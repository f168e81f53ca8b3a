"""A parsed article and its extraction become rows: in one transaction, all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import cast

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from archive.extraction.values import Extraction
from archive.importing import copies
from archive.importing.extracting import fill, set_date, store
from archive.importing.extractor import Found, Request
from archive.importing.former import former_values
from archive.importing.identity import (
    TEXT,
    Known,
    Sources,
    differences,
    find_known,
    keeps_edited_text,
    metadata_of,
)
from archive.importing.linking import Linker
from archive.importing.records import Done, record
from archive.importing.values import ParsedArticle, Saved
from archive.models import (
    Article,
    ImportRun,
    IndexJob,
    Outcome,
    Revision,
    Status,
)
from archive.models.rows import insert, insert_history, insert_object


class Saver:
    """Saves articles one after the other, and remembers sources and entities between them."""

    def __init__(self, run: Callable[[], ImportRun]) -> None:
        self.run = run  # made only when there is something to record
        self.linker = Linker()
        self.sources = Sources()

    def save_all(self, batch: Sequence[tuple[ParsedArticle, Found, bool]]) -> list[Saved]:
        """Save a few in one transaction, which costs less. Raises: then none of them is there."""
        self.run()
        try:
            with transaction.atomic():
                return [self.save(parsed, found, new=new) for parsed, found, new in batch]
        except BaseException:
            self.forget()
            raise

    def save(self, parsed: ParsedArticle, found: Found, *, new: bool = False) -> Saved:
        """Create or update the article. Raises DatabaseError: then nothing of it is there.

        `new`: a moment ago it was not in the archive, nor was its text.
        """
        run = self.run()
        try:
            return self._attempt(parsed, found, run, new=new)
        except IntegrityError:
            # What was remembered is gone, or what was not there is: a curator was at work.
            return self._attempt(parsed, found, run, new=False)

    def _attempt(self, parsed: ParsedArticle, found: Found, run: ImportRun, *, new: bool) -> Saved:
        linker, sources = self.linker, self.sources
        try:
            with transaction.atomic():
                if new:
                    return create(parsed, found, Known(), run, linker, sources)
                return save(parsed, found, run=run, linker=linker, sources=sources)
        except BaseException:
            self.forget()
            raise

    def forget(self) -> None:
        """What a failed transaction made is no longer there."""
        self.linker.forget()
        self.sources.forget()


def save(
    parsed: ParsedArticle,
    found: Found,
    *,
    run: ImportRun,
    linker: Linker | None = None,
    sources: Sources | None = None,
) -> Saved:
    """The article of a record, with all that belongs to it, in one transaction."""
    sources, linker = sources or Sources(), linker or Linker()
    with transaction.atomic():
        known = find_known([parsed], sources)[0]
        if known.article is None:
            return create(parsed, found, known, run, linker, sources)
        article = known.article
        if differences(article, parsed):
            # Another look under lock: a curator may be saving it.
            article = Article.objects.select_for_update().get(pk=article.pk)
        if changed := differences(article, parsed):
            return _update(Known(article, known.copy), changed, parsed, found, run, linker)
        return unchanged(article, parsed)


def unchanged(article: Article, parsed: ParsedArticle) -> Saved:
    """The outcome for a record that is in the archive as it is. Writes nothing."""
    notes = list(parsed.notes)
    if keeps_edited_text(article, parsed):
        notes.append("its text differs, and the text that a curator edited was kept")
    return Saved(parsed.path, parsed.line, Outcome.UNCHANGED, article.pk, "; ".join(notes))


def request_for(parsed: ParsedArticle, article: Article | None) -> Request:
    """What to extract from: the record, believing what it or a curator says of itself."""
    language, known = parsed.language, parsed.date if parsed.date.edtf else None
    if article and "language" in article.curated_fields:
        language = article.language
    return Request(parsed.title, parsed.body, language, known)


def create(
    parsed: ParsedArticle,
    found: Found,
    known: Known,
    run: ImportRun,
    linker: Linker,
    sources: Sources,
) -> Saved:
    """A new article, with all that belongs to it. In a transaction."""
    notes = list(parsed.notes)
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
    _set_given(article, parsed, {"language", "date_edtf"})
    fill(article, found.extraction)
    if _is_in_future(article):
        article.status = Status.DRAFT
        notes.append("dated in the future: kept as a draft")
    # Rows made in bulk send no signals: the one IndexJob below stands for them all.
    insert_object(article)
    revision = _revision(article, parsed, found.extraction)
    insert_object(revision)
    _point(article, revision)
    insert_history([article])
    change = store(article, revision, found.extraction, linker, new=True)
    grouped = copies.place(article, parsed.body, found.bands, known.copy)
    insert(IndexJob, ("article_id", "queued_at"), [(article.pk, timezone.now())])
    notes += _told(change.ambiguous)
    return record(run, parsed, Done(Outcome.CREATED, article.pk, linker.made, grouped), notes)


def _update(
    known: Known,
    changed: set[str],
    parsed: ParsedArticle,
    found: Found,
    run: ImportRun,
    linker: Linker,
) -> Saved:
    article, notes = cast("Article", known.article), list(parsed.notes)
    former, before = article.revision, former_values(article)
    for name in changed & {"byline", "url"}:
        setattr(article, name, getattr(parsed, name))
    if "metadata" in changed:
        article.metadata = metadata_of(parsed)
    _set_given(article, parsed, changed)
    new_text = bool(changed & TEXT)
    former_body = former.body if former else ""
    if new_text:
        article.content_hash = parsed.text_hash
        revision = article.revise(parsed.title, parsed.body)
    else:
        revision = former or article.revise(parsed.title, parsed.body)
        if keeps_edited_text(article, parsed):
            notes.append("the text that a curator edited was kept")
    if new_text or revision.text_hash == parsed.text_hash:
        fill(article, found.extraction)
        notes += _told(store(article, revision, found.extraction, linker).ambiguous)
        revision.pipeline_version = found.extraction.pipeline_version
        revision.save(update_fields=["pipeline_version"])
    grouped = False
    if new_text:
        copies.withdraw(article, former_body)
        grouped = copies.place(article, parsed.body, found.bands, known.copy)
    article.save()
    IndexJob.objects.enqueue([article.pk])
    done = Done(Outcome.UPDATED, article.pk, linker.made, grouped, former, before)
    return record(run, parsed, done, notes)


def _set_given(article: Article, parsed: ParsedArticle, fields: set[str]) -> None:
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


def _point(article: Article, revision: Revision) -> None:
    """Make the revision the present one, without the ORM: that takes ten times as long."""
    table = Article._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET revision_id = %s WHERE id = %s",  # noqa: S608 - the model's name  # nosec B608
            [revision.pk, article.pk],
        )
    article.revision = revision


def _revision(article: Article, parsed: ParsedArticle, extraction: Extraction) -> Revision:
    return Revision(
        article=article,
        title=parsed.title,
        body=parsed.body,
        text_hash=article.content_hash,
        pipeline_version=extraction.pipeline_version,
    )


def _is_in_future(article: Article) -> bool:
    """A day more is allowed: it is tomorrow already somewhere."""
    earliest = article.date_earliest
    return earliest is not None and earliest > timezone.localdate() + timedelta(days=1)


def _told(ambiguous: tuple[str, ...]) -> list[str]:
    if not ambiguous:
        return []
    return [f"not tagged, for several have the name: {', '.join(ambiguous)}"]
