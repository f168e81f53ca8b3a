"""The whole archive held against itself: rows, texts, spans and index. Nothing is guessed away."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.keeping import texts
from archive.models import Article, DateMention, Mention
from archive.search.check import Difference, check_index, waiting
from archive.search.engine import SearchEngine


@dataclass(frozen=True)
class Findings:
    """`pending` articles have a job in the outbox, which explains all that their index lacks."""

    articles: int
    mentions: int
    pending: int
    differences: list[Difference] = field(default_factory=list)
    in_index: bool = False  # whether some of the differences are the index's


def compare(engine: SearchEngine) -> Findings:
    """Look at everything. Reads each text once; takes minutes for a million articles."""
    in_rows = [*texts.check_database(), *texts.check_articles(), *texts.check_texts()]
    in_index = list(check_index(engine))
    return Findings(
        articles=Article.objects.count(),
        mentions=Mention.objects.count() + DateMention.objects.count(),
        pending=len(waiting()),
        differences=in_rows + in_index,
        in_index=bool(in_index),
    )
