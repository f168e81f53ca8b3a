"""How well extraction does on texts with known answers: precision, recall and F1."""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Any

from archive.extraction.date_answers import same_date
from archive.extraction.pipeline import extract
from archive.extraction.values import Extraction, FoundEntity
from archive.text.fold import fold
from archive.text.stems import stem

UNASKED = frozenset({"weekday", "vague"})  # dates that gold leaves out
NER_KINDS = {
    "person": ("PER", {"person"}),
    "location": ("LOC", {"country", "place"}),
    "organization": ("ORG", {"organization", "bloc"}),
}
NO_SPACE_BEFORE = frozenset(".,;:!?)%]”’")
NO_SPACE_BEHIND = frozenset("([“")
_IN_BRACKETS = re.compile(r" \(([^()]+)\)$")
TOGETHER = 8  # sentences of a BIO file that are read as one text


@dataclass
class Score:
    """What was found rightly, wrongly and not at all."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    errors: list[str] = field(default_factory=list)

    def count(
        self,
        place: str,
        gold: Iterable[Any],
        found: Iterable[Any],
        same: Callable[[Any, Any], bool] = operator.eq,
    ) -> None:
        """Add the answers of one text; those that are the same are paired off."""
        left = list(gold)
        for answer in found:
            known = next((known for known in left if same(answer, known)), None)
            if known is not None:
                left.remove(known)
                self.right += 1
            else:
                self.wrong += 1
                self.errors.append(f"{place}: wrong: {answer}")
        self.missed += len(left)
        self.errors += [f"{place}: missed: {answer}" for answer in left]

    @property
    def precision(self) -> float:
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        return _share(2 * self.right, 2 * self.right + self.wrong + self.missed)

    def as_json(self) -> dict[str, float]:
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1}


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


@dataclass(frozen=True)
class GoldText:
    """A text with its known answers, as a line of a gold file gives them."""

    name: str
    language: str
    title: str
    paragraphs: tuple[str, ...]
    answers: Mapping[str, Any]

    def extraction(self) -> Extraction:
        return extract(self.title, "\n\n".join(self.paragraphs), language=self.language)


def gold_texts(lines: Iterable[str], language: str = "") -> Iterator[GoldText]:
    """The texts of a JSON Lines file, in one language only if one is given.

    Raises ValueError, with the line's number, for a line that is no such object.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            paragraphs = tuple(item.get("paragraphs") or [item.get("text", "")])
            name = str(item.get("id", number))
        except (ValueError, AttributeError) as error:
            raise ValueError(f"line {number} is no gold text: {error}") from error
        spoken = item.get("lang") or item.get("language") or language
        if not language or spoken == language:
            yield GoldText(name, spoken, item.get("title") or "", paragraphs, item)


def labelled_gold(lines: Iterable[str], language: str) -> Iterator[GoldText]:
    """The texts of a BIO file with their persons and organisations, each by its words.

    Of "Name (N)" each part is a form too: some label such an acronym by itself, some do not.
    """
    for number, (text, spans) in enumerate(labelled_texts(lines)):
        forms = {
            tag: {
                fold(words): [words, *(part for part in _IN_BRACKETS.split(words) if part)]
                for kind, _start, _end, words in spans
                if kind == tag
            }
            for tag in ("PER", "ORG")
        }
        answers = {"persons": forms["PER"].values(), "organisations": forms["ORG"].values()}
        yield GoldText(f"sentence {number * TOGETHER + 1}", language, "", (text,), answers)


def evaluate_countries(texts: Iterable[GoldText]) -> Score:
    """By country and text. Countries that only a city stands for are neither asked nor wrong."""
    score = Score()
    for text in texts:
        neutral = set(text.answers.get("countries_by_city_only", ()))
        gold = set(text.answers.get("countries", ())) - neutral
        found = {entity.key for entity in text.extraction().of_kind("country")} - neutral
        score.count(text.name, sorted(gold), sorted(found))
    return score


def evaluate_persons(texts: Iterable[GoldText]) -> Score:
    return _evaluate_named(texts, "person", "persons")


def evaluate_organizations(texts: Iterable[GoldText]) -> Score:
    """A bloc is an organisation where gold has it for one, and else neither asked nor wrong."""
    return _evaluate_named(texts, "organization", "organisations", neutral="bloc")


def _evaluate_named(texts: Iterable[GoldText], kind: str, key: str, *, neutral: str = "") -> Score:
    """A found one is right if one of its forms is a form of one not yet found, folded."""
    score = Score()
    for text in texts:
        gold = [{fold(form) for form in forms} for forms in text.answers.get(key, ())]
        found = []
        for entity in text.extraction().entities:
            if entity.kind not in {kind, neutral}:
                continue
            spellings = _forms(entity)
            match = next((forms for forms in gold if forms & spellings), None)
            if match is not None or entity.kind == kind:
                found.append({fold(entity.name)} if match is None else match)
        score.count(text.name, gold, found)
    return score


def _forms(entity: FoundEntity) -> set[str]:
    written = [text for text, language in entity.aliases if language]
    names = entity.names.values() if entity.names else ()
    return {fold(form) for form in (*entity.forms, entity.name, *written, *names)}


def evaluate_dates(texts: Iterable[GoldText]) -> Score:
    """By words and value together, each different date of a text once."""
    score = Score()
    for text in texts:
        gold = [(date["text"], date["iso"]) for date in text.answers.get("dates", ())]
        dates = text.extraction().dates
        found = [(date.text, date.edtf) for date in dates if date.basis not in UNASKED]
        same = partial(same_date, language=text.language)
        score.count(text.name, dict.fromkeys(gold), dict.fromkeys(found), same)
    return score


def evaluate_stemming(lines: Iterable[str], language: str) -> Score:
    """By word: lines of word, tab, root."""
    score = Score()
    for line in lines:
        word, _, root = line.strip().partition("\t")
        if root:
            found = stem(fold(word), language).partition(":")[2]
            score.count(word, [fold(root.partition("\t")[0])], [found])
    return score


def evaluate_ner(lines: Iterable[str], language: str) -> dict[str, Score]:
    """Exact spans of a BIO file (token, tab, tag; an empty line between sentences), by kind."""
    scores = {kind: Score() for kind in NER_KINDS}
    for number, (text, spans) in enumerate(labelled_texts(lines)):
        start = number * TOGETHER
        entities = extract("", text, language=language).entities
        for kind, (tag, kinds) in NER_KINDS.items():
            gold = [span[1:] for span in spans if span[0] == tag]
            mentions = (m for entity in entities if entity.kind in kinds for m in entity.mentions)
            found = sorted((m.start, m.end, m.text) for m in mentions if m.place)
            scores[kind].count(f"sentence {start + 1}", gold, found)
    return scores


def labelled_texts(
    lines: Iterable[str],
) -> Iterator[tuple[str, list[tuple[str, int, int, str]]]]:
    """The texts of a BIO file, several sentences each, with their spans: tag, start, end, words."""
    sentences = list(_sentences(lines))
    for start in range(0, len(sentences), TOGETHER):
        yield _joined(sentences[start : start + TOGETHER])


def _sentences(lines: Iterable[str]) -> Iterator[list[tuple[str, str]]]:
    sentence: list[tuple[str, str]] = []
    for line in (*lines, ""):
        token, _, tag = line.rstrip("\n").partition("\t")
        if token:
            sentence.append((token, tag))
        elif sentence:
            yield sentence
            sentence = []


def _joined(
    sentences: Sequence[Sequence[tuple[str, str]]],
) -> tuple[str, list[tuple[str, int, int, str]]]:
    """Sentences as paragraphs with their spaces put back, and the spans: tag, start, end, words.

    Offsets are those of a text with an empty title.
    """
    text = "\n\n"
    spans: list[tuple[str, int, int]] = []
    for sentence in sentences:
        for (before, _), (token, tag) in pairwise([("", ""), *sentence]):
            if before and before not in NO_SPACE_BEHIND and token not in NO_SPACE_BEFORE:
                text += " "
            start, text = len(text), text + token
            if tag.startswith("B-"):
                spans.append((tag[2:], start, len(text)))
            elif tag.startswith("I-") and spans:
                spans[-1] = (*spans[-1][:2], len(text))
        text += "\n\n"
    return text[2:].rstrip("\n"), [(tag, a, b, text[a:b]) for tag, a, b in spans]


TASKS: Mapping[str, Callable[[Iterable[GoldText]], Score]] = {
    "countries": evaluate_countries,
    "persons": evaluate_persons,
    "organizations": evaluate_organizations,
    "dates": evaluate_dates,
}
