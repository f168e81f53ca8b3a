"""Two topics turn out to be one, or one moves under another: all that is theirs goes along."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from archive.curation.addresses import address, redirect
from archive.curation.ledger import Ledger
from archive.curation.merge import MergeRefused, later, meeting
from archive.models import Decision, IndexJob, Topic, TopicTag


@transaction.atomic
def absorb_topic(kept: Topic, duplicate: Topic, by: User | None, reason: str = "") -> Decision:
    """Make the duplicate one with the topic that is kept. Raises MergeRefused."""
    both = Topic.objects.select_for_update().in_bulk([kept.pk, duplicate.pk])
    if len(both) != 2:
        raise MergeRefused(_("Choose two different topics."))
    kept, duplicate = both[kept.pk], both[duplicate.pk]
    if duplicate in kept.ancestors():
        raise MergeRefused(_("A topic cannot become one with what is part of it: move that first."))
    ledger = Ledger(by)
    old, new = address(duplicate), address(kept)
    move_tags(ledger, kept, duplicate)
    move_rules(ledger, kept, duplicate)
    children = list(duplicate.children.exclude(pk=kept.pk))
    ledger.update((child, {"parent_id": kept.pk}) for child in children)
    ledger.delete([duplicate])
    names = {**duplicate.names, **kept.names}
    notes = {**duplicate.scope_notes, **kept.scope_notes}
    note = kept.scope_note or duplicate.scope_note
    match = kept.exact_match or duplicate.exact_match
    values = {"names": names, "scope_note": note, "scope_notes": notes, "exact_match": match}
    ledger.update([(kept, values)])
    redirect(ledger, old, new)
    enqueue_below(children)
    return ledger.decision("merge", reason)


def move_tags(ledger: Ledger, kept: Topic, duplicate: Topic) -> None:
    """The duplicate's tags. Where both have one, the later decision holds."""
    met = meeting(kept, duplicate)
    ledger.delete([other for _tag, other in met])
    ledger.update((tag, joined(tag, other)) for tag, other in met)
    ledger.point(duplicate.tags.all(), "topic", kept.pk)


def joined(tag: TopicTag, other: TopicTag) -> dict[str, object]:
    holds = later(tag, other)
    return {
        "state": holds.state,
        "decided_by_id": holds.decided_by_id,
        "decided_at": holds.decided_at,
        "origin": holds.origin,
        "weight": max(tag.weight, other.weight),
        "evidence": {**other.evidence, **tag.evidence},
    }


def move_rules(ledger: Ledger, kept: Topic, duplicate: Topic) -> None:
    taken = set(kept.rules.values_list("language", "kind", "phrase"))
    rules = list(duplicate.rules.order_by("pk"))
    ledger.delete([rule for rule in rules if (rule.language, rule.kind, rule.phrase) in taken])
    ledger.update(
        (rule, {"topic_id": kept.pk})
        for rule in rules
        if (rule.language, rule.kind, rule.phrase) not in taken
    )


@transaction.atomic
def move_topic(topic: Topic, parent: Topic | None, by: User | None) -> Decision | None:
    """Put the topic under another one, or at the root. Raises MergeRefused for a ring."""
    if parent and (parent == topic or topic in parent.ancestors()):
        raise MergeRefused(_("A topic cannot be part of itself or of what is part of it."))
    ledger = Ledger(by)
    ledger.update([(topic, {"parent_id": parent.pk if parent else None})])
    enqueue_below([topic])
    return ledger.close("place")


def enqueue_below(topics: list[Topic]) -> None:
    """Articles stand under all ancestors of their topics: bulk writes tell nobody, so this does."""
    children: dict[int | None, list[int]] = {}
    for pk, parent in Topic.objects.order_by().values_list("pk", "parent"):
        children.setdefault(parent, []).append(pk)
    found = [topic.pk for topic in topics]
    for pk in found:  # grows while it is read
        found += [child for child in children.get(pk, []) if child not in found]
    tagged = TopicTag.objects.filter(topic__in=found).order_by()
    IndexJob.objects.enqueue(sorted(set(tagged.values_list("article", flat=True))))


@dataclass(frozen=True)
class TopicPreview:
    """What a merge of topics would move."""

    tags: int
    both: int  # articles that have both
    rules: int
    children: tuple[Topic, ...]
    old_address: str
    new_address: str

    @property
    def rows(self) -> int:
        return self.tags + self.rules


def preview_topics(kept: Topic, duplicate: Topic) -> TopicPreview:
    articles = duplicate.tags.values("article")
    return TopicPreview(
        tags=duplicate.tags.count(),
        both=kept.tags.filter(article__in=articles).count(),
        rules=duplicate.rules.count(),
        children=tuple(duplicate.children.all()[:50]),
        old_address=address(duplicate),
        new_address=address(kept),
    )
