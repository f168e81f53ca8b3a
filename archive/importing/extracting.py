"""What extraction found becomes rows: the machine's are replaced, what people decided stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model, Q

from archive.extraction.values import Dating, Extraction
from archive.importing.extractor import Extractor, Request
from archive.importing.knowledge import load_knowledge
from archive.importing.linking import Linked, Linker
from archive.models import (
    Article,
    DateMention,
    EntityTag,
    IndexJob,
    Mention,
    Origin,
    Revision,
    State,
    Topic,
    TopicTag,
)

LONGEST_SURFACE = 300
MACHINE = "extraction"  # provenance of a field that extraction filled
DATE_FIELDS = ("date_edtf", "date_earliest", "date_latest", "date_basis", "date_note")

Row = TypeVar("Row", bound=Model)
TagRow = TypeVar("TagRow", EntityTag, TopicTag)


@dataclass(frozen=True)
class Change:
    """How many rows a refresh removed, added and altered, and names it could not tell apart."""

    removed: int = 0
    added: int = 0
    altered: int = 0
    ambiguous: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.removed or self.added or self.altered)

    def __add__(self, other: Change) -> Change:
        return Change(
            self.removed + other.removed,
            self.added + other.added,
            self.altered + other.altered,
            self.ambiguous + other.ambiguous,
        )


def refresh(
    article: Article, *, extractor: Extractor | None = None, linker: Linker | None = None
) -> Change:
    """Extract anew from the article's present text. Given ones are for many articles in a row."""
    revision = article.revision
    if revision is None:
        return Change()
    extractor = extractor or Extractor(load_knowledge())
    extraction = extractor(request_for(article, revision))
    with transaction.atomic():
        change = store(article, revision, extraction, linker or Linker())
        if fields := fill(article, extraction):
            article.save(update_fields=[*fields, "provenance", "changed_at"])
            change += Change(altered=1)
        if revision.pipeline_version != extraction.pipeline_version:
            revision.pipeline_version = extraction.pipeline_version
            Revision.objects.filter(pk=revision.pk).update(
                pipeline_version=extraction.pipeline_version
            )
        if change:
            IndexJob.objects.enqueue([article.pk])
    return change


def request_for(article: Article, revision: Revision) -> Request:
    """What to extract from, with what people and records said of it, which extraction believes."""
    return Request(
        revision.title,
        revision.body,
        language="" if is_open(article, "language") else article.language,
        known=None if is_open(article, "date_edtf") else dating_of(article),
    )


def dating_of(article: Article) -> Dating:
    return Dating(
        article.date_edtf,
        article.date_earliest,
        article.date_latest,
        article.date_basis,
        article.date_note,
    )


def is_open(article: Article, field: str) -> bool:
    """Whether extraction may fill the field: it did before, or nobody has given it a value."""
    origin = article.provenance.get(field)
    return origin == MACHINE or (origin is None and getattr(article, field) in {"", "und"})


def fill(article: Article, extraction: Extraction) -> list[str]:
    """Set language and date where they are open; return what changed. Does not save."""
    before = {name: getattr(article, name) for name in ("language", *DATE_FIELDS)}
    provenance = dict(article.provenance)
    if is_open(article, "language"):
        article.language = extraction.language or "und"
        provenance["language"] = MACHINE
    if is_open(article, "date_edtf"):
        set_date(article, extraction.published)
        provenance["date_edtf"] = MACHINE
    article.provenance = provenance
    return [name for name, value in before.items() if getattr(article, name) != value]


def set_date(article: Article, dating: Dating) -> None:
    article.date_edtf = dating.edtf
    article.date_earliest, article.date_latest = dating.earliest, dating.latest
    article.date_basis, article.date_note = dating.basis, dating.note


def store(
    article: Article,
    revision: Revision,
    extraction: Extraction,
    linker: Linker,
    *,
    new: bool = False,
) -> Change:
    """Make the rows say what the extraction says. `new`: there are none yet. In a transaction."""
    links = linker.link(extraction.entities, None if new else article)
    mentions = _mentions(revision, links.linked)
    dates = _dates(revision, extraction)
    tags = _entity_tags(article, links.linked)
    topics = _topic_tags(article, extraction)
    if new:
        Mention.objects.bulk_create(mentions)
        DateMention.objects.bulk_create(dates)
        EntityTag.objects.bulk_create(tags)
        TopicTag.objects.bulk_create(topics)
        return Change(added=len(tags) + len(topics), ambiguous=links.ambiguous)
    return (
        _replace(Mention.objects.filter(revision=revision), mentions)
        + _replace(DateMention.objects.filter(revision=revision), dates)
        + _suggest(article.entity_tags.all(), tags, "entity_id")
        + _suggest(article.topic_tags.all(), topics, "topic_id")
        + Change(ambiguous=links.ambiguous)
    )


# --- Rows from what was found -----------------------------------------------------------------


def _mentions(revision: Revision, linked: Iterable[Linked]) -> list[Mention]:
    rows = {
        (found.start, found.end, link.entity_id): Mention(
            revision=revision,
            entity_id=link.entity_id,
            start=found.start,
            end=found.end,
            surface=found.text,
            rule=found.rule[:80],
            role=found.role[:12],
        )
        for link in linked
        for found in link.mentions
        if len(found.text) <= LONGEST_SURFACE
    }
    return _checked(revision, rows.values())


def _dates(revision: Revision, extraction: Extraction) -> list[DateMention]:
    rows = {
        (found.start, found.end): DateMention(
            revision=revision,
            start=found.start,
            end=found.end,
            surface=found.text,
            rule=found.basis[:80],
            edtf=found.edtf,
            earliest=found.earliest,
            latest=found.latest,
            basis=found.basis,
            note=found.note,
        )
        for found in extraction.dates
        if len(found.text) <= LONGEST_SURFACE
    }
    return _checked(revision, rows.values())


Spanned = TypeVar("Spanned", Mention, DateMention)


def _checked(revision: Revision, rows: Iterable[Spanned]) -> list[Spanned]:
    """Rows made in bulk are not checked by their save, so they are here."""
    text = revision.text
    checked = sorted(rows, key=lambda row: (row.start, row.end))
    for row in checked:
        row.check_surface(text)
    return checked


def _entity_tags(article: Article, linked: Iterable[Linked]) -> list[EntityTag]:
    return [
        EntityTag(
            article=article,
            entity_id=link.entity_id,
            origin=Origin.MACHINE,
            weight=round(link.found.weight, 4),
            central=link.found.central,
            evidence={
                "forms": dict(Counter(mention.text for mention in link.mentions)),
                "rules": sorted({mention.rule for mention in link.mentions}),
                "confidence": round(link.found.confidence, 3),
            },
        )
        for link in linked
    ]


def _topic_tags(article: Article, extraction: Extraction) -> list[TopicTag]:
    if not extraction.topics:
        return []
    slugs = [topic.slug for topic in extraction.topics]
    known = dict(Topic.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    return [
        TopicTag(
            article=article,
            topic_id=known[topic.slug],
            origin=Origin.MACHINE,
            weight=round(topic.score, 4),
            evidence=dict(topic.because),
        )
        for topic in extraction.topics
        if topic.slug in known  # a curator may have deleted it
    ]


# --- Rows beside those that are there ---------------------------------------------------------


def _content(row: Model) -> tuple[Any, ...]:
    """All that a row says, its key left out."""
    return tuple(
        repr(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if not field.primary_key
    )


def _replace(present: Any, wanted: Sequence[Row]) -> Change:
    """Remove rows that are no longer wanted, add those that are missing, leave the others."""
    left = {_content(row): row.pk for row in present}
    missing = [row for row in wanted if left.pop(_content(row), None) is None]
    if left:
        present.filter(pk__in=list(left.values())).delete()
    if missing:
        present.model._default_manager.bulk_create(missing)
    return Change(removed=len(left), added=len(missing))


def _suggest(present: Any, wanted: Sequence[TagRow], subject: str) -> Change:
    """Suggest what is not tagged, withdraw what we suggested and no longer do, leave all else."""
    tags: dict[int, TagRow] = {getattr(tag, subject): tag for tag in present}
    ours = {
        key: tag
        for key, tag in tags.items()
        if tag.origin == Origin.MACHINE and tag.state == State.SUGGESTED
    }
    by_subject = {getattr(tag, subject): tag for tag in wanted}
    missing = [tag for key, tag in by_subject.items() if key not in tags]
    gone = [tag.pk for key, tag in ours.items() if key not in by_subject]
    altered = [
        tag for key, tag in ours.items() if key in by_subject and _take(tag, by_subject[key])
    ]
    manager = present.model._default_manager
    if gone:
        # Decided while we extracted: then it is no longer ours to remove.
        manager.filter(Q(pk__in=gone), state=State.SUGGESTED, origin=Origin.MACHINE).delete()
    if missing:
        manager.bulk_create(missing)
    if altered:
        manager.bulk_update(altered, _judgement(altered[0]))
    return Change(len(gone), len(missing), len(altered))


def _take(tag: TagRow, other: TagRow) -> bool:
    """Make the tag say what the other says; whether that changed anything."""
    fields = _judgement(tag)
    if all(getattr(tag, name) == getattr(other, name) for name in fields):
        return False
    for name in fields:
        setattr(tag, name, getattr(other, name))
    return True


def _judgement(tag: EntityTag | TopicTag) -> list[str]:
    return ["weight", "evidence"] + (["central"] if isinstance(tag, EntityTag) else [])
