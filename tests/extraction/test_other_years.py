"""Years of other calendars in numbers, and parts of two years."""

import pytest

from archive.extraction.dates import find_dates


@pytest.mark.parametrize(
    ("language", "text", "edtf"),
    [
        ("fa", "۱۴۰۳/۰۵/۱۵", "2024-08-05"),
        ("fa", "1403-05-15", "2024-08-05"),
        ("fa", "۱۵/۵/۱۴۰۳", "2024-08-05"),
        ("fa", "۳۱/۲/۱۴۰۳", "2024-05-20"),
        ("fa", "حدود سال ۱۴۰۰", "2021-03-21~/2022-03-20~"),
        ("fa", "از سال ۱۴۰۱ تا ۱۴۰۳", "2022-03-21/2025-03-20"),
        ("fa", "دهه 1360", "1981-03-21/1991-03-20"),
        ("fa", "2024/08/05", "2024-08-05"),
        ("en", "in the winter of 2023-24", "2023/2024"),
        ("en", "winter of 2023–2024", "2023/2024"),
        ("en", "the winter of 1999-00", "1999/2000"),
        ("en", "in the first quarter of 2024-25", "2024/2025"),
        ("en", "winter 2023/24", "2023/2024"),
        ("ru", "зимой 2023-2024 годов", "2023/2024"),
        ("en", "in winter 2023", "2023-24"),
    ],
)
def test_it_means_these_days(language, text, edtf):
    assert [found.edtf for found in find_dates(text, language) if found.edtf] == [edtf]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "TEHRAN, 1403/05/15 - The president met."),
        ("ar", "عام 1445"),
        ("ar", "سنة ١٤٤٥ هـ"),
        ("ar", "1445/09/06"),
        ("fa", "۱۴۰۳/۱۳/۱۵"),
    ],
)
def test_it_says_nothing_for_certain(language, text):
    assert [found.edtf for found in find_dates(text, language) if found.edtf] == []
