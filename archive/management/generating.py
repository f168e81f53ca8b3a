"""Invented articles for trials and measurements: the same ones for the same seed, marked as such.

Words follow Zipf's law, as real ones do: a few stand in every article, most in hardly any. The
countries are real, the persons are not, and neither is anything that is told of them.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from archive.dates.words import in_words
from archive.extraction.gazetteer import countries

SOURCE = "Generated articles"
LEAST_WORDS, MOST_WORDS = 340, 496  # what an article is asked to have; its last sentence adds some
LEAST_DIFFERENT = 250
VOCABULARY = 30_000  # words of each language
PERSONS = 4_000
FIRST_DAY, LAST_DAY = date(1979, 1, 1), date(2025, 12, 31)

ONSETS = (
    *"bcdfghjklmnprstvwyz",
    *("br", "dr", "gr", "kr", "pr", "tr", "st", "sp", "ng", "ny", "kh", "sy"),
)
VOWELS = (*"aeiouaiae", "ai", "au")
CODAS = ["", "", "", "n", "r", "s", "k", "t", "ng", "l", "h", "m"]

# The commonest words of the invented vocabulary are real ones.
HEADS = {
    "en": (
        "the of to and a in that for on with as by was at from will has its their which were "
        "more between after new would other also both about during under over trade security "
        "energy border agreement cooperation visit meeting officials ministers delegation economic "
        "political military regional international relations talks policy support development "
        "government statement partners investment programme oil gas sanctions export market peace "
        "crisis conference proposal treaty committee research culture students ports railway fuel"
    ),
    "id": (
        "yang dan di untuk dengan pada dari dalam ini itu akan oleh juga telah sebagai antara "
        "ke bahwa kedua para serta lebih karena hubungan kerja sama negara pemerintah keamanan "
        "ekonomi perdagangan energi perbatasan perjanjian kunjungan pertemuan pejabat menteri "
        "delegasi politik militer kawasan internasional pembicaraan kebijakan dukungan pembangunan "
        "pernyataan mitra investasi program minyak gas sanksi ekspor pasar perdamaian krisis "
        "konferensi komite penelitian kebudayaan mahasiswa pelabuhan kereta bahan bakar menurut"
    ),
}
POSTS = {
    "en": ("President", "Prime Minister", "Foreign Minister", "Defence Minister", "Ambassador"),
    "id": (
        "Presiden",
        "Perdana Menteri",
        "Menteri Luar Negeri",
        "Menteri Pertahanan",
        "Duta Besar",
    ),
}
TITLES = {
    "en": ("{a} and {b} discuss {w}", "{a} seeks {w} with {b}", "{w}: {a} answers {b}"),
    "id": ("{a} dan {b} membahas {w}", "{a} mencari {w} dengan {b}", "{w}: {a} menjawab {b}"),
}
OPENINGS = {
    "en": (
        "{post} {person} of {a} arrived in {b} on {day} for talks about {w}.",
        "{person}, the {post} of {a}, said on {day} that {w} with {b} matters.",
        "Since {day}, {a} and {b} have been working on {w}, {post} {person} said.",
    ),
    "id": (
        "{post} {a} {person} tiba di {b} pada {day} untuk membahas {w}.",
        "{person}, {post} {a}, menyatakan pada {day} bahwa {w} dengan {b} itu penting.",
        "Sejak {day}, {a} dan {b} mengerjakan {w}, kata {post} {person}.",
    ),
}
SENTENCES = {
    "en": ("{person} said that {w}.", "In {a}, {w}.", "According to {b}, {w}.", "{W}."),
    "id": ("{person} mengatakan bahwa {w}.", "Di {a}, {w}.", "Menurut {b}, {w}.", "{W}."),
}
# How a name that came through other languages is written: what for what.
VARIANTS = (
    ("sy", "sh"),
    ("kh", "h"),
    ("ei", "ey"),
    ("u", "ou"),
    ("i", "y"),
    ("v", "w"),
    ("z", "s"),
)
PRECISIONS = ("day", "day", "day", "month", "month", "year", "about", "range", "decade", "none")


@dataclass(frozen=True)
class Person:
    """An invented person: how they are written, and what they are."""

    names: tuple[str, ...]
    post: int
    country: int


class Vocabulary:
    """Words of one language by rank, drawn as often as Zipf's law has it."""

    def __init__(self, language: str, random: Random) -> None:
        words = dict.fromkeys(HEADS[language].split())
        while len(words) < VOCABULARY:
            words[_word(random, random.choice((2, 2, 3, 3, 4)))] = None
        self.words = list(words)
        self.sums = list(accumulate(1 / (rank + 4) for rank in range(VOCABULARY)))

    def draw(self, random: Random, count: int) -> list[str]:
        return [
            self.words[bisect(self.sums, random.random() * self.sums[-1])] for _ in range(count)
        ]


class Generator:
    """Gives articles without end, the same ones for the same seed."""

    def __init__(self, seed: int = 0) -> None:
        self.random = Random(seed)  # noqa: S311 - nobody has to be unable to guess these
        self.vocabularies = {language: Vocabulary(language, self.random) for language in HEADS}
        self.countries = countries()
        order = list(range(len(self.countries)))
        self.random.shuffle(order)
        self.order = order
        self.country_sums = list(accumulate(1 / (rank + 3) for rank in range(len(order))))
        self.persons = [self._person() for _ in range(PERSONS)]
        self.person_sums = list(accumulate(1 / (rank + 5) for rank in range(PERSONS)))

    def articles(self, count: int) -> Iterator[dict[str, Any]]:
        for number in range(1, count + 1):
            yield self._article(number)

    def _article(self, number: int) -> dict[str, Any]:
        random = self.random
        language = random.choice(("id", "id", "en"))
        cast = [self.persons[_draw(random, self.person_sums)] for _ in range(random.randint(1, 4))]
        others = [self.order[_draw(random, self.country_sums)] for _ in range(random.randint(1, 3))]
        day = FIRST_DAY + timedelta(days=random.randrange((LAST_DAY - FIRST_DAY).days))
        writing = Writing(self, language, cast, [cast[0].country, *others])
        edtf = _edtf(random, day, random.choice(PRECISIONS))
        title = writing.fill(random.choice(TITLES[language]), words=2)[:200]
        title = title[:1].upper() + title[1:]
        return {
            "id": f"generated-{number}",
            "title": title,
            "paragraphs": writing.paragraphs(edtf or str(day.year)),
            "lang": language,
            "source": SOURCE,
            **({"date": edtf} if edtf else {}),
            "generated": True,
            "countries": sorted({self.countries[country].code for country in writing.used}),
        }

    def country(self, index: int, language: str) -> str:
        authority = self.countries[index]
        return authority.names.get(language, authority.name)

    def _person(self) -> Person:
        random = self.random
        given, family = (_word(random, random.choice((2, 2, 3))).title() for _ in range(2))
        names = [f"{given} {family}"]
        for old, new in random.sample(VARIANTS, 3):
            if old in family.lower() and random.random() < 0.5:
                names.append(f"{given} {family.lower().replace(old, new, 1).title()}")
        country = self.order[_draw(random, self.country_sums)]
        return Person(tuple(names), random.randrange(len(POSTS["en"])), country)


class Writing:
    """One article while it is written: whom and what it is about, and the words it has had."""

    def __init__(
        self, generator: Generator, language: str, cast: Sequence[Person], places: Sequence[int]
    ) -> None:
        self.generator = generator
        self.random = generator.random
        self.vocabulary = generator.vocabularies[language]
        self.language = language
        self.cast = cast
        self.places = places
        self.used: set[int] = set()

    def paragraphs(self, edtf: str) -> list[str]:
        """An opening and paragraphs after it, as long and as rich in words as they have to be."""
        day = in_words(edtf, self.language)
        text = [self.fill(self.random.choice(OPENINGS[self.language]), words=3, day=day)]
        wanted = self.random.randint(LEAST_WORDS, MOST_WORDS)
        words = text[0].split()
        different = {word.strip(".,").lower() for word in words}
        while len(words) < wanted or len(different) < LEAST_DIFFERENT:
            paragraph = " ".join(self._sentence() for _ in range(self.random.randint(2, 5)))
            text.append(paragraph)
            more = paragraph.split()
            words += more
            different |= {word.strip(".,").lower() for word in more}
        return text

    def _sentence(self) -> str:
        template = self.random.choice(SENTENCES[self.language])
        return self.fill(template, words=self.random.randint(6, 16))

    def fill(self, template: str, *, words: int, day: str = "") -> str:
        random = self.random
        lead = self.cast[0] if "{post}" in template else random.choice(self.cast)
        a, b = (
            lead.country if "{post}" in template else self.places[0],
            random.choice(self.places[1:]),
        )
        drawn, more = (" ".join(self.vocabulary.draw(random, words)) for _ in range(2))
        self.used |= {place for place, sign in ((a, "{a}"), (b, "{b}")) if sign in template}
        return template.format(
            post=POSTS[self.language][lead.post],
            person=random.choice(lead.names),
            a=self.generator.country(a, self.language),
            b=self.generator.country(b, self.language),
            day=day,
            w=drawn,
            W=more[:1].upper() + more[1:],
        )


def _draw(random: Random, sums: Sequence[float]) -> int:
    return bisect(sums, random.random() * sums[-1])


def _word(random: Random, syllables: int) -> str:
    parts = [random.choice(ONSETS) + random.choice(VOWELS) for _ in range(syllables)]
    return "".join(parts) + random.choice(CODAS)


def _edtf(random: Random, day: date, precision: str) -> str:
    """The day, no more precise than asked."""
    later = day + timedelta(days=random.randint(2, 40))
    return {
        "day": day.isoformat(),
        "month": f"{day:%Y-%m}",
        "year": f"{day:%Y}",
        "about": f"{day:%Y}~",
        "range": f"{day.isoformat()}/{later.isoformat()}",
        "decade": f"{day:%Y}"[:3] + "X",
        "none": "",
    }[precision]
