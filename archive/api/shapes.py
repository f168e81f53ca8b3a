"""Rows and results as plain values for JSON. What is named here can be asked for as it stands."""

from __future__ import annotations

from typing import Any

from archive.citing.subjects import NAMES, Subjects
from archive.models import Article
from archive.search.facets import Facet
from archive.search.names import EntityName
from archive.search.results import SearchResults


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


def facet(counted: Facet) -> list[dict[str, Any]]:
    """Its choices; `count` is how many results there are after choosing one."""
    return [
        {"value": choice.value_for_url, "label": choice.label, "count": choice.count}
        for choice in counted.choices
    ]


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
