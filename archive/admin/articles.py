"""Articles: text, date and status in one form, and what each is about below it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from archive.admin.article_actions import ArticleActions
from archive.admin.article_form import ArticleForm
from archive.admin.choosing import number
from archive.admin.naming_forms import refusal_of
from archive.admin.overview import with_conflict, without_country
from archive.admin.tag_lines import (
    EntityTagInline,
    NewEntityTagInline,
    NewTopicTagInline,
    TopicTagInline,
)
from archive.admin.texts import texts_page
from archive.admin.versions import VersionedAdmin
from archive.admin.words import paragraphs_of
from archive.curation import decide, naming
from archive.dates.edtf import bounds, validate
from archive.dates.errors import EdtfError
from archive.dates.words import in_words
from archive.importing.extracting import refresh
from archive.models import (
    Article,
    DateBasis,
    EntityTag,
    Source,
    State,
    TopicTag,
    text_hash,
)
from archive.text.scripts import direction

STANDING = ("status", "withdrawn_reason")  # fields that editors set
ADD_ALIAS = "archive.add_alias"


class Lacks(admin.SimpleListFilter):
    title = gettext_lazy("what is missing")
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("date", _("no date")),
            ("country", _("no country")),
            ("agreement", _("a date that all agree on")),
        ]

    def queryset(
        self,
        request: HttpRequest,
        queryset: QuerySet[Article],
    ) -> QuerySet[Article]:
        if self.value() == "date":
            return queryset.filter(date_earliest__isnull=True)
        if self.value() == "agreement":
            return with_conflict(queryset)
        return without_country(queryset) if self.value() == "country" else queryset


class SourceFilter(admin.SimpleListFilter):
    """The first sources by name; the list of sources leads to the articles of any."""

    title = gettext_lazy("source")
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(pk), name) for pk, name in Source.objects.values_list("pk", "name")[:20]]

    def queryset(
        self,
        request: HttpRequest,
        queryset: QuerySet[Article],
    ) -> QuerySet[Article]:
        key = number(self.value() or "")
        return queryset if key is None else queryset.filter(source=key)


@admin.register(Article)
class ArticleAdmin(VersionedAdmin, ArticleActions):
    form = ArticleForm
    list_display = ("title", "dated", "source", "status", "language")
    list_filter = ("status", Lacks, "date_basis", SourceFilter, "language")
    list_select_related = ("source",)
    search_fields = ("title", "byline", "source_key")
    autocomplete_fields = ("source",)
    readonly_fields = ("span", "withdrawn_on", "origin_of_fields", "metadata", "group")
    inlines = (EntityTagInline, NewEntityTagInline, TopicTagInline, NewTopicTagInline)
    change_form_template = "admin/archive/article/change_form.html"
    save_on_top = True

    class Media:
        js = ("js/admin-article.js", "js/admin-choose.js")

    fieldsets = (
        (
            None,
            {
                "fields": (
                    "title",
                    "body",
                    ("tag_name", "tag_alias"),
                    ("language", "byline"),
                    ("tag", "tag_words"),
                )
            },
        ),
        (
            gettext_lazy("Date"),
            {"fields": (("date_edtf", "date_basis"), "span", "date_note")},
        ),
        (
            gettext_lazy("Status"),
            {"fields": (("status", "withdrawn_on"), "withdrawn_reason")},
        ),
        (
            gettext_lazy("Source"),
            {
                "classes": ("collapse",),
                "fields": (
                    ("source", "source_key"),
                    "url",
                    "origin_of_fields",
                    "metadata",
                    "group",
                ),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """The text is loaded where one article is edited, never in the list."""
        articles: QuerySet[Article] = super().get_queryset(request)
        match = request.resolver_match
        listed = match is not None and match.url_name == "archive_article_changelist"
        return articles if listed else articles.select_related("revision", "source", "group")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Articles are withdrawn, with a reason, not deleted in heaps."""
        actions: dict[str, Any] = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_inlines(self, request: HttpRequest, obj: Article | None) -> tuple[Any, ...]:
        return self.inlines if obj else (NewEntityTagInline, NewTopicTagInline)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Publishing and withdrawing is for editors."""
        fields = self.readonly_fields
        return fields if self.has_publish_permission(request) else (*fields, *STANDING)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """A tag that was added by its name, or by words of the text."""
        super().save_related(request, form, formsets, change)
        if form.tagged is None:
            return
        decide.add(form.instance, form.tagged, request.user)  # type: ignore[arg-type]
        selected = " ".join(form.cleaned_data["tag_words"].split())
        if selected and form.cleaned_data["tag_alias"] and request.user.has_perm(ADD_ALIAS):
            if refusal := refusal_of(form.tagged, selected[:200]):
                self.message_user(request, f"“{selected[:200]}”: {refusal}", messages.WARNING)
            else:
                naming.always(form.tagged, selected[:200], request.user)  # type: ignore[arg-type]

    def save_model(
        self,
        request: HttpRequest,
        obj: Article,
        form: Any,
        change: bool,
    ) -> None:
        """The row and its text, then what the text says now: all in the form's transaction."""
        if change and not self.has_publish_permission(request):
            keep_standing(obj)
        obj._history_user = request.user  # type: ignore[attr-defined]
        if not change:
            title, body = form.cleaned_data["title"], form.cleaned_data["body"]
            obj.content_hash = text_hash(title, body)
        before = obj.revision_id
        obj.revise(form.cleaned_data["title"], form.cleaned_data["body"])
        if obj.revision_id == before:  # the text is the same; revise has saved nothing
            super().save_model(request, obj, form, change)
        if form.text_changed:
            refresh(obj)

    def save_formset(
        self,
        request: HttpRequest,
        form: Any,
        formset: Any,
        change: bool,
    ) -> None:
        """What changed among the tags becomes decisions."""
        formset.save(commit=False)
        for tag in formset.new_objects:
            decide.add(tag.article, getattr(tag, "topic", None) or tag.entity, request.user)  # type: ignore[arg-type]
            set_central(tag)
        for state in State:
            changed = [
                tag
                for tag, fields in formset.changed_objects
                if "state" in fields and tag.state == state
            ]
            if changed:
                decide.decide(changed, state, request.user)  # type: ignore[arg-type]
        for tag, fields in formset.changed_objects:
            if "central" in fields:
                set_central(tag)

    def get_urls(self) -> list[URLPattern]:
        page = path(
            "<int:pk>/preview/",
            self.admin_site.admin_view(self.preview),
            name="archive_article_preview",
        )
        texts = path(
            "<int:pk>/texts/", self.admin_site.admin_view(self.texts), name="archive_article_texts"
        )
        said = path("edtf/", self.admin_site.admin_view(self.edtf), name="archive_article_edtf")
        return [page, texts, said, *super().get_urls()]

    def texts(self, request: HttpRequest, pk: int) -> HttpResponse:
        return texts_page(request, self, pk)

    def edtf(self, request: HttpRequest) -> JsonResponse:
        """What a date means, in words, while it is typed."""
        return JsonResponse(read_edtf(request.GET.get("value", "")))

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The article as it would be read, drafts too, with what is named in it."""
        article = Article.objects.with_text().filter(pk=pk).first()
        if article is None or not self.has_view_permission(request, article):
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": article.title,
            "opts": self.opts,
            "article": article,
            "date": dated(article),
            "direction": direction(article.language),
            "paragraphs": paragraphs_of(article.revision),
        }
        return TemplateResponse(request, "admin/archive/article/preview.html", context)

    @admin.display(description=gettext_lazy("date"), ordering="date_latest")
    def dated(self, article: Article) -> str:
        return dated(article)

    @admin.display(description=gettext_lazy("date as understood"))
    def span(self, article: Article) -> str:
        if not article.date_earliest:
            return dated(article)
        return f"{dated(article)} ({article.date_earliest} – {article.date_latest})"

    @admin.display(description=gettext_lazy("fields a person has set"))
    def origin_of_fields(self, article: Article) -> str:
        return ", ".join(sorted(article.curated_fields)) or "—"


def keep_standing(article: Article) -> None:
    """Published or not as it is now: a former version says how it was then."""
    present = Article.objects.get(pk=article.pk)
    for name in ("status", "withdrawn_reason", "withdrawn_on"):
        setattr(article, name, getattr(present, name))


def dated(article: Article) -> str:
    """The date in words, and how it is known where that is less than certain."""
    if not article.date_edtf:
        return _("no date")
    words = in_words(article.date_edtf, get_language() or "en")
    inferred = article.date_basis == DateBasis.INFERRED
    return _("%(date)s, inferred") % {"date": words} if inferred else words


def read_edtf(text: str) -> dict[str, str]:
    """Words and bounds, or what is wrong with it."""
    language = get_language() or "en"
    try:
        valid = validate(text.strip()[:100]) if text.strip() else ""
        earliest, latest = bounds(valid) if valid else (None, None)
    except EdtfError as fault:
        return {"fault": fault.say(language)}
    if not valid:
        return {"words": _("no date")}
    span = f"{earliest or '…'} – {latest or '…'}"
    return {"words": in_words(valid, language), "span": span}


def set_central(tag: EntityTag | TopicTag) -> None:
    """Central or not: a correction of its own, beside the decision on the tag."""
    if not isinstance(tag, EntityTag):
        return
    present = EntityTag.objects.filter(article=tag.article_id, entity=tag.entity_id).first()
    if present and present.central != tag.central:
        present.central = tag.central
        present.save()
