"""Writes countries_generated.tsv from names of the Unicode CLDR.

Run by hand when they are updated: the names that Babel carries, the alternatives that it leaves
out (npm's package cldr-localenames-full, unpacked into FOLDER), and capitals, which the CLDR names
as cities of time zones:

    python -m archive.extraction.data.generate_countries FOLDER
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import babel
from babel import Locale
from babel.core import get_global

from archive.text.fold import fold

LANGUAGES = (
    "en", "id", "ms", "ar", "fa", "ru", "fr", "tr", "zh", "ja", "ko", "de", "es", "pt", "it", "nl",
    "pl", "uk", "el", "he", "hi", "ur", "bn", "th", "vi", "sw", "sv", "fil",
)  # fmt: skip
# countries_curated.tsv has what these call countries for short, and capitals.
CURATED = {"en", "id", "ms"}
# Regions that ISO 3166 reserves, and groups that are no countries.
NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EZ", "IC", "QO", "TA", "XA", "XB", "ZZ"}
BLOCS = {"EU", "UN"}
# Capitals that have a time zone of their name. Left out: those that are also forenames, common
# surnames or words (Lima, Santiago, Sofia), or cities of two countries (Tripoli).
CAPITALS = """\
    Africa/Accra Africa/Addis_Ababa Africa/Algiers Africa/Asmera Africa/Bamako Africa/Bangui
    Africa/Banjul Africa/Bissau Africa/Brazzaville Africa/Cairo Africa/Conakry Africa/Dakar
    Africa/Freetown Africa/Gaborone Africa/Harare Africa/Juba Africa/Kampala Africa/Khartoum
    Africa/Kigali Africa/Kinshasa Africa/Libreville Africa/Lome Africa/Luanda Africa/Lusaka
    Africa/Malabo Africa/Maputo Africa/Maseru Africa/Mbabane Africa/Mogadishu Africa/Monrovia
    Africa/Nairobi Africa/Ndjamena Africa/Niamey Africa/Nouakchott Africa/Ouagadougou Africa/Tunis
    Africa/Windhoek America/Bogota America/Caracas America/Havana America/Managua
    America/Montevideo America/Nassau America/Port-au-Prince America/Port_of_Spain
    America/Santo_Domingo America/Tegucigalpa Asia/Amman Asia/Ashgabat Asia/Baghdad Asia/Baku
    Asia/Bangkok Asia/Beirut Asia/Bishkek Asia/Damascus Asia/Dhaka Asia/Dushanbe Asia/Jakarta
    Asia/Kabul Asia/Katmandu Asia/Kuala_Lumpur Asia/Manila Asia/Muscat Asia/Nicosia
    Asia/Phnom_Penh Asia/Pyongyang Asia/Riyadh Asia/Seoul Asia/Taipei Asia/Tashkent Asia/Tbilisi
    Asia/Tehran Asia/Thimphu Asia/Tokyo Asia/Ulaanbaatar Asia/Vientiane Asia/Yerevan
    Atlantic/Reykjavik Europe/Amsterdam Europe/Athens Europe/Belgrade Europe/Berlin
    Europe/Bratislava Europe/Brussels Europe/Bucharest Europe/Budapest Europe/Chisinau
    Europe/Copenhagen Europe/Dublin Europe/Helsinki Europe/Kiev Europe/Lisbon Europe/Ljubljana
    Europe/London Europe/Madrid Europe/Minsk Europe/Moscow Europe/Oslo Europe/Paris
    Europe/Podgorica Europe/Prague Europe/Riga Europe/Rome Europe/Sarajevo Europe/Skopje
    Europe/Stockholm Europe/Tallinn Europe/Tirane Europe/Vienna Europe/Vilnius Europe/Warsaw
    Europe/Zagreb
"""
# Words, or parts of them, in Arabic, Persian and Urdu texts, whose script has no capitals to tell:
# Monday, a purse, Ram, and others as short.
WORDS_ELSEWHERE = {
    f"{continent}/{city}"
    for continent, cities in {
        "Africa": "Accra Algiers Bangui Harare Juba Lome Niamey",
        "America": "Nassau",
        "Asia": "Amman Dhaka Dushanbe Muscat Seoul",
        "Europe": "Kiev Oslo Riga Rome Vienna",
    }.items()
    for city in cities.split()
}
NO_CAPITALS = {"ar", "fa", "ur", "he", "hi", "bn", "th", "ko"}
# The Congo of Portuguese texts may be either; "RU" and "BK" are hardly ever the United Kingdom.
MISLEADING = {("pt", "CG"), ("es", "GB"), ("tr", "GB")}
SHORTEST = 3  # letters of a name with small letters in a script that has them
HEADER = f"""\
# Names of countries, of two blocs and of capitals in the languages of texts.
# Source: Unicode CLDR, by way of Babel {babel.__version__} and, for alternatives, of
# cldr-localenames-full {{version}}. Licence: Unicode-3.0.
# Made by: python -m archive.extraction.data.generate_countries FOLDER
# role: empty for the usual name; variant, short, abbreviation, metonym (a capital).
# code\tlanguage\tname\tkind\trole
"""


def name_without_brackets(name: str) -> str:
    """CLDR adds former names in brackets, as in Myanmar (Burma)."""
    return re.sub(r"\s+", " ", re.sub(r"\s*[(（][^)）]*[)）]", " ", name)).strip()


def names(language: str) -> dict[str, str]:
    """The usual name of each country."""
    return {
        code: name_without_brackets(name)
        for code, name in sorted(Locale(language).territories.items())
        if re.fullmatch("[A-Z]{2}", code) and code not in NO_COUNTRIES
    }


def alternatives(language: str, folder: Path) -> Iterator[tuple[str, str, str]]:
    """Country, name, role. None with brackets, which tell apart what has one name."""
    path = folder / "main" / language / "territories.json"
    whole = json.loads(path.read_text(encoding="utf-8"))
    for key, name in whole["main"][language]["localeDisplayNames"]["territories"].items():
        code, _alt, sort = key.partition("-alt-")
        if sort not in {"variant", "short"} or (language, code) in MISLEADING:
            continue
        letters = re.sub(r"\W", "", name)
        if name_without_brackets(name) != name:
            continue
        if letters.isupper() and len(letters) <= 4:
            if letters == name and language not in CURATED:
                yield code, name, "abbreviation"
        elif len(letters) >= SHORTEST or not letters[0].isupper():
            yield code, name, sort


def capitals(language: str) -> Iterator[tuple[str, str, str]]:
    """Country, the capital's name, role."""
    cities, zones = Locale(language).time_zones, get_global("zone_territories")
    aliases = get_global("zone_aliases")
    for zone in CAPITALS.split():
        city = cities.get(zone, {}).get("city")
        if city and not (language in NO_CAPITALS and zone in WORDS_ELSEWHERE):
            yield zones[aliases.get(zone, zone)], name_without_brackets(city), "metonym"


def rows(folder: Path) -> Iterator[str]:
    """No name that is another country's in any language: Juba is Cuba in Turkish."""
    owners = {fold(name): code for each in LANGUAGES for code, name in names(each).items()}
    for language in LANGUAGES:
        usual = names(language)
        more = list(alternatives(language, folder))
        if language not in CURATED:
            more += capitals(language)
        for code, name in usual.items():
            yield f"{code}\t{language}\t{name}\t{kind(code)}\t\n"
        taken = set(map(fold, usual.values()))
        for code, name, role in more:
            if fold(name) not in taken and owners.get(fold(name), code) == code in usual:
                taken.add(fold(name))
                yield f"{code}\t{language}\t{name}\t{kind(code)}\t{role}\n"


def kind(code: str) -> str:
    return "bloc" if code in BLOCS else "country"


if __name__ == "__main__":
    source = Path(sys.argv[1])
    version = json.loads((source / "package.json").read_text(encoding="utf-8"))["version"]
    target = Path(__file__).with_name("countries_generated.tsv")
    target.write_text(HEADER.format(version=version) + "".join(rows(source)), encoding="utf-8")
