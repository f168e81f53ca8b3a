"""Languages, dates and figures as a reader of each language sees them."""

from datetime import date

import pytest
from django.utils.translation import override

from archive.models import Article
from archive.templatetags import reading


@pytest.mark.parametrize(
    ("code", "english", "indonesian"),
    [
        ("id", "Indonesian", "Indonesia"),
        ("fa", "Persian", "Persia"),
        ("xx", "xx", "xx"),
    ],
)
def test_languages_are_named_in_the_language_of_the_reader(code, english, indonesian):
    assert reading.language_name(code) == english
    with override("id"):
        assert reading.language_name(code) == indonesian


def test_an_unknown_language_is_said_to_be_unknown():
    assert reading.language_name("und") == reading.language_name("") == "language not known"


def test_a_text_says_its_language_only_where_it_is_not_the_page_s():
    assert reading.tongue("en") == ""
    assert reading.tongue("id") == ' lang="id"'
    assert reading.tongue("fa") == ' lang="fa" dir="rtl"'
    assert '"><' not in reading.tongue('"><script>')


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, '<span class="when">undated</span>'),
        (
            {"date_edtf": "2024-08-06", "on": date(2024, 8, 6), "date_basis": "printed"},
            '<time datetime="2024-08-06">6 August 2024</time>',
        ),
        (
            {"date_edtf": "2024-08-06", "on": date(2024, 8, 6), "date_basis": "inferred"},
            '<span class="when">6 August 2024</span>, inferred',
        ),
        ({"date_edtf": "1998", "date_basis": "printed"}, '<span class="when">1998</span>'),
    ],
)
def test_a_date_is_shown_as_far_as_it_is_known(fields, shown):
    day = fields.pop("on", None)
    assert reading.when(Article(date_earliest=day, date_latest=day, **fields)) == shown


def test_figures_follow_the_reader_and_lengths_do_not():
    with override("id"):
        assert reading.figure(13916) == "13.916"
        assert reading.percent(0.687) == "68.7%"
