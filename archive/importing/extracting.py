"""What extraction found becomes rows: the machine's are replaced, what people decided stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from archive.extraction.values import Dating, Extraction
from archive.importing.extractor import Extractor, Request
from archive.importing.knowledge import load_knowledge
from archive.importing.linking import Linked, Linker
from archive.importing.values import GIVEN_DATE
from archive.models import (
    Article,
    DateMention,
    Entity,
    EntityTag,
    IndexJob,
    Mention,
    Origin,
    Revision,
    State,
    Topic,
    TopicTag,
)
from archive.models.rows import Held, Values, insert

LONGEST_SURFACE = 300
MACHINE = "extraction"  # provenance of a field that extraction filled
SPAN = ("revision_id", "start", "end", "surface", "rule", "evidence")
MENTION = (*SPAN, "entity_id", "role")
DATE_MENTION = (*SPAN, "edtf", "earliest", "latest", "basis", "note")
TAG = ("article_id", "state", "origin", "weight", "evidence")
ENTITY_TAG = (*TAG, "entity_id", "central")
TOPIC_TAG = (*TAG, "topic_id")
DATE_FIELDS = ("date_edtf", "date_earliest", "date_latest", "date_basis", "date_note")
READ_AGAIN = ("revision", "language", *DATE_FIELDS, "provenance", "changed_at")

TagRow = TypeVar("TagRow", EntityTag, TopicTag)


@dataclass(frozen=True)
class Change:
    """How many rows a refresh removed, added and altered, and names it could not tell apart."""

    removed: int = 0
    added: int = 0
    altered: int = 0
    ambiguous: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()  # names of tags
    lost: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.removed or self.added or self.altered)

    def __add__(self, other: Change) -> Change:
        return Change(
            self.removed + other.removed,
            self.added + other.added,
            self.altered + other.altered,
            self.ambiguous + other.ambiguous,
            self.gained + other.gained,
            self.lost + other.lost,
        )


def refresh(
    article: Article, *, extractor: Extractor | None = None, linker: Linker | None = None
) -> Change:
    """Extract anew from the article's present text. Given ones are for many articles in a row.

    The article may have been read a while ago. What counts is its row as it is when that is
    locked: what a person has set meanwhile stays. The given article then has the row's values.
    """
    extractor = extractor or Extractor(load_knowledge())
    request = request_for(article, article.revision) if article.revision else None
    extraction = extractor(request) if request else None
    with transaction.atomic():
        row = _locked(article)
        if row is None or row.revision is None:
            return Change()
        if extraction is None or request != (now := request_for(row, row.revision)):
            extraction = extractor(now)
        change = _renew(row, row.revision, extraction, linker or Linker())
    for name in READ_AGAIN:
        setattr(article, name, getattr(row, name))
    return change


def _locked(article: Article) -> Article | None:
    """The article's row as it is now, which nobody else may change until the transaction ends."""
    rows = Article.objects.select_for_update(of=("self",)).select_related("revision")
    return rows.filter(pk=article.pk).first()


def _renew(row: Article, revision: Revision, extraction: Extraction, linker: Linker) -> Change:
    change = store(row, revision, extraction, linker)
    if fields := fill(row, extraction):
        row.save(update_fields=[*fields, "provenance", "changed_at"])
        change += Change(altered=1)
    if revision.pipeline_version != extraction.pipeline_version:
        revision.pipeline_version = extraction.pipeline_version
        Revision.objects.filter(pk=revision.pk).update(pipeline_version=revision.pipeline_version)
    if change:
        IndexJob.objects.enqueue([row.pk])
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
    """The date that the article was given, which the one printed with it may have replaced."""
    given = article.provenance.get(GIVEN_DATE)
    if given and _is_given(article):
        basis = article.provenance["date_edtf"].replace(" ", "_")
        return Dating(given, basis=basis if basis in {"url", "file_name"} else "metadata")
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


def _is_given(article: Article) -> bool:
    """Whether a record, its address or its file name gave the date: not a curator, not we."""
    return article.provenance.get("date_edtf") not in {None, MACHINE, "curator"}


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
    elif _is_given(article) and extraction.published.edtf:
        given = provenance.pop(GIVEN_DATE, article.date_edtf)
        if extraction.published.edtf != given:
            provenance[GIVEN_DATE] = given
        set_date(article, extraction.published)
    article.provenance = provenance
    return [name for name, value in before.items() if getattr(article, name) != value]


def set_date(article: Article, dating: Dating) -> None:
    article.date_edtf = dating.edtf
    article.date_earliest, article.date_latest = dating.earliest, dating.latest
    article.date_basis, article.date_note = dating.basis, dating.note


def hold(
    held: Held, article: Article, revision: Revision, extraction: Extraction, linker: Linker
) -> tuple[str, ...]:
    """The rows of a new article are written with others; the names that could not be told apart."""
    links = linker.link(extraction.entities, None)
    held.add(Mention, MENTION, _mentions(revision, links.linked))
    held.add(DateMention, DATE_MENTION, _dates(revision, extraction))
    held.add(EntityTag, ENTITY_TAG, [_entity_tag(article, link) for link in links.linked])
    held.add(TopicTag, TOPIC_TAG, _topic_tags(article, extraction, linker.topics()))
    return links.ambiguous


def store(article: Article, revision: Revision, extraction: Extraction, linker: Linker) -> Change:
    """Make the rows say what the extraction says. In a transaction."""
    links = linker.link(extraction.entities, article)
    mentions, dates = _mentions(revision, links.linked), _dates(revision, extraction)
    tags = [_entity_tag(article, link) for link in links.linked]
    topics = _topic_tags(article, extraction, linker.topics())
    return (
        _replace(Mention.objects.filter(revision=revision), MENTION, mentions)
        + _replace(DateMention.objects.filter(revision=revision), DATE_MENTION, dates)
        + _suggest(article.entity_tags.all(), _objects(EntityTag, ENTITY_TAG, tags), "entity_id")
        + _suggest(article.topic_tags.all(), _objects(TopicTag, TOPIC_TAG, topics), "topic_id")
        + Change(ambiguous=links.ambiguous)
    )


# --- Rows from what was found -----------------------------------------------------------------


def _mentions(revision: Revision, linked: Iterable[Linked]) -> list[Values]:
    rows: dict[Values, Values] = {
        (found.start, found.end, link.entity_id): (
            revision.pk,
            found.start,
            found.end,
            found.text,
            found.rule[:80],
            {},
            link.entity_id,
            found.role[:12],
        )
        for link in linked
        for found in link.mentions
    }
    return _checked(revision, rows.values())


def _dates(revision: Revision, extraction: Extraction) -> list[Values]:
    rows: dict[Values, Values] = {
        (found.start, found.end): (
            revision.pk,
            found.start,
            found.end,
            found.text,
            found.basis[:80],
            {},
            found.edtf,
            found.earliest,
            found.latest,
            found.basis,
            found.note,
        )
        for found in extraction.dates
    }
    return _checked(revision, rows.values())


def _checked(revision: Revision, rows: Iterable[Values]) -> list[Values]:
    """Rows made in bulk are not checked by their save, so they are here."""
    text = revision.text
    checked = []
    for row in sorted(rows, key=itemgetter(1, 2)):
        _revision, start, end, surface = row[:4]
        if text[start:end] != surface:
            raise ValidationError(f"“{surface}” is not at {start} to {end} of the text.")
        if len(surface) <= LONGEST_SURFACE:
            checked.append(row)
    return checked


def _entity_tag(article: Article, link: Linked) -> Values:
    found = link.found
    evidence = {
        "forms": dict(Counter(mention.text for mention in link.mentions)),
        "rules": sorted({mention.rule for mention in link.mentions}),
        "confidence": round(found.confidence, 3),
    }
    return (*_suggested(article, found.weight, evidence), link.entity_id, found.central)


def _topic_tags(article: Article, extraction: Extraction, known: Mapping[str, int]) -> list[Values]:
    return [
        (*_suggested(article, topic.score, dict(topic.because)), known[topic.slug])
        for topic in extraction.topics
        if topic.slug in known  # a curator may have deleted it
    ]


def _suggested(article: Article, weight: float, evidence: Mapping[str, Any]) -> Values:
    return (article.pk, State.SUGGESTED.value, Origin.MACHINE.value, round(weight, 4), evidence)


def _objects(model: type[TagRow], columns: Sequence[str], rows: Iterable[Values]) -> list[TagRow]:
    return [model(**dict(zip(columns, row, strict=True))) for row in rows]


# --- Rows beside those that are there ---------------------------------------------------------


def _replace(present: Any, columns: Sequence[str], wanted: Sequence[Values]) -> Change:
    """Remove rows that are no longer wanted, add those that are missing, leave the others."""
    left = {repr(row): pk for pk, *row in present.values_list("pk", *columns)}
    missing = [row for row in wanted if left.pop(repr(list(row)), None) is None]
    if left:
        present.filter(pk__in=list(left.values())).delete()
    insert(present.model, columns, missing)
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
    return Change(
        len(gone),
        len(missing),
        len(altered),
        gained=_names(subject, [getattr(tag, subject) for tag in missing]),
        lost=_names(subject, [key for key in ours if key not in by_subject]),
    )


def _names(subject: str, keys: Sequence[int]) -> tuple[str, ...]:
    """The names of what is tagged: entities or topics."""
    if not keys:
        return ()
    rows = Entity.objects.all() if subject == "entity_id" else Topic.objects.all()
    return tuple(rows.filter(pk__in=keys).order_by("name").values_list("name", flat=True))


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
