"""Curated subjects, in a tree, with the rules that suggest them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from archive.models.rows import insert_history
from archive.models.slugs import free_slug
from archive.models.state import visible


class TopicQuerySet(models.QuerySet["Topic"]):
    def roots(self) -> Self:
        return self.filter(parent__isnull=True)

    def with_counts(self) -> Self:
        """Each with `article_count`: its own published articles, without its children's."""
        counted = visible("tags__") & Q(tags__article__status="published")
        return self.annotate(article_count=Count("tags", filter=counted))


class Topic(models.Model):
    """A curated subject."""

    name = models.CharField(_("name"), max_length=120, help_text=_("In English."))
    names = models.JSONField(
        _("names"), default=dict, blank=True, help_text=_("Language code to name in that language.")
    )
    slug = models.SlugField(_("slug"), max_length=80, unique=True, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    scope_note = models.TextField(_("scope note"), blank=True)
    scope_notes = models.JSONField(_("scope note in other languages"), default=dict, blank=True)
    exact_match = models.CharField(
        _("same as"), max_length=60, blank=True, help_text=_("Such as IPTC medtop:20000638.")
    )

    history = HistoricalRecords()
    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="topic_named"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="topic_not_its_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        if not self.slug:
            self.slug = free_slug(Topic.objects.exclude(pk=self.pk), self.name, "topic")
        self.slug = self.slug.lower()  # as addresses are looked up
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])

    @property
    def label(self) -> str:
        return self.name_in(get_language() or "en")

    def name_in(self, language: str) -> str:
        return self.names.get(language.partition("-")[0]) or self.name

    @property
    def scope(self) -> str:
        language = (get_language() or "en").partition("-")[0]
        return self.scope_notes.get(language) or self.scope_note

    def ancestors(self) -> list[Topic]:
        """From the root down to the parent. A tree of hundreds, at most a few levels deep."""
        chain: list[Topic] = []
        topic = self.parent
        while topic is not None and topic not in chain:
            chain.insert(0, topic)
            topic = topic.parent
        return chain


class RuleKind(models.TextChoices):
    """How the words of a rule are to be found."""

    PHRASE = "phrase", _("phrase: the words side by side")
    ANY = "any", _("any: each of the words")
    ALL = "all", _("all: every word, anywhere in the text")
    NEAR = "near", _("near: every word, at most ten words apart")
    NOT = "not", _("not: where the phrase stands, not this topic")


class TopicRule(models.Model):
    """Words that speak for a topic, how they are to be found, and how loudly they speak."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="rules")
    language = models.CharField(_("language"), max_length=35)
    kind = models.CharField(
        _("kind"), max_length=6, choices=RuleKind.choices, default=RuleKind.PHRASE
    )
    phrase = models.CharField(_("phrase"), max_length=120)
    weight = models.FloatField(_("weight"), default=1.0)
    enabled = models.BooleanField(_("in use"), default=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["topic", "language", "phrase"]
        verbose_name = _("topic rule")
        verbose_name_plural = _("topic rules")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "language", "kind", "phrase"], name="topic_rule_once"
            ),
            models.CheckConstraint(condition=~Q(phrase=""), name="topic_rule_not_empty"),
            models.CheckConstraint(
                condition=Q(kind__in=RuleKind.values), name="topic_rule_kind_known"
            ),
            models.CheckConstraint(condition=Q(weight__gt=0), name="topic_rule_weighs"),
        ]

    def __str__(self) -> str:
        return f"{self.phrase} ({self.language})"

    def save(self, *args: object, **kwargs: object) -> None:
        """Of a shipped rule the history keeps how it came, before what a person makes of it."""
        if self.pk and not self.history.exists():
            insert_history(TopicRule, [self.pk])
        super().save(*args, **kwargs)  # type: ignore[arg-type]
