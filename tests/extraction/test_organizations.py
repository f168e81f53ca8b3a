from tests.extraction.reading import entities, organizations


def test_councils_of_two_countries_stay_two():
    body = (
        "Sekretaris Dewan Keamanan Nasional Rusia bertemu dengan Sekretaris Dewan Keamanan "
        "Nasional Irak."
    )
    found = organizations(body, "id")
    assert found == {
        "Dewan Keamanan Nasional (Rusia)": "RU",
        "Dewan Keamanan Nasional (Irak)": "IQ",
    }


def test_without_a_country_it_is_the_only_one_of_that_name():
    body = "Mahkamah Konstitusi Korea Selatan bersidang.\n\nDewan Riset Swedia menolak. Dewan Riset"
    found = entities("organization", body, "id")
    council = next(entity for entity in found if entity.name.startswith("Dewan Riset"))
    assert council.country == "SE"
    assert len(council.mentions) == 2


def test_names_of_one_organisation_are_one():
    body = "ISIS, ISIL and Daesh are one. The Islamic State is the same."
    (found,) = entities("organization", body, "en")
    assert found.name == "Islamic State"
    assert set(found.forms) == {"ISIS", "ISIL", "Daesh", "Islamic State"}


def test_an_acronym_in_brackets_stands_for_the_name():
    body = "The Nordic Fisheries Council (NFC) met. Later the NFC voted."
    (found,) = entities("organization", body, "en")
    assert [mention.text for mention in found.mentions] == [
        "Nordic Fisheries Council",
        "NFC",
        "NFC",
    ]


def test_english_ministries_belong_to_the_country_before_them():
    assert organizations("The Russian Foreign Ministry replied.", "en") == {
        "Foreign Ministry (Russia)": "RU"
    }


def test_the_united_nations_are_a_bloc_and_their_council_an_organisation():
    assert list(organizations("Dewan Keamanan PBB bersidang.", "id")) == [
        "United Nations Security Council"
    ]


def test_a_name_is_not_cut_at_its_and():
    assert list(organizations("The Economic and Social Council met.", "en")) == [
        "United Nations Economic and Social Council"
    ]
    assert list(
        organizations("It joined the Special Political and Fisheries Committee.", "en")
    ) == ["Special Political and Fisheries Committee"]


def test_the_bloc_before_a_name_belongs_to_it():
    assert list(organizations("The United Nations Protection Force left.", "en")) == [
        "United Nations Protection Force"
    ]


def test_the_security_council_is_a_countrys_only_where_the_text_says_so():
    assert list(organizations("The Security Council met.", "en")) == [
        "United Nations Security Council"
    ]
    body = "The Security Council of Russia met. The Security Council agreed."
    assert organizations(body, "en") == {"Security Council (Russia)": "RU"}


def test_vague_names_without_a_country_are_passed_over():
    body = "The Working Group and the Fourth Committee met before the Yalta Conference."
    assert organizations(body, "en") == {}
    assert organizations("Dewan Pimpinan Pusat rapat.", "id") == {}


def test_a_listed_name_may_hold_commas_and_hyphens():
    body = "The United Nations Educational, Scientific and Cultural Organization replied."
    assert list(organizations(body, "en")) == [
        "United Nations Educational, Scientific and Cultural Organization"
    ]
    assert list(organizations("It joined the Nordic Council on Regional Co-operation.", "en")) == [
        "Nordic Council on Regional Co-operation"
    ]


def test_an_acronym_in_brackets_stands_for_a_name_that_is_read():
    (found,) = entities("organization", "Koalisi Biru Muda (KBM) menolak. Ketua KBM pergi.", "id")
    assert found.forms == ("Koalisi Biru Muda", "KBM")
    (found,) = entities("organization", "Bursa Efek Peru (BEP) dibuka. Menurut BEP, ramai.", "id")
    assert (found.forms, found.country) == (("Bursa Efek", "BEP"), "PE")


def test_what_stands_in_brackets_behind_a_known_organisation_is_no_other():
    assert list(organizations("PT Pertamina (Persero) menaikkan harga.", "id")) == ["Pertamina"]


def test_who_sits_in_a_building_is_not_meant_by_it():
    assert organizations("Rapat berlangsung di Gedung DPR, Jakarta, Senin.", "id") == {}
    body = "Ia menemui anggota DPR di Gedung DPR, Jakarta."
    (found,) = entities("organization", body, "id")
    assert len(found.mentions) == 1


def test_a_commission_with_only_a_number_is_vague():
    assert organizations("Anggota Komisi III melihat usul itu.", "id") == {}
