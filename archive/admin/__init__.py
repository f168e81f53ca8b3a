"""The curators' side of the house: declarations, and doors to archive.curation."""

from archive.admin import (
    accounts,
    articles,
    decisions,
    entities,
    import_runs,
    likely,
    long_lists,
    operations,
    rereadings,
    tags,
    topics,
)

__all__ = [
    "accounts",
    "articles",
    "decisions",
    "entities",
    "import_runs",
    "likely",
    "long_lists",
    "operations",
    "rereadings",
    "tags",
    "topics",
]
