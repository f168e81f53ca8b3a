"""The language of an article, from its title and beginning, among the languages of texts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from archive.extraction.tables import word_set
from archive.text.tokens import words

LANGUAGES = (
    "id", "ms", "en", "ar", "fa", "ru", "fr", "tr", "zh", "ja", "ko", "de", "es", "pt", "it", "nl",
    "pl", "uk", "el", "he", "hi", "ur", "bn", "th", "vi", "sw", "sv", "tl",
)  # fmt: skip
UNKNOWN = "und"
SAMPLE = 1_500  # characters that are enough
SHORTEST = 20  # characters: of less nobody can tell
CERTAIN = 0.8
NEAR = 0.3  # Indonesian and Malay closer together than this are uncertain
# What half of a text's small words are; a text that is plainly of one of these needs no model.
FRAMES = {"en": word_set("english frame"), "id": word_set("indonesian frame")}
FRAMED = 300  # words of the beginning that are looked at
FEWEST = 30  # words that tell
PLAIN, STRAY = 0.12, 0.03  # the share of its frame, and the most of the other's
CLEAR = 3  # words of only one of the two that part Indonesian from Malay
# Words that one of the two uses and the other does not.
INDONESIAN = word_set("indonesian")
MALAY = word_set("malay")
_CUES = INDONESIAN | MALAY


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier


def identify(title: str, body: str, folded: Sequence[str] | None = None) -> tuple[str, bool]:
    """The language (BCP 47, "und" if there is too little text) and whether that is certain.

    folded are the folded words of title and body, for callers that have them.
    """
    if plain := _plainly(words(f"{title}\n{body}"[: 4 * SAMPLE]) if folded is None else folded):
        return plain, True
    sample = f"{title}\n{body}"[:SAMPLE]
    if sum(1 for char in sample if char.isalpha()) < SHORTEST:
        return UNKNOWN, False
    ranked = _ranked(sample)
    best, probability = ranked[0]
    if best in {"id", "ms"}:
        return _indonesian_or_malay(f"{title}\n{body}"[: 4 * SAMPLE], dict(ranked))
    return best.replace("tl", "fil"), probability >= CERTAIN


def _plainly(folded: Sequence[str]) -> str:
    """The language that the small words show beyond doubt, or "". A model takes fifty times
    as long and says the same."""
    beginning = folded[:FRAMED]
    if len(beginning) < FEWEST:
        return ""
    shares = {
        language: _number_of(frame, beginning) / len(beginning)
        for language, frame in FRAMES.items()
    }
    if shares["en"] >= PLAIN and shares["id"] <= STRAY:
        return "en"
    if shares["id"] >= PLAIN and shares["en"] <= STRAY:
        cues = _cues(folded[: 4 * FRAMED])
        return ("id" if cues > 0 else "ms") if abs(cues) >= CLEAR else ""
    return ""


def _cues(folded: Sequence[str]) -> int:
    """How many more words only Indonesian uses than words only Malay does."""
    cues = list(filter(_CUES.__contains__, folded))
    return _number_of(INDONESIAN, cues) - _number_of(MALAY, cues)


def _number_of(some: frozenset[str], folded: Sequence[str]) -> int:
    return len(list(filter(some.__contains__, folded)))


def _ranked(sample: str) -> list[tuple[str, float]]:
    return [(language, float(score)) for language, score in _identifier().rank(sample)]


def _indonesian_or_malay(text: str, scores: dict[str, float]) -> tuple[str, bool]:
    """The words that only one of them uses decide; then it is as certain as they are clear."""
    cues = _cues(words(text))
    lead = scores["id"] - scores["ms"]
    best = "id" if (cues > 0 if abs(cues) > 1 else lead >= 0) else "ms"
    together = scores["id"] + scores["ms"]
    return best, together >= CERTAIN and (abs(cues) > 2 or abs(lead) > NEAR)
