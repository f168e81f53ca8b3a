"""What one article names, where, and what it is about, with the reasons."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.models import SEPARATOR, Article, EntityTag, Mention, Origin, TopicTag


def mentions(article: Article) -> list[dict[str, Any]]:
    """Where the text names what the article is tagged with. Offsets count code points of a field.

    Words whose tag was rejected name nothing.
    """
    if article.revision is None:
        return []
    tagged = EntityTag.objects.visible().filter(article=article).values("entity")
    found = Mention.objects.filter(revision=article.revision, entity__in=tagged)
    return list(
        placed(found.select_related("entity").order_by("start", "end"), article.revision.title)
    )


def placed(found: Any, title: str) -> Iterator[dict[str, Any]]:
    """Offsets in the whole text become offsets in title or body."""
    body_at = len(title + SEPARATOR)
    for mention in found:
        in_title = mention.end <= len(title)
        if not in_title and mention.start < body_at:
            continue  # begins in the title and ends in the body: in neither field
        shift = 0 if in_title else body_at
        yield {
            "field": "title" if in_title else "body",
            "start": mention.start - shift,
            "end": mention.end - shift,
            "text": mention.surface,
            "entity": mention.entity.slug,
            "kind": mention.entity.kind,
            "role": mention.role,
            "rule": mention.rule,
        }


def tags(article: Article) -> list[dict[str, Any]]:
    """What the article is about, heaviest first, topics last; never what was rejected."""
    words = words_by_entity(article)
    about = article.entity_tags.visible().select_related("entity")
    topics = article.topic_tags.visible().select_related("topic")
    return [
        *(
            {
                "kind": tag.entity.kind,
                "value": tag.entity.slug,
                "label": tag.entity.label,
                **standing(tag),
                "central": tag.central,
                "reason": reason(tag, words.get(tag.entity_id, {})),
            }
            for tag in about
        ),
        *(
            {
                "kind": "topic",
                "value": tag.topic.slug,
                "label": tag.topic.label,
                **standing(tag),
                "reason": reason(tag, counts(tag.evidence)),
            }
            for tag in topics
        ),
    ]


def standing(tag: EntityTag | TopicTag) -> dict[str, Any]:
    return {"state": tag.state, "origin": tag.origin, "weight": round(tag.weight, 4)}


def words_by_entity(article: Article) -> Mapping[int, Counter[str]]:
    found: dict[int, Counter[str]] = defaultdict(Counter)
    rows = Mention.objects.filter(revision=article.revision_id).order_by("start")
    for entity, surface in rows.values_list("entity", "surface"):
        found[entity][surface] += 1
    return found


def counts(evidence: Mapping[str, Any]) -> dict[str, int]:
    return {phrase: count for phrase, count in evidence.items() if type(count) is int}


def reason(tag: EntityTag | TopicTag, words: Mapping[str, int]) -> dict[str, Any]:
    """The words that gave rise to it, as values and as a sentence."""
    total = sum(words.values())
    if words:
        sentence = ngettext(
            "Named %(count)s time in the text: %(words)s.",
            "Named %(count)s times in the text: %(words)s.",
            total,
        ) % {"count": total, "words": ", ".join(words)}
    elif tag.origin == Origin.CURATOR:
        sentence = _("Added by a curator.")
    else:
        sentence = _("Not named in the present text.")
    return {"sentence": sentence, "words": dict(words)}
