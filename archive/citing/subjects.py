"""What articles are about, by slug, as the parameters of a search have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from archive.models import EntityTag, Kind, TopicTag

SUBJECTS: Mapping[str, str] = {
    Kind.COUNTRY: "countries",
    Kind.PERSON: "persons",
    Kind.ORGANIZATION: "organizations",
}
NAMES = (*SUBJECTS.values(), "topics")
Subjects = Mapping[int, Mapping[str, list[str]]]  # article -> "countries" -> slugs


def subjects_of(ids: Iterable[int]) -> Subjects:
    """What these articles are about, heaviest first: two queries for all of them."""
    ids = list(ids)
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: {name: [] for name in NAMES})
    entity_tags = EntityTag.objects.visible().filter(article__pk__in=ids, entity__kind__in=SUBJECTS)
    for pk, kind, slug in entity_tags.values_list("article", "entity__kind", "entity__slug"):
        found[pk][SUBJECTS[kind]].append(slug)
    topic_tags = TopicTag.objects.visible().filter(article__pk__in=ids)
    for pk, slug in topic_tags.values_list("article", "topic__slug"):
        found[pk]["topics"].append(slug)
    return found
