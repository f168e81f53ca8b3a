"""A text becomes an Extraction: every step in its order, each a function of its own."""

from __future__ import annotations

from collections.abc import Sequence

from archive.extraction.dates import find_dates
from archive.extraction.dating import date_article
from archive.extraction.entities import find_entities
from archive.extraction.gazetteer import Gazetteer, shipped
from archive.extraction.language import identify
from archive.extraction.structure import read_structure
from archive.extraction.topic_rules import TopicRule
from archive.extraction.topics import classify, shipped_rules
from archive.extraction.values import Dating, Extraction

PIPELINE_VERSION = "1"  # another number means that articles are extracted again


def extract(
    title: str,
    body: str,
    *,
    language: str = "",
    known: Dating | None = None,
    gazetteer: Gazetteer | None = None,
    topic_rules: Sequence[TopicRule] | None = None,
) -> Extraction:
    """All that the text says. Offsets are code points of `title + "\\n\\n" + body`.

    A given language is believed, a known dating is kept. None means the shipped data.
    """
    structure = read_structure(title, body)
    found_language, certain = (
        (language, True) if language else identify(title, body, structure.folded)
    )
    entities = find_entities(structure, gazetteer or shipped(), found_language)
    rules = shipped_rules() if topic_rules is None else topic_rules
    dates = tuple(find_dates(structure.text, found_language, structure.tokens))
    persons = [entity for entity in entities if entity.kind == "person"]
    return Extraction(
        found_language,
        certain,
        dates,
        entities,
        classify(structure, rules, found_language),
        date_article(structure.text, dates, persons, known),
        PIPELINE_VERSION,
    )
