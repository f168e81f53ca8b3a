"""What an article is *about*. Machines suggest; only people confirm or reject."""

from __future__ import annotations

from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from archive.models.article import Article
from archive.models.entity import Entity
from archive.models.state import Origin, State, visible
from archive.models.topic import Topic

TagT = TypeVar("TagT", bound="Tag")


class TagQuerySet(models.QuerySet[TagT]):
    def suggested(self) -> Self:
        return self.filter(state=State.SUGGESTED)

    def confirmed(self) -> Self:
        return self.filter(state=State.CONFIRMED)

    def rejected(self) -> Self:
        return self.filter(state=State.REJECTED)

    def visible(self) -> Self:
        """Tags that readers see and searches count: rejected ones never are."""
        return self.filter(visible())


class Tag(models.Model):
    """Who proposed it, how strongly, and what a person decided."""

    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.SUGGESTED
    )
    origin = models.CharField(
        _("proposed by"), max_length=8, choices=Origin.choices, default=Origin.CURATOR
    )
    weight = models.FloatField(_("weight"), default=1.0)
    evidence = models.JSONField(_("evidence"), default=dict, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """A plain save of a state is a decision, and gets its date."""
        if self.state == State.SUGGESTED:
            self.decided_at = self.decided_by = None
        elif self.decided_at is None:
            self.decided_at = timezone.now()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def decided(self) -> bool:
        return self.state != State.SUGGESTED

    @property
    def confirmed(self) -> bool:
        return self.state == State.CONFIRMED


class EntityTag(Tag):
    """This article is about this entity. Its words are the entity's mentions in the text."""

    # Indexes that begin with these are among the constraints and indexes below.
    article = models.ForeignKey(
        Article,
        verbose_name=_("article"),
        on_delete=models.CASCADE,
        related_name="entity_tags",
        db_index=False,
    )
    entity = models.ForeignKey(
        Entity,
        verbose_name=_("entity"),
        on_delete=models.CASCADE,
        related_name="tags",
        db_index=False,
    )
    central = models.BooleanField(
        _("central"), default=False, help_text=_("The article is about it, not only naming it.")
    )

    history = HistoricalRecords()
    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["-weight", "pk"]
        verbose_name = _("entity tag")
        verbose_name_plural = _("entity tags")
        constraints = [
            models.UniqueConstraint(fields=["article", "entity"], name="entity_tag_once"),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="entity_tag_state_known"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=Origin.values), name="entity_tag_origin_known"
            ),
        ]
        indexes = [
            models.Index(fields=["entity", "state", "article"], name="entity_tag_articles"),
            models.Index(fields=["state", "id"], name="entity_tag_to_review"),
        ]

    def __str__(self) -> str:
        return f"{self.entity} ({self.get_state_display()})"


class TopicTag(Tag):
    """This article is about this topic. `evidence` maps each phrase found to its count."""

    # As above.
    article = models.ForeignKey(
        Article,
        verbose_name=_("article"),
        on_delete=models.CASCADE,
        related_name="topic_tags",
        db_index=False,
    )
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("topic"),
        on_delete=models.CASCADE,
        related_name="tags",
        db_index=False,
    )

    history = HistoricalRecords()
    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["-weight", "pk"]
        verbose_name = _("topic tag")
        verbose_name_plural = _("topic tags")
        constraints = [
            models.UniqueConstraint(fields=["article", "topic"], name="topic_tag_once"),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="topic_tag_state_known"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=Origin.values), name="topic_tag_origin_known"
            ),
        ]
        indexes = [
            models.Index(fields=["topic", "state", "article"], name="topic_tag_articles"),
            models.Index(fields=["state", "id"], name="topic_tag_to_review"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} ({self.get_state_display()})"
