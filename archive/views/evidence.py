"""Why an article has its tags: the words of the text, how often they stand, and where."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from babel import Locale
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from archive.models import AliasKind, Entity, EntityTag, Kind, Mention, Origin, TopicTag
from archive.text.fold import fold
from archive.views.marking import Paragraph

NO_OFFICES: Mapping[int, Sequence[str]] = {}
# What the finder of countries writes behind such a name: "(1922–1991; RU UA)".
FORMER_STATE = re.compile(r"\(([^()–]*–[^()–;]*)(?:; ([A-Z ]+))?\)$")
PLACES = 6  # paragraphs named before the dots
ROLES = {
    AliasKind.NAME: gettext_lazy("a name of it"),
    AliasKind.SHORT: gettext_lazy("short name"),
    AliasKind.VARIANT: gettext_lazy("variant spelling"),
    AliasKind.ABBREVIATION: gettext_lazy("abbreviation"),
    AliasKind.DEMONYM: gettext_lazy("its people"),
    AliasKind.METONYM: gettext_lazy("stands for it, weaker"),
    AliasKind.HISTORICAL: gettext_lazy("former name"),
    AliasKind.POLEMIC: gettext_lazy("polemic name, by a rule that a curator may switch off"),
    AliasKind.EPITHET: gettext_lazy("epithet"),
    AliasKind.MISSPELLING: gettext_lazy("misspelling"),
    AliasKind.LEARNED: gettext_lazy("learned from a confirmed tag"),
}


@dataclass(frozen=True)
class Place:
    """A paragraph, or the title, and the anchor it is reached by."""

    label: str
    anchor: str


@dataclass(frozen=True)
class Form:
    """One spelling in the text: how often, what sort of name, where."""

    words: str
    count: int
    role: str
    places: tuple[Place, ...]
    more: bool


@dataclass(frozen=True)
class Named:
    """One row of the side panel."""

    label: str
    url: str
    count: int
    confirmed: bool
    by_curator: bool  # proposed by a person, so that no words need to give rise to it
    forms: tuple[Form, ...]
    offices: tuple[str, ...] = ()  # of a person, at the time of the article


@dataclass(frozen=True)
class Section:
    """The rows of one kind, under their head."""

    id: str
    title: str
    rows: tuple[Named, ...]


def sections(
    entity_tags: Sequence[EntityTag],
    topic_tags: Sequence[TopicTag],
    mentions: Sequence[Mention],
    paragraphs: Sequence[Paragraph],
    text: str,
    offices: Mapping[int, Sequence[str]] = NO_OFFICES,
) -> list[Section]:
    """The side panel: countries, blocs, people, organisations, places, topics; none empty."""
    words: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        words[mention.entity_id].append(mention)
    kinds = (
        (Kind.COUNTRY, _("Countries")),
        (Kind.BLOC, _("Blocs")),
        (Kind.PERSON, _("People")),
        (Kind.ORGANIZATION, _("Organisations")),
        (Kind.PLACE, _("Places")),
    )
    found = [
        Section(
            f"named-{kind.value}",
            title,
            ranked(
                entity_row(tag, words[tag.entity_id], paragraphs, offices.get(tag.entity_id, ()))
                for tag in entity_tags
                if tag.entity.kind == kind
            ),
        )
        for kind, title in kinds
    ]
    topics = ranked(topic_row(tag, paragraphs, text) for tag in topic_tags)
    found.append(Section("named-topic", _("Topics"), topics))
    return [section for section in found if section.rows]


def ranked(rows: Iterable[Named]) -> tuple[Named, ...]:
    return tuple(sorted(rows, key=lambda row: (-row.count, row.label)))


def entity_row(
    tag: EntityTag,
    mentions: Sequence[Mention],
    paragraphs: Sequence[Paragraph],
    offices: Sequence[str] = (),
) -> Named:
    spellings: dict[tuple[str, str], list[int]] = defaultdict(list)
    for mention in mentions:
        spellings[mention.surface, role_in_words(mention, tag.entity)].append(mention.start)
    forms = [
        form(words, role, [place(start, paragraphs) for start in starts])
        for (words, role), starts in spellings.items()
    ]
    return Named(
        label=tag.entity.label,
        url=tag.entity.get_absolute_url(),
        count=len(mentions),
        confirmed=tag.confirmed,
        by_curator=tag.origin == Origin.CURATOR,
        forms=tuple(sorted(forms, key=lambda form: -form.count)),
        offices=tuple(offices),
    )


def topic_row(tag: TopicTag, paragraphs: Sequence[Paragraph], text: str) -> Named:
    """Its evidence maps each phrase to its count; a phrase is looked up in the paragraphs."""
    folded = [(paragraph, fold(text[paragraph.start : paragraph.end])) for paragraph in paragraphs]
    forms = [
        form(
            phrase,
            "",
            [Place(str(one.number), one.anchor) for one, words in folded if fold(phrase) in words],
            int(count),
        )
        for phrase, count in tag.evidence.items()
        if isinstance(count, int | float)
    ]
    return Named(
        label=tag.topic.label,
        url=tag.topic.get_absolute_url(),
        count=sum(form.count for form in forms),
        confirmed=tag.confirmed,
        by_curator=tag.origin == Origin.CURATOR,
        forms=tuple(sorted(forms, key=lambda form: -form.count)),
    )


def form(words: str, role: str, places: Sequence[Place], count: int | None = None) -> Form:
    distinct = tuple(dict.fromkeys(places))
    return Form(
        words=words,
        count=len(places) if count is None else count,
        role=role,
        places=distinct[:PLACES],
        more=len(distinct) > PLACES,
    )


def place(start: int, paragraphs: Sequence[Paragraph]) -> Place:
    for paragraph in paragraphs:
        if paragraph.start <= start < paragraph.end:
            return Place(str(paragraph.number), paragraph.anchor)
    return Place(_("title"), "t")


def role_in_words(mention: Mention, entity: Entity) -> str:
    """What sort of name it is; what stood beside it, or what it is short for, where that told."""
    rule, _colon, because = mention.rule.partition(":")
    if rule == "title" and because:
        return _("name beside “%(words)s”") % {"words": because}
    if rule == "part of" and because:
        return _("short for “%(words)s”") % {"words": because}
    if rule == "capitals":
        return _("by its capitals, weaker")
    if rule == AliasKind.HISTORICAL and (state := FORMER_STATE.search(because)):
        return former_state(*state.groups())
    if mention.role == AliasKind.NAME and respelt(mention, entity):
        return str(ROLES[AliasKind.VARIANT])
    return str(ROLES[AliasKind(mention.role)]) if mention.role in AliasKind.values else ""


def former_state(years: str, successors: str | None) -> str:
    """In which years a state bore the name, and which stand on its ground today."""
    start, _dash, end = years.partition("–")
    said = years if start else _("until %(year)s") % {"year": end}
    name = _("former name, %(years)s") % {"years": said}
    if not successors:
        return name
    territories = Locale.parse(get_language() or "en", sep="-").territories
    states = sorted(territories.get(code, code) for code in successors.split())
    return _("%(name)s; there today: %(states)s") % {"name": name, "states": ", ".join(states)}


def respelt(mention: Mention, entity: Entity) -> bool:
    """A person's name in other letters than the preferred ones, in no language the entity has."""
    names = {fold(name) for name in (entity.name, *entity.names.values())}
    return entity.kind == Kind.PERSON and fold(mention.surface) not in names
