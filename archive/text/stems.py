"""Stems: what the forms of one word have in common, marked by language ("id:hubung").

Indonesian and Malay go through a dictionary of lemmas, then lose their clitics, then through
affix rules with a list of roots; this joins far more word families than either alone. All other
languages use their Snowball rules.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import compress
from threading import local

import Stemmer
from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
from Sastrawi.Stemmer.Context.Context import Context
from Sastrawi.Stemmer.Stemmer import Stemmer as RootStemmer
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory
from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy, DictionaryLookupStrategy
from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from archive.text.remembered import Remembered
from archive.text.tokens import Token, fold_word

ANALYSIS_VERSION = 1  # of folding, tokens and stems: another number means another index
CACHED_ANSWERS = 200_000  # words that are remembered as common ones, some 25 MB

_SNOWBALL = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "cs": "czech",
    "da": "danish", "nl": "dutch", "en": "english", "eo": "esperanto", "et": "estonian",
    "fi": "finnish", "fr": "french", "de": "german", "el": "greek", "hi": "hindi",
    "hu": "hungarian", "ga": "irish", "it": "italian", "lt": "lithuanian", "ne": "nepali",
    "no": "norwegian", "nb": "norwegian", "nn": "norwegian", "fa": "persian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "st": "sesotho",
    "es": "spanish", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_BY_ROOTS = frozenset({"id", "ms"})
LANGUAGES = frozenset(_SNOWBALL) | _BY_ROOTS
_ENDINGS_ALONE = frozenset(  # their rules leave the beginning of a word as it is
    {"ca", "cs", "da", "es", "et", "fi", "fr", "hu", "it", "lt", "nb", "nn", "pl", "pt", "ro", "sv"}
)
UNSTEMMED = "xx"

CLITICS = ("lah", "kah", "tah", "pun", "nya", "ku", "mu")
SHORTEST_HOST = 3  # letters a clitic leaves behind: "ilmu" is not "il" and "mu"
ENDS_OF_SENTENCES = frozenset('.!?…\n:;"“”«»')

# What a word with an affix looks like. To look for the root of any other costs a hundred times
# what this look costs, and finds nothing.
_PREFIXES = r"(?:[bmpt]e|di|ke|se|ku|kau|[^aiueo](?:er|el|em|in)[aiueo])"
_PREFIXED = re.compile(_PREFIXES)
_AFFIXED = re.compile(_PREFIXES + r"|.*(?:[klt]ah|pun|ku|mu|nya|isme|isasi|is|i|an)$")

# Both libraries keep what they load; their own caches of results grow without bound and are
# left out, for stem() remembers a bounded number of words.
_dictionaries = DefaultDictionaryFactory(cache_max_size=2)
_dictionary = DictionaryLookupStrategy(_dictionaries)
_lemmas = Lemmatizer(0, lemmatization_strategy=DefaultStrategy(dictionary_factory=_dictionaries))
_threads = local()  # a Snowball stemmer must not be shared by threads


class _Search(Context):  # type: ignore[misc]
    """The search for one root, which tries no rule of prefixes on a word that has none."""

    def accept_prefix_visitors(self, visitors: Sequence[object]) -> None:
        if _PREFIXED.match(self.current_word):
            super().accept_prefix_visitors(visitors)


class _Roots(RootStemmer):  # type: ignore[misc]
    def stem_singular_word(self, word: str) -> str:
        search = _Search(word, self.dictionary, self.visitor_provider)
        search.execute()
        found: str = search.result
        return found


@lru_cache(maxsize=1)
def _roots() -> _Roots:
    return _Roots(ArrayDictionary(StemmerFactory().get_words()))


def _snowball(language: str) -> Stemmer.Stemmer:
    stemmers: dict[str, Stemmer.Stemmer] = _threads.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = Stemmer.Stemmer(_SNOWBALL[language], 0)  # 0: no cache of its own
    return stemmers[language]


def base_language(language: str) -> str:
    """The language whose stems a text has: "id" of "id-ID"; "xx" where none are known."""
    base = language.replace("_", "-").partition("-")[0].lower()
    return base if base in LANGUAGES else UNSTEMMED


@lru_cache(maxsize=4)
def _stems_of(base: str) -> Remembered[str, str]:
    """The stems of one language, of texts. Four are remembered: those an archive reads all the
    time. The words of a query, asked in two dozen languages, are none of their business."""
    return Remembered(lambda word: _stem(word, base))


def mark_of(language: str) -> str:
    """What the stems of a language are marked with: Malay and Indonesian share their roots."""
    base = base_language(language)
    return "id" if base in _BY_ROOTS else base


def _stem(word: str, base: str) -> str:
    if base == UNSTEMMED or not word.isalpha():
        return f"{UNSTEMMED}:{word}"
    if base in _BY_ROOTS:
        return f"id:{_stem_by_roots(word)}"
    return f"{base}:{_snowball(base).stemWord(word) or word}"


def stem(folded_word: str, language: str) -> str:
    """The stem of a folded word in a language (BCP 47), marked; unknown ones give "xx:word".

    Of a doubled word ("negara-negara") it is the stem of the one.
    """
    return _stems_of(base_language(language))[folded_word.partition("-")[0] or folded_word]


@lru_cache(maxsize=10_000)
def stems(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The different stems of a folded word in several languages, in their order."""
    single = word.partition("-")[0] or word
    return tuple(dict.fromkeys(_stem(single, base_language(language)) for language in languages))


def core(mark: str) -> str:
    """Letters that every word of this stem has side by side: "happ" of "en:happi".

    "" where none are known. English rules change endings alone, and dying is of "die";
    Indonesian ones may take the first letter of a root and put others in front (menulis, tulis).
    """
    language, _colon, bare = mark.partition(":")
    if language == "en":
        return bare[:-1] if len(bare) > 3 else bare[:1] if bare.endswith("ie") else bare[:2]
    if language == "id":
        return bare[1:]
    return bare[:2] if language in _ENDINGS_ALONE else ""


def _stem_by_roots(word: str) -> str:
    lemma = _lemmas.lemmatize(word, "id")
    if lemma == word and (host := without_clitics(word)) != word:
        lemma = _lemmas.lemmatize(host, "id")
    if _AFFIXED.match(lemma) is None:
        return lemma
    root: str = _roots().stem_word(lemma)
    return root or lemma


def without_clitics(word: str) -> str:
    """An Indonesian word without its particles and possessives: "kunjungannya", "kunjungan"."""
    for clitic in CLITICS:
        if word.endswith(clitic) and len(word) - len(clitic) >= SHORTEST_HOST:
            return word.removesuffix(clitic)
    return word


def stem_tokens(text: str, tokens: Sequence[Token], language: str) -> list[str]:
    """The stem of each token of a text. Names keep their whole form where rules would hurt them.

    Indonesian affix rules make "lin" of Berlin. A word that is capitalised inside a sentence,
    and that no dictionary knows as a common word, is taken for a name.
    """
    if not tokens:
        return []
    texts, folded, starts, _ends = zip(*tokens, strict=True)
    return stem_words(text, texts, folded, starts, language)


def stem_words(
    text: str,
    texts: Sequence[str],
    folded: Sequence[str],
    starts: Sequence[int],
    language: str,
    raised: Sequence[int] | None = None,
) -> list[str]:
    """The same for the words of a text side by side: as written, folded, and where they begin;
    raised are those with a capital, for callers that know them."""
    base = base_language(language)
    stems = list(map(_stems_of(base).__getitem__, folded))
    if base in _BY_ROOTS:
        raised = range(len(texts)) if raised is None else raised
        for index in compress(raised, map(_name_like.__getitem__, map(texts.__getitem__, raised))):
            before = text[max(0, starts[index] - 3) : starts[index]].rstrip(" ")
            if before and before[-1] not in ENDS_OF_SENTENCES:
                stems[index] = f"id:{folded[index]}"
    return stems


@Remembered
def _name_like(word: str) -> bool:
    """Whether a written word has a capital and is no common word."""
    return word[0].isupper() and not is_common_word(fold_word(word))


@lru_cache(maxsize=CACHED_ANSWERS)
def is_english_word(folded_word: str) -> bool:
    """Whether the English dictionary has the word, and not as a name."""
    lemma = _dictionary.get_lemma(folded_word, "en")
    return lemma is not None and lemma.islower()


@lru_cache(maxsize=CACHED_ANSWERS)
def is_common_word(folded_word: str) -> bool:
    """Whether the Indonesian dictionary has the word, with or without a clitic."""
    forms = (folded_word, without_clitics(folded_word))
    return any(_dictionary.get_lemma(form, "id") for form in forms)
