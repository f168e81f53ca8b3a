"""What an article was before an import changed it."""

from __future__ import annotations

from typing import Any

from archive.models import Article

# What an update may change of an article beside its text, and a roll-back restores.
FIELDS = (
    "title", "byline", "url", "metadata", "language", "date_edtf", "date_earliest", "date_latest",
    "date_basis", "date_note", "provenance", "content_hash", "word_count",
)  # fmt: skip


def former_values(article: Article) -> dict[str, Any]:
    """What an update is about to change, as JSON can hold it."""
    values = {name: getattr(article, name) for name in FIELDS}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
    }
