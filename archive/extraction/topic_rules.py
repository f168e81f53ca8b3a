"""What the words of a topic's rule mean: side by side, each, all, all near by, or never."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive.extraction.trie import Trie
from archive.text.stems import stem
from archive.text.tokens import words

NEAR = 10  # words from the first to the last of a rule "near"
Stems = tuple[str, ...]


@dataclass(frozen=True)
class TopicRule:
    """Words that speak for a topic, how loudly, and how they are to be found.

    `kind` is phrase (side by side), any (each word by itself), all (every word somewhere in the
    text), near (every word within NEAR words) or not (the phrase excludes the topic).
    """

    topic: str  # slug
    language: str
    phrase: str
    weight: float = 1.0
    kind: str = "phrase"


@dataclass
class RuleBook:
    """The rules of one language, made ready: phrases in a tree, the others by their stems."""

    phrases: Trie[TopicRule] = field(default_factory=Trie)
    refused: Trie[TopicRule] = field(default_factory=Trie)
    scattered: list[tuple[Stems, TopicRule]] = field(default_factory=list)  # all and near

    def __bool__(self) -> bool:
        return bool(self.phrases.root or self.scattered)

    def add(self, rule: TopicRule, language: str) -> None:
        stems = tuple(stem(word, language) for word in words(rule.phrase))
        if rule.kind == "any":
            for word in dict.fromkeys(words(rule.phrase)):
                self.phrases.add_words([stem(word, language)], replace(rule, phrase=word))
        elif rule.kind == "not":
            self.refused.add_words(stems, rule)
        elif rule.kind in {"all", "near"} and stems:
            self.scattered.append((stems, rule))
        else:
            self.phrases.add_words(stems, rule)

    def excluded(self, stems: Sequence[str]) -> set[str]:
        """Topics that a phrase of the text speaks against."""
        if not self.refused.root:
            return set()
        return {
            rule.topic
            for index in range(len(stems))
            for _end, rules in self.refused.at(stems, index)
            for rule in rules
        }

    def together(self, stems: Sequence[str]) -> Iterator[tuple[int, TopicRule]]:
        """Rules all of whose words stand in the text, with the place of the first of them."""
        if not self.scattered:
            return
        places: dict[str, list[int]] = defaultdict(list)
        for index, one in enumerate(stems):
            places[one].append(index)
        for wanted, rule in self.scattered:
            start = _met(wanted, places, NEAR if rule.kind == "near" else len(stems))
            if start is not None:
                yield start, rule


def _met(wanted: Iterable[str], places: Mapping[str, Sequence[int]], within: int) -> int | None:
    """The first place from which every wanted stem stands within so many words, if any.

    One walk over the places of all of them, in their order: linear in the length of the text.
    """
    needed = set(wanted)
    if any(one not in places for one in needed):
        return None
    found = sorted((place, one) for one in needed for place in places[one])
    last: dict[str, int] = {}
    for place, one in found:
        last[one] = place
        if len(last) == len(needed) and place - min(last.values()) < within:
            return min(last.values())
    return None
