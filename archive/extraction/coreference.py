"""Which mentions of one article are one person: spellings, surnames, offices.

Only inside an article: across articles likeness is no proof.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from archive.extraction.countries import weighed
from archive.extraction.likeness import alike, same_sound, skeleton
from archive.extraction.persons import Candidate
from archive.extraction.register import RegisteredPerson, register
from archive.extraction.structure import Structure
from archive.extraction.tables import given_names, word_set
from archive.extraction.titles import Title
from archive.extraction.values import FoundEntity, FoundMention

_PARTICLES = word_set("particle")
MANY = 200  # persons: of more not each is compared with each
FAR = 80  # words: how far back a counterpart's office may stand


@dataclass
class Cluster:
    """The mentions taken for one person so far. `full` are the words of its fullest form."""

    full: tuple[str, ...]
    members: list[Candidate] = field(default_factory=list)
    key: str = ""


class Clusters:
    """The clusters of one article, to be asked for those that a name may belong to.

    Among very many only those are asked that share a word or the consonants of one.
    """

    def __init__(self) -> None:
        self.all: list[Cluster] = []
        self._by_word: dict[str, list[Cluster]] = {}
        self._by_key: dict[str, list[Cluster]] = {}

    def add(self, cluster: Cluster) -> None:
        self.all.append(cluster)
        if cluster.key:
            self._by_key.setdefault(cluster.key, []).append(cluster)
        for sign in set(map(_bones, cluster.full)):
            self._by_word.setdefault(sign, []).append(cluster)

    def near(self, words: Sequence[str], key: str) -> Sequence[Cluster]:
        if len(self.all) <= MANY:
            return self.all
        alike = min((self._by_word.get(_bones(word), []) for word in words), key=len)
        return [*self._by_key.get(key, ()), *alike[-MANY:]]


def _bones(word: str) -> str:
    return f"~{skeleton(word) or word}"


def join(structure: Structure, candidates: Sequence[Candidate]) -> list[Cluster]:
    """The persons of the article, fullest names first joined, then parts of them."""
    clusters = Clusters()
    by_length = sorted(
        candidates, key=lambda c: (not c.key, -len(name_words(structure, c)), c.first)
    )
    for candidate in by_length:
        words = name_words(structure, candidate)
        cluster = _cluster_for(clusters.near(words, candidate.key), words, candidate)
        if cluster is None:
            cluster = Cluster(words, key=candidate.key)
            clusters.add(cluster)
        cluster.members.append(candidate)
    for cluster in clusters.all:
        cluster.members.sort(key=lambda candidate: candidate.first)
    return sorted(clusters.all, key=lambda cluster: cluster.members[0].first)


def name_words(structure: Structure, candidate: Candidate) -> tuple[str, ...]:
    """The folded words of a name, particles left out: al-Assad is Assad."""
    folded = tuple(structure.folded[candidate.first : candidate.last])
    if _PARTICLES.isdisjoint(folded):
        return folded
    return tuple(word for word in folded if word not in _PARTICLES) or folded


def _cluster_for(
    clusters: Iterable[Cluster], words: tuple[str, ...], candidate: Candidate
) -> Cluster | None:
    fitting = [
        cluster
        for cluster in clusters
        if (candidate.key and candidate.key == cluster.key)
        or (not (candidate.key and cluster.key) and _same(cluster.full, words))
    ]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    exact = [c for c in fitting if set(words) <= set(c.full)] or fitting
    return max(exact, key=lambda cluster: _nearness(cluster, candidate))


def _nearness(cluster: Cluster, candidate: Candidate) -> tuple[bool, int]:
    """The same country's office first, then who was named last before."""
    wanted = candidate.title.country if candidate.title else ""
    members = cluster.members[:MANY]
    fits = any(m.title and m.title.country == wanted for m in members) if wanted else False
    before = [m.first for m in cluster.members[-MANY:] if m.first < candidate.first]
    return fits, max(before, default=-1)


def _same(full: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether the words can be another form of the full name."""
    if words == full:
        return True
    if len(words) == 1:
        return any(alike(words[0], word) and not _known_apart(words[0], word) for word in full)
    if len(words) == len(full):
        return all(_compatible(a, b) for a, b in zip(full, words, strict=True)) and alike(
            full[-1], words[-1]
        )
    return _in_order(full, words)


def _compatible(one: str, other: str) -> bool:
    """The same first name, or an initial of it."""
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return alike(one, other) and not _two_names(one, other)


def _known_apart(one: str, other: str) -> bool:
    """Whether both are surnames on file, of different people: Khomeini is not Khamenei."""
    if one == other:
        return False
    owners, others = register().called(one), register().called(other)
    return bool(owners and others) and not {p.id for p in owners} & {p.id for p in others}


def _two_names(one: str, other: str) -> bool:
    """Whether two given names only share consonants: Hassan is not Hossein."""
    return one != other and {one, other} <= given_names() and not same_sound(one, other)


def _in_order(full: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether all words of the shorter form stand in the longer one, in its order."""
    rest = iter(full)
    return all(any(_compatible(word, other) for other in rest) for word in words)


def to_entities(
    structure: Structure, clusters: Sequence[Cluster], countries: frozenset[str]
) -> tuple[FoundEntity, ...]:
    """The persons with their mentions, titles and countries, and what the register knows."""
    offices = _with_counterparts(clusters)
    found = [_entity(structure, cluster, offices, countries) for cluster in clusters]
    return weighed(structure, found)


def _entity(
    structure: Structure,
    cluster: Cluster,
    offices: Mapping[int, tuple[str, str]],
    countries: frozenset[str],
) -> FoundEntity:
    mentions = tuple(_mention(structure, candidate) for candidate in cluster.members)
    held = [offices[m.first] for m in cluster.members if m.first in offices]
    nations = Counter(country for _, country in held if country)
    country = nations.most_common(1)[0][0] if nations else ""
    found = FoundEntity(
        "person",
        cluster.key or " ".join(cluster.full),
        preferred(structure, cluster),
        mentions,
        country=country,
        confidence=max(candidate.score for candidate in cluster.members),
        titles=tuple(dict.fromkeys(words for words, _ in held if words)),
    )
    known = _registered(cluster, countries | {country})
    return _with_register(found, known) if known else found


def _registered(cluster: Cluster, countries: frozenset[str]) -> RegisteredPerson | None:
    """The person on file: by a full name, or by a short one if one country named has one owner."""
    if cluster.key:
        return next((p for p in register().persons if p.id == cluster.key), None)
    form = " ".join(cluster.full)
    owners = register().named(form)
    if not owners:
        owners = tuple(p for p in register().called(form) if p.country in countries)
    return owners[0] if len(owners) == 1 else None


def _with_register(found: FoundEntity, known: RegisteredPerson) -> FoundEntity:
    texts = dict.fromkeys((*known.aliases, *known.short))
    return found._replace(
        key=known.id,
        name=known.name,
        names=known.names,
        aliases=tuple((text, "") for text in texts),
        country=known.country or found.country,
        wikidata=known.wikidata,
        offices=known.offices,
    )


def preferred(structure: Structure, cluster: Cluster) -> str:
    """The most frequent of the fullest forms, the first of them on ties."""
    lengths = [len(name_words(structure, member)) for member in cluster.members]
    longest = max(lengths)
    forms = Counter(
        structure.text[structure.starts[member.first] : structure.ends[member.last - 1]]
        for member, length in zip(cluster.members, lengths, strict=True)
        if length == longest
    )
    return forms.most_common(1)[0][0]


def _mention(structure: Structure, candidate: Candidate) -> FoundMention:
    start, end = structure.span(candidate.first, candidate.last)
    partial = candidate.evidence[0].startswith("part of:")
    role = "short" if partial or candidate.last - candidate.first == 1 else "name"
    return FoundMention(start, end, structure.text[start:end], candidate.evidence[0][:80], role)


def _with_counterparts(clusters: Sequence[Cluster]) -> dict[int, tuple[str, str]]:
    """Words of office and country of each mention that has a title, by its first word.

    A counterpart has the office of the person named before, in the other country.
    """
    found: dict[int, tuple[str, str]] = {}
    last: Title | None = None
    titled = sorted(
        (member for cluster in clusters for member in cluster.members if member.title),
        key=lambda member: member.first,
    )
    for member in titled:
        title = member.title
        if title is None:
            continue
        if title.sort == "office":
            found[member.first] = (title.words, title.country)
            last = title
        elif title.sort == "counterpart" and title.country:
            near = last is not None and member.first - last.last < FAR
            office = f"{last.office} {title.country_words}" if last and near else ""
            found[member.first] = (office, title.country)
    return found
