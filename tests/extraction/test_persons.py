import pytest

from tests.extraction.reading import countries, entities, persons


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("id", "Menteri Luar Negeri Mesir Badr Abdelatty tiba di Khartoum.", ["Badr Abdelatty"]),
        (
            "id",
            "Rafael Mbeki, Duta Besar Kenya untuk Uganda, berpidato. Menurut Mbeki, itu penting.",
            ["Rafael Mbeki"],
        ),
        ("id", "Perang di Timur Tengah dan Laut Merah melanggar Hak Asasi Manusia.", []),
        ("id", "Dewan Keamanan Nasional dan Mahkamah Agung bersidang.", []),
        (
            "en",
            "Kenyan Foreign Minister Musalia Mudavadi met Ugandan President Yoweri Museveni.",
            ["Musalia Mudavadi", "Yoweri Museveni"],
        ),
        (
            "en",
            "Talks with Hanna Lindqvist, the Finnish trade minister, ended. Lindqvist said so.",
            ["Hanna Lindqvist"],
        ),
        ("en", "The Suez Canal and the Persian Gulf were closed on Monday.", []),
        ("en", "President Ouattara spoke. President Touadéra listened.", ["Ouattara", "Touadéra"]),
        ("fr", "Le ministre des Affaires étrangères Jean Dupontel a parlé.", ["Jean Dupontel"]),
    ],
)
def test_a_text_names_exactly_these_persons(language, text, names):
    assert persons(text, language) == names


def test_spellings_of_one_name_are_one_person():
    body = (
        "Presiden Kazakhstan Nurlan Tokhtarov tiba.\n\nNurlan Tokhtarov bertemu menteri.\n\n"
        "Menurut Presiden Tokhtarof, hubungan membaik.\n\nNorlan Tokhtarov pulang."
    )
    (person,) = entities("person", body, "id")
    assert person.name == "Nurlan Tokhtarov"
    assert set(person.forms) == {"Nurlan Tokhtarov", "Tokhtarof", "Norlan Tokhtarov"}


def test_a_title_with_a_surname_joins_the_full_name():
    body = "Perdana Menteri Peru, Jorge Alvaredo, datang. Lalu PM Alvaredo pergi."
    (person,) = entities("person", body, "id")
    assert (person.name, person.country) == ("Jorge Alvaredo", "PE")


def test_a_mention_covers_the_name_and_not_its_title():
    (person,) = entities("person", "Presiden Chile, Ricardo Fuentes, tiba.", "id")
    assert person.mentions[0].text == "Ricardo Fuentes"
    assert person.mentions[0].rule == "title:Presiden"
    assert person.titles == ("presiden chile",)


def test_a_counterpart_has_the_same_office_in_the_other_country():
    body = (
        "Menteri Pertahanan Ghana Kwame Boateng tiba atas undangan timpalannya dari Togo, "
        "Essou Agbeko, hari ini."
    )
    by_name = {person.name: person for person in entities("person", body, "id")}
    assert by_name["Essou Agbeko"].titles == ("menteri pertahanan togo",)
    assert by_name["Essou Agbeko"].country == "TG"
    assert by_name["Kwame Boateng"].country == "GH"


def test_two_persons_with_one_surname_stay_two():
    body = (
        "Presiden Salva Morenu dan Menteri Dalam Negeri Tito Morenu hadir. Tito Morenu berbicara."
    )
    assert persons(body, "id") == ["Salva Morenu", "Tito Morenu"]


def test_a_headline_only_shows_who_is_known_from_the_text():
    assert persons("Harga naik lagi.", "id", title="Menguat Tajam Kurs Rupiah Siang Ini") == []
    body = "Presiden Chile, Ricardo Fuentes, tiba."
    (person,) = entities("person", body, "id", title="Fuentes Tiba di Quito")
    assert person.mentions[0].text == "Fuentes"


def test_a_person_on_file_is_recognised_in_any_spelling_on_file():
    (person,) = entities("person", "Sergey Shoygu visited Iran and spoke for Russia.", "en")
    assert (person.key, person.name, person.country) == ("sergei-shoigu", "Sergei Shoigu", "RU")
    assert person.offices


def test_a_surname_alone_means_its_owner_only_beside_his_country():
    assert persons("Putin told reporters in Russia that talks go on.", "en") == ["Vladimir Putin"]
    assert "Vladimir Putin" not in persons("He met Putin, a neighbour of hers.", "en")


def test_a_minister_named_like_a_state_is_no_state():
    body = "Israel's foreign minister, Israel Katz, spoke."
    assert countries(body, "en") == {"IL"}


def test_an_ambassador_is_of_the_country_that_sent_him():
    (person,) = entities("person", "Italian ambassador to Kenya Marco Bellini spoke.", "en")
    assert person.country == "IT"


def test_arabic_names_of_persons_on_file_are_found():
    assert persons("وصل سيرغي شويغو إلى طهران", "ar") == ["Sergei Shoigu"]


def test_a_title_may_hold_an_organisation_with_its_acronym():
    body = "Panglima Korps Garda Revolusi Islam Iran (IRGC) Daroud Kermani memperingatkan."
    (person,) = entities("person", body, "id")
    assert (person.name, person.country) == ("Daroud Kermani", "IR")
    assert person.titles == ("panglima korps garda revolusi islam iran irgc",)


def test_common_english_words_are_nobody():
    body = (
        "The Plenary Meeting adopted the Reform Bill. Fifthly, the Special Envoy for Syria spoke. "
        "The Secretary of State for Foreign Affairs replied, as H.M. the Queen did. "
        "We thank the victims of Terrorism, the General Assembly and its Assemblyâs staff."
    )
    assert persons(body, "en") == []


def test_a_surname_that_is_a_common_word_needs_its_title():
    assert persons("Later President Bush spoke. The Bush fire spread.", "en") == ["Bush"]


def test_names_keep_their_small_words():
    body = "I congratulate Mr. Diogo Freitas do Amaral and Mr. Miguel d’Escoto Brockmann."
    assert persons(body, "en") == ["Diogo Freitas do Amaral", "Miguel d’Escoto Brockmann"]


def test_english_words_in_an_indonesian_text_are_nobody():
    assert persons("Ia membaca World Order dan Giant African Snail.", "id") == []


def test_surnames_on_file_that_look_alike_stay_two_people():
    text = "Khomeini digantikan Khamenei di Iran."
    assert persons(text, "id") == ["Ali Khamenei", "Ruhollah Khomeini"]
