"""What became of a record is written down, with all that a roll-back needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.importing.values import ParsedArticle, Saved
from archive.models import ImportRecord, ImportRun, Outcome, Revision
from archive.models.rows import Held, Values

LONGEST_PATH = 1000
RECORD = (
    "run_id", "path", "line", "outcome", "article_id", "former_revision_id", "former", "made",
    "reason",
)  # fmt: skip


@dataclass(frozen=True)
class Done:
    """An article made or changed, and what it takes to undo that."""

    outcome: Outcome
    article: int
    made: Sequence[int] = ()  # entities that were new with it
    grouped: bool = False
    former: Revision | None = None
    before: Mapping[str, Any] = field(default_factory=dict)


def record(
    held: Held, run: ImportRun, parsed: ParsedArticle, done: Done, notes: Sequence[str]
) -> Saved:
    """What is written in the transaction of the article."""
    reason = "; ".join(notes)
    row: Values = (
        run.pk,
        parsed.path[:LONGEST_PATH],
        parsed.line,
        done.outcome.value,
        done.article,
        done.former.pk if done.former else None,
        dict(done.before),
        list(done.made),
        reason,
    )
    held.add(ImportRecord, RECORD, [row])
    return Saved(parsed.path, parsed.line, done.outcome, done.article, reason, done.grouped)
