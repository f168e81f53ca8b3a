"""The choices beside the results. The number of a choice is the number of results it gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from archive.search.candidates import ENTITY_FIELDS
from archive.search.engine import Value
from archive.search.names import Vocabulary, entity_labels, read_vocabulary
from archive.search.request import CHOICES, NARROWING, Address, Chosen, SearchRequest

SHOWN = 10
Counts = Sequence[tuple[Value, int]]

TITLES = {
    "country": _("Country"),
    "person": _("Person"),
    "organization": _("Organisation"),
    "topic": _("Topic"),
    "language": _("Language"),
    "source": _("Source"),
}


@dataclass(frozen=True)
class Choice:
    """A value to choose, or to remove where it is chosen. `url` does that, from page 1.

    `count` is how many results there are then. `added` says that the page shows how many more
    that is ("+12"), as it does beside the further values of a facet that widens.
    """

    value_for_url: str
    label: str
    count: int
    url: str
    chosen: bool = False
    added: int | None = None


@dataclass(frozen=True)
class Facet:
    """A facet with its biggest choices; `total` says how many there are in all."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    total: int
    match: str = ""  # all, any; empty where it cannot be chosen

    @property
    def more(self) -> bool:
        return self.total > len(self.choices)


@dataclass(frozen=True)
class Labels:
    """What values of facets are called, and what addresses call them."""

    by_value: Mapping[tuple[str, Value], tuple[str, str]]  # (facet, value) -> (slug, label)

    def get(self, facet: str, value: Value) -> tuple[str, str] | None:
        if facet == "language":
            return str(value), language_label(str(value))
        return self.by_value.get((facet, value))


def language_label(code: str) -> str:
    """The name of a language in the reader's; the code where CLDR has none."""
    if not code or code == "und":
        return str(_("not known"))
    names = Locale.parse((get_language() or "en").replace("-", "_")).languages
    name = names.get(code.replace("-", "_")) or names.get(code.partition("-")[0]) or code
    return str(name)


def read_labels(
    values: Iterable[tuple[str, Value]], vocabulary: Vocabulary | None = None
) -> Labels:
    """Labels of (facet, value) pairs: one query for all entities among them."""
    pairs = list(values)
    entities = entity_labels(int(v) for facet, v in pairs if facet in ENTITY_FIELDS)
    if vocabulary is None:
        needed = any(facet in {"topic", "source"} for facet, _value in pairs)
        vocabulary = read_vocabulary() if needed else Vocabulary()
    subjects = {"topic": vocabulary.topics, "source": vocabulary.sources}
    found: dict[tuple[str, Value], tuple[str, str]] = {}
    for facet, value in pairs:
        if facet in subjects:
            subject = subjects[facet].get(int(value))
            named = (subject.slug, subject.label) if subject else None
        else:
            named = entities.get(int(value)) if facet != "language" else None
        if named is not None:
            found[facet, value] = named
    return Labels(found)


def label(facet: str, counts: Counts, address: Address | None = None) -> list[Choice]:
    """Values of a facet with their names, in their order. Values without a row are left out."""
    labels = read_labels((facet, value) for value, _count in counts)
    return _choices(facet, counts, labels, address or Address())


def _choices(facet: str, counts: Counts, labels: Labels, address: Address) -> list[Choice]:
    found = []
    for value, count in counts:
        named = labels.get(facet, value)
        if named is not None:
            slug, name = named
            found.append(Choice(slug, name, count, str(address.adding(facet, slug))))
    return found


def biggest(
    request: SearchRequest,
    counts: Mapping[str, Counts],
    more: Mapping[str, Counts],
    total: int,
    shown: int | None = SHOWN,
) -> list[Facet]:
    """The facets of a page: chosen values first, then the biggest of the others.

    `counts` are those among the results, `more` what further values of widening facets would
    add to them. `shown` limits each facet; None shows all.
    """
    pairs = [
        (facet, value)
        for facet, rows in {**counts, **more}.items()
        for value, _count in (rows if shown is None else rows[: shown + len(request.chosen)])
    ]
    labels = read_labels(pairs, request.vocabulary)
    return [
        _facet(request, facet, counts, more, total, labels, shown)
        for facet in CHOICES
        if facet in counts
    ]


def _facet(
    request: SearchRequest,
    facet: str,
    counts: Mapping[str, Counts],
    more: Mapping[str, Counts],
    total: int,
    labels: Labels,
    shown: int | None,
) -> Facet:
    chosen = [_to_remove(request, one, total) for one in request.chosen if one.facet == facet]
    taken = set(request.values(facet))
    rows = [(value, count) for value, count in more.get(facet, counts[facet]) if value not in taken]
    room = None if shown is None else max(shown - len(chosen), 0)
    others = _choices(facet, rows if room is None else rows[:room], labels, request.address)
    if facet in more:
        others = [_adding(choice, total) for choice in others]
    match = ("any" if facet in request.widened else "all") if facet in NARROWING else ""
    return Facet(facet, str(TITLES[facet]), (*chosen, *others), len(rows) + len(chosen), match)


def _adding(choice: Choice, total: int) -> Choice:
    return Choice(
        choice.value_for_url, choice.label, total + choice.count, choice.url, added=choice.count
    )


def _to_remove(request: SearchRequest, one: Chosen, total: int) -> Choice:
    name = language_label(one.slug) if one.facet == "language" else one.label
    url = str(request.address.removing(one.facet, one.slug))
    return Choice(one.slug, name, total, url, chosen=True)
