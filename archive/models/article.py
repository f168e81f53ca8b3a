"""Articles and the texts they have had.

The text lives in Revision rows and nowhere else, so that lists never load it and every
offset (a mention, a date) refers to a text that does not change under it.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from archive.models.source import Source

if TYPE_CHECKING:
    from archive.models.entity import Entity

SEPARATOR = "\n\n"  # between the title and the body, and between paragraphs


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class DateBasis(models.TextChoices):
    """How the date of an article is known, most trusted first."""

    CURATOR = "curator", _("set by a curator")
    PRINTED = "printed", _("printed with the text")
    METADATA = "metadata", _("from the metadata")
    URL = "url", _("from the address")
    FILE_NAME = "file_name", _("from the file name")
    INFERRED = "inferred", _("inferred")
    UNKNOWN = "", _("unknown")


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def drafts(self) -> Self:
        return self.filter(status=Status.DRAFT)

    def withdrawn(self) -> Self:
        return self.filter(status=Status.WITHDRAWN)

    def dated(self) -> Self:
        return self.filter(date_earliest__isnull=False)

    def undated(self) -> Self:
        return self.filter(date_earliest__isnull=True)

    def overlapping(self, earliest: date, latest: date) -> Self:
        """Articles whose span of possible dates touches earliest..latest, both included."""
        return self.filter(date_earliest__lte=latest, date_latest__gte=earliest)

    def about(self, entity: Entity) -> Self:
        """Articles with a tag of the entity that nobody has rejected."""
        return self.filter(
            pk__in=entity.tags.visible().values("article")  # a subquery: no duplicate rows
        )

    def newest(self) -> Self:
        return self.order_by(F("date_latest").desc(nulls_last=True), "-pk")

    def with_text(self) -> Self:
        return self.select_related("revision", "source")


class Article(models.Model):
    """One text of the archive: what it says is in its revision, when it is from in its date."""

    title = models.CharField(_("title"), max_length=500)
    revision = models.OneToOneField(
        "archive.Revision",
        verbose_name=_("present text"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    language = models.CharField(
        _("language"), max_length=35, default="und", help_text=_("BCP 47, such as id or en.")
    )
    byline = models.CharField(_("byline"), max_length=200, blank=True)
    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="articles"
    )
    source_key = models.CharField(
        _("key in the source"), max_length=500, blank=True, help_text=_("Unique within a source.")
    )
    url = models.URLField(_("address of the original"), max_length=2000, blank=True)
    content_hash = models.CharField(
        _("hash of the text"), max_length=64, db_index=True, editable=False, blank=True
    )
    word_count = models.PositiveIntegerField(_("words"), default=0, editable=False)
    metadata = models.JSONField(_("other metadata"), default=dict, blank=True)
    provenance = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text="Field name to where its value came from; 'curator' is never overwritten.",
    )

    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.PUBLISHED
    )
    withdrawn_reason = models.TextField(_("reason for withdrawal"), blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    date_edtf = models.CharField(_("date (EDTF)"), max_length=100, blank=True)
    date_earliest = models.DateField(_("earliest"), null=True, blank=True, editable=False)
    date_latest = models.DateField(_("latest"), null=True, blank=True, editable=False)
    date_basis = models.CharField(
        _("how the date is known"), max_length=10, choices=DateBasis.choices, blank=True
    )
    date_note = models.TextField(
        _("reasons for the date"), blank=True, help_text=_("One sentence on each line.")
    )

    group = models.ForeignKey(
        "archive.ArticleGroup",
        verbose_name=_("copies of one text"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="articles",
    )
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    history = HistoricalRecords()
    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [("publish_article", "Can publish and withdraw articles")]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key"],
                condition=~Q(source_key=""),
                name="article_source_key_unique",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="article_status_known"
            ),
            models.CheckConstraint(
                condition=Q(date_earliest__isnull=True, date_latest__isnull=True)
                | Q(date_earliest__lte=F("date_latest")),
                name="article_date_in_order",
            ),
            models.CheckConstraint(
                condition=Q(date_basis__in=DateBasis.values), name="article_date_basis_known"
            ),
        ]
        indexes = [
            models.Index(fields=["-date_latest", "-id"], name="article_newest"),
            models.Index(fields=["status", "date_earliest", "date_latest"], name="article_by_date"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        return slugify(self.title)[:80].strip("-") or "article"

    @property
    def body(self) -> str:
        """Paragraphs separated by blank lines."""
        return self.revision.body if self.revision else ""

    @property
    def text(self) -> str:
        return self.revision.text if self.revision else self.title

    @property
    def curated_fields(self) -> set[str]:
        """Names of the fields that a person has set, and no import may change."""
        return {name for name, origin in self.provenance.items() if origin == "curator"}

    @transaction.atomic
    def revise(self, title: str, body: str) -> Revision:
        """Give the article a new text; former ones stay. The same text changes nothing."""
        digest = text_hash(title, body)
        if self.revision and self.revision.text_hash == digest:
            return self.revision
        self.title = title
        if self.pk is None:
            self.save()
        self.revision = Revision.objects.create(
            article=self, title=title, body=body, text_hash=digest
        )
        self.word_count = len(body.split())
        self.save()
        return self.revision


class Revision(models.Model):
    """A text of an article as it once was. Never changed; offsets refer to `text`."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    title = models.CharField(_("title"), max_length=500)
    body = models.TextField(_("text"))
    text_hash = models.CharField(_("hash"), max_length=64)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    pipeline_version = models.CharField(max_length=40, blank=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")

    def __str__(self) -> str:
        return f"{self.title} ({self.created_at:%Y-%m-%d %H:%M})"

    @property
    def text(self) -> str:
        """Title and body as one string: what extraction reads and offsets count in."""
        return self.title + SEPARATOR + self.body


class ArticleGroup(models.Model):
    """Near-duplicates and wire copies of one text, with the reason they stand together.

    All are like the lead, which lists show first; nothing is said of them among each other.
    """

    reason = models.TextField(_("reason"))
    lead = models.ForeignKey(
        Article,
        verbose_name=_("lead article"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("group of copies")
        verbose_name_plural = _("groups of copies")

    def __str__(self) -> str:
        return self.reason


def text_hash(title: str, body: str) -> str:
    """SHA-256, in hexadecimal, of the stored text: title, blank line, body."""
    return hashlib.sha256((title + SEPARATOR + body).encode()).hexdigest()
