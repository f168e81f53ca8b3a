"""Review: tags with the words that gave rise to them, and one click to confirm or reject."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.admin.bulk import ENTITY, TOPIC, Asked, Bulk, carry_out
from archive.admin.listing import ListAdmin
from archive.admin.messages import undoable
from archive.admin.versions import VersionedAdmin
from archive.admin.words import attach_places, words_of_topic
from archive.curation import decide
from archive.models import Article, Decision, Entity, EntityTag, State, Topic, TopicTag
from archive.text.fold import fold

Tag = EntityTag | TopicTag

VERBS: dict[str, Callable[..., Decision | None]] = {
    "confirm": decide.confirm,
    "reject": decide.reject,
    "reconsider": decide.reconsider,
}


def entity_named(name: str) -> Q:
    return Q(entity__in=Entity.objects.filter(folded__contains=fold(name)).values("pk"))


def topic_named(name: str) -> Q:
    return Q(topic__in=Topic.objects.filter(name__icontains=name).values("pk"))


NAMED: dict[type[Model], Callable[[str], Q]] = {EntityTag: entity_named, TopicTag: topic_named}


class TagList(ChangeList):
    """A page of tags; those that may be decided know the address of the list, to come back to."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        may_decide = self.model_admin.has_change_permission(request)
        for tag in self.result_list:
            tag.here = request.get_full_path() if may_decide else ""


class EntityTagList(TagList):
    """A page of tags, each with its words in their sentences: two queries for all of them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        attach_places(self.result_list)


class TagAdmin(VersionedAdmin, ListAdmin):
    """What both sorts of tags have in common. Decisions go through archive.curation alone."""

    list_class: type[ChangeList] = TagList
    list_filter: ClassVar[tuple[str, ...]] = ("state", "origin")
    actions = ("confirm_selected", "reject_selected", "reconsider_selected", "replace_selected")
    related: ClassVar[tuple[str, ...]] = ("article",)
    asked: Asked  # what a tag may be replaced by
    list_display_links = None
    search_fields = ("article__title",)  # that there is a box; see below
    ordering = ("-pk",)
    history_list_display = ("standing",)  # the first line is a person's: nothing stands before it

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Tags are added where the article is read."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A deleted suggestion would come back; a rejected one does not."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return tuple(field.name for field in self.model._meta.fields)

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        """Where history is taken back, the former state is decided anew, as any state is."""
        decide.decide([obj], State(obj.state), request.user)  # type: ignore[arg-type]

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, tag: Tag) -> str:
        return str(State(tag.state).label)

    def get_urls(self) -> list[URLPattern]:
        info = f"archive_{self.opts.model_name}"
        decision = path(
            "<int:pk>/<str:verb>/now/",
            self.admin_site.admin_view(self.decide_one),
            name=f"{info}_decide",
        )
        return [decision, *super().get_urls()]

    def decide_one(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        """One click: a POST from the list, and back to the list."""
        tag = self.model._default_manager.filter(pk=pk).first()
        if request.method != "POST" or verb not in VERBS or tag is None:
            raise Http404
        if not self.has_change_permission(request, tag):
            raise PermissionDenied
        self.say(request, VERBS[verb]([tag], request.user))
        return HttpResponseRedirect(self.way_back(request))

    def way_back(self, request: HttpRequest) -> str:
        given = request.GET.get("next", "")
        allowed = url_has_allowed_host_and_scheme(given, {request.get_host()})
        return given if allowed else reverse(f"admin:archive_{self.opts.model_name}_changelist")

    def say(self, request: HttpRequest, decision: Decision | None) -> None:
        if decision is None:
            self.message_user(request, _("That was decided already."), messages.INFO)
            return
        count = sum(change["model"] == self.opts.model_name for change in decision.changes)
        done = {
            "confirm": ngettext("%(count)s tag confirmed.", "%(count)s tags confirmed.", count),
            "reject": ngettext("%(count)s tag rejected.", "%(count)s tags rejected.", count),
            "reconsider": ngettext(
                "%(count)s tag is to be decided again.",
                "%(count)s tags are to be decided again.",
                count,
            ),
        }[decision.verb]
        self.message_user(request, undoable(done % {"count": count}, decision))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By names and titles looked up first: joined to a million tags they would take seconds."""
        if not search_term.strip():
            return queryset, False
        titled = Article.objects.filter(title__icontains=search_term.strip())
        found = Q(article__in=titled.values("pk")) | NAMED[self.model](search_term.strip())
        return queryset.filter(found), False

    @admin.action(description=gettext_lazy("Confirm"), permissions=["change"])
    def confirm_selected(self, request: HttpRequest, tags: QuerySet[Any]) -> HttpResponse | None:
        return self.bulk(request, tags, gettext_lazy("Confirm"), "confirm")

    @admin.action(description=gettext_lazy("Reject"), permissions=["change"])
    def reject_selected(self, request: HttpRequest, tags: QuerySet[Any]) -> HttpResponse | None:
        return self.bulk(request, tags, gettext_lazy("Reject"), "reject")

    @admin.action(description=gettext_lazy("Decide again later"), permissions=["change"])
    def reconsider_selected(self, request: HttpRequest, tags: QuerySet[Any]) -> HttpResponse | None:
        return self.bulk(request, tags, gettext_lazy("Decide again later"), "reconsider")

    @admin.action(description=gettext_lazy("Replace …"), permissions=["change"])
    def replace_selected(self, request: HttpRequest, tags: QuerySet[Any]) -> HttpResponse | None:
        return self.bulk(request, tags, gettext_lazy("Replace"), "replace", self.asked)

    def bulk(
        self,
        request: HttpRequest,
        tags: QuerySet[Any],
        title: str | Promise,
        verb: str,
        *asked: Asked,
    ) -> HttpResponse | None:
        step = Bulk(title, f"{self.opts.model_name}.{verb}", asked)
        return carry_out(self, request, tags.select_related(*self.related), step)

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return self.list_class

    @admin.display(description=gettext_lazy("decision"))
    def decision(self, tag: Tag) -> SafeString:
        return render_to_string(
            "admin/archive/_decide.html",
            {"tag": tag, "url_name": f"admin:archive_{self.opts.model_name}_decide"},
        )


def in_article(tag: Tag) -> SafeString:
    address = reverse("admin:archive_article_change", args=[tag.article_id])
    return format_html('<a href="{}">{}</a>', address, tag.article.title)


@admin.register(EntityTag)
class EntityTagAdmin(TagAdmin):
    list_class = EntityTagList
    asked = ENTITY
    list_display = ("decision", "about", "places", "standing", "share")
    list_filter = ("state", "origin", "entity__kind", "central")
    list_select_related = related = ("entity", "article")

    @admin.display(description=gettext_lazy("entity"), ordering="entity__name")
    def about(self, tag: EntityTag) -> SafeString:
        address = reverse("admin:archive_entity_change", args=[tag.entity_id])
        return format_html(
            '<a href="{}">{}</a> <span class="quiet">{}</span><span class="within">{}</span>',
            address,
            tag.entity.name,
            tag.entity.get_kind_display(),
            in_article(tag),
        )

    @admin.display(description=gettext_lazy("its words"))
    def places(self, tag: EntityTag) -> SafeString:
        return render_to_string("admin/archive/_places.html", {"tag": tag})

    @admin.display(description=gettext_lazy("weight"), ordering="weight")
    def share(self, tag: EntityTag) -> str:
        return f"{tag.weight:.0%}"


@admin.register(TopicTag)
class TopicTagAdmin(TagAdmin):
    asked = TOPIC
    list_display = ("decision", "about", "phrases", "standing", "share")
    list_select_related = related = ("topic", "article")

    @admin.display(description=gettext_lazy("topic"), ordering="topic__name")
    def about(self, tag: TopicTag) -> SafeString:
        address = reverse("admin:archive_topic_change", args=[tag.topic_id])
        return format_html(
            '<a href="{}">{}</a><span class="within">{}</span>',
            address,
            tag.topic.name,
            in_article(tag),
        )

    @admin.display(description=gettext_lazy("its words"))
    def phrases(self, tag: TopicTag) -> str:
        return words_of_topic(tag)

    @admin.display(description=gettext_lazy("weight"), ordering="weight")
    def share(self, tag: TopicTag) -> str:
        return f"{tag.weight:.2f}"
