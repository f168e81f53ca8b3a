"""What needs a person, counted up to a limit: the first page of the admin."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from archive.health import LEAST_FREE, LONGEST_LAG
from archive.keeping.journal import last_backup
from archive.models import (
    Article,
    BulkChange,
    DateBasis,
    EntityTag,
    ErrorReport,
    ImportRecord,
    ImportRun,
    IndexJob,
    Kind,
    MergeProposal,
    Outcome,
    Rereading,
    SearchMiss,
    TopicTag,
)
from archive.models.counts import counts
from archive.models.state import visible
from archive.search.sync import Lag

LIMIT = 1_000  # beyond it the exact number tells a person nothing more
RECENT = timedelta(days=30)
OLDEST_BACKUP = timedelta(days=7)
SHOWN = 8  # searches that found nothing
CONFLICT = "text and calendar disagree"  # as reasons for a date are kept, see archive.dates.reasons


@dataclass
class Task:
    """One sort of thing to look at; `count` stops at LIMIT."""

    label: str
    rows: QuerySet[Any]
    url: str
    hint: str = ""
    count: int = 0

    @property
    def more(self) -> bool:
        return self.count >= LIMIT


def needs_a_person(request: HttpRequest, behind: Lag) -> list[Task]:
    """All there is to do for somebody with these permissions, what is done left out."""
    found = list(tasks(request, behind))
    for each, count in zip(found, counts([each.rows for each in found], LIMIT), strict=True):
        each.count = count
    return [each for each in found if each.count]


def tasks(request: HttpRequest, behind: Lag) -> Iterator[Task]:
    may = request.user.has_perm
    if may("archive.view_errorreport"):
        reports = ErrorReport.objects.filter(settled_at__isnull=True)
        yield task(_("error reports of readers"), reports, "errorreport", settled="no")
    if may("archive.view_entitytag"):
        yield task(
            _("entity tags nobody has reviewed"),
            EntityTag.objects.suggested(),
            "entitytag",
            state__exact="suggested",
        )
    if may("archive.view_topictag"):
        yield task(
            _("topic tags nobody has reviewed"),
            TopicTag.objects.suggested(),
            "topictag",
            state__exact="suggested",
        )
    if may("archive.view_article"):
        yield from article_tasks()
    if may("archive.view_mergeproposal"):
        yield task(_("entities that may be the same"), MergeProposal.objects.all(), "mergeproposal")
    if may("archive.view_importrecord"):
        yield from import_tasks()
    if may("archive.view_searchmiss"):
        recent = SearchMiss.objects.filter(day__gte=timezone.localdate() - RECENT)
        yield task(_("searches of 30 days that found nothing"), recent, "searchmiss")
    yield from begun_tasks(may)
    if may("archive.view_indexjob") and behind.jobs:
        hint = _("the oldest for %(seconds)s s") % {"seconds": int(behind.seconds)}
        label = _("changes the search does not show yet")
        yield task(label, IndexJob.objects.all(), "indexjob", hint)


def begun_tasks(may: Callable[[str], bool]) -> Iterator[Task]:
    """What was begun and has not ended."""
    if may("archive.view_rereading"):
        yield task(
            _("texts to be read again, not finished"),
            Rereading.objects.filter(finished_at__isnull=True),
            "rereading",
            finished_at__isempty="1",
        )
    if may("archive.view_bulkchange"):
        unfinished = BulkChange.objects.unfinished()
        yield task(_("changes of long lists, not finished"), unfinished, "bulkchange", state="open")


def article_tasks() -> Iterator[Task]:
    published = Article.objects.published()
    yield task(
        _("articles with an inferred date"),
        published.filter(date_basis=DateBasis.INFERRED),
        "article",
        date_basis__exact="inferred",
        status__exact="published",
    )
    yield task(
        _("inferred dates where text and calendar disagree"),
        with_conflict(published),
        "article",
        lacks="agreement",
        status__exact="published",
    )
    yield task(
        _("articles without a date"),
        published.undated(),
        "article",
        lacks="date",
        status__exact="published",
    )
    yield task(
        _("articles without a country"),
        without_country(published),
        "article",
        lacks="country",
        status__exact="published",
    )
    yield task(_("drafts"), Article.objects.drafts(), "article", status__exact="draft")


def with_conflict(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Inferred dates whose reasons say that text and calendar do not agree."""
    return articles.filter(date_basis=DateBasis.INFERRED, date_note__contains=CONFLICT)


def without_country(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Articles with no country that readers would see."""
    tags = EntityTag.objects.filter(visible(), entity__kind=Kind.COUNTRY)
    return articles.exclude(pk__in=tags.values("article"))


def import_tasks() -> Iterator[Task]:
    yield task(
        _("records that an import rejected"),
        ImportRecord.objects.filter(outcome=Outcome.REJECTED),
        "importrecord",
        outcome__exact="rejected",
    )
    yield task(
        _("imports that did not end"),
        ImportRun.objects.filter(finished_at__isnull=True),
        "importrun",
        finished_at__isnull="True",
    )


def misses() -> list[SearchMiss]:
    """What readers looked for in vain, most often first."""
    recent = SearchMiss.objects.filter(day__gte=timezone.localdate() - RECENT)
    return list(recent.order_by("-count", "-day")[:SHOWN])


@dataclass(frozen=True)
class Condition:
    """How one part of the archive is; `well` is said in words as well."""

    label: str
    says: str
    well: bool = True


def conditions(behind: Lag) -> list[Condition]:
    """Index, backup and disk, for those who see to them."""
    free = disk()
    return [
        Condition(
            _("search index"),
            _("%(jobs)s changes wait, the oldest for %(seconds)s s")
            % {"jobs": behind.jobs, "seconds": round(behind.seconds)}
            if behind.jobs
            else _("up to date"),
            well=behind.seconds < LONGEST_LAG,
        ),
        backup_condition(last_backup()),
        Condition(
            _("disk"),
            _("%(size)s free") % {"size": filesizeformat(free)},
            well=free >= LEAST_FREE,
        ),
    ]


def backup_condition(made: datetime | None) -> Condition:
    if made is None:
        return Condition(_("last backup"), _("none yet"), well=False)
    age = timezone.now() - made
    says = date_format(timezone.localtime(made), "DATETIME_FORMAT")
    return Condition(_("last backup"), says, well=age < OLDEST_BACKUP)


def disk() -> int:
    """Bytes that are free where the archive writes."""
    return shutil.disk_usage(settings.DATA_DIR).free


def task(label: str, rows: QuerySet[Any], model: str, hint: str = "", **filters: str) -> Task:
    address = reverse(f"admin:archive_{model}_changelist")
    query = f"?{urlencode(filters)}" if filters else ""
    return Task(label, rows, address + query, hint)
