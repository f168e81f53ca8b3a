"""Writes country_names.tsv: the names of countries in every locale that Babel carries, folded.

Run by hand when Babel is updated: python archive/search/data/generate_country_names.py
Queries alone read them; texts are read with the languages of extraction's own lists.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import babel
from babel import Locale, localedata

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from archive.search.country_names import name_key  # noqa: E402
from archive.text.stems import is_common_word, is_english_word  # noqa: E402

# Regions that ISO 3166 reserves, and groups that are no countries.
NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
# A name that so many more locales give to one country than to another is the former's alone.
TIMES_MORE_LOCALES = 5
# In Latin letters a short name of one language is an everyday word of another (Palu is Palau,
# and a town): up to five letters count only in widely read languages, and three in none.
SHORTEST, LONG_ENOUGH = 4, 6
WIDELY_READ = {"ms", "fr", "tr", "de", "es", "pt", "it", "nl", "pl", "vi", "sw", "fil", "sv", "da"}
WIDELY_READ |= {"nb", "fi", "cs", "hu", "ro", "hr", "az", "uz"}
LATIN = re.compile(r"[\x00-\u024f]*")
RENAMED = {"MM", "SZ", "FK", "CZ", "CI", "TL"}  # as in Myanmar (Burma)
HEADER = f"""\
# Names of countries in every locale, folded, for queries: one line for each country.
# Source: Unicode CLDR, by way of Babel {babel.__version__}. Licence: Unicode-3.0.
# Made by: python archive/search/data/generate_country_names.py
# code\tname|name|...   (a name that stands in two lines is asked about)
"""


def spellings(code: str, name: str) -> Iterator[str]:
    """The name without its brackets; for a renamed country also what stands in them."""
    yield folded(re.sub(r"[(（][^)）]*[)）]", " ", name))
    if code in RENAMED:
        yield from map(folded, re.findall(r"[(（]([^)）]*)[)）]", name))


def folded(name: str) -> str:
    return name_key(name)


def names() -> Iterator[tuple[str, str, str]]:
    """(language, code, folded name) of everything CLDR has."""
    for identifier in localedata.locale_identifiers():
        locale = Locale.parse(identifier)
        for code, name in locale.territories.items():
            if re.fullmatch("[A-Z]{2}", code) and code not in NO_COUNTRIES:
                for spelling in spellings(code, name):
                    yield locale.language, code, spelling


def usable(name: str, languages: set[str]) -> bool:
    """Not an everyday word, nor so short in a little-used language that it is one elsewhere."""
    if not name or name.isdecimal():
        return False
    if languages & {"en", "id"} or not LATIN.fullmatch(name):
        return True
    if len(name) < SHORTEST or is_common_word(name) or is_english_word(name):
        return False
    return len(name) >= LONG_ENOUGH or bool(languages & WIDELY_READ)


def rows() -> Iterator[str]:
    places: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for language, code, name in names():
        places[name][code].add(language)
    by_code: dict[str, list[str]] = defaultdict(list)
    for name, codes in places.items():
        if not usable(name, set().union(*codes.values())):
            continue
        most = Counter({code: len(languages) for code, languages in codes.items()})
        top = most.most_common(1)[0][1]
        for code, count in most.items():
            if count * TIMES_MORE_LOCALES > top:
                by_code[code].append(name)
    for code in sorted(by_code):
        yield f"{code}\t{'|'.join(sorted(by_code[code]))}\n"


if __name__ == "__main__":
    path = Path(__file__).with_name("country_names.tsv")
    path.write_text(HEADER + "".join(rows()), encoding="utf-8")
