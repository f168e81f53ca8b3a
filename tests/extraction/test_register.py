"""The register of office-holders: certain rows, found by any writing of a name."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from archive.dates.edtf import bounds, validate
from archive.extraction.register import register

SHOIGU = ["Sergei Shoigu", "SERGEY SHOIGU", "Sergi Shoigo", "Сергей Шойгу", "سيرغي شويغو"]


def only(name):
    (person,) = register().named(name)
    return person


def terms(name, of):
    return [(o.post, o.start, o.end) for o in only(name).offices if o.of == of]


@pytest.mark.parametrize("name", SHOIGU)
def test_a_person_is_found_by_any_writing_of_the_name(name):
    assert only(name).id == "sergei-shoigu"


def test_persian_and_arabic_letters_are_the_same_name():
    assert only("مسعود پزشکیان").id == only("مسعود پزشكيان").id == "masoud-pezeshkian"


def test_a_name_that_is_not_on_file_finds_nobody():
    assert register().named("Somebody Else") == ()
    assert register().named("") == ()
    assert register().called("") == ()


def test_a_surname_is_no_full_name_but_may_mean_somebody():
    assert register().named("Pezeshkian") == ()
    assert [person.name for person in register().called("pezeshkian")] == ["Masoud Pezeshkian"]


def test_namesakes_by_surname_are_not_guessed():
    assert register().called("Bush") == ()
    assert only("Hillary Clinton").id != only("Bill Clinton").id


def test_the_terms_that_date_the_first_text_are_on_file():
    assert terms("Masoud Pezeshkian", "IR") == [("President", "2024-07-28", "")]
    assert terms("Sergei Shoigu", "RU") == [
        ("Minister of Defence", "2012-11-06", "2024-05-12"),
        ("Secretary of the Security Council", "2024-05-12", ""),
    ]
    assert terms("Ali Akbar Ahmadian", "IR") == [
        ("Secretary of the Supreme National Security Council", "2023-05-22", "2025-08-05")
    ]
    assert only("Kazem Jalali").offices[0].start == "[2019,2020]"


def test_posts_have_names_in_indonesian_and_words_to_know_them_by():
    office = only("Sergei Lavrov").offices[0]
    assert office.post_names["id"] == "Menteri Luar Negeri"
    assert {"menteri luar negeri", "menlu", "foreign minister"} <= set(office.titles)
    assert "President" in register().titles["presiden",]


@pytest.mark.parametrize("person", register().persons, ids=lambda person: person.id)
def test_every_row_holds_together(person):
    assert len(person.country) == 2
    assert not person.wikidata or person.wikidata[1:].isdecimal()
    for office in person.offices:
        assert validate(office.start) == office.start
        assert office.reference
        assert office.titles
        if office.end:
            assert bounds(office.start)[0] < bounds(office.end)[1]
            assert bounds(office.end)[1] < date(2100, 1, 1)


def test_no_full_name_belongs_to_two_persons():
    shared = {
        name
        for person in register().persons
        for name in person.full_names
        if len(register().named(name)) > 1
    }
    assert shared == set()


def test_terms_of_one_post_follow_one_another_but_for_those_who_stood_in():
    holders = {}
    for person in register().persons:
        for office in person.offices:
            if len(office.start) == 10:
                end = bounds(office.end)[1] if office.end else date.max
                holders.setdefault((office.post, office.of), []).append(
                    (bounds(office.start)[0], end, person.name)
                )
    for post, held in holders.items():
        held.sort()
        for (_, end, one), (start, _, other) in pairwise(held):
            assert end <= start + timedelta(100), f"{post}: {one} and {other} at once"
