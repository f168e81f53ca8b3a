"""The lines below an article's form: what it is about, and what a curator adds to that."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.watched import LINES, LabelledRows, WatchedInline, WatchedRows
from archive.admin.words import attach_words, words_of_topic
from archive.models import Entity, EntityTag, Topic, TopicTag


class WordedRows(WatchedRows):
    """The tags of the article, each with its words: one query for all of them."""

    def get_queryset(self) -> QuerySet[EntityTag]:
        if not hasattr(self, "worded"):
            self.worded = super().get_queryset()
            attach_words(list(self.worded))
        return self.worded


class TagInline(WatchedInline, admin.TabularInline):  # type: ignore[type-arg]
    """Tags there are: their state is decided here, they are neither added nor deleted."""

    template = LINES
    extra = 0
    can_delete = False
    radio_fields = {"state": admin.HORIZONTAL}

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def named(self, tag: EntityTag | TopicTag, subject: Entity | Topic, kind: str) -> SafeString:
        """The way to the subject, its kind, who proposed it and who decided."""
        told = [kind, tag.get_origin_display(), str(tag.decided_by or "")]
        return format_html(
            '<a href="{}">{}</a> <span class="within quiet">{}</span>',
            reverse(f"admin:archive_{subject._meta.model_name}_change", args=[subject.pk]),
            subject.name,
            " · ".join(filter(None, told)),
        )


class EntityTagInline(TagInline):
    model = EntityTag
    formset = WordedRows
    fields = ("about", "words", "share", "central", "state")
    readonly_fields = ("about", "words", "share")
    verbose_name_plural = gettext_lazy("Countries, people and organisations")

    def get_queryset(self, request: HttpRequest) -> QuerySet[EntityTag]:
        return super().get_queryset(request).select_related("entity", "decided_by")

    @admin.display(description=gettext_lazy("entity"))
    def about(self, tag: EntityTag) -> SafeString:
        return self.named(tag, tag.entity, tag.entity.get_kind_display())

    @admin.display(description=gettext_lazy("its words"))
    def words(self, tag: EntityTag) -> str:
        return getattr(tag, "words", "") or _("not named in the text")

    @admin.display(description=gettext_lazy("weight"))
    def share(self, tag: EntityTag) -> str:
        return f"{tag.weight:.0%}"


class TopicTagInline(TagInline):
    model = TopicTag
    fields = ("about", "words", "state")
    readonly_fields = ("about", "words")
    verbose_name_plural = gettext_lazy("Topics")

    def get_queryset(self, request: HttpRequest) -> QuerySet[TopicTag]:
        return super().get_queryset(request).select_related("topic", "decided_by")

    @admin.display(description=gettext_lazy("topic"))
    def about(self, tag: TopicTag) -> SafeString:
        return self.named(tag, tag.topic, "")

    @admin.display(description=gettext_lazy("its words"))
    def words(self, tag: TopicTag) -> str:
        return words_of_topic(tag)


class NewTagInline(admin.TabularInline):  # type: ignore[type-arg]
    """Tags that the curator adds: they are the curator's, and confirmed."""

    template = LINES
    formset = LabelledRows
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).none()


class NewEntityTagInline(NewTagInline):
    model = EntityTag
    fields = ("entity", "central")
    autocomplete_fields = ("entity",)
    verbose_name = gettext_lazy("country, person or organisation")
    verbose_name_plural = gettext_lazy("Add a country, person or organisation")


class NewTopicTagInline(NewTagInline):
    model = TopicTag
    fields = ("topic",)
    autocomplete_fields = ("topic",)
    verbose_name = gettext_lazy("topic")
    verbose_name_plural = gettext_lazy("Add a topic")
