"""Topics, their place in the tree, and the phrases that suggest them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.fields import NamesField
from archive.admin.foreseeing import Words
from archive.admin.naming_forms import RuleForm
from archive.admin.subjects import SubjectAdmin
from archive.admin.topic_tree import merge_page, move_page, tree_page
from archive.admin.watched import LINES, WatchedForm, WatchedInline
from archive.curation.affected import Affected, by_rules
from archive.models import Topic, TopicRule


class TopicForm(WatchedForm):
    names = NamesField(
        label=gettext_lazy("Names"),
        help_text=gettext_lazy("One on each line, such as id: Sanksi."),
    )
    scope_notes = NamesField(label=gettext_lazy("Scope note in other languages"))

    class Meta:
        model = Topic
        fields = ("name", "names", "slug", "parent", "scope_note", "scope_notes", "exact_match")

    def clean_parent(self) -> Topic | None:
        """A topic under itself would make a ring that nobody can walk out of."""
        parent: Topic | None = self.cleaned_data["parent"]
        if parent and self.instance.pk and self.instance in (parent, *parent.ancestors()):
            raise ValidationError(_("A topic cannot be part of itself or of what is part of it."))
        return parent


class TopicRuleInline(WatchedInline, admin.TabularInline):  # type: ignore[type-arg]
    template = LINES
    model = TopicRule
    form = RuleForm
    extra = 0
    fields = ("language", "kind", "phrase", "weight", "enabled")


@admin.register(Topic)
class TopicAdmin(SubjectAdmin):
    form = TopicForm
    list_display = ("name", "parent", "slug", "exact_match", "articles")
    list_select_related = ("parent",)
    search_fields = ("name", "slug")
    autocomplete_fields = ("parent",)
    inlines = (TopicRuleInline,)
    change_form_template = "admin/archive/topic/change_form.html"
    change_list_template = "admin/archive/topic/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("tree/", view(self.tree), name="archive_topic_tree"),
            path("<int:pk>/move/", view(self.move), name="archive_topic_move"),
            path("<int:pk>/merge/", view(self.merge), name="archive_topic_merge"),
            *super().get_urls(),
        ]

    def tree(self, request: HttpRequest) -> HttpResponse:
        return tree_page(request, self)

    def move(self, request: HttpRequest, pk: int) -> HttpResponse:
        return move_page(request, self, pk)

    def merge(self, request: HttpRequest, pk: int) -> HttpResponse:
        return merge_page(request, self, pk)

    def words_now(self, key: Any) -> Words:
        rules = TopicRule.objects.filter(topic=key) if key else TopicRule.objects.none()
        return {
            (phrase, language, kind): (weight, enabled)
            for phrase, language, kind, weight, enabled in rules.values_list(
                "phrase", "language", "kind", "weight", "enabled"
            )
        }

    def affected(self, key: Any, changed: Words) -> Affected:
        rules = [
            TopicRule(phrase=phrase, language=language, kind=kind)
            for phrase, language, kind in changed
        ]
        topic = Topic.objects.filter(pk=key).first() or Topic()
        return by_rules(rules, topic)

    @admin.display(description=gettext_lazy("articles"))
    def articles(self, topic: Topic) -> SafeString:
        page = reverse("admin:archive_topictag_changelist")
        return format_html('<a href="{}?topic__id__exact={}">{}</a>', page, topic.pk, _("tags"))
