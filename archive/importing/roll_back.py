"""An import taken back: what it made goes, what it changed is as before, people's work stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from archive.importing import copies
from archive.importing.extracting import refresh
from archive.importing.extractor import Extractor
from archive.importing.fingerprint import bands
from archive.importing.knowledge import load_knowledge
from archive.importing.linking import Linker
from archive.models import (
    Alias,
    Article,
    Entity,
    EntityTag,
    ErrorReport,
    ImportRecord,
    ImportRun,
    IndexJob,
    Outcome,
    Revision,
    Source,
    State,
    Suppression,
    TextBand,
    TopicTag,
)

BATCH = 100
EDITED = gettext_noop("a person has edited it")
DECIDED = gettext_noop("a person has decided on its tags or names")
REPORTED = gettext_noop("a reader has reported an error in it")
LATER = gettext_noop("a later import has changed it; roll that one back first")
UNKNOWN = gettext_noop("what it was before is not on record")


class NotDone(Exception):
    """The run cannot be rolled back; the message says why."""


@dataclass(frozen=True)
class Left:
    """An article that is not touched, and one of the reasons above."""

    article: int
    title: str
    reason: str


@dataclass
class RolledBack:
    """What became of the articles of a run, or in a preview what would."""

    removed: int
    restored: int
    left: list[Left]


def preview(run: ImportRun) -> RolledBack:
    """What a roll-back would do. Writes nothing."""
    result = RolledBack(0, 0, [])
    for records in _batches(run):
        left = _left(run, records)
        result.left += left.values()
        free = [record for record in records if record.article_id not in left]
        result.removed += sum(record.outcome == Outcome.CREATED for record in free)
        result.restored += sum(record.outcome == Outcome.UPDATED for record in free)
    return result


def roll_back(run: ImportRun) -> RolledBack:
    """Take a run back, a few articles in a transaction; cut short, it goes on when called again.

    The caller holds the import lock. Raises NotDone for a run that was rolled back.
    """
    if run.rolled_back_at:
        raise NotDone(f"run {run.pk} was rolled back on {run.rolled_back_at:%Y-%m-%d %H:%M}")
    result, restoration = RolledBack(0, 0, []), Restoration()
    for records in _batches(run):
        with transaction.atomic():
            left = _left(run, records)
            free = [record for record in records if record.article_id not in left]
            made = [record for record in free if record.outcome == Outcome.CREATED]
            changed = [record for record in free if record.outcome == Outcome.UPDATED]
            _remove([record.article_id for record in made if record.article_id])
            for record in changed:
                restoration.restore(record)
            _remove_entities(key for record in free for key in record.made)
        result.left += left.values()
        result.removed += len(made)
        result.restored += len(changed)
    _remove_sources(run.started_at)
    run.left = [asdict(each) for each in result.left]
    run.rolled_back_at = timezone.now()
    run.save(update_fields=["left", "rolled_back_at"])
    return result


class Restoration:
    """Gives articles their former text and fields, and extracts from them anew."""

    def __init__(self) -> None:
        self.extractor: Extractor | None = None
        self.linker = Linker()

    def restore(self, record: ImportRecord) -> None:
        article = Article.objects.select_related("revision", "group").get(pk=record.article_id or 0)
        newer, former = article.revision, record.former_revision
        for name, value in record.former.items():
            setattr(article, name, Article._meta.get_field(name).to_python(value))  # type: ignore[union-attr]
        if former and newer and former.pk != newer.pk:
            copies.withdraw(article, newer.body)
            article.revision = former
            article.save()
            copies.place(article, former.body, bands(former.body), _same(article))
            newer.delete()
        else:
            article.save()
        self.extractor = self.extractor or Extractor(load_knowledge())
        refresh(article, extractor=self.extractor, linker=self.linker)
        IndexJob.objects.enqueue([article.pk])
        # Its record stays, and says nothing of a text that is gone.
        ImportRecord.objects.filter(pk=record.pk).update(former_revision=None, article=None)


def _batches(run: ImportRun) -> Iterator[Sequence[ImportRecord]]:
    """Records of articles that are still there, the last first: a later change is undone first."""
    rows = run.records.filter(
        article__isnull=False, outcome__in=[Outcome.CREATED, Outcome.UPDATED]
    ).select_related("former_revision", "article")
    last: int | None = None
    while True:
        below = rows if last is None else rows.filter(pk__lt=last)
        records = list(below.order_by("-pk")[:BATCH])
        if not records:
            return
        last = records[-1].pk
        yield records


def _left(run: ImportRun, records: Iterable[ImportRecord]) -> dict[int | None, Left]:
    """Which of the articles stay, and why."""
    by_article = {record.article_id: record for record in records}
    keys = [key for key in by_article if key]
    reasons: dict[int, str] = {}
    later = ImportRecord.objects.filter(article__in=keys, run__pk__gt=run.pk)
    _note(reasons, later, LATER)
    _note(reasons, ErrorReport.objects.filter(article__in=keys), REPORTED)
    decided = ~Q(state=State.SUGGESTED) | ~Q(origin="machine")
    for model in (EntityTag, TopicTag):
        _note(reasons, model._default_manager.filter(decided, article__in=keys), DECIDED)
    _note(reasons, Suppression.objects.filter(article__in=keys), DECIDED)
    edited = Article.history.filter(id__in=keys, history_user__isnull=False)
    reasons |= dict.fromkeys(edited.values_list("id", flat=True), EDITED)
    for key in keys:
        record = by_article[key]
        before = record.former.get("provenance", {})
        curated = {name for name, origin in before.items() if origin == "curator"}
        if record.article and record.article.curated_fields - curated:
            reasons[key] = EDITED
        elif record.outcome == Outcome.UPDATED and not record.former:
            reasons[key] = UNKNOWN
    return {
        key: Left(key, record.article.title if record.article else "", reasons[key])
        for key, record in by_article.items()
        if key in reasons and key is not None
    }


def _note(reasons: dict[int, str], rows: Any, reason: str) -> None:
    reasons |= dict.fromkeys(rows.order_by().values_list("article", flat=True).distinct(), reason)


def _remove(keys: Sequence[int]) -> None:
    """Delete articles and all that belongs to them."""
    rows = Article.objects.filter(pk__in=keys)
    groups = set(rows.exclude(group=None).values_list("group", flat=True))
    rows.update(revision=None)  # they point at each other
    Revision.objects.filter(article__in=keys).delete()
    rows.delete()
    copies.settle(groups)
    TextBand.objects.filter(article_id__in=keys).delete()
    IndexJob.objects.enqueue(keys)


def _remove_entities(keys: Iterable[int]) -> None:
    """Those that nothing is tagged with any more, and no person has had a hand in."""
    alone = Entity.objects.filter(pk__in=list(keys), tags=None, mentions=None)
    touched = set(
        Entity.history.filter(history_user__isnull=False, id__in=alone).values_list("id", flat=True)
    )
    touched |= set(
        Alias.objects.filter(entity__in=alone)
        .exclude(origin="machine")
        .values_list("entity", flat=True)
    )
    alone.exclude(pk__in=touched).delete()


def _remove_sources(since: datetime) -> None:
    """Sources that came with the run and have no articles any more."""
    new = Source.history.filter(history_type="+", history_date__gte=since)
    by_hand = Source.history.filter(history_user__isnull=False)
    Source.objects.filter(pk__in=new.values("id"), articles=None).exclude(
        pk__in=by_hand.values("id")
    ).delete()


def _same(article: Article) -> Article | None:
    """The oldest other article with the very same text."""
    others = Article.objects.filter(content_hash=article.content_hash).exclude(pk=article.pk)
    return others.order_by("pk").select_related("group__lead").first()
