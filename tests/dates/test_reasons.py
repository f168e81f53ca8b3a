"""Reasons for a date: kept as English sentences, said in the reader's language."""

import pytest

from archive.dates.reasons import in_language, reason


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (
            reason("without_year", words="Rabu (1/5)", month_day="Wednesday 1 May"),
            "Teks menyebut “Rabu (1/5)”, yaitu Rabu 1 Mei, tanpa tahun.",
        ),
        (
            reason("held_since", person="A B", office="King of C", **{"from": "2 March 1999"}),
            "Teks menyebut A B dengan jabatannya (King of C): menjabat sejak 2 Maret 1999.",
        ),
        (
            reason("held", person="A B", office="C", **{"from": "2 March 1999", "to": "May 2000"}),
            "Teks menyebut A B dengan jabatannya (C): menjabat dari 2 Maret 1999 sampai Mei 2000.",
        ),
        (
            reason("several", days="1 May 1999, 1 May 2000"),
            "Lebih dari satu hari yang cocok: 1 Mei 1999, 1 Mei 2000.",
        ),
        (
            reason("weekday_wrong", day="1 May 1999", weekday="Saturday", weekday_said="Monday"),
            "1 Mei 1999 hari Sabtu, bukan hari Senin: teks dan kalender berbeda.",
        ),
        (
            reason("printed", words="6 August 2024"),
            "Tanggal tercetak bersama teks: “6 August 2024”.",
        ),
        *(
            (reason(origin, words="1998"), said)
            for origin, said in (
                ("record", "Data artikel menyebut 1998."),
                ("sidecar", "Berkas pendamping menyebut 1998."),
                ("url", "Alamat memuat 1998."),
                ("file_name", "Nama berkas memuat 1998."),
                ("option", "Diberikan saat artikel diimpor."),
            )
        ),
        (
            reason("only", day="some day"),
            "Hanya some day yang cocok dengan semua ini.",
        ),
    ],
)
def test_a_reason_is_said_in_indonesian_with_its_dates(kept, said):
    assert in_language(kept, "id") == said
    assert in_language(kept, "id-ID") == said
    assert in_language(kept, "en") == kept


def test_what_a_curator_wrote_is_left_as_it_stands():
    assert in_language("Seen on the paper itself.", "id") == "Seen on the paper itself."


def test_a_reason_stays_on_one_line():
    assert "\n" not in reason("printed", words="6\nAugust 2024")
