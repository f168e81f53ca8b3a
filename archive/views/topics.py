"""Topics: the tree of all of them, and one page each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from archive.models import Topic
from archive.views.coverage import Subject, coverage_of, summary_of
from archive.views.entities import names_of
from archive.views.freshness import kept, page
from archive.views.moved import moved_or_missing


@dataclass(frozen=True)
class Branch:
    """A topic of the tree with its count, those of its parts included."""

    label: str
    slug: str
    url: str
    scope: str
    count: int
    parts: tuple[Branch, ...]


@require_safe
@kept
def topics(request: HttpRequest) -> HttpResponse:
    summary = summary_of((), ("topic",))
    counts = {int(pk): count for pk, count in summary.facets["topic"]} if summary else {}
    context = {"branches": tree(counts), "available": summary is not None}
    return page(request, "archive/topic_list.html", context, whole=summary is not None)


@require_safe
@kept
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    found = Topic.objects.filter(slug=slug).select_related("parent__parent__parent").first()
    if found is None:
        return moved_or_missing(request)
    context = topic_context(request, found)
    whole = context["coverage"] is not None
    return page(request, "archive/topic_page.html", context, whole=whole)


def topic_context(request: HttpRequest, topic: Topic) -> dict[str, Any]:
    subject = Subject("topic", topic.pk, topic.label, topic.slug, parameter="topic")
    return {
        "topic": topic,
        "title": topic.label,
        "ancestors": topic.ancestors(),
        "names": names_of(topic),
        "children": sorted(topic.children.all(), key=lambda child: child.label),
        "subject": subject,
        "search_url": subject.search_url(),
        "coverage": coverage_of(subject),
        "canonical": request.build_absolute_uri(topic.get_absolute_url()),
    }


def tree(counts: Mapping[int, int]) -> tuple[Branch, ...]:
    """All topics, in one query; those without articles too: they say what is looked for."""
    children: dict[int | None, list[Topic]] = defaultdict(list)
    for topic in Topic.objects.all():
        children[topic.parent_id].append(topic)

    def branches(parent: int | None) -> tuple[Branch, ...]:
        # Taken out of the map, so that even a circle of parents ends.
        below = sorted(children.pop(parent, []), key=lambda topic: topic.label)
        return tuple(
            Branch(
                topic.label,
                topic.slug,
                topic.get_absolute_url(),
                topic.scope,
                counts.get(topic.pk, 0),
                branches(topic.pk),
            )
            for topic in below
        )

    return branches(None)
