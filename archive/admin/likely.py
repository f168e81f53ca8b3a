"""Entities that may be one, names that are none of theirs, and groups of copies."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.choosing import number
from archive.admin.listing import ListAdmin, ReadOnlyAdmin
from archive.admin.messages import undoable
from archive.admin.starting import start
from archive.curation.groups import LEAST, take_out
from archive.curation.looking import is_running, last_look
from archive.curation.split import distinguish
from archive.importing.copies import make_findable
from archive.models import ArticleGroup, Distinction, MergeProposal, Suppression
from archive.text.fold import fold
from archive.text.tokens import words


@admin.register(MergeProposal)
class MergeProposalAdmin(ReadOnlyAdmin):
    list_display = ("pair", "because", "likely", "decide")
    list_display_links = None
    list_filter = ("first__kind",)
    list_select_related = ("first", "second")
    ordering = ("-score", "pk")
    search_fields = ("first__name", "second__name")
    change_list_template = "admin/archive/mergeproposal/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("look/", view(self.look), name="archive_mergeproposal_look"),
            path("<int:pk>/apart/", view(self.apart), name="archive_mergeproposal_apart"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {**(extra_context or {}), "look": last_look()}
        return super().changelist_view(request, context)

    def look(self, request: HttpRequest) -> HttpResponse:
        """Start looking in a process of its own; the list shows how far it is."""
        if request.method != "POST":
            raise Http404
        if not request.user.has_perm("archive.add_mergeproposal"):
            raise PermissionDenied
        if is_running():
            self.message_user(request, _("They are being looked for already."), messages.WARNING)
        else:
            start(["propose_merges"])
            told = _("The search for likely duplicates has begun; this page shows how far it is.")
            self.message_user(request, told, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:archive_mergeproposal_changelist"))

    def apart(self, request: HttpRequest, pk: int) -> HttpResponse:
        """These two are not the same: remembered, and never proposed again."""
        proposal = MergeProposal.objects.select_related("first", "second").filter(pk=pk).first()
        if request.method != "POST" or proposal is None:
            raise Http404
        if not request.user.has_perm("archive.add_distinction"):
            raise PermissionDenied
        decision = distinguish(proposal.first, proposal.second, request.user)  # type: ignore[arg-type]
        if decision:
            said = _("%(first)s and %(second)s stay two.") % {
                "first": proposal.first,
                "second": proposal.second,
            }
            self.message_user(request, undoable(said, decision), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:archive_mergeproposal_changelist"))

    @admin.display(description=gettext_lazy("entities"), ordering="first__name")
    def pair(self, proposal: MergeProposal) -> SafeString:
        return render_to_string("admin/archive/mergeproposal/_pair.html", {"proposal": proposal})

    @admin.display(description=gettext_lazy("because"))
    def because(self, proposal: MergeProposal) -> SafeString:
        evidence = proposal.evidence
        context = {
            "names": evidence.get("names", []),
            "shared": evidence.get("shared", []),
            "together": evidence.get("articles with both", 0),
        }
        return render_to_string("admin/archive/mergeproposal/_because.html", context)

    @admin.display(description=gettext_lazy("likeness"), ordering="score")
    def likely(self, proposal: MergeProposal) -> str:
        sure = proposal.evidence.get("sure")
        return f"{proposal.score:.0%}, " + (_("very likely") if sure else _("perhaps"))

    @admin.display(description=gettext_lazy("decision"))
    def decide(self, proposal: MergeProposal) -> SafeString:
        query = urlencode({"ids": f"{proposal.first_id},{proposal.second_id}"})
        context = {"proposal": proposal, "query": query}
        return render_to_string("admin/archive/mergeproposal/_decide.html", context)


@admin.register(Distinction)
class DistinctionAdmin(ReadOnlyAdmin):
    list_display = ("first", "second", "decided_by", "decided_at")
    list_select_related = ("first", "second", "decided_by")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Taken back, the two may be proposed again."""
        return request.user.has_perm("archive.delete_distinction")


class SuppressionForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean_folded(self) -> str:
        """As names are compared: without capitals and accents."""
        folded = fold(self.cleaned_data["folded"]).strip()
        if not words(folded):
            raise ValidationError(_("A name has letters or figures."))
        return folded


@admin.register(Suppression)
class SuppressionAdmin(ListAdmin):
    form = SuppressionForm
    list_display = ("folded", "entity", "article", "decided_by", "decided_at")
    list_select_related = ("entity", "article", "decided_by")
    autocomplete_fields = ("entity", "article")
    search_fields = ("folded", "entity__name")
    exclude = ("decided_by",)

    def save_model(self, request: HttpRequest, obj: Suppression, form: Any, change: bool) -> None:
        obj.decided_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)


@admin.register(ArticleGroup)
class ArticleGroupAdmin(ReadOnlyAdmin):
    list_display = ("reason", "copies", "created_at")
    search_fields = ("reason",)
    fields = ("reason", "created_at")
    readonly_fields = fields
    change_form_template = "admin/archive/articlegroup/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ArticleGroup]:
        groups: QuerySet[ArticleGroup] = super().get_queryset(request)
        match = request.resolver_match
        if match is not None and match.url_name == "archive_articlegroup_changelist":
            return groups.annotate(size=Count("articles"))
        return groups

    def get_urls(self) -> list[URLPattern]:
        out = path(
            "<int:pk>/out/",
            self.admin_site.admin_view(self.out),
            name="archive_articlegroup_out",
        )
        return [out, *super().get_urls()]

    def out(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The chosen articles are no copies."""
        group = ArticleGroup.objects.filter(pk=pk).first()
        if request.method != "POST" or group is None:
            raise Http404
        if not request.user.has_perm("archive.change_article"):
            raise PermissionDenied
        keys = [key for each in request.POST.getlist("article") if (key := number(each))]
        rows = group.articles.exclude(pk__in=keys).select_related("revision").order_by("pk")
        left = list(rows[:LEAST])
        decision = take_out(group.articles.filter(pk__in=keys), request.user)  # type: ignore[arg-type]
        if decision is None:
            self.message_user(request, _("Choose the articles that are no copies."), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:archive_articlegroup_change", args=[pk]))
        if left and (group.lead_id in keys or len(left) < LEAST):
            make_findable(left[0])
        said = undoable(_("They stand for themselves now."), decision)
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:archive_articlegroup_changelist"))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        group = ArticleGroup.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        copies = group.articles.select_related("source").order_by("pk")[:200] if group else []
        context = {
            **(extra_context or {}),
            "copies": copies,
            "may_part": request.user.has_perm("archive.change_article"),
        }
        return super().change_view(request, object_id, form_url, context)

    @admin.display(description=gettext_lazy("articles"))
    def copies(self, group: ArticleGroup) -> int:
        return group.size  # type: ignore[attr-defined,no-any-return]
