"""What the archive writes itself, and what readers tell it: to look through, and to settle."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.fields import PathField
from archive.admin.listing import ListAdmin, ReadOnlyAdmin
from archive.admin.versions import VersionedAdmin
from archive.models import (
    ErrorReport,
    ImportRecord,
    IndexJob,
    Redirect,
    SearchMiss,
    Source,
)


@admin.register(Source)
class SourceAdmin(VersionedAdmin, ListAdmin):
    list_display = ("name", "slug", "url", "articles")
    search_fields = ("name", "slug")

    @admin.display(description=gettext_lazy("articles"))
    def articles(self, source: Source) -> SafeString:
        address = reverse("admin:archive_article_changelist")
        return format_html(
            '<a href="{}?source__id__exact={}">{}</a>', address, source.pk, _("show")
        )


@admin.register(ImportRecord)
class ImportRecordAdmin(ReadOnlyAdmin):
    list_display = ("path", "line", "outcome", "reason", "of_article", "run")
    list_filter = ("outcome",)
    list_select_related = ("run", "article")
    search_fields = ("path", "reason")
    ordering = ("-pk",)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup == "run__id__exact" or super().lookup_allowed(lookup, value, request)

    @admin.display(description=gettext_lazy("article"))
    def of_article(self, record: ImportRecord) -> SafeString | str:
        if record.article is None:
            return ""
        address = reverse("admin:archive_article_change", args=[record.article.pk])
        return format_html('<a href="{}">{}</a>', address, record.article.title)


@admin.register(IndexJob)
class IndexJobAdmin(ReadOnlyAdmin):
    list_display = ("article_id", "queued_at")
    ordering = ("pk",)


class RedirectForm(forms.ModelForm):  # type: ignore[type-arg]
    """Within this site, and never in a circle."""

    old_path = PathField(label=gettext_lazy("old address"))
    new_path = PathField(label=gettext_lazy("new address"))

    class Meta:
        model = Redirect
        fields = ("old_path", "new_path")

    def clean_new_path(self) -> str:
        new: str = self.cleaned_data["new_path"]
        others = Redirect.objects.exclude(pk=self.instance.pk)
        path, passed = new, {self.cleaned_data.get("old_path")}
        while path not in passed:
            passed.add(path)
            further = others.filter(old_path=path).first()
            if further is None:
                return new
            path = further.new_path
        raise ValidationError(RegexValidator.message)


@admin.register(Redirect)
class RedirectAdmin(ListAdmin):
    form = RedirectForm
    list_display = ("old_path", "new_path", "created_at")
    search_fields = ("old_path", "new_path")


class Settled(admin.SimpleListFilter):
    title = gettext_lazy("settled")
    parameter_name = "settled"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", _("not yet")), ("yes", _("settled"))]

    def queryset(
        self,
        request: HttpRequest,
        queryset: QuerySet[ErrorReport],
    ) -> QuerySet[ErrorReport]:
        if self.value() in {"yes", "no"}:
            return queryset.filter(settled_at__isnull=self.value() == "no")
        return queryset


@admin.register(ErrorReport)
class ErrorReportAdmin(ListAdmin):
    list_display = ("message", "of_article", "contact", "reported_at", "settled_at")
    list_filter = (Settled,)
    list_select_related = ("article",)
    search_fields = ("message", "article__title")
    fields = ("of_article", "message", "contact", "reported_at", "answer", "settled_at")
    readonly_fields = ("of_article", "message", "contact", "reported_at", "settled_at")
    actions = ("settle",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Readers report, on the article's page."""
        return False

    @admin.action(description=gettext_lazy("Mark as settled"), permissions=["change"])
    def settle(self, request: HttpRequest, reports: QuerySet[ErrorReport]) -> None:
        count = reports.filter(settled_at__isnull=True).update(settled_at=timezone.now())
        self.message_user(request, _("%(count)s reports settled.") % {"count": count})

    def save_model(self, request: HttpRequest, obj: ErrorReport, form: Any, change: bool) -> None:
        """An answer settles the report."""
        if obj.answer and obj.settled_at is None:
            obj.settled_at = timezone.now()
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("article"))
    def of_article(self, report: ErrorReport) -> SafeString:
        address = reverse("admin:archive_article_change", args=[report.article_id])
        return format_html('<a href="{}">{}</a>', address, report.article.title)


@admin.register(SearchMiss)
class SearchMissAdmin(ReadOnlyAdmin):
    list_display = ("query", "day", "count", "make_alias")
    list_filter = ("day",)
    search_fields = ("query",)

    @admin.display(description=gettext_lazy("mend it"))
    def make_alias(self, miss: SearchMiss) -> SafeString:
        query = urlencode({"text": miss.query})
        return format_html(
            '<a href="{}?{}">{}</a>', reverse("admin:archive_alias_add"), query, _("make an alias")
        )
