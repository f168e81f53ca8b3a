"""The names and words nearest to one that nothing has: few are compared, however many there are.

Names are looked up by their sound and by how they begin, words of texts by how they begin: each
by an index that gives them at once.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from archive.models import NameEntry
from archive.search.engine import SearchEngine
from archive.search.name_entries import beginning
from archive.text.sounds import sound

NEAR_ENOUGH = 78  # per cent of letters in common: Shogu is Shoigu, Syria is not Serbia
MOST_COMPARED = 1_000
MOST_NAMES = 20  # entities that are near
BEGINNING = 3  # letters that a slip of the pen seldom changes
LONG = 8  # letters of a word that may have two slips


def near_names(key: str) -> list[int]:
    """Entities of which a name, or a word of one, is nearly this folded name; the nearest first."""
    wanted = beginning(key[:BEGINNING])
    heard = sound(key.partition(" ")[0])
    if len(heard) > 1:
        wanted |= Q(sound=heard)
    rows = list(NameEntry.objects.filter(wanted).values_list("key", "entity")[:MOST_COMPARED])
    texts = [_as_long(entry, key) for entry, _entity in rows]
    near = process.extract(
        key, texts, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=MOST_NAMES
    )
    return list(dict.fromkeys(rows[index][1] for _text, _score, index in near))


def _as_long(entry: str, key: str) -> str:
    """Of a name as many words as were asked for."""
    return " ".join(entry.split()[: len(key.split())])


def near_word(word: str, engine: SearchEngine) -> str:
    """The nearest word that texts have, the most frequent of equally near ones; "" for none."""
    allowed = 2 if len(word) >= LONG else 1
    texts = engine.beginning(word[: BEGINNING - 1], MOST_COMPARED)
    for other in (word[1::-1], word[0] + word[2:3]):  # two letters in the wrong order
        texts = [*texts, *engine.beginning(other, MOST_COMPARED)]
    found = list(_within(word, texts, allowed))
    return min(found)[2] if found else ""


def _within(
    word: str, texts: Iterable[tuple[str, int]], allowed: int
) -> Iterable[tuple[int, int, str]]:
    """Words within so many slips: distance, frequency (negative, to sort by), word."""
    for text, count in texts:
        distance = OSA.distance(word, text, score_cutoff=allowed)
        if 0 < distance <= allowed:
            yield distance, -count, text
