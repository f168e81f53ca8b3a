"""The curators' side of the house: declarations, and doors to archive.curation."""

from archive.admin import (
    articles,
    decisions,
    entities,
    import_runs,
    likely,
    operations,
    rereadings,
    tags,
    topics,
)

__all__ = [
    "articles",
    "decisions",
    "entities",
    "import_runs",
    "likely",
    "operations",
    "rereadings",
    "tags",
    "topics",
]
