"""Exports: every result, in formats that others read, with the query and the date."""

import csv
import io
import json
from datetime import date
from itertools import product

import bibtexparser
import pytest
import rispy

from archive.citing import tables
from archive.models import Article
from archive.text.cells import defused
from archive.views import exports
from tests.factories import make_article, make_entity, make_source, make_topic
from tests.imports import command, import_articles, write

pytestmark = pytest.mark.django_db
__all__ = ["command", "import_articles", "write"]  # fixtures


TODAY = date.today().isoformat()
FORMATS = ("csv", "jsonl", "json", "ris", "bib")


@pytest.fixture
def archive(indexed):
    iran, russia = make_entity("Iran"), make_entity("Russia")
    make_article(
        "Oil, “gas” & more",
        'First line;\n\nsecond, "quoted".',
        about=[iran, russia],
        topics=[make_topic("Trade")],
        on=date(1998, 5, 21),
        byline="A. Writer and B. Other",
        language="id",
        source=make_source("The Courier", rights="Free to read."),
        source_key="c-17",
        url="https://courier.example/17",
    )
    make_article(
        "=cmd|'/c calc'!A1",
        "@SUM(1) oil",
        about=[iran],
        on=(date(2001, 1, 1), date(2001, 12, 31)),
        edtf="2001",
    )
    make_article("'=quoted already", "Oil without a date.", language="und")
    make_article("Draft", "Oil.", status="draft")
    indexed()


def get(client, extension, query="q=oil"):
    answer = client.get(f"/search/export.{extension}?{query}")
    assert answer.status_code == 200
    return answer


def text(answer):
    return b"".join(answer.streaming_content).decode()


def counted(client, extension, query="q=oil"):
    """How many articles a reader of the format finds."""
    written = text(get(client, extension, query))
    match extension:
        case "csv":
            return len(list(csv.reader(io.StringIO(written)))) - 1
        case "jsonl":
            return len([json.loads(line) for line in written.splitlines()])
        case "json":
            return len(json.loads(written)["results"])
        case "ris":
            return len(rispy.loads(written))
        case "bib":
            library = bibtexparser.parse_string(written)
            assert not library.failed_blocks
            return len(library.entries)


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize(
    "query",
    ["", "q=oil", "country=iran", "q=oil&undated=only", "q=zebra", "sort=oldest", "q=gas+date"],
)
def test_every_format_has_as_many_articles_as_the_page_says(client, archive, extension, query):
    page = client.get(f"/search/?{query}", follow=True).context.get("total", 0)

    assert counted(client, extension, query) == page


@pytest.mark.parametrize("extension", FORMATS)
def test_results_are_read_piece_by_piece_and_none_is_lost(client, indexed, extension, monkeypatch):
    monkeypatch.setattr(exports, "PIECE", 3)
    for number in range(20):
        make_article(f"Oil {number}", on=date(2000, 1, 1 + number % 3) if number < 15 else None)
    indexed()

    assert counted(client, extension) == 20


@pytest.mark.parametrize("extension", FORMATS)
def test_query_and_date_are_in_the_file_or_in_its_name(client, archive, extension):
    answer = get(client, extension, "q=oil&country=iran")

    assert (
        f'filename="archive-oil-country-iran-{TODAY}.{extension}"' in answer["Content-Disposition"]
    )
    if extension != "csv":
        written = text(answer)
        assert "q=oil&country=iran" in written
        assert TODAY in written


def test_they_are_in_the_order_of_dates(client, archive):
    def ids(query):
        return [one["id"] for one in json.loads(text(get(client, "json", query)))["results"]]

    assert ids("q=oil") == ids("q=oil&sort=newest")
    assert ids("q=oil&sort=oldest")[:2] == ids("q=oil")[:2][::-1]


def test_json_is_one_object_with_the_search_and_its_results(client, archive):
    data = json.loads(text(get(client, "json", "q=oil&country=russia&colour=red")))

    assert (data["query"], data["date"], data["count"]) == ("q=oil&country=russia", TODAY, 1)
    assert data["url"] == "http://testserver/search/?q=oil&country=russia"
    assert data["ignored"] == [{"parameter": "colour", "value": "red"}]
    [record] = data["results"]
    assert record["title"] == "Oil, “gas” & more"
    assert record["date"] == record["date_earliest"] == "1998-05-21"
    assert record["countries"] == ["iran", "russia"]
    assert record["topics"] == ["trade"]
    assert record["url"] == "https://courier.example/17"
    assert record["permalink"] == f"http://testserver/a/{record['id']}/"
    assert record["body"] == 'First line;\n\nsecond, "quoted".'


def test_articles_that_went_since_they_were_indexed_leave_no_gap(client, archive, monkeypatch):
    monkeypatch.setattr(exports, "PIECE", 1)
    whole = json.loads(text(get(client, "json", "q=oil")))["results"]
    for gone in (whole[0], whole[-1]):
        Article.objects.filter(pk=gone["id"]).update(status="draft")
    left = json.loads(text(get(client, "json", "q=oil")))["results"]
    assert left == whole[1:-1] != []


def test_what_was_ignored_is_said_in_a_header(client, archive):
    answer = get(client, "csv", "q=oil&country=atlantis&date_from=soon")

    assert answer["Archive-Ignored"] == "country=atlantis&date_from=soon"
    assert answer["Archive-Count"] == "3"


def test_rows_are_written_as_the_csv_library_would():
    texts = ["".join(some) for some in product('a ,;"\r\n\t\x00é', repeat=3)]
    wanted = io.StringIO()
    csv.writer(wanted).writerow(["", *map(defused, texts)])

    assert ",".join(map(tables.cell, ["", *texts])) + "\r\n" == wanted.getvalue()


def test_no_cell_is_a_formula(client, archive):
    written = text(get(client, "csv"))

    for row in csv.DictReader(io.StringIO(written.removeprefix("\ufeff"))):
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize("extension", ["csv", "jsonl"])
def test_what_is_exported_can_be_imported_again(client, archive, extension, import_articles, write):
    fields = (
        "title",
        "language",
        "byline",
        "url",
        "date_edtf",
        "date_earliest",
        "source__name",
        "source__rights",
        "revision__body",
    )
    before = set(Article.objects.published().values_list(*fields))
    file = write(f"export.{extension}", text(get(client, extension)))
    Article.objects.all().delete()

    outcome = import_articles(file)

    assert outcome.code == 0, outcome.err
    found = set(Article.objects.values_list(*fields))
    assert known(found) == known(before)


def known(rows):
    """Without the language, which is detected anew where none was known."""
    return {(title, *others) for title, _language, *others in rows}


def test_references_are_those_of_the_articles(client, archive):
    found = rispy.loads(text(get(client, "ris", "country=russia")))

    assert found[0]["title"] == "Oil, “gas” & more"
    assert found[0]["authors"] == ["A. Writer", "B. Other"]


@pytest.mark.parametrize("query", ["q=%7D%7B%40comment%7B&country=%7D", "q=%0aTY++-+BOOK"])
def test_no_query_breaks_a_file(client, archive, query):
    everything = client.get(f"/search/?{query}", follow=True).context.get("total", 0)
    for extension in FORMATS:
        assert counted(client, extension, query) == everything


def test_other_formats_are_not_there(client, archive):
    assert client.get("/search/export.xlsx").status_code == 404


def test_a_file_asks_the_database_in_proportion_to_its_pieces(
    client, archive, django_assert_max_num_queries
):
    with django_assert_max_num_queries(8):
        text(get(client, "json"))
