"""When an article is from: what is trusted, and how offices settle a day without a year."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.dates.reasons import in_language
from archive.extraction.dates import find_dates
from archive.extraction.dating import date_article
from archive.extraction.register import register
from archive.extraction.values import Dating, FoundEntity, FoundMention

FIRST_TEXT = (
    "Iran dan Rusia Berada di Jalur Penguatan Kerja Sama\n\n"
    "Sergei Shoigu, Sekretaris Dewan Keamanan Nasional Federasi Rusia telah tiba di Tehran.\n\n"
    "Sekretaris Dewan Keamanan Nasional, Sergi Shoigo, tiba di Tehran pada hari Senin (6/8) atas "
    "undangan timpalannya dari Iran, Ali Akbar Ahmadian.\n\n"
    "Presiden Republik Islam Iran, Masoud Pezeshkian, pada Senin malam menyatakan kepuasannya.\n\n"
    "Kazem Jalali, Duta Besar Iran untuk Rusia, berbicara dalam beberapa tahun terakhir.(sl)"
)


def person(text, name, *titles, surface=""):
    """Somebody on file, named in the text by these titles."""
    (known,) = register().named(name)
    surface = surface or known.name
    start = text.index(surface)
    mention = FoundMention(start, start + len(surface), surface, "test", "name")
    return FoundEntity(
        kind="person",
        key=known.id,
        name=known.name,
        mentions=(mention,),
        offices=known.offices,
        titles=titles,
    )


def dating(text, *persons, language="en", known=None):
    return date_article(text, find_dates(text, language), persons, known)


def article(*paragraphs):
    return "\n\n".join(("A title", *paragraphs))


def lines(found):
    return found.note.splitlines()


def first_text():
    return dating(
        FIRST_TEXT,
        person(FIRST_TEXT, "Masoud Pezeshkian", "presiden republik islam iran", "presiden"),
        person(FIRST_TEXT, "Sergei Shoigu", "sekretaris dewan keamanan nasional federasi rusia"),
        person(FIRST_TEXT, "Ali Akbar Ahmadian", "sekretaris dewan keamanan nasional iran"),
        person(FIRST_TEXT, "Kazem Jalali", "duta besar iran untuk rusia"),
        language="id",
    )


def test_offices_date_the_first_text_and_a_weekday_that_disagrees_by_a_day_is_reported():
    found = first_text()
    assert found.edtf == "[2024-08-05,2024-08-06]"
    assert (found.earliest, found.latest) == (date(2024, 8, 5), date(2024, 8, 6))
    assert found.basis == "inferred"
    of_council = "Secretary of the Security Council"
    of_supreme_council = "Secretary of the Supreme National Security Council"
    years = "from 22 May 2023 to 5 August 2025"
    assert lines(found) == [
        "The text says “Senin (6/8)”, Monday 6 August, without a year.",
        "It names Masoud Pezeshkian as President of Iran: in office from 28 July 2024.",
        f"It names Sergei Shoigu as {of_council} of Russia: in office from 12 May 2024.",
        f"It names Ali Akbar Ahmadian as {of_supreme_council} of Iran: in office {years}.",
        "Only 6 August 2024 fits all of this.",
        "6 August 2024 was a Tuesday; Monday was 5 August 2024: text and calendar disagree.",
        "This is the day of the event reported; the text was published then or shortly after.",
        "A curator has yet to settle the date.",
    ]


def test_the_reasons_can_be_read_in_indonesian():
    said = [in_language(line, "id") for line in lines(first_text())]
    assert said[0] == "Teks menyebut “Senin (6/8)”, yaitu Senin 6 Agustus, tanpa tahun."
    assert said[3].endswith("menjabat dari 22 Mei 2023 sampai 5 Agustus 2025.")
    assert said[4] == "Hanya 6 Agustus 2024 yang cocok dengan semua ini."
    assert said[5] == (
        "6 Agustus 2024 hari Selasa; hari Senin adalah 5 Agustus 2024: teks dan kalender berbeda."
    )
    assert all(line != kept for line, kept in zip(said, lines(first_text()), strict=True))
    assert in_language("A curator wrote this.", "id") == "A curator wrote this."
    assert in_language("No year fits all of this.", "en") == "No year fits all of this."


def test_a_single_short_term_settles_the_year():
    text = article("Prime Minister Liz Truss resigned on Thursday, 20 October.")
    found = dating(text, person(text, "Liz Truss", "prime minister"))
    assert (found.edtf, found.basis) == ("2022-10-20", "inferred")
    assert "Only 20 October 2022 fits all of this." in lines(found)
    assert "A curator has yet to settle the date." not in lines(found)


def test_without_a_weekday_the_offices_alone_decide():
    text = article("Menteri Luar Negeri Qin Gang berkunjung pada 21 April.")
    found = dating(text, person(text, "Qin Gang", "menteri luar negeri tiongkok"), language="id")
    assert found.edtf == "2023-04-21"


def test_two_persons_narrow_what_one_leaves_open():
    text = article("Prime Minister Boris Johnson met Mike Pompeo, Secretary of State, on 21 July.")
    johnson = person(text, "Boris Johnson", "prime minister")
    pompeo = person(text, "Mike Pompeo", "secretary of state")
    assert dating(text, johnson).edtf == dating(text, pompeo).edtf == ""
    assert dating(text, johnson, pompeo).edtf == "2020-07-21"


def test_a_year_whose_weekday_is_a_day_off_fits_as_well_as_one_whose_weekday_agrees():
    text = article("Presiden Yoon Suk-yeol tiba di Jakarta pada Rabu (6/9).")
    found = dating(text, person(text, "Yoon Suk-yeol", "presiden"), language="id")
    # The 6th of September was a Tuesday in 2022, a Wednesday in 2023, a Friday in 2024.
    assert found.edtf == ""
    assert lines(found)[-1] == "More than one day fits: 6 September 2022, 6 September 2023."


def test_two_fitting_years_leave_the_date_unknown_and_say_so():
    text = article("President Joe Biden spoke on 4 July about the alliance.")
    found = dating(text, person(text, "Joe Biden", "president"))
    assert (found.edtf, found.earliest, found.latest, found.basis) == ("", None, None, "")
    assert lines(found)[-1].startswith("More than one day fits: 4 July 2021, 4 July 2022,")


def test_when_no_year_fits_the_date_is_unknown():
    text = article("President Donald Trump met Prime Minister Liz Truss on 4 July in London.")
    trump = person(text, "Donald Trump", "president")
    truss = person(text, "Liz Truss", "prime minister")
    found = dating(text, trump, truss)
    assert found.edtf == ""
    assert lines(found)[-1] == "No year fits all of this."


def test_a_weekday_that_is_further_off_than_a_day_excludes_the_year():
    text = article("Prime Minister Liz Truss spoke on Monday, 20 October.")
    found = dating(text, person(text, "Liz Truss", "prime minister"))
    assert (found.edtf, lines(found)[-1]) == ("", "No year fits all of this.")


def test_terms_without_an_end_never_date_by_the_present_day():
    text = article("President Masoud Pezeshkian spoke on Tuesday, 6 August.")
    found = dating(text, person(text, "Masoud Pezeshkian", "president"))
    assert found.edtf == ""
    assert lines(found)[-1] == (
        "Any year from 28 July 2024 on may fit, for no term on file has ended."
    )


def test_a_person_who_held_a_post_twice_is_dated_by_both_terms():
    text = article("President Donald Trump met Prime Minister Justin Trudeau on 7 February.")
    trump = person(text, "Donald Trump", "president")
    trudeau = person(text, "Justin Trudeau", "prime minister")
    found = dating(text, trump, trudeau)
    assert (
        lines(found)[-1]
        == (
            "More than one day fits: 7 February 2017, 7 February 2018, 7 February 2019, "
            "7 February 2020, 7 February 2025."
        )[: len(lines(found)[-1])]
    )
    assert "7 February 2022" not in found.note


@pytest.mark.parametrize(
    "paragraph",
    [
        "Mantan Presiden Joko Widodo berbicara pada Senin (6/8).",
        "Joko Widodo, mantan presiden, berbicara pada Senin (6/8).",
        "Presiden terpilih Joko Widodo berbicara pada Senin (6/8).",
        "Juru bicara Presiden Joko Widodo berbicara pada Senin (6/8).",
    ],
)
def test_a_former_or_future_office_is_no_reason(paragraph):
    text = article(paragraph)
    found = dating(text, person(text, "Joko Widodo", "presiden"), language="id")
    assert lines(found)[-1] == ("It names nobody by an office whose term is on file.")


def test_a_vice_president_is_not_the_president():
    text = article("Wakil Presiden Joe Biden tiba pada Senin (6/8).")
    found = dating(text, person(text, "Joe Biden", "wakil presiden as"), language="id")
    assert "Vice President of the United States: in office from 20 January 2009" in found.note


def test_an_office_that_the_text_does_not_name_is_no_reason():
    text = article("Sergei Shoigu arrived on Monday, 6 August.")
    found = dating(text, person(text, "Sergei Shoigu"))
    assert lines(found)[-1] == "It names nobody by an office whose term is on file."


def test_the_office_named_decides_and_not_another_of_the_same_person():
    text = article("Menteri Pertahanan Sergei Shoigu tiba pada Senin (6/8).")
    found = dating(text, person(text, "Sergei Shoigu", "menteri pertahanan rusia"), language="id")
    assert "Minister of Defence of Russia: in office from 6 November 2012 to 12 May 2024" in (
        found.note
    )
    assert "Security Council" not in found.note


def test_a_day_with_its_year_in_the_lede_is_the_day_of_the_event():
    text = article("Delegasi tiba di Tehran pada Selasa (6/8/2024).")
    found = dating(text, language="id")
    assert (found.edtf, found.basis) == ("2024-08-06", "inferred")
    assert lines(found) == [
        "The text says of what it reports: “Selasa (6/8/2024)”.",
        "This is the day of the event reported; the text was published then or shortly after.",
    ]


def test_a_day_with_its_year_and_the_wrong_weekday_is_one_of_two_days_or_uncertain():
    beside = dating(article("Delegasi tiba pada Senin (6/8/2024)."), language="id")
    assert beside.edtf == "[2024-08-05,2024-08-06]"
    assert "Monday was 5 August 2024" in beside.note
    wrong = dating(article("Delegasi tiba pada Jumat (6/8/2024)."), language="id")
    assert wrong.edtf == "2024-08-06?"
    assert "6 August 2024 was a Tuesday, not a Friday: text and calendar disagree." in wrong.note


def test_the_same_day_elsewhere_in_the_text_gives_the_year():
    text = article("Delegasi tiba pada Senin (5/8).", "Pertemuan 5 Agustus 2024 itu penting.")
    found = dating(text, language="id")
    assert (found.edtf, found.basis) == ("2024-08-05", "inferred")
    assert "The text gives the same day with its year: “5 Agustus 2024”." in lines(found)


def test_two_years_of_the_same_day_give_none():
    text = article("Delegasi tiba pada Senin (5/8).", "Seperti 5 Agustus 2024 dan 5 Agustus 2019.")
    assert dating(text, language="id").edtf == ""


@pytest.mark.parametrize(
    ("paragraphs", "language"),
    [
        (("6 August 2024", "They met."), "en"),
        (("Published on Tuesday, 6 August 2024 at 10:30 GMT", "They met."), "en"),
        (("Mereka bertemu.", "Diterbitkan 6 Agustus 2024 pukul 10.30 WIB"), "id"),
        (("TEHRAN, Aug. 6, 2024 (Agency) -- They met.", "More."), "en"),
        (("Jakarta, 6 Agustus 2024 – Mereka bertemu.", "Lagi."), "id"),
        (("JAKARTA (6/8/2024) – Mereka bertemu.",), "id"),
    ],
)
def test_a_date_line_or_a_dateline_is_the_printed_date(paragraphs, language):
    found = dating(article(*paragraphs), language=language)
    assert (found.edtf, found.basis) == ("2024-08-06", "printed")
    assert found.note.startswith("The date is printed with the text: “")


@pytest.mark.parametrize(
    "paragraph",
    [
        "On 17 August 1945 Indonesia became independent.",
        "The treaty of 6 August 2024 – a long one – was signed.",
        "They met in August 2024.",
        "Nothing here.",
        "",
    ],
)
def test_a_date_of_history_does_not_date_the_article(paragraph):
    assert dating(article(paragraph)) == Dating()


def test_a_day_far_down_in_the_text_does_not_date_the_article():
    text = article("One.", "Two.", "Three.", "Prime Minister Liz Truss spoke on 20 October.")
    assert dating(text, person(text, "Liz Truss", "prime minister")) == Dating()


KNOWN_DAY = (date(2024, 8, 7), date(2024, 8, 7))


@pytest.mark.parametrize("basis", ["curator", "metadata", "printed", "url", "file_name"])
def test_what_is_known_stays_and_has_its_bounds(basis):
    known = Dating("2024-08-07", basis=basis, note="As given.")
    found = dating(FIRST_TEXT, language="id", known=known)
    assert (found.edtf, found.basis, lines(found)[0]) == ("2024-08-07", basis, "As given.")
    assert (found.earliest, found.latest) == KNOWN_DAY


@pytest.mark.parametrize(
    ("basis", "evidence"),
    [("metadata", "The metadata"), ("url", "The address"), ("file_name", "The file name")],
)
def test_the_printed_date_is_trusted_most_and_a_conflict_is_told(basis, evidence):
    text = article("6 August 2024", "They met.")
    found = dating(text, known=Dating("2024-08-07", basis=basis))
    assert (found.edtf, found.basis) == ("2024-08-06", "printed")
    assert lines(found)[1:] == [f"{evidence} gives another date: 7 August 2024."]
    agreeing = dating(text, known=Dating("2024-08", basis=basis))
    assert (agreeing.edtf, lines(agreeing)[1]) == (
        "2024-08-06",
        f"{evidence} agrees with this: August 2024.",
    )


def test_what_a_curator_says_is_trusted_more_than_print():
    text = article("6 August 2024", "They met.")
    known = Dating("1998", basis="curator", note="By hand.")
    found = dating(text, known=known)
    assert (found.edtf, found.note) == ("1998", "By hand.")


def test_the_event_reported_agrees_with_a_date_shortly_after_it_and_with_no_other():
    text = article("Delegasi tiba di Tehran pada Selasa (6/8/2024).")
    soon = dating(text, language="id", known=Dating("2024-08-07", basis="url", note="Address."))
    assert lines(soon) == [
        "Address.",
        "The event reported, “Selasa (6/8/2024)”, fits this: 6 August 2024.",
    ]
    late = dating(text, language="id", known=Dating("2018-08-07", basis="url", note="Address."))
    assert late.edtf == "2018-08-07"
    assert lines(late)[1] == (
        "The event reported, “Selasa (6/8/2024)”, does not fit this: 6 August 2024."
    )
    assert in_language(lines(late)[1], "id") == (
        "Peristiwa yang diberitakan, “Selasa (6/8/2024)”, tidak cocok dengan ini: 6 Agustus 2024."
    )


def test_a_day_without_a_year_agrees_where_it_was_shortly_before():
    known = Dating("2024-08-07", basis="metadata", note="Given.")
    found = dating(FIRST_TEXT, language="id", known=known)
    assert lines(found)[1] == "The event reported, “Senin (6/8)”, fits this: 6 August 2024."
    far = dating(FIRST_TEXT, language="id", known=replace(known, edtf="2024-03-01"))
    assert lines(far) == ["Given."]


def test_reading_an_article_again_repeats_no_reason():
    known = Dating("2024-08-07", basis="metadata", note="Given.")
    once = dating(FIRST_TEXT, language="id", known=known)
    assert dating(FIRST_TEXT, language="id", known=once) == once


def test_a_known_dating_without_a_date_leaves_it_to_the_text():
    text = article("6 August 2024", "They met.")
    assert dating(text, known=Dating()).basis == "printed"


def test_day_and_month_in_either_order_are_both_tried():
    text = article("Prime Minister Liz Truss spoke on Thursday (10/6).")
    found = dating(text, person(text, "Liz Truss", "prime minister"))
    assert found.edtf == "2022-10-06"
    assert lines(found)[0] == (
        "The text says “Thursday (10/6)”, without a year; day and month may be in either order."
    )


def test_a_leap_day_is_only_in_leap_years():
    text = article("Presiden Joko Widodo tiba pada 29 Februari bersama Presiden Moon Jae-in.")
    jokowi = person(text, "Joko Widodo", "presiden")
    moon = person(text, "Moon Jae-in", "presiden")
    assert dating(text, jokowi, moon, language="id").edtf == "2020-02-29"


@given(st.text(max_size=300), st.sampled_from(["id", "en", "und"]))
def test_any_text_is_dated_or_not_and_never_fails(text, language):
    found = dating(text, language=language)
    assert bool(found.edtf) == bool(found.basis)
