"""A parsed article and its extraction become rows: in one transaction, all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import cast

from django.db import IntegrityError, transaction
from django.utils import timezone

from archive.importing import copies
from archive.importing.creating import JOB, New, create, set_given, told
from archive.importing.extracting import fill, store
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
from archive.models import Article, ImportRun, IndexJob, Outcome
from archive.models.rows import Held


class Saver:
    """Saves articles one after the other, and remembers sources and entities between them."""

    def __init__(self, run: Callable[[], ImportRun]) -> None:
        self.run = run  # made only when there is something to record
        self.linker = Linker()
        self.sources = Sources()

    def save_all(self, batch: Sequence[tuple[ParsedArticle, Found, bool]]) -> list[Saved]:
        """Save some in one transaction, which costs less. Raises: then none of them is there."""
        self.run()
        saved: list[Saved] = []
        try:
            with transaction.atomic():
                for new, some in groupby(batch, key=itemgetter(2)):
                    if new:
                        saved += self._make([New(parsed, found) for parsed, found, _new in some])
                    else:
                        saved += [self.save(parsed, found) for parsed, found, _new in some]
        except BaseException:
            self.forget()
            raise
        return saved

    def _make(self, items: Sequence[New]) -> list[Saved]:
        return create(items, self.run(), self.linker, self.sources)

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
                    return self._make([New(parsed, found)])[0]
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
            return create([New(parsed, found, known.copy)], run, linker, sources)[0]
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
    set_given(article, parsed, changed)
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
        notes += told(store(article, revision, found.extraction, linker).ambiguous)
        revision.pipeline_version = found.extraction.pipeline_version
        revision.save(update_fields=["pipeline_version"])
    grouped = False
    if new_text:
        copies.withdraw(article, former_body)
        grouped = copies.place(article, parsed.body, found.bands, known.copy)
    article.save()
    held = Held()
    held.add(IndexJob, JOB, [(article.pk, timezone.now())])
    done = Done(Outcome.UPDATED, article.pk, linker.made, grouped, former, before)
    saved = record(held, run, parsed, done, notes)
    held.write()
    return saved
