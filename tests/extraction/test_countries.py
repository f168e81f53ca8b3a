import pytest

from archive.extraction.gazetteer import Name, former_states, shipped
from archive.extraction.gazetteer import blocs as known_blocs
from archive.extraction.gazetteer import countries as known
from archive.extraction.pipeline import extract
from archive.text.fold import fold
from tests.extraction.reading import blocs, countries, entities


@pytest.mark.parametrize(
    ("language", "text", "codes"),
    [
        ("id", "Amerika Serikat dan AS adalah satu, kata Gedung Putih.", "US"),
        ("id", "Lama ditunggu, as roda itu patah.", ""),
        ("id", "Korsel dan Korut berunding, Tiongkok mengamati.", "KR KP CN"),
        ("id", "Negeri Tirai Bambu menolak.", "CN"),
        ("id", "Ia belajar bahasa Inggris di Laut China Selatan.", ""),
        ("id", "Inggris menolak usul Prancis dan Perancis.", "GB FR"),
        ("id", "Rumah kuba itu tua.", ""),
        ("id", "Kuba membantah.", "CU"),
        ("id", "Rezim Zionis menyerang.", "IL"),
        ("id", "Kapal itu melintasi Teluk Persia dan Amerika Latin.", ""),
        ("id", "Harga naik menjadi 50 dolar AS.", ""),
        ("en", "Syria rejected the plan.", "SY"),
        ("en", "Serbia rejected the plan.", "RS"),
        ("en", "They gave us tea from fine china, and turkey.", ""),
        ("en", "The US and the U.K. agreed with Iranian envoys.", "US GB IR"),
        ("en", "Michael Jordan scored. Jordan Henderson did not.", ""),
        ("en", "The King of Jordan spoke in Amman.", "JO"),
        ("en", "Officials in Georgia and Armenia met.", "GE AM"),
        ("en", "A senator from Atlanta, Georgia, spoke.", ""),
        ("en", "New Mexico is dry; the Washington Post said so.", ""),
        ("en", "Papua New Guinea, Equatorial Guinea and Guinea-Bissau voted.", "PG GQ GW"),
        ("en", "The Democratic Republic of the Congo voted; the Congo flows.", "CD"),
        ("en", "North Korea and Northern Ireland have little in common.", "KP GB"),
        ("en", "The Islamic Republic denied it.", ""),
        ("en", "Iran denied it. The Islamic Republic added nothing.", "IR"),
        ("ru", "Россия и США обсудили Иран, сказал российский посол.", "RU US IR"),
        ("ru", "Он выиграл кубок.", ""),
        ("ru", "Ташкент и Бишкек закрыли границу; Британия промолчала.", "UZ KG GB"),
        ("fr", "Achgabat et Tachkent ont signé avec Varsovie.", "TM UZ PL"),
        ("de", "Die USA und Tschechische Republik; Warschau schwieg.", "US CZ PL"),
        ("nl", "De VS zweeg.", "US"),
        ("fa", "روز دوشنبه نشست برگزار شد.", ""),  # Monday, not Dushanbe
        ("fa", "وزیر قطری با همتای لهستانی دیدار کرد.", "QA PL"),
        ("tr", "Gürcü heyeti Taşkent'e geldi.", "GE UZ"),
        ("ar", "زار الرئيس بولندا وفنزويلا وتشيكوسلوفاكيا.", "PL VE CZ"),
        ("ar", "قالت إيران والولايات المتحدة إن روسيا بعيدة.", "IR US RU"),
        ("fa", "روسیه و آمریکا گفتگو کردند", "RU US"),
        ("fr", "L'Iran et les États-Unis, dit le président russe.", "IR US RU"),
        ("tr", "Rusya'nın ABD ile görüşmesi.", "RU US"),
        ("zh", "伊朗与俄罗斯的关系。", "IR RU"),
        ("ja", "ロシアとイランの関係。", "RU IR"),
    ],
)
def test_a_text_names_exactly_these_countries(language, text, codes):
    assert countries(text, language) == set(codes.split())


def test_blocs_are_not_countries():
    text = "Negara-negara Barat dan Uni Eropa mengecam PBB, ASEAN, OKI, dan NATO."
    assert countries(text, "id") == set()
    assert blocs(text, "id") == {"WEST", "EU", "UN", "ASEAN", "OIC", "NATO"}


def test_the_west_is_no_province():
    assert blocs("Jawa Barat, Papua Barat dan Nusa Tenggara Barat di barat.", "id") == set()
    assert blocs("Tekanan Barat bertambah.", "id") == {"WEST"}


def test_a_polemic_name_is_tagged_neutrally_and_says_so():
    (israel,) = entities("country", "Zionist regime forces left.", "en")
    assert (israel.name, israel.mentions[0].role) == ("Israel", "polemic")
    assert israel.mentions[0].text == "Zionist regime"


def test_a_capital_is_weaker_evidence_than_a_name():
    moscow, iran = sorted(entities("country", "Moscow called. Iran answered.", "en"), key=str)[::-1]
    moscow, iran = (moscow, iran) if moscow.key == "RU" else (iran, moscow)
    assert moscow.mentions[0].role == "metonym"
    assert moscow.weight < iran.weight
    assert moscow.confidence < iran.confidence


def test_the_city_a_report_was_filed_from_is_no_evidence():
    assert countries("JAKARTA, KOMPAS.com - Presiden Mesir berpidato.", "id") == {"EG"}


def test_a_headline_of_capitals_does_not_switch_on_acronyms():
    found = countries("Iran menolak.", "id", title="HARGA AS RODA DI IRAN NAIK TAJAM SEKALI")
    assert found == {"IR"}


def test_an_ambiguous_name_in_a_headline_needs_the_text_to_confirm_it():
    assert countries("The king spoke.", "en", title="Jordan Wins Again") == set()
    assert countries("The talks in Jordan ended.", "en", title="Jordan Talks End") == {"JO"}


def test_a_country_of_the_lede_is_central():
    body = "Egypt met Sudan.\n\nThe talks went on.\n\nLater Chad joined, and Libya watched."
    found = {entity.key: entity.central for entity in entities("country", body, "en")}
    assert found["EG"]
    assert found["SD"]


def test_curators_add_names_and_take_names_away():
    mine = Name("country", "IR", "Negeri Seribu Mawar", "id", "epithet", "case")
    gazetteer = shipped().with_names([mine]).without([("rezim zionis", "IL"), ("zionis", "IL")])
    found = extract("", "Negeri Seribu Mawar dan rezim Zionis.", language="id", gazetteer=gazetteer)
    assert [mention.text for mention in found.entities[0].mentions] == ["Negeri Seribu Mawar"]
    assert found.entities[0].key == "IR"


def test_every_country_and_bloc_has_its_name_in_english_and_indonesian():
    for authority in known():
        assert authority.names["en"]
        assert authority.names["id"]
        assert len(authority.code) == 2
    assert {"EU", "UN", "NATO", "ASEAN", "WEST"} <= {bloc.code for bloc in known_blocs()}
    assert not {bloc.code for bloc in known_blocs() if len(bloc.code) > 10}


def test_a_state_that_was_is_told_with_its_years_and_those_that_stand_there_today():
    rules = {
        mention.rule
        for entity in entities("country", "The Soviet Union, Burma and Czechoslovakia met.", "en")
        for mention in entity.mentions
    }
    assert rules == {
        "historical:Soviet Union (1922–1991; AM AZ BY GE KZ KG MD RU TJ TM UA UZ)",
        "historical:Burma (–1989)",
        "historical:Czechoslovakia (1918–1992; CZ SK)",
    }


def test_every_state_that_was_is_a_name_of_a_country_and_has_countries_for_successors():
    names = {fold(name.text) for country in known() for name in country.aliases}
    codes = {country.code for country in known()}
    for name, state in former_states().items():
        assert name in names, name
        assert codes.issuperset(state.successors)


def test_north_korea_in_another_order_of_words_is_not_the_south():
    assert countries("The People's Democratic Republic of Korea replied.", "en") == {"KP"}
    assert countries("Republik Demokratik Rakyat Korea menolak.", "id") == {"KP"}


def test_indo_china_is_not_china():
    assert not countries("Peace came to Indo-China.", "en")
    assert not countries("Perang di Indo-Cina berakhir.", "id")
