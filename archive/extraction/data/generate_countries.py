"""Writes countries_generated.tsv from the Unicode CLDR names that Babel carries.

Run by hand when Babel is updated: python archive/extraction/data/generate_countries.py
"""

import re
from collections.abc import Iterator
from pathlib import Path

import babel
from babel import Locale

LANGUAGES = (
    "en", "id", "ms", "ar", "fa", "ru", "fr", "tr", "zh", "ja", "ko", "de", "es", "pt", "it", "nl",
    "pl", "uk", "el", "he", "hi", "ur", "bn", "th", "vi", "sw", "sv", "fil",
)  # fmt: skip
# Regions that ISO 3166 reserves, and groups that are no countries.
NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EZ", "IC", "QO", "TA", "XA", "XB", "ZZ"}
BLOCS = {"EU", "UN"}
HEADER = f"""\
# Names of countries and of two blocs in the languages of texts.
# Source: Unicode CLDR, by way of Babel {babel.__version__}. Licence: Unicode-3.0.
# Made by: python archive/extraction/data/generate_countries.py
# code\tlanguage\tname\tkind
"""


def name_without_brackets(name: str) -> str:
    """CLDR adds former names in brackets, as in Myanmar (Burma)."""
    return re.sub(r"\s+", " ", re.sub(r"\s*[((][^))]*[))]", " ", name)).strip()


def rows() -> Iterator[str]:
    for language in LANGUAGES:
        for code, name in sorted(Locale(language).territories.items()):
            if re.fullmatch("[A-Z]{2}", code) and code not in NO_COUNTRIES:
                kind = "bloc" if code in BLOCS else "country"
                yield f"{code}\t{language}\t{name_without_brackets(name)}\t{kind}\n"


if __name__ == "__main__":
    path = Path(__file__).with_name("countries_generated.tsv")
    path.write_text(HEADER + "".join(rows()), encoding="utf-8")
