"""What an article is about: weighted phrases on stems, which show what they found."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from archive.extraction.structure import Structure
from archive.extraction.tables import rows
from archive.extraction.topic_rules import RuleBook, TopicRule
from archive.extraction.values import FoundTopic
from archive.text.stems import stem_words

ENOUGH = 10.0  # weighted phrases in 1,000 words
SHORTEST = 150  # words: a shorter text is counted as this long, so that one phrase is not all
DIFFERENT = 2  # phrases that must speak for a topic
LOUD = 3.0  # one phrase of this weight in the title is enough
IN_TITLE = 2.0  # how many times a phrase in the title counts
MOST = 5  # topics of one article
REMEMBERED = 8  # compiled sets of rules


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


@cache
def topics() -> tuple[ShippedTopic, ...]:
    """The shipped topics, parents before their children."""
    return tuple(
        ShippedTopic(
            slug=slug,
            name=english,
            names={"en": english, "id": indonesian},
            scope_note=note,
            scope_notes={"id": own_note},
            parent=parent,
            exact_match=match,
        )
        for slug, parent, english, indonesian, match, note, own_note in (
            row[:7] for row in rows("topics.tsv", 7)
        )
    )


@cache
def shipped_rules() -> tuple[TopicRule, ...]:
    """The shipped rules."""
    return tuple(
        TopicRule(topic, language, phrase, float(weight))
        for topic, language, weight, phrases in (row[:4] for row in rows("topic_rules.tsv", 4))
        for phrase in phrases.split("|")
    )


@dataclass
class _Tally:
    """What speaks for one topic so far."""

    score: float = 0.0
    loud: bool = False
    end: int = 0  # words before this one have been counted
    because: dict[str, int] = field(default_factory=dict)

    def add(self, rule: TopicRule, *, in_title: bool) -> None:
        self.score += rule.weight * (IN_TITLE if in_title else 1.0)
        self.loud = self.loud or (in_title and rule.weight >= LOUD)
        self.because[rule.phrase] = self.because.get(rule.phrase, 0) + 1


def classify(
    structure: Structure, rules: Sequence[TopicRule], language: str
) -> tuple[FoundTopic, ...]:
    """The topics that enough phrases speak for, the loudest first. Of phrases of one topic that
    overlap, only the first and longest counts."""
    book = _compiled(rules, language)
    if not book:
        return ()
    tallies: dict[str, _Tally] = {}
    stems = stem_words(
        structure.text,
        structure.texts,
        structure.folded,
        structure.starts,
        language,
        structure.raised,
    )
    for index in book.phrases.beginnings(stems):
        for end, rule in _phrases_at(book, stems, index):
            tally = tallies.setdefault(rule.topic, _Tally())
            if index >= tally.end:
                tally.add(rule, in_title=structure.in_title(index))
                tally.end = end
    for index, rule in book.together(stems):
        tallies.setdefault(rule.topic, _Tally()).add(rule, in_title=structure.in_title(index))
    for topic in book.excluded(stems):
        tallies.pop(topic, None)
    per_thousand = 1000 / max(SHORTEST, len(stems))
    found = [
        FoundTopic(slug, round(tally.score * per_thousand, 1), tally.because)
        for slug, tally in tallies.items()
        if tally.loud or (len(tally.because) >= DIFFERENT and tally.score * per_thousand >= ENOUGH)
    ]
    return tuple(sorted(found, key=lambda topic: (-topic.score, topic.slug))[:MOST])


_books: OrderedDict[tuple[int, str], tuple[Sequence[TopicRule], RuleBook]] = OrderedDict()


def _phrases_at(
    book: RuleBook, stems: Sequence[str], index: int
) -> Iterable[tuple[int, TopicRule]]:
    """The ends and rules of the phrases that begin here; of one topic only the longest."""
    found: dict[str, tuple[int, TopicRule]] = {}
    for end, rules in book.phrases.at(stems, index):
        for rule in rules:
            found.setdefault(rule.topic, (end, rule))
    return found.values()


def _compiled(rules: Sequence[TopicRule], language: str) -> RuleBook:
    """The rules of one language. Remembered for the very same rules: an import asks for them
    with every article."""
    base = language.partition("-")[0]
    base = "id" if base == "ms" else base
    key = (id(rules), base)
    if key not in _books or _books[key][0] is not rules:
        _books[key] = (rules, _compile(rules, base))
        while len(_books) > REMEMBERED:
            _books.popitem(last=False)
    return _books[key][1]


def _compile(rules: Sequence[TopicRule], base: str) -> RuleBook:
    """Of phrases that come down to the same stems the heaviest comes first."""
    book = RuleBook()
    for rule in sorted(rules, key=lambda rule: -rule.weight):
        if rule.language.partition("-")[0] == base:
            book.add(rule, base)
    return book
