"""Countries, blocs, people, organisations and places: names, offices, and merging."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.admin import SimpleHistoryAdmin

from archive.admin.fields import EdtfField, NamesField
from archive.admin.listing import ListAdmin
from archive.admin.merging import merge
from archive.admin.splitting import split_page
from archive.admin.subjects import SubjectAdmin
from archive.models import Alias, Entity, Office
from archive.text.fold import fold


class EntityForm(forms.ModelForm):  # type: ignore[type-arg]
    names = NamesField(
        label=gettext_lazy("Names"), help_text=gettext_lazy("One on each line, such as id: Iran.")
    )
    valid_from = EdtfField(label=gettext_lazy("From (EDTF)"), required=False, max_length=40)
    valid_to = EdtfField(label=gettext_lazy("To (EDTF)"), required=False, max_length=40)

    class Meta:
        model = Entity
        fields = (
            "kind",
            "name",
            "slug",
            "code",
            "names",
            "country",
            "wikidata",
            "valid_from",
            "valid_to",
            "note",
        )


class OfficeForm(forms.ModelForm):  # type: ignore[type-arg]
    post_names = NamesField(label=gettext_lazy("Post in other languages"))
    start = EdtfField(label=gettext_lazy("From (EDTF)"), required=False, max_length=40)
    end = EdtfField(label=gettext_lazy("To (EDTF)"), required=False, max_length=40)

    class Meta:
        model = Office
        fields = ("person", "post", "post_names", "of", "start", "end", "reference")


class AliasInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Alias
    extra = 0
    fields = ("text", "language", "kind", "case_matters", "ambiguous", "enabled")


class OfficeInline(admin.StackedInline):  # type: ignore[type-arg]
    model = Office
    form = OfficeForm
    fk_name = "person"
    extra = 0
    autocomplete_fields = ("of",)
    fields = (("post", "of"), ("start", "end"), "post_names", "reference")


@admin.register(Entity)
class EntityAdmin(SubjectAdmin):
    form = EntityForm
    list_display = ("name", "kind", "code", "slug", "wikidata", "articles")
    list_filter = ("kind",)
    search_fields = ("folded", "code", "wikidata")
    search_help_text = gettext_lazy("A name or part of it in any script, a code, a Wikidata id.")
    autocomplete_fields = ("country",)
    inlines = (AliasInline, OfficeInline)
    actions = ("merge_selected",)
    fields = (
        ("kind", "name", "slug"),
        ("code", "wikidata", "country"),
        "names",
        ("valid_from", "valid_to"),
        "note",
    )
    change_form_template = "admin/archive/entity/change_form.html"

    def get_search_results(
        self,
        request: HttpRequest,
        queryset: QuerySet[Entity],
        search_term: str,
    ) -> tuple[QuerySet[Entity], bool]:
        """By name or alias, whatever its case and diacritics; each entity once."""
        folded = fold(search_term).strip()
        if not folded:
            return queryset, False
        named = Alias.objects.filter(folded__contains=folded).values("entity")
        code = search_term.strip()
        found = Q(folded__contains=folded) | Q(pk__in=named) | Q(code__iexact=code)
        return queryset.filter(found | Q(wikidata__iexact=code)), False

    def get_inlines(self, request: HttpRequest, obj: Entity | None) -> tuple[Any, ...]:
        """Only people hold offices."""
        if obj is not None and obj.kind == "person":
            return (AliasInline, OfficeInline)
        return (AliasInline,)

    def get_urls(self) -> list[URLPattern]:
        page = path("merge/", self.admin_site.admin_view(self.merge), name="archive_entity_merge")
        parted = path(
            "<int:pk>/split/", self.admin_site.admin_view(self.split), name="archive_entity_split"
        )
        return [page, parted, *super().get_urls()]

    def split(self, request: HttpRequest, pk: int) -> HttpResponse:
        return split_page(request, self, pk)

    def merge(self, request: HttpRequest) -> HttpResponse:
        return merge(request, self)

    @admin.action(description=gettext_lazy("Merge …"), permissions=["change", "delete"])
    def merge_selected(
        self, request: HttpRequest, entities: QuerySet[Entity]
    ) -> HttpResponseRedirect:
        ids = ",".join(str(pk) for pk in entities.values_list("pk", flat=True)[:20])
        return HttpResponseRedirect(f"{reverse('admin:archive_entity_merge')}?ids={ids}")

    @admin.display(description=gettext_lazy("articles"))
    def articles(self, entity: Entity) -> SafeString:
        page = reverse("admin:archive_entitytag_changelist")
        return format_html('<a href="{}?entity__id__exact={}">{}</a>', page, entity.pk, _("tags"))


@admin.register(Alias)
class AliasAdmin(SimpleHistoryAdmin, ListAdmin):  # type: ignore[misc]
    list_display = ("text", "entity", "language", "kind", "ambiguous", "enabled")
    list_filter = ("kind", "ambiguous", "enabled")
    list_select_related = ("entity",)
    search_fields = ("text", "entity__name")
    autocomplete_fields = ("entity",)


@admin.register(Office)
class OfficeAdmin(SimpleHistoryAdmin, ListAdmin):  # type: ignore[misc]
    form = OfficeForm
    list_display = ("person", "post", "of", "start", "end")
    list_select_related = ("person", "of")
    search_fields = ("person__name", "post")
    autocomplete_fields = ("person", "of")
