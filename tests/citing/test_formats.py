"""Files for reference managers, read back as those programs read them."""

import json
import re
from dataclasses import replace

import pytest

from archive.citing.formats import FORMATS, bibtex, csl_json, ris
from tests.citing.test_styles import FIRST, PRINTED

DATES = {
    # EDTF: year and month of BibTeX, DA of RIS, date-parts of CSL, whether it is sure
    "2015-07-14": ("2015", "jul", "2015/07/14/", [[2015, 7, 14]], True),
    "2015-07": ("2015", "jul", "2015/07//", [[2015, 7]], True),
    "2015": ("2015", None, "2015///", [[2015]], True),
    "2015~": ("2015", None, "2015///about 2015", [[2015]], False),
    "199X": ("1990–1999", None, "1990///1990s", [[1990], [1999]], False),
    "2015-22": ("2015", None, "2015///summer 2015", [[2015]], True),
    "2015-33": ("2015", None, "2015///first quarter of 2015", [[2015]], False),
    "2015-07-14/2015-07-16": (
        "2015", "jul", "2015/07//14–16 July 2015", [[2015, 7, 14], [2015, 7, 16]], True,
    ),
    "2014/2015": ("2014–2015", None, "2014///2014–2015", [[2014], [2015]], True),
    "1998/199X": ("1998–1999", None, "1998///1998–1990s", [[1998], [1999]], False),
    "2014/..": ("2014", None, "2014///from 2014", [[2014]], False),
    "[2024-08-05,2024-08-06]": (
        "2024", "aug", "2024/08//5 or 6 August 2024", [[2024, 8]], False,
    ),
    "[2014..2015]": ("2014–2015", None, "2014///between 2014 and 2015", [[2014], [2015]], False),
    "[2024-07-31,2024-08-01]": (
        "2024", None, "2024///31 July or 1 August 2024", [[2024]], False,
    ),
    "2024-08-0X": ("2024", "aug", "2024/08//between 1 and 9 August 2024", [[2024, 8]], False),
    "XXXX-08-06": ("n.d.", None, None, None, False),
    "": ("n.d.", None, None, None, True),
}  # fmt: skip


def read_bibtex(text):
    """Kind, key and fields of the one entry."""
    head = re.match(r"@(\w+)\{([^,]+),\n", text)
    assert text.endswith("\n}\n")
    assert text.count("{") == text.count("}")
    fields = dict(re.findall(r"^  (\w+) = (?:\{(.*)\}|(?=\w)),?$", text, re.MULTILINE))
    fields |= dict(re.findall(r"^  (month) = (\w+),$", text, re.MULTILINE))
    return head[1], head[2], fields


def read_ris(text):
    """Each tag with its values."""
    found = {}
    for line in text.removesuffix("\r\n").split("\r\n"):
        tag, value = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line).groups()
        found.setdefault(tag, []).append(value)
    assert next(iter(found)) == "TY"
    assert list(found)[-1] == "ER"
    return found


@pytest.mark.parametrize(("edtf", "expected"), DATES.items())
def test_every_date_is_written_as_exactly_as_it_is_known(edtf, expected):
    year, month, da, parts, sure = expected
    dated = replace(PRINTED, edtf=edtf)
    _kind, _key, fields = read_bibtex(bibtex(dated))
    assert (fields["year"], fields.get("month")) == (year, month)
    assert read_ris(ris(dated)).get("DA", [None]) == [da]
    (item,) = json.loads(csl_json(dated))
    assert item.get("issued", {}).get("date-parts") == parts
    assert ("note" not in item) == ("note" not in fields) == sure
    assert item.get("issued", {}).get("circa", False) == (not sure and parts is not None)


def test_bibtex_of_an_article_in_a_publication():
    kind, key, fields = read_bibtex(bibtex(PRINTED))
    assert (kind, key) == ("article", "archive-1")
    assert fields == {
        "author": "{Mary Jones} and {Budi Santoso}",
        "title": "{Talks in Vienna}",
        "journal": "The Courier",
        "year": "2015",
        "month": "jul",
        "day": "14",
        "howpublished": "Archive of Foreign Affairs",
        "language": "en",
        "url": "https://archive.example/a/1/",
    }


def test_an_inferred_date_carries_its_note():
    note = "Date: 5 or 6 August 2024, inferred (EDTF [2024-08-05,2024-08-06])."
    kind, _key, fields = read_bibtex(bibtex(FIRST))
    assert (kind, fields["note"], fields["year"], fields["month"]) == ("misc", note, "2024", "aug")
    assert "day" not in fields
    found = read_ris(ris(FIRST))
    assert (found["N1"], found["TY"]) == ([note], ["GEN"])
    assert found["DA"] == ["2024/08//5 or 6 August 2024, inferred"]
    (item,) = json.loads(csl_json(FIRST))
    assert item["issued"] == {"date-parts": [[2024, 8]], "circa": True}
    assert item["note"] == note
    assert item["type"] == "document"


def test_a_day_whose_year_is_unknown_is_said_in_words():
    (item,) = json.loads(csl_json(replace(PRINTED, edtf="XXXX-08-06")))
    assert item["issued"] == {"literal": "6 August, year unknown"}


def test_seasons_have_their_number():
    (item,) = json.loads(csl_json(replace(PRINTED, edtf="2015-23")))
    assert item["issued"] == {"date-parts": [[2015]], "season": 3}


def test_ris_has_a_line_for_each_author_and_the_address():
    found = read_ris(ris(replace(PRINTED, url="https://courier.example/1")))
    assert found["AU"] == ["Mary Jones", "Budi Santoso"]
    assert (found["T2"], found["PY"]) == (["The Courier"], ["2015"])
    assert found["UR"] == ["https://archive.example/a/1/"]
    assert found["L2"] == ["https://courier.example/1"]


def test_nobody_and_no_language_are_left_out():
    bare = replace(FIRST, authors=(), language="und", edtf="")
    assert "author" not in read_bibtex(bibtex(bare))[2]
    assert {"AU", "LA", "PY", "DA", "N1"}.isdisjoint(read_ris(ris(bare)))
    (item,) = json.loads(csl_json(bare))
    assert {"author", "language", "issued", "note"}.isdisjoint(item)


def test_orders_to_tex_and_line_breaks_are_only_text():
    hostile = replace(
        PRINTED,
        title="50 % of {it & \\input}} #1 $5 a_b ~ ^\nER  - ",
        permalink="https://archive.example/{a}/%41_b",
    )
    _kind, _key, fields = read_bibtex(bibtex(hostile))
    assert fields["title"] == (
        r"{50 \% of \textbraceleft{}it \& \textbackslash{}input\textbraceright{}"
        r"\textbraceright{} \#1 \$5 a\_b \textasciitilde{} \textasciicircum{} ER -}"
    )
    assert fields["url"] == "https://archive.example/%7Ba%7D/%41_b"
    assert len(read_ris(ris(hostile))["ER"]) == 1


def test_every_format_has_its_address_and_media_type():
    assert [(one.name, one.extension) for one in FORMATS] == [
        ("BibTeX", "bib"), ("RIS", "ris"), ("JSON", "json"),
    ]  # fmt: skip
    assert all(one.write(PRINTED) and "/" in one.media_type for one in FORMATS)
