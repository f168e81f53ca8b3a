"""Entities that may be one, for a person to decide: by their names, and by what they share.

Names are compared word by word: every word of the shorter name must be a spelling of another
word of the longer one. So Kim Yo Jong is not Kim Jong Un, and Ruhollah Khomeini not Ali Khamenei,
however alike the letters of the whole. What is unsure, or known to be two, is never called sure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import combinations
from typing import Any

from django.db import transaction
from rapidfuzz import fuzz

from archive.extraction.likeness import skeleton
from archive.extraction.tables import rows
from archive.models import Alias, Distinction, Entity, EntityTag, Kind, MergeProposal
from archive.text.fold import fold, transliterate

Told = Callable[[float], None]
Words = tuple[str, ...]

# What is compared, and between which shares of the whole work: people are the most.
COMPARED = {Kind.PERSON: (0.0, 0.6), Kind.ORGANIZATION: (0.6, 0.8)}
CONTEXTS = (0.8, 1.0)
SAME = 84.0  # of 100: two spellings of one word in one script
INITIAL = 0.75  # how much an initial says that stands for a word
FEWEST = 2  # words of a name: a single one is a namesake's as well
LONG = 4  # letters of a word that names are looked up by
BONES = 3  # consonants that such words share
CROWDED = 120  # entities that share them: the word says nothing, such as Ministry
ARTICLES = 200  # whose other tags count as context
MOST = 2_000  # proposals: nobody looks through more
SURE = 0.95
WEAK = 0.4  # how much a title with one name says: whoever holds it may be meant


@dataclass(frozen=True)
class Named:
    """An entity with its names, in words of Latin letters."""

    pk: int
    kind: str
    country: int | None
    wikidata: str
    names: tuple[Words, ...]
    weak: frozenset[Words] = frozenset()  # of the names, those that namesakes have as well


@dataclass(frozen=True)
class Likeness:
    """Two entities, how alike their names are (0 to 1), and which names those are."""

    one: Named
    other: Named
    score: float
    names: tuple[str, str] = field(compare=False)

    @property
    def pair(self) -> tuple[int, int]:
        low, high = sorted((self.one.pk, self.other.pk))
        return low, high


def propose(told: Told = lambda _share: None) -> int:
    """Look for likely duplicates among people and organisations; return how many are new.

    Proposals that no longer hold are withdrawn; what was said to be two is not proposed.
    Names are compared before anything is written, so that nobody waits for it. That may take
    minutes: `told` hears which share is done, from 0 to 1.
    """
    found = [
        each
        for kind, (begin, end) in COMPARED.items()
        for each in likenesses(list(named(kind)), within(told, begin, end))
    ]
    distinct = set(Distinction.objects.values_list("first", "second"))
    alike = [each for each in found if each.pair not in distinct]
    best = sorted(alike, key=lambda each: (-each.score, each.pair))[:MOST]
    last = within(told, *CONTEXTS)
    wanted = {}
    for number, each in enumerate(best):
        last(number / len(best))
        wanted[each.pair] = proposal(each)
    return keep(wanted)


def within(told: Told, begin: float, end: float) -> Told:
    """Tells the share of a part as that of the whole."""
    return lambda share: told(begin + share * (end - begin))


@transaction.atomic
def keep(wanted: dict[tuple[int, int], MergeProposal]) -> int:
    """Make these all the proposals there are; return how many are new.

    Left out is what a person decided while names were compared: two that stay two, or are one now.
    """
    distinct = set(Distinction.objects.values_list("first", "second"))
    keys = {key for pair in wanted for key in pair}
    there = set(Entity.objects.filter(pk__in=keys).values_list("pk", flat=True))
    valid = {
        pair: row for pair, row in wanted.items() if pair not in distinct and there.issuperset(pair)
    }
    present = {(row.first_id, row.second_id): row for row in MergeProposal.objects.all()}
    gone = [row.pk for pair, row in present.items() if pair not in valid]
    MergeProposal.objects.filter(pk__in=gone).delete()
    new = [row for pair, row in valid.items() if pair not in present]
    MergeProposal.objects.bulk_create(new, batch_size=500)
    stay = [row for pair, row in present.items() if pair in valid]
    for row in stay:
        newer = valid[row.first_id, row.second_id]
        row.score, row.evidence = newer.score, newer.evidence
    MergeProposal.objects.bulk_update(stay, ["score", "evidence"], batch_size=500)
    return len(new)


def named(kind: str) -> Iterator[Named]:
    """Every entity of the kind with the names it has in use."""
    aliases: dict[int, list[str]] = defaultdict(list)
    texts = Alias.objects.filter(entity__kind=kind, enabled=True, ambiguous=False).order_by()
    for entity, text in texts.values_list("entity", "text").iterator():
        aliases[entity].append(text)
    columns = ("pk", "kind", "country", "wikidata", "name")
    for pk, sort, country, wikidata, name in Entity.objects.filter(kind=kind).values_list(*columns):
        own, *others = (words_of(text) for text in (name, *aliases[pk]))
        names = tuple(dict.fromkeys(each for each in (own, *others) if len(each) >= FEWEST))
        weak = frozenset(each for each in others if each != own and is_title_and_one(each))
        yield Named(pk, sort, country, wikidata, names, weak)


def is_title_and_one(name: Words) -> bool:
    """“President Lavrov” is a name of every president called so."""
    return name[:-1] in titles()


@cache
def titles() -> frozenset[Words]:
    """Of office and address, in the words of every language that has a list of them."""
    lists = (row[2].split("|") for row in rows("titles.tsv", 3))
    return frozenset(words_of(title) for each in lists for title in each)


def words_of(name: str) -> Words:
    plain = fold(transliterate(name)).replace("-", " ").replace(".", " ").replace(",", " ")
    return tuple(word for word in plain.split() if word.isalnum())


def likenesses(entities: Sequence[Named], told: Told) -> Iterator[Likeness]:
    """Pairs that share the bones of a word, compared word by word."""
    for one, other in pairs(entities, told):
        if one.wikidata and other.wikidata and one.wikidata != other.wikidata:
            continue
        best = max(
            ((weighed(one, a, other, b), a, b) for a in one.names for b in other.names),
            default=(0.0, (), ()),
        )
        if best[0]:
            names = (" ".join(best[1]), " ".join(best[2]))
            yield Likeness(one, other, best[0], names)


def weighed(one: Named, name: Words, other: Named, others: Words) -> float:
    """How alike these names of the two are, less where namesakes share such a name."""
    alike = compared(name, others)
    return alike * WEAK if name in one.weak or others in other.weak else alike


def pairs(entities: Sequence[Named], told: Told) -> Iterator[tuple[Named, Named]]:
    """Each pair that shares the bones of a word, once; words that everybody has join nobody."""
    by_bones: dict[str, set[int]] = defaultdict(set)
    for index, entity in enumerate(entities):
        for word in {word for name in entity.names for word in name if len(word) >= LONG}:
            by_bones[skeleton(word)[:BONES]].add(index)
    seen: set[tuple[int, int]] = set()
    for number, together in enumerate(by_bones.values()):
        told(number / len(by_bones))
        if len(together) <= CROWDED:
            for pair in combinations(sorted(together), 2):
                if pair not in seen:
                    seen.add(pair)
                    yield entities[pair[0]], entities[pair[1]]


def compared(one: Sequence[str], other: Sequence[str]) -> float:
    """How alike two names are: the least alike of their words decides. 0: not the same."""
    shorter, longer = sorted((one, other), key=len)
    left = list(longer)
    worst = 1.0
    full = 0  # words that are more than initials
    for word in shorter:
        best = max(((alike(word, candidate), candidate) for candidate in left), default=(0.0, ""))
        if not best[0]:
            return 0.0
        left.remove(best[1])
        worst = min(worst, best[0])
        full += len(word) > 1 and len(best[1]) > 1
    if not full or (len(shorter) == FEWEST and full < FEWEST and len(left) > 0):
        return 0.0
    return worst * (0.9 if left else 1.0)


@lru_cache(maxsize=500_000)  # the same words meet again and again
def alike(word: str, other: str) -> float:
    if word == other:
        return 1.0
    if min(len(word), len(other)) == 1:
        return INITIAL if word[0] == other[0] else 0.0
    if min(len(word), len(other)) < 4:
        return 0.0
    ratio = fuzz.ratio(word.replace("y", "i"), other.replace("y", "i"))  # Sergey, Sergei
    return ratio / 100 if ratio >= SAME else 0.0


def proposal(likeness: Likeness) -> MergeProposal:
    """With what speaks for it and against it: only names that agree and a context are sure."""
    first, second = likeness.pair
    shared, together = context(first, second)
    score = likeness.score
    if shared:
        score = min(1.0, score + 0.05)
    if together:  # one text that names both would have joined two spellings of one
        score *= 0.7
    sure = likeness.score >= SURE and bool(shared) and not together
    evidence: dict[str, Any] = {
        "names": list(likeness.names),
        "shared": shared,
        "articles with both": together,
        "sure": sure,
    }
    return MergeProposal(first_id=first, second_id=second, score=round(score, 3), evidence=evidence)


def context(first: int, second: int) -> tuple[list[str], int]:
    """Countries and organisations that articles about each name too, and articles about both."""
    articles = [set(articles_of(entity)) for entity in (first, second)]
    beside = [others(each, but=(first, second)) for each in articles]
    telling = Entity.objects.filter(kind__in=(Kind.COUNTRY, Kind.ORGANIZATION))
    shared = telling.filter(pk__in=beside[0] & beside[1]).order_by("name")
    return list(shared.values_list("name", flat=True)[:5]), len(articles[0] & articles[1])


def articles_of(entity: int) -> Iterable[int]:
    tags = EntityTag.objects.filter(entity=entity).exclude(state="rejected").order_by()
    return tags.values_list("article", flat=True)[:ARTICLES]


def others(articles: set[int], but: Sequence[int]) -> set[int]:
    """By the articles alone: asked for kinds too, a database looks at all tags of countries."""
    tags = EntityTag.objects.filter(article__in=articles).exclude(state="rejected").order_by()
    return set(tags.values_list("entity", flat=True)).difference(but)
