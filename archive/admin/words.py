"""The words that gave rise to a tag, and where they stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, TextField, Value
from django.db.models.functions import Concat, Greatest, Substr

from archive.models import SEPARATOR, Article, EntityTag, Mention, Revision, TopicTag
from archive.text.stems import stem, stem_tokens
from archive.text.tokens import Token, tokenize, words

Pair = tuple[int, int]  # primary keys of an article and an entity

AROUND = 70  # characters shown on either side
SHOWN = 2  # places shown of each tag


@dataclass(frozen=True)
class Place:
    """One mention with the words around it."""

    before: str
    words: str
    after: str


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `name` is what it names, or empty."""

    text: str
    name: str = ""


def mentions_of(tags: Sequence[EntityTag]) -> dict[Pair, list[tuple[int, str]]]:
    """Primary key and surface of every mention, in the present texts, of each tag's entity."""
    found: dict[Pair, list[tuple[int, str]]] = defaultdict(list)
    rows = Mention.objects.filter(
        revision__article__in={tag.article_id for tag in tags},
        revision=F("revision__article__revision"),
        entity__in={tag.entity_id for tag in tags},
    ).order_by("start")
    for article, entity, pk, surface in rows.values_list(
        "revision__article", "entity", "pk", "surface"
    ):
        found[article, entity].append((pk, surface))
    return found


def attach_words(tags: Sequence[EntityTag]) -> None:
    """Give each tag `words`: the forms that name its entity, with how often each stands."""
    mentions = mentions_of(tags)
    for tag in tags:
        forms = Counter(surface for _pk, surface in mentions[tag.article_id, tag.entity_id])
        tag.words = counted(forms.items())  # type: ignore[attr-defined]


def attach_places(tags: Sequence[EntityTag], shown: int = SHOWN) -> None:
    """Give each tag `words`, `forms`, and `places`: its first mentions in their sentence."""
    mentions = mentions_of(tags)
    place_of = places(
        {pk for found in mentions.values() for pk, _surface in distinct(found)[:shown]}
    )
    for tag in tags:
        attach(tag, mentions[tag.article_id, tag.entity_id], place_of, shown)


def attach_places_of(
    tags: Iterable[EntityTag], text: str, mentions: Sequence[Mention], shown: int
) -> None:
    """The same for tags of one article whose text and mentions are at hand."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for each in mentions:
        found[each.entity_id].append((each.pk, each.surface))
    place_of = {each.pk: around(text, each.start, each.end) for each in mentions}
    for tag in tags:
        attach(tag, found[tag.entity_id], place_of, shown)


def attach(
    tag: EntityTag, found: Sequence[tuple[int, str]], place_of: Mapping[int, Place], shown: int
) -> None:
    forms = Counter(surface for _pk, surface in found)
    tag.words, tag.forms = counted(forms.items()), list(forms)  # type: ignore[attr-defined]
    keys = [pk for pk, _surface in distinct(found)[:shown]]
    tag.places = [place_of[pk] for pk in keys if pk in place_of]  # type: ignore[attr-defined]


def distinct(found: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Mentions with each form once before any form comes again."""
    seen: Counter[str] = Counter()
    ranked = []
    for order, (pk, surface) in enumerate(found):
        ranked.append((seen[surface], order, pk, surface))
        seen[surface] += 1
    return [(pk, surface) for _rank, _order, pk, surface in sorted(ranked)]


def places(mentions: Iterable[int]) -> dict[int, Place]:
    """The surroundings, cut out by the database: whole texts stay where they are."""
    text = Concat("revision__title", Value(SEPARATOR), "revision__body", output_field=TextField())
    rows = Mention.objects.filter(pk__in=mentions).annotate(
        before=Substr(text, Greatest(F("start") - AROUND, Value(0)) + 1, AROUND),
        after=Substr(text, F("end") + 1, AROUND),
    )
    cut = {}
    for pk, start, surface, before, after in rows.values_list(
        "pk", "start", "surface", "before", "after"
    ):
        cut[pk] = at_words(before[: min(start, AROUND)], surface, after)
    return cut


def at_words(before: str, surface: str, after: str) -> Place:
    """The surroundings without the halves of words at their ends."""
    if len(before) == AROUND and " " in before[:-1]:
        before = before.partition(" ")[2]
    if len(after) == AROUND and " " in after[1:]:
        after = after.rpartition(" ")[0]
    return Place(before.lstrip(), surface, after.rstrip())


def counted(forms: Iterable[tuple[str, int]]) -> str:
    """“Iran × 3, Teheran”, most frequent first."""
    by_count = sorted(forms, key=lambda form: (-form[1], form[0]))
    return ", ".join(f"{text} × {count}" if count > 1 else text for text, count in by_count)


def words_of_topic(tag: TopicTag) -> str:
    """The phrases of its rules that were found, with how often each stands."""
    return counted(
        (phrase, count) for phrase, count in tag.evidence.items() if isinstance(count, int)
    )


def attach_topic_places(tags: Sequence[TopicTag], article: Article, shown: int = SHOWN) -> None:
    """Give each tag of the article `words`, and `places`: its phrases in their sentence."""
    text = article.text
    spans = tokenize(text)
    stems = stem_tokens(text, spans, article.language)
    for tag in tags:
        wanted = [
            [stem(word, article.language) for word in words(phrase)] for phrase in tag.evidence
        ]
        found = []
        for phrase in filter(None, wanted):
            found += places_of_phrase(text, spans, stems, phrase)[:1]
        tag.words = words_of_topic(tag)  # type: ignore[attr-defined]
        tag.places = found[:shown]  # type: ignore[attr-defined]


def places_of_phrase(
    text: str, spans: Sequence[Token], stems: Sequence[str], phrase: Sequence[str]
) -> list[Place]:
    size = len(phrase)
    starts = [at for at in range(len(stems)) if list(stems[at : at + size]) == list(phrase)]
    return [around(text, spans[at].start, spans[at + size - 1].end) for at in starts]


def around(text: str, start: int, end: int) -> Place:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return at_words(before, text[start:end], after)


def named_in(revision: Revision) -> list[Mention]:
    """The mentions of a text in their order, of two that begin together the longer one first."""
    return list(revision.mentions.select_related("entity").order_by("start", "-end"))


def marked(revision: Revision, mentions: Iterable[Mention]) -> list[list[Piece]]:
    """The paragraphs of the body, cut where something is named."""
    text = revision.text
    start = len(revision.title + SEPARATOR)
    named = [(mention.start, mention.end, mention.entity.name) for mention in mentions]
    paragraphs = []
    for paragraph in revision.body.split(SEPARATOR):
        stop = start + len(paragraph)
        paragraphs.append(pieces(text, start, stop, named))
        start = stop + len(SEPARATOR)
    return paragraphs


def paragraphs_of(revision: Revision | None) -> list[list[Piece]]:
    return marked(revision, named_in(revision)) if revision else []


def pieces(text: str, start: int, stop: int, named: Sequence[tuple[int, int, str]]) -> list[Piece]:
    cut, at = [], start
    for first, last, name in named:
        if at <= first and last <= stop:
            cut += [Piece(text[at:first]), Piece(text[first:last], name)]
            at = last
    cut.append(Piece(text[at:stop]))
    return [piece for piece in cut if piece.text]
