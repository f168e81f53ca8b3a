"""Topics, their place in the tree, and the phrases that suggest them."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.fields import NamesField
from archive.admin.subjects import SubjectAdmin
from archive.models import Topic, TopicRule


class TopicForm(forms.ModelForm):  # type: ignore[type-arg]
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


class TopicRuleInline(admin.TabularInline):  # type: ignore[type-arg]
    model = TopicRule
    extra = 0
    fields = ("language", "phrase", "weight", "enabled")


@admin.register(Topic)
class TopicAdmin(SubjectAdmin):
    form = TopicForm
    list_display = ("name", "parent", "slug", "exact_match", "articles")
    list_select_related = ("parent",)
    search_fields = ("name", "slug")
    autocomplete_fields = ("parent",)
    inlines = (TopicRuleInline,)

    @admin.display(description=gettext_lazy("articles"))
    def articles(self, topic: Topic) -> SafeString:
        page = reverse("admin:archive_topictag_changelist")
        return format_html('<a href="{}?topic__id__exact={}">{}</a>', page, topic.pk, _("tags"))
