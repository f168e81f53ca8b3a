"""Shorthand for the tests of extraction: a short text, and what is found in it."""

from archive.extraction.pipeline import extract
from archive.extraction.values import FoundEntity


def entities(kind: str, body: str, language: str, title: str = "") -> tuple[FoundEntity, ...]:
    return extract(title, body, language=language).of_kind(kind)


def countries(body: str, language: str, title: str = "") -> set[str]:
    return {entity.key for entity in entities("country", body, language, title)}


def blocs(body: str, language: str) -> set[str]:
    return {entity.key for entity in entities("bloc", body, language)}


def persons(body: str, language: str, title: str = "") -> list[str]:
    return sorted(entity.name for entity in entities("person", body, language, title))


def organizations(body: str, language: str) -> dict[str, str]:
    return {entity.name: entity.country for entity in entities("organization", body, language)}
