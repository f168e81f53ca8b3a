"""An import taken back: what it made goes, what it changed is as before, people's work stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import DO_NOTHING, SET_NULL, ForeignObjectRel, Q, QuerySet
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
    Distinction,
    Entity,
    EntityTag,
    ErrorReport,
    ImportRecord,
    ImportRun,
    IndexJob,
    Office,
    Outcome,
    Source,
    State,
    Suppression,
    TextBand,
    TopicTag,
)
from archive.models.rows import insert_history

BATCH = 500
EDITED = gettext_noop("a person has edited it")
DECIDED = gettext_noop("a person has decided on its tags or names")
REPORTED = gettext_noop("a reader has reported an error in it")
LATER = gettext_noop("a later import has changed it; roll that one back first")
UNKNOWN = gettext_noop("what it was before is not on record")
KEPT = gettext_noop("nothing names it any more, but a person has decided on it or its names")


class NotDone(Exception):
    """The run cannot be rolled back; the message says why."""


@dataclass(frozen=True)
class Left:
    """An article that is not touched, or an entity that is kept, and one of the reasons above."""

    article: int | None
    title: str
    reason: str
    entity: int | None = None


@dataclass
class RolledBack:
    """What became of the articles of a run, or in a preview what would."""

    removed: int
    restored: int
    left: list[Left]


@dataclass(frozen=True)
class Batch:
    """Records of articles that are still there: what is free to be undone, and what is not."""

    made: Sequence[Article]
    changed: Sequence[tuple[ImportRecord, Article]]
    left: Sequence[Left]


def preview(run: ImportRun) -> RolledBack:
    """What a roll-back would do. Writes nothing."""
    result, gone = RolledBack(0, 0, []), set[int]()
    for records in _batches(run):
        batch = _sorted_out(run, records, Article.objects.all())
        _count(result, batch)
        gone |= {article.pk for article in batch.made}
    for keys in _entities_made(run):
        decided = Entity.objects.filter(pk__in=_decided(keys))
        named = EntityTag.objects.filter(entity__in=decided).values_list("entity", "article")
        elsewhere = {entity for entity, article in named if article not in gone}
        result.left += map(_kept, decided.exclude(pk__in=elsewhere).order_by("pk"))
    return result


def roll_back(run: ImportRun) -> RolledBack:
    """Take a run back, some articles in a transaction; cut short, it goes on when called again.

    The caller holds the import lock. Raises NotDone for a run that was rolled back.
    """
    if run.rolled_back_at:
        raise NotDone(f"run {run.pk} was rolled back on {run.rolled_back_at:%Y-%m-%d %H:%M}")
    result, restoration = RolledBack(0, 0, []), Restoration()
    for records in _batches(run):
        with transaction.atomic():
            batch = _sorted_out(run, records, _locked(records))
            _remove(batch.made)
            for record, article in batch.changed:
                restoration.restore(record, article)
        _count(result, batch)
    for keys in _entities_made(run):
        with transaction.atomic():
            result.left += _remove_entities(keys)
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

    def restore(self, record: ImportRecord, article: Article) -> None:
        """In a transaction that has locked the article."""
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


# --- What is undone, and what is left -----------------------------------------------------------


def _batches(run: ImportRun) -> Iterator[Sequence[ImportRecord]]:
    """Records of articles that are still there, the last first: a later change is undone first."""
    rows = run.records.filter(
        article__isnull=False, outcome__in=[Outcome.CREATED, Outcome.UPDATED]
    ).select_related("former_revision")
    last: int | None = None
    while True:
        below = rows if last is None else rows.filter(pk__lt=last)
        records = list(below.order_by("-pk")[:BATCH])
        if not records:
            return
        last = records[-1].pk
        yield records


def _locked(records: Iterable[ImportRecord]) -> QuerySet[Article]:
    """The articles, whose tags too nobody decides on until the transaction ends."""
    if connection.features.has_select_for_update:
        for model in (EntityTag, TopicTag):
            rows = model._default_manager.filter(article__in=_keys(records)).order_by("pk")
            list(rows.select_for_update().values_list("pk"))
    return Article.objects.select_for_update(of=("self",)).order_by("pk")


def _sorted_out(run: ImportRun, records: Sequence[ImportRecord], rows: QuerySet[Article]) -> Batch:
    """What is to be undone. What the run made and then changed itself is only removed."""
    keys = _keys(records)
    articles = rows.select_related("revision", "group").in_bulk(keys)
    own = run.records.filter(outcome=Outcome.CREATED, article__in=keys)
    made = set(own.order_by().values_list("article", flat=True))
    changed = [record for record in records if record.article_id not in made]
    reasons = _reasons(run, articles, changed)
    here = {record.article_id for record in records if record.outcome == Outcome.CREATED}
    return Batch(
        [articles[key] for key in keys if key in here and key not in reasons],
        [
            (record, articles[record.article_id])
            for record in changed
            if record.article_id in articles and record.article_id not in reasons
        ],
        [
            Left(key, articles[key].title, reasons[key])
            for key in keys
            if key in reasons and (key in here or key not in made)
        ],
    )


def _keys(records: Iterable[ImportRecord]) -> list[int]:
    return list(dict.fromkeys(record.article_id for record in records if record.article_id))


def _count(result: RolledBack, batch: Batch) -> None:
    result.removed += len(batch.made)
    result.restored += len({article.pk for _record, article in batch.changed})
    result.left += batch.left


def _reasons(
    run: ImportRun, articles: Mapping[int, Article], changed: Iterable[ImportRecord]
) -> dict[int, str]:
    """Which of the articles stay, and why; `changed`: records of those the run did not make."""
    keys = list(articles)
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
    former = {record.article_id: record.former for record in changed}
    for key, article in articles.items():
        before = former.get(key, {}).get("provenance", {})
        curated = {name for name, origin in before.items() if origin == "curator"}
        if article.curated_fields - curated:
            reasons[key] = EDITED
        elif former.get(key, True) == {}:
            reasons[key] = UNKNOWN
    return reasons


def _note(reasons: dict[int, str], rows: Any, reason: str) -> None:
    reasons |= dict.fromkeys(rows.order_by().values_list("article", flat=True).distinct(), reason)


# --- What goes ----------------------------------------------------------------------------------


def _remove(articles: Sequence[Article]) -> None:
    """Delete articles and all that belongs to them, a statement for each table."""
    if not articles:
        return
    keys = [article.pk for article in articles]
    groups = {article.group_id for article in articles if article.group_id}
    insert_history(Article, keys, "-")
    _delete(Article.objects.filter(pk__in=keys).order_by())
    copies.settle(groups)
    TextBand.objects.filter(article_id__in=keys).delete()
    IndexJob.objects.enqueue(keys)


def _delete(rows: QuerySet[Any]) -> None:
    """Delete rows and what hangs on them, as the database has no cascades. Sends no signals."""
    for relation in rows.model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.on_delete is DO_NOTHING:
            continue
        hanging = relation.related_model._base_manager.filter(
            **{f"{relation.field.name}__in": rows}
        )
        if relation.on_delete is SET_NULL:
            hanging.update(**{relation.field.name: None})
        else:
            _delete(hanging)
    rows._raw_delete(rows.db)


def _entities_made(run: ImportRun) -> Iterator[list[int]]:
    """Keys of persons and organisations that came with the run, some at a time."""
    rows = run.records.exclude(made=[]).order_by("pk").values_list("made", flat=True)
    keys = sorted({key for made in rows.iterator() for key in made})
    for at in range(0, len(keys), BATCH):
        yield keys[at : at + BATCH]


def _remove_entities(keys: Sequence[int]) -> list[Left]:
    """Delete those that nothing names any more; what a person has had a hand in is kept."""
    alone = Entity.objects.filter(pk__in=keys, tags=None, mentions=None)
    decided = _decided(list(alone.values_list("pk", flat=True)))
    kept = [_kept(entity) for entity in alone.filter(pk__in=decided).order_by("pk")]
    gone = list(alone.exclude(pk__in=decided).values_list("pk", flat=True))
    for model, name in ((Alias, "entity"), (Office, "person"), (Entity, "pk")):
        rows = model._default_manager.filter(**{f"{name}__in": gone}).order_by()
        insert_history(model, list(rows.values_list("pk", flat=True)), "-")
    _delete(Entity.objects.filter(pk__in=gone).order_by())
    return kept


def _kept(entity: Entity) -> Left:
    return Left(None, entity.name, KEPT, entity.pk)


def _decided(keys: Sequence[int]) -> set[int]:
    """Those of the entities that a person has decided on, or on their names and offices."""
    found = set[int]()
    by_hand = Q(history_user__isnull=False)
    for rows, name in (
        (Entity.history.filter(by_hand), "id"),
        (Alias.history.filter(by_hand), "entity"),
        (Office.history.filter(by_hand), "person"),
        (Alias.objects.filter(~Q(origin="machine") | Q(enabled=False)), "entity"),
        (Suppression.objects.all(), "entity"),
        (Distinction.objects.all(), "first"),
        (Distinction.objects.all(), "second"),
    ):
        asked = rows.filter(**{f"{name}__in": keys}).order_by()
        found.update(asked.values_list(name, flat=True))
    return found


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
