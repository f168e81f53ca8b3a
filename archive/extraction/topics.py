"""What an article is about: weighted phrases on stems, which show what they found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache


@dataclass(frozen=True)
class ShippedTopic:
    """A topic of the shipped tree. `parent` is a slug, or empty."""

    slug: str
    name: str  # in English
    names: Mapping[str, str] = field(default_factory=dict)  # language -> name
    scope_note: str = ""
    scope_notes: Mapping[str, str] = field(default_factory=dict)
    parent: str = ""
    exact_match: str = ""  # such as IPTC's medtop:20000638


@dataclass(frozen=True)
class TopicRule:
    """A phrase that speaks for a topic, and how loudly."""

    topic: str  # slug
    language: str
    phrase: str
    weight: float = 1.0


@cache
def topics() -> tuple[ShippedTopic, ...]:
    """The shipped topics, parents before their children."""
    return ()


@cache
def shipped_rules() -> tuple[TopicRule, ...]:
    """The shipped rules."""
    return ()


def classify(structure, rules, language):
    return ()
