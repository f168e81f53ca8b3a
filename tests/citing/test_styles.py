"""References in the styles of APA, Chicago and MLA, with dates as they are known."""

from dataclasses import replace
from html import unescape

import pytest

from archive.citing.citable import Citable, authors_of, citable
from archive.citing.formats import bibtex, csl_json, ris
from archive.citing.names import Name
from archive.citing.styles import (
    apa,
    apa_names,
    chicago,
    chicago_names,
    mla,
    mla_names,
    styles,
)
from tests.factories import make_article, make_source

FIRST = Citable(
    number=1,
    title="Iran dan Rusia Berada di Jalur Penguatan Kerja Sama",
    authors=("sl",),
    source="",
    archive="Archive of Foreign Affairs",
    url="",
    permalink="https://archive.example/a/1/",
    language="id",
    edtf="[2024-08-05,2024-08-06]",
    inferred=True,
)
PRINTED = replace(
    FIRST,
    title="Talks in Vienna",
    authors=("Mary Jones", "Budi Santoso"),
    source="The Courier",
    language="en",
    edtf="2015-07-14",
    inferred=False,
)


def test_an_inferred_date_is_said_to_be_one_in_every_style():
    assert [style.name for style in styles(FIRST)] == ["APA", "Chicago", "MLA"]
    assert apa(FIRST) == (
        'sl. ([ca. 2024, August]). <i lang="id">Iran dan Rusia Berada di Jalur '
        "Penguatan Kerja Sama.</i> Archive of Foreign Affairs. https://archive.example/a/1/"
    )
    assert chicago(FIRST) == (
        'sl. “<span lang="id">Iran dan Rusia Berada di Jalur Penguatan Kerja Sama.</span>” '
        "[ca. August 2024]. Archive of Foreign Affairs, no. 1. "
        "https://archive.example/a/1/."
    )
    assert mla(FIRST) == (
        'sl. “<span lang="id">Iran dan Rusia Berada di Jalur Penguatan Kerja Sama.</span>” '
        "[ca. Aug. 2024]. <i>Archive of Foreign Affairs</i>, archive.example/a/1/."
    )


@pytest.mark.parametrize(
    ("edtf", "in_chicago"),
    [
        ("2024-08", "[ca. August 2024]"),
        ("[2024-08-05,2024-08-06]", "[ca. August 2024]"),
        ("2024-08-06", "[ca. August 6, 2024]"),
        ("[2024-07-31,2024-08-01]", "[ca. 2024]"),
        ("2024~", "[ca. 2024]"),
        ("199X", "[ca. 1990–1999]"),
        ("1998/199X", "[ca. 1998–1999]"),
        ("2015-22", "[ca. 2015]"),
        ("0098", "[ca. 98]"),
        ("XXXX-08-06", "[August 6, n.d.]"),
    ],
)
def test_an_inferred_date_is_cited_as_about_what_all_its_days_share(edtf, in_chicago):
    found = chicago(replace(PRINTED, edtf=edtf, inferred=True))
    assert f"<i>The Courier</i>, {in_chicago}. Archive" in found


def test_a_printed_day_in_a_publication():
    assert apa(PRINTED) == (
        'Jones, M., &amp; Budi Santoso. (2015, July 14). <span lang="en">Talks in Vienna.</span> '
        "<i>The Courier</i>. Archive of Foreign Affairs. https://archive.example/a/1/"
    )
    assert chicago(PRINTED) == (
        'Jones, Mary, and Budi Santoso. “<span lang="en">Talks in Vienna.</span>” '
        "<i>The Courier</i>, July 14, 2015. Archive of Foreign Affairs, no. 1. "
        "https://archive.example/a/1/."
    )
    assert mla(PRINTED) == (
        'Jones, Mary, and Budi Santoso. “<span lang="en">Talks in Vienna.</span>” '
        "<i>The Courier</i>, 14 July 2015. <i>Archive of Foreign Affairs</i>, "
        "archive.example/a/1/."
    )


def test_without_an_author_the_title_comes_first():
    unsigned = replace(PRINTED, authors=())
    assert apa(unsigned).startswith('<span lang="en">Talks in Vienna.</span> (2015, July 14).')
    assert chicago(unsigned).startswith("“")
    assert mla(unsigned).startswith("“")


@pytest.mark.parametrize(
    ("edtf", "in_apa", "in_chicago", "in_mla"),
    [
        ("2015", "(2015)", "2015.", "2015."),
        ("2015-07", "(2015, July)", "July 2015.", "July 2015."),
        ("2015-09", "(2015, September)", "September 2015.", "Sept. 2015."),
        ("199X", "(1990s)", "1990s.", "1990s."),
        ("2015~", "(ca. 2015)", "ca. 2015.", "ca. 2015."),
        ("2015?", "(2015?)", "2015?", "2015?"),
        ("2015-21", "(2015, Spring)", "Spring 2015.", "spring 2015."),
        (
            "2015-07-14/2015-07-16",
            "(2015, July 14–16)",
            "July 14–16, 2015.",
            "14–16 July 2015.",
        ),
        ("XXXX-08-06", "(n.d., August 6)", "August 6, n.d.", "6 Aug., n.d."),
        ("", "(n.d.)", "n.d.", "Courier</i>. <i>Archive"),
        ("not a date", "(n.d.)", "n.d.", "Courier</i>. <i>Archive"),
    ],
)
def test_a_date_is_cited_as_it_is_known(edtf, in_apa, in_chicago, in_mla):
    dated = replace(PRINTED, edtf=edtf)
    assert f" {in_apa}. " in apa(dated)
    assert f"<i>The Courier</i>, {in_chicago}" in chicago(dated)
    assert in_mla in mla(dated)


def test_a_title_that_ends_with_a_mark_gets_no_full_stop():
    asking = replace(PRINTED, title="Peace at last?")
    assert "Peace at last?</span>”" in chicago(asking)
    assert "Peace at last?</span> <i>" in apa(asking)


def test_what_is_shown_is_safe_in_a_page_and_turned_the_right_way():
    hostile = replace(PRINTED, title='<b onclick="x">', source="<i>", authors=("<script>",))
    for style in styles(hostile):
        assert "<b" not in style.html
        assert "<script" not in style.html
    arabic = replace(PRINTED, title="محادثات", language="ar")
    assert '<span lang="ar" dir="rtl">محادثات.</span>' in chicago(arabic)
    unknown = replace(FIRST, language="und")
    assert "<i>Iran dan Rusia" in apa(unknown)
    assert "lang=" not in mla(unknown)


@pytest.mark.django_db
def test_an_article_becomes_citable():
    article = make_article(
        "Talks  in Vienna",
        source=make_source("The Courier"),
        byline="Mary Jones and Budi Santoso",
        edtf="2015-07-14",
        date_basis="inferred",
        url="https://courier.example/1",
    )
    found = citable(article, "The archive", "https://archive.example/a/1/")
    assert found.authors == ("Mary Jones", "Budi Santoso")
    assert (found.title, found.source) == ("Talks in Vienna", "The Courier")
    assert found.inferred
    assert found.key == f"archive-{article.pk}"


@pytest.mark.django_db
def test_a_source_that_nobody_wrote_down_is_not_cited():
    article = make_article(source=make_source("Source not recorded", slug="unrecorded"))
    found = citable(article, "The archive", "https://archive.example/a/1/")
    assert (found.source, found.authors, found.edtf) == ("", (), "")


AMONG = {
    # authors in a byline: APA, Chicago, MLA
    "Mary Jones": ("Jones, M.", "Jones, Mary.", "Jones, Mary."),
    "Mary A. Jones": ("Jones, M. A.", "Jones, Mary A.", "Jones, Mary A."),
    "Jones, Mary Ann": ("Jones, M. A.", "Jones, Mary Ann.", "Jones, Mary Ann."),
    "Jean-Paul Sartre": ("Sartre, J.-P.", "Sartre, Jean-Paul.", "Sartre, Jean-Paul."),
    "de Beauvoir, Simone": (
        "de Beauvoir, S.", "de Beauvoir, Simone.", "de Beauvoir, Simone.",
    ),
    "Mary Jones and Peter Smith": (
        "Jones, M., & Smith, P.",
        "Jones, Mary, and Peter Smith.",
        "Jones, Mary, and Peter Smith.",
    ),
    "Mary Jones; Smith, Peter": (
        "Jones, M., & Smith, P.",
        "Jones, Mary, and Peter Smith.",
        "Jones, Mary, and Peter Smith.",
    ),
    "Mary Jones, Budi Santoso, and Peter Smith": (
        "Jones, M., Budi Santoso, & Smith, P.",
        "Jones, Mary, Budi Santoso, and Peter Smith.",
        "Jones, Mary, et al.",
    ),
    "Sukarno": ("Sukarno.", "Sukarno.", "Sukarno."),
    "Sukarno dan Mohammad Hatta": (
        "Sukarno, & Mohammad Hatta.",
        "Sukarno and Mohammad Hatta.",
        "Sukarno and Mohammad Hatta.",
    ),
    "Sukarno; Mohammad Hatta; Mary Jones": (
        "Sukarno, Mohammad Hatta, & Jones, M.",
        "Sukarno, Mohammad Hatta, and Mary Jones.",
        "Sukarno et al.",
    ),
    "Budi Santoso, M.A.": ("Budi Santoso, M.A.",) * 3,
    "John Jones, Jr": ("John Jones, Jr.",) * 3,
    "Xi Jinping": ("Xi Jinping.",) * 3,
    "Gabriel García Márquez": ("Gabriel García Márquez.",) * 3,
    "علی رضایی و نرگس محمدی": (
        "علی رضایی, & نرگس محمدی.",
        "علی رضایی and نرگس محمدی.",
        "علی رضایی and نرگس محمدی.",
    ),
    "中村太郎、山田花子": (
        "中村太郎, & 山田花子.", "中村太郎 and 山田花子.", "中村太郎 and 山田花子.",
    ),
    "sl": ("sl.", "sl.", "sl."),
}  # fmt: skip


@pytest.mark.parametrize("byline", AMONG)
def test_authors_are_named_as_the_manuals_say_and_no_family_name_is_guessed(byline):
    cited = replace(PRINTED, authors=authors_of(byline))
    found = [unescape(style.html).partition(" (2015")[0] for style in styles(cited)]
    found = [text.partition(" “")[0] for text in found]
    assert tuple(found) == AMONG[byline]


def test_a_european_name_in_an_indonesian_text_stays_whole():
    cited = replace(PRINTED, authors=("Mary Jones",), language="id")
    assert all(style.html.startswith("Mary Jones. ") for style in styles(cited))


def test_of_many_authors_as_many_are_named_as_the_manuals_say():
    names = [Name(f"Writer{number}") for number in range(1, 23)]
    assert apa_names(names[:20]).endswith("Writer19, & Writer20")
    assert apa_names(names[:21]).endswith("Writer18, Writer19, . . . Writer21")
    assert chicago_names(names[:10]).endswith("Writer9, and Writer10")
    assert chicago_names(names[:11]).endswith("Writer6, Writer7, et al.")
    assert (mla_names(names[:2]), mla_names(names[:3])) == ("Writer1 and Writer2", "Writer1 et al.")
    assert apa_names([]) == chicago_names([]) == mla_names([]) == ""


def test_seasons_are_in_lower_case_in_mla_alone():
    spring = replace(PRINTED, edtf="2015-21")
    assert "<i>The Courier</i>, spring 2015." in mla(spring)
    assert "Spring 2015. <i>Archive" in mla(replace(spring, source=""))


@pytest.mark.parametrize("byline", ["Jones, Mary", "Mary Jones", "Sukarno", "Budi Santoso"])
def test_files_keep_names_as_they_are_given(byline):
    cited = replace(PRINTED, authors=(byline,))
    assert f"AU  - {byline}\r\n" in ris(cited)
    if "," in byline:
        assert "author = {Jones, Mary}," in bibtex(cited)
        assert '"family": "Jones",' in csl_json(cited)
    else:
        assert f"author = {{{{{byline}}}}}," in bibtex(cited)
        assert f'"literal": "{byline}"' in csl_json(cited)
