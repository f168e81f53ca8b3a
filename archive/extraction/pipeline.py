"""A text becomes an Extraction: every step in its order, each a function of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache

from archive.extraction.dates import find_dates
from archive.extraction.dating import date_article
from archive.extraction.entities import find_entities
from archive.extraction.gazetteer import Gazetteer, shipped
from archive.extraction.language import identify
from archive.extraction.structure import read_structure
from archive.extraction.tables import DATA
from archive.extraction.topic_rules import TopicRule
from archive.extraction.topics import classify, shipped_rules
from archive.extraction.values import Dating, Extraction

PIPELINE_VERSION = "2"  # of the rules: another number means that articles are extracted again


@cache
def data_version() -> str:
    """A mark of the shipped lists and models: it changes with any of them."""
    digest = hashlib.sha256()
    for path in sorted(DATA.iterdir()):
        if path.suffix not in {".tsv", ".crfsuite"}:
            continue
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def version() -> str:
    """What rules and data a text was read with: texts of another version are out of date."""
    return f"{PIPELINE_VERSION}+{data_version()}"


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
    dates = tuple(find_dates(structure.text, found_language, structure))
    persons = [entity for entity in entities if entity.kind == "person"]
    return Extraction(
        found_language,
        certain,
        dates,
        entities,
        classify(structure, rules, found_language),
        date_article(structure.text, dates, persons, known),
        version(),
        tuple(structure.parts),
    )
