"""A rejected tag takes its words with it: in that article they no longer name that entity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import F

from archive.curation.ledger import Ledger
from archive.models import EntityTag, Mention, Suppression
from archive.text.fold import fold

Pair = tuple[int, int]  # primary keys of an article and an entity

BATCH = 500


def suppress(ledger: Ledger, tags: Sequence[EntityTag]) -> None:
    """Keep re-extraction from finding these entities again by the words that named them."""
    for batch in batches(tags):
        known = {(row.article_id, row.entity_id, row.folded) for row in of_articles(batch)}
        named = {(article, entity, fold(surface)) for (article, entity), surface in surfaces(batch)}
        ledger.create(
            [
                Suppression(
                    article_id=article, entity_id=entity, folded=folded, decided_by=ledger.by
                )
                for article, entity, folded in sorted(named - known)
                if folded
            ]
        )


def lift(ledger: Ledger, tags: Sequence[EntityTag]) -> None:
    """The words may name these entities there again."""
    for batch in batches(tags):
        ledger.delete(of_articles(batch))


def surfaces(tags: Sequence[EntityTag]) -> Iterator[tuple[Pair, str]]:
    """The words that name each tag's entity in the present text of its article."""
    wanted = {(tag.article_id, tag.entity_id) for tag in tags}
    found = (
        Mention.objects.filter(
            revision__article__in={article for article, _entity in wanted},
            revision=F("revision__article__revision"),
            entity__in={entity for _article, entity in wanted},
        )
        .order_by()
        .values_list("revision__article", "entity", "surface")
        .distinct()
    )
    for article, entity, surface in found:
        if (article, entity) in wanted:
            yield (article, entity), surface


def of_articles(tags: Sequence[EntityTag]) -> list[Suppression]:
    """The suppressions of each tag's entity in its article; those that hold everywhere stay out."""
    wanted = {(tag.article_id, tag.entity_id) for tag in tags}
    rows = Suppression.objects.filter(
        article__in={article for article, _entity in wanted},
        entity__in={entity for _article, entity in wanted},
    )
    return [row for row in rows if (row.article_id, row.entity_id) in wanted]


def batches(tags: Sequence[EntityTag]) -> Iterator[Sequence[EntityTag]]:
    """Few enough for one statement each."""
    for start in range(0, len(tags), BATCH):
        yield tags[start : start + BATCH]
