"""The tree of topics as a page, and moving and merging in it without dragging."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.admin.choosing import number
from archive.admin.listing import ListAdmin
from archive.admin.merging import wait
from archive.admin.messages import undoable
from archive.curation.merge import MergeRefused
from archive.curation.merge_topics import absorb_topic, move_topic, preview_topics
from archive.models import Topic


@dataclass
class Branch:
    """A topic, how deep it stands, its tags, and what is below it."""

    topic: Topic
    depth: int = 0
    tags: int = 0
    below: list[Branch] = field(default_factory=list)

    @property
    def indent(self) -> str:
        return "\u2003" * self.depth


def branches() -> list[Branch]:
    """All topics, each after what it is part of; hundreds at most. One query."""
    rows = {
        topic.pk: Branch(topic, tags=topic.uses)  # type: ignore[attr-defined]
        for topic in Topic.objects.annotate(uses=Count("tags")).order_by("name")
    }
    for branch in rows.values():
        if branch.topic.parent_id in rows:
            rows[branch.topic.parent_id].below.append(branch)
    roots = [branch for branch in rows.values() if branch.topic.parent_id not in rows]
    return [each for root in roots for each in walk(root, 0)]


def walk(branch: Branch, depth: int) -> list[Branch]:
    branch.depth = depth
    return [branch, *(each for one in branch.below for each in walk(one, depth + 1))]


def tree_page(request: HttpRequest, admin: ListAdmin) -> HttpResponse:
    if not admin.has_view_permission(request):
        raise PermissionDenied
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Topics as a tree"),
        "opts": Topic._meta,
        "branches": branches(),
        "may_change": admin.has_change_permission(request),
    }
    return TemplateResponse(request, "admin/archive/topic/tree.html", context)


def found(request: HttpRequest, admin: ListAdmin, pk: int) -> Topic:
    topic = Topic.objects.filter(pk=pk).first()
    if topic is None:
        raise Http404
    if not admin.has_change_permission(request):
        raise PermissionDenied
    return topic


def chosen(text: str) -> Topic | None:
    return Topic.objects.filter(pk=number(text) or 0).first()


def move_page(request: HttpRequest, admin: ListAdmin, pk: int) -> HttpResponse:
    """Choose what it is part of from the whole tree."""
    topic = found(request, admin, pk)
    refusal = ""
    if request.method == "POST":
        try:
            parent = chosen(request.POST.get("parent", ""))
            decision = move_topic(topic, parent, request.user)  # type: ignore[arg-type]
        except MergeRefused as fault:
            refusal = str(fault)
        else:
            if decision:
                messages.success(request, undoable(_("Moved."), decision))
            return HttpResponseRedirect(reverse("admin:archive_topic_tree"))
    tree = branches()
    mine = next(branch for branch in tree if branch.topic == topic)
    context: dict[str, Any] = {
        **admin.admin_site.each_context(request),
        "title": _("Move %(name)s") % {"name": topic.name},
        "opts": Topic._meta,
        "topic": topic,
        "below": walk(mine, 0)[1:],
        "tags": sum(each.tags for each in walk(mine, 0)),
        "branches": [each for each in branches() if each.topic not in within(mine)],
        "refusal": refusal,
    }
    return TemplateResponse(request, "admin/archive/topic/move.html", context)


def within(branch: Branch) -> list[Topic]:
    return [each.topic for each in walk(branch, 0)]


def merge_page(request: HttpRequest, admin: ListAdmin, pk: int) -> HttpResponse:
    """The topic becomes one with another: shown first, done on yes."""
    topic = found(request, admin, pk)
    if not request.user.has_perm("archive.delete_topic"):
        raise PermissionDenied
    kept = chosen(request.POST.get("kept", ""))
    refusal = ""
    if kept and "yes" in request.POST:
        try:
            decision = absorb_topic(kept, topic, request.user)  # type: ignore[arg-type]
        except MergeRefused as fault:
            refusal = str(fault)
        else:
            said = _("%(names)s: now one with %(kept)s.") % {"names": topic, "kept": kept}
            messages.success(request, undoable(said, decision))
            return HttpResponseRedirect(reverse("admin:archive_topic_change", args=[kept.pk]))
    moving = preview_topics(kept, topic) if kept and kept != topic else None
    context: dict[str, Any] = {
        **admin.admin_site.each_context(request),
        "title": _("Merge %(name)s with another topic") % {"name": topic.name},
        "opts": Topic._meta,
        "topic": topic,
        "kept": kept,
        "preview": moving,
        "wait": wait(moving.rows) if moving else None,
        "branches": [each for each in branches() if each.topic != topic],
        "refusal": refusal,
    }
    return TemplateResponse(request, "admin/archive/topic/merge.html", context)
