"""Rows and results as plain values for JSON. What is named here can be asked for as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.citing.subjects import NAMES, Subjects
from archive.models import Article
from archive.search.facets import Counts, Labels, language_label, read_labels
from archive.search.names import EntityName
from archive.search.request import CHOICES
from archive.search.results import SearchResults

MOST_CHOICES = {"country": 250}  # more than there are
USUAL_CHOICES = 100  # of other facets: lists of subjects give all


def brief(article: Article, subjects: Subjects, url: str) -> dict[str, Any]:
    """What every answer says of an article. Its subjects by slug, as parameters have them."""
    named = subjects.get(article.pk, {})
    return {
        "id": article.pk,
        "title": article.title,
        "url": url,
        "date": dating(article),
        "language": article.language,
        "source": article.source.slug,
        **{name: named.get(name, []) for name in NAMES},
    }


def dating(article: Article) -> dict[str, str | None]:
    """The date with all that is known of it; `edtf` is empty for an undated article."""
    return {
        "edtf": article.date_edtf,
        "earliest": article.date_earliest.isoformat() if article.date_earliest else None,
        "latest": article.date_latest.isoformat() if article.date_latest else None,
        "basis": article.date_basis,
        "note": article.date_note,
    }


def facets(results: SearchResults) -> dict[str, list[dict[str, Any]]]:
    """Choices of each facet, those made first; `count` is how many results there are with each.

    No addresses are made, as the page has to for each of them: a script makes its own.
    """
    asked, summary = results.request, results.summary
    rows = {name: results.more.get(name, summary.facets.get(name, ())) for name in CHOICES}
    rows = {name: counts[: MOST_CHOICES.get(name, USUAL_CHOICES)] for name, counts in rows.items()}
    values = [(name, value) for name, counts in rows.items() for value, _count in counts]
    labels = read_labels(values, asked.vocabulary)
    return {name: list(choices(results, name, rows[name], labels)) for name in CHOICES}


def choices(
    results: SearchResults, facet: str, counts: Counts, labels: Labels
) -> Iterator[dict[str, Any]]:
    total, chosen = results.count(), [c for c in results.request.chosen if c.facet == facet]
    for one in chosen:
        name = language_label(one.slug) if facet == "language" else one.label
        yield {"value": one.slug, "label": name, "count": total}
    taken = {one.value for one in chosen}
    before = total if facet in results.more else 0
    for value, count in counts:
        named = labels.get(facet, value)
        if named is not None and value not in taken:
            yield {"value": named[0], "label": named[1], "count": before + count}


def understood(results: SearchResults) -> dict[str, Any]:
    """What was made of the query: its repairs, the names in it, and what could not be told."""
    heard = results.request.understanding
    return {
        "query": heard.query,
        "relaxed": results.relaxed,
        "literal": results.request.literal,
        "cut": heard.parsed.cut,
        "repairs": [
            {"fault": str(repair.fault), "piece": repair.piece} for repair in heard.parsed.repairs
        ],
        "entities": [{"words": s.words, **entity(s.entity)} for s in heard.senses],
        "ambiguous": [
            {"words": doubt.words, "entities": [entity(each) for each in doubt.entities]}
            for doubt in heard.doubts
        ],
        "unknown": [{"field": each.field, "value": each.value} for each in heard.unknown],
    }


def entity(name: EntityName) -> dict[str, str]:
    return {"kind": name.kind, "value": name.slug, "label": name.label}
