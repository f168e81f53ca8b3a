"""What machines read of an article's page: schema.org as JSON-LD, and Highwire `citation_*`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from archive.citing.citable import authors_of
from archive.dates.edtf import is_qualified
from archive.models import Article, Entity, EntityTag, Kind, TopicTag
from archive.text.scripts import writes_spaces

TYPES = {
    Kind.COUNTRY: "Country",
    Kind.BLOC: "Organization",
    Kind.PERSON: "Person",
    Kind.ORGANIZATION: "Organization",
    Kind.PLACE: "Place",
}
# In a script element these could end it or begin markup; as escapes they say the same.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def json_ld(
    article: Article,
    permalink: str,
    entity_tags: Sequence[EntityTag],
    topic_tags: Sequence[TopicTag],
) -> SafeString:
    """A JSON text that is safe inside a script element."""
    text = json.dumps(
        described(article, permalink, entity_tags, topic_tags), ensure_ascii=False, indent=1
    )
    return mark_safe(text.translate(ESCAPES))  # nothing is left that HTML could read


def described(
    article: Article,
    permalink: str,
    entity_tags: Sequence[EntityTag],
    topic_tags: Sequence[TopicTag],
) -> dict[str, Any]:
    central = [tag for tag in entity_tags if tag.central] or list(entity_tags)
    about = [thing(tag.entity) for tag in central]
    about += [{"@type": "DefinedTerm", "name": tag.topic.name} for tag in topic_tags]
    authors = [{"@type": "Person", "name": name} for name in authors_of(article.byline)]
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "url": permalink,
        "inLanguage": article.language,
        "wordCount": article.word_count if writes_spaces(article.language) else 0,
        "datePublished": sure_date(article),
        "author": authors,
        "publisher": publisher(article),
        "isBasedOn": article.url,
        "usageInfo": article.source.rights,
        "about": about,
        "mentions": [thing(tag.entity) for tag in entity_tags if tag not in central],
    }
    return {name: value for name, value in facts.items() if value}


def thing(entity: Entity) -> dict[str, str]:
    found = {"@type": TYPES[Kind(entity.kind)], "name": entity.name}
    if entity.wikidata:
        found["sameAs"] = f"https://www.wikidata.org/entity/{entity.wikidata}"
    return found


def publisher(article: Article) -> dict[str, str] | None:
    if not article.source.recorded:
        return None
    return {"@type": "Organization", "name": article.source.name}


def sure_date(article: Article) -> str:
    """As much of the date as is sure, in ISO 8601: a day, a month, a year, or nothing."""
    first, last = article.date_earliest, article.date_latest
    if first is None or last is None or first.year != last.year:
        return ""
    if is_qualified(article.date_edtf):
        return ""
    if first == last:
        return first.isoformat()
    return f"{first:%Y-%m}" if first.month == last.month else f"{first:%Y}"


def highwire(article: Article, permalink: str) -> list[tuple[str, str]]:
    """Names and contents of `citation_*` elements, those that are known."""
    known = [
        ("citation_title", article.title),
        *(("citation_author", name) for name in authors_of(article.byline)),
        ("citation_publication_date", sure_date(article).replace("-", "/")),
        ("citation_journal_title", article.source.name if article.source.recorded else ""),
        ("citation_language", "" if article.language == "und" else article.language),
        ("citation_fulltext_html_url", permalink),
    ]
    return [(name, content) for name, content in known if content]
