"""Files for reference managers, read by the libraries that others read them with."""

from dataclasses import replace

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware

from archive.citing.formats import bibtex, ris
from tests.citing.test_styles import FIRST, PRINTED

PERSIAN = replace(
    PRINTED, title="گفتگو در وین: «صلح»", authors=("علی رضایی", "中村 太郎"), language="fa"
)
CASES = {
    "printed": PRINTED,
    "inferred": FIRST,
    "persian": PERSIAN,
    "nobody": replace(PRINTED, authors=()),
    "undated": replace(PRINTED, edtf=""),
    "a year": replace(PRINTED, edtf="1998"),
    "a month": replace(PRINTED, edtf="1998-05"),
    "a span": replace(PRINTED, edtf="2014/2015"),
    "braces": replace(PRINTED, title="50 % of {it & \\input}} #1 $5 a_b ~ ^ @article{"),
    "quotes": replace(PRINTED, title='He said: "No" – and „ja“'),
}


def read_bibtex(article):
    library = bibtexparser.parse_string(
        bibtex(article), append_middleware=[LatexDecodingMiddleware()]
    )
    assert not library.failed_blocks
    [entry] = library.entries
    return entry.entry_type, {field.key: field.value for field in entry.fields}


def read_ris(article):
    [record] = rispy.loads(ris(article))
    return record


@pytest.mark.parametrize("case", CASES)
def test_title_and_authors_come_back(case):
    article = CASES[case]
    _kind, fields = read_bibtex(article)
    record = read_ris(article)

    if case != "braces":  # how TeX writes those is tested with the format
        assert fields["title"].strip("{}") == article.title
    assert record["title"] == article.title
    assert tuple(record.get("authors", ())) == article.authors
    names = tuple(name.strip("{}") for name in fields.get("author", "").split(" and ") if name)
    assert names == article.authors


@pytest.mark.parametrize(
    ("case", "year", "month", "ris_date"),
    [
        ("printed", "2015", "jul", "2015/07/14/"),
        ("a year", "1998", None, "1998///"),
        ("a month", "1998", "may", "1998/05//"),
        ("a span", "2014–2015", None, "2014///2014–2015"),
        ("inferred", "2024", "aug", "2024/08//5 or 6 August 2024, inferred"),
        ("undated", "n.d.", None, None),
    ],
)
def test_dates_come_back_no_more_exact_than_they_are_known(case, year, month, ris_date):
    _kind, fields = read_bibtex(CASES[case])

    assert (fields["year"], fields.get("month")) == (year, month)
    assert read_ris(CASES[case]).get("date") == ris_date
    assert ("day" in fields) == (case == "printed")


def test_what_has_no_publication_is_no_article():
    assert read_bibtex(FIRST)[0] == "misc"
    assert read_ris(FIRST)["type_of_reference"] == "GEN"
    assert read_bibtex(PRINTED)[0] == "article"
    assert read_ris(PRINTED)["secondary_title"] == "The Courier"
