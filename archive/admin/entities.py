"""Countries, blocs, people, organisations and places: names, offices, and merging."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.fields import EdtfField, IdentifiersField, NamesField
from archive.admin.foreseeing import ForeseeingAdmin, Words
from archive.admin.gone import GoneAdmin
from archive.admin.merging import merge
from archive.admin.naming_forms import AliasForm
from archive.admin.splitting import split_page
from archive.admin.subjects import SubjectAdmin
from archive.admin.versions import VersionedAdmin
from archive.admin.watched import LINES, WatchedForm, WatchedInline
from archive.curation.affected import Affected, by_names
from archive.models import Alias, Entity, Office, State
from archive.text.fold import fold


def names_of(aliases: QuerySet[Alias]) -> Words:
    return {
        (text, language, entity): said
        for text, language, entity, *said in aliases.values_list(
            "text", "language", "entity", "kind", "case_matters", "ambiguous", "enabled"
        )
    }


class EntityForm(WatchedForm):
    names = NamesField(
        label=gettext_lazy("Names"), help_text=gettext_lazy("One on each line, such as id: Iran.")
    )
    identifiers = IdentifiersField(
        label=gettext_lazy("Authority ids"),
        help_text=gettext_lazy("One on each line, such as viaf: 12345."),
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
            "identifiers",
            "valid_from",
            "valid_to",
            "note",
        )

    def clean_country(self) -> Entity | None:
        country: Entity | None = self.cleaned_data["country"]
        if country is not None and country == self.instance:
            raise ValidationError(_("Nothing is a country of itself."))
        return country

    def clean_wikidata(self) -> str:
        given: str = self.cleaned_data["wikidata"].strip().upper()
        if given and not re.fullmatch(r"Q[1-9]\d*", given):
            raise ValidationError(_("An id of Wikidata is a Q and a number, such as Q794."))
        return given


class OfficeForm(WatchedForm):
    post_names = NamesField(label=gettext_lazy("Post in other languages"))
    start = EdtfField(label=gettext_lazy("From (EDTF)"), required=False, max_length=40)
    end = EdtfField(label=gettext_lazy("To (EDTF)"), required=False, max_length=40)

    class Meta:
        model = Office
        fields = ("person", "post", "post_names", "of", "start", "end", "reference")


class AliasInline(WatchedInline, admin.TabularInline):  # type: ignore[type-arg]
    template = LINES
    model = Alias
    form = AliasForm
    extra = 0
    fields = AliasForm.Meta.fields[1:]  # whose it is, is plain


class OfficeInline(WatchedInline, admin.StackedInline):  # type: ignore[type-arg]
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
    readonly_fields = ("figures",)
    actions = ("merge_selected",)
    fields = (
        ("kind", "name", "slug"),
        ("code", "wikidata", "country"),
        "figures",
        ("names", "identifiers"),
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

    def words_now(self, key: Any) -> Words:
        """Its aliases and its preferred name."""
        if not key:
            return {}
        own = Entity.objects.filter(pk=key).values_list("name", "kind")
        names = {(name, "", 0): (kind,) for name, kind in own}
        return {**names_of(Alias.objects.filter(entity=key)), **names}

    def affected(self, key: Any, changed: Words) -> Affected:
        return by_names([text for text, *_rest in changed], Entity.objects.filter(pk=key).first())

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
    def figures(self, entity: Entity) -> SafeString | str:
        """How many tags it has, by what was decided on them, each with the way to the list."""
        if entity.pk is None:
            return "—"
        counts = dict(entity.tags.order_by().values_list("state").annotate(times=Count("pk")))
        page = reverse("admin:archive_entitytag_changelist")
        return format_html_join(
            " · ",
            '<a href="{}?entity__id__exact={}&amp;state__exact={}">{} {}</a>',
            [(page, entity.pk, state, counts.get(state, 0), state.label) for state in State],
        )

    @admin.display(description=gettext_lazy("articles"))
    def articles(self, entity: Entity) -> SafeString:
        page = reverse("admin:archive_entitytag_changelist")
        return format_html('<a href="{}?entity__id__exact={}">{}</a>', page, entity.pk, _("tags"))


@admin.register(Alias)
class AliasAdmin(GoneAdmin, VersionedAdmin, ForeseeingAdmin):
    owner = "entity"
    form = AliasForm
    list_display = ("text", "entity", "language", "kind", "ambiguous", "enabled")
    list_filter = ("kind", "ambiguous", "enabled")
    list_select_related = ("entity",)
    search_fields = ("folded", "entity__folded")
    autocomplete_fields = ("entity",)

    def words_now(self, key: Any) -> Words:
        return names_of(Alias.objects.filter(pk=key)) if key else {}

    def affected(self, key: Any, changed: Words) -> Affected:
        """Of the entity that it is, or would be, a name of."""
        owners = {owner for _text, _language, owner in changed}
        owner = Entity.objects.filter(pk=owners.pop()).first() if len(owners) == 1 else None
        return by_names([text for text, *_rest in changed], owner)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Alias], search_term: str
    ) -> tuple[QuerySet[Alias], bool]:
        """By their folded letters; owners are looked up first."""
        folded = fold(search_term).strip()
        if not folded:
            return queryset, False
        owners = Entity.objects.filter(folded__contains=folded).values("pk")
        return queryset.filter(Q(folded__contains=folded) | Q(entity__in=owners)), False


@admin.register(Office)
class OfficeAdmin(GoneAdmin, VersionedAdmin):
    owner = "person"
    form = OfficeForm
    change_form_template = "admin/archive/watched_form.html"
    list_display = ("person", "post", "of", "start", "end")
    list_select_related = ("person", "of")
    search_fields = ("person__name", "post")
    autocomplete_fields = ("person", "of")
