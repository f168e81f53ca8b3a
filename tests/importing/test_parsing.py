"""Records become articles: clean fields, each with where it came from."""

import pytest

from archive.dates.reasons import in_language
from archive.importing.paragraphs import split_body, split_byline, split_text
from archive.importing.parsing import language_code, parse
from archive.importing.values import ORIGINS, Defaults, ParsedArticle, Rejected, SeedRecord


def parsed(fields, defaults=None, path="x.jsonl", line=1):
    found = parse(SeedRecord(path, line, fields), defaults or Defaults())
    assert isinstance(found, ParsedArticle), found
    return found


def of_text(text, path="texts/x.txt", defaults=None):
    return parsed({"text": text}, defaults, path, None)


def reason(fields):
    found = parse(SeedRecord("x.jsonl", 1, fields), Defaults())
    assert isinstance(found, Rejected)
    return found.reason


def test_the_first_line_is_the_title_and_the_initials_at_the_end_are_the_byline():
    article = of_text("Judul berita\nParagraf satu.\nParagraf dua.(sl)")
    assert article.title == "Judul berita"
    assert article.paragraphs == ("Paragraf satu.", "Paragraf dua.")
    assert article.byline == "sl"
    assert article.provenance == {"title": "text", "body": "text", "byline": "text"}


@pytest.mark.parametrize(
    ("end", "byline"),
    [
        ("End.(sl)", "sl"), ("End. (sl)", "sl"), ("End.\n\n(sl)", "sl"), ("End. (ab/cd)", "ab/cd"),
        ("End (sl).", "sl"), ("The end (US)", ""), ("The end (AFP)", ""), ("The end (6)", ""),
        ("The end (bag. 2)", ""), ("The end (etc)", ""), ("Say (sl) again.", ""), ("(sl)", ""),
        ("It is an aside (really)", ""),
    ],
)  # fmt: skip
def test_a_byline_is_initials_at_the_very_end_and_nothing_else(end, byline):
    article = of_text(f"Title\n{end}")
    assert article.byline == byline
    assert ("(sl)" in article.body) == (not byline and "(sl)" in end)


def test_blank_lines_part_paragraphs_and_so_do_line_ends_that_no_editor_made():
    assert split_body("One.\nTwo.\n\nThree.") == ("One.", "Two.", "Three.")
    wrapped = "\n".join(["a line that an editor has broken after some seventy letters,"] * 3)
    assert len(split_body(wrapped)) == 1
    sentences = "\n".join(["This is a sentence of about fifty letters, with its stop."] * 3)
    assert len(split_body(sentences)) == 3
    assert split_text("\n\n  A   title \n\n\nText") == ("A title", ("Text",))
    assert split_byline([]) == ((), "")


def test_a_record_says_all_of_itself_and_other_fields_are_kept():
    article = parsed(
        {
            "id": 7, "title": "A", "paragraphs": ["One.", " ", "Two\nlines."], "source": "Courier",
            "lang": "ID", "date": "1998-05", "url": "https://example.org/a", "byline": "J. Doe",
            "rights": "CC BY", "section": {"name": "World"},
        }
    )  # fmt: skip
    assert (article.source, article.source_key, article.language) == ("Courier", "7", "id")
    assert article.paragraphs == ("One.", "Two lines.")
    assert (article.date.edtf, article.date.basis) == ("1998-05", "metadata")
    assert article.date.note == "The record gives 1998-05."
    assert article.metadata == {"section": {"name": "World"}}
    assert (article.url, article.byline, article.rights) == (
        "https://example.org/a", "J. Doe", "CC BY",
    )  # fmt: skip
    assert set(article.provenance.values()) == {"record"}


def test_options_speak_for_records_that_do_not():
    defaults = Defaults(source="Courier", language="en", date="1998", status="draft")
    article = parsed({"title": "A", "body": "x", "source": "Herald"}, defaults)
    assert (article.source, article.language, article.date.edtf) == ("Herald", "en", "1998")
    assert article.provenance["source"] == "record"
    assert article.provenance["language"] == "option"
    assert article.status == "draft"


@pytest.mark.parametrize(
    ("fields", "edtf"),
    [
        ({"date": "[2024-08-05,2024-08-06]"}, "[2024-08-05,2024-08-06]"),
        ({"year": 1998}, "1998"), ({"date": "21 Mei 1998"}, "1998-05-21"),
        ({"date": "2024-08-06T23:30:00-05:00"}, "2024-08-06"),
        ({"date": "2024-02-31"}, ""), ({"date": "9999"}, ""), ({"date": "1998/.."}, ""),
        ({"date": "", "year": "1998"}, "1998"),
        ({"url": "https://x.org/2024/08/06/a"}, "2024-08-06"),
        ({"url": "https://x.org/2024/13/06/a"}, ""),
    ],
)  # fmt: skip
def test_a_date_is_what_is_written_never_more(fields, edtf):
    article = parsed({"title": "A", "body": "x", **fields})
    assert article.date.edtf == edtf
    if not edtf and "date" in fields:
        assert "its date was left out" in article.notes[0]


@pytest.mark.parametrize(
    ("path", "edtf"),
    [
        ("a/2024-08-06-tehran.txt", "2024-08-06"), ("20240806.txt", "2024-08-06"),
        ("000_9612d64f9e19b3de.txt", ""), ("x-20241399.txt", ""), ("a120240806.txt", ""),
        ("2024-08-06/x.txt", ""),
    ],
)  # fmt: skip
def test_a_file_name_may_carry_a_day(path, edtf):
    article = of_text("A\nx", path)
    assert article.date.edtf == edtf
    assert article.date.basis == ("file_name" if edtf else "")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "ftp://x", "http://", "x y"]
)
def test_an_address_that_is_none_is_left_out_and_told(url):
    article = parsed({"title": "A", "body": "x", "url": url})
    assert article.url == ""
    assert article.notes == ("its url was left out: it is no http or https address",)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"body": "x"}, "has no title"),
        ({"title": "A"}, "has a title and no text"),
        ({"title": "A", "body": " "}, "has a title and no text"),
        ({"title": ["A"], "body": "x"}, "title is not a text"),
        ({"title": True, "body": "x"}, "title is not a text"),
        ({"title": "A", "paragraphs": [1]}, "paragraphs is not a list of texts"),
        ({"title": "A" * 501, "body": "x"}, "the title has 501 characters"),
        ({"title": "A", "body": "x", "id": "k" * 501}, "id has 501 characters"),
        ({"title": "A", "body": "x" * 5_000_001}, "longer than 5,000,000 characters"),
        ({"title": "A", "body": "x", "more": "y" * 100_001}, "its other fields have"),
        ({"title": "A \ud83d", "body": "x"}, "half a character"),
    ],
)
def test_a_record_that_is_no_article_is_rejected_with_what_to_do(fields, words):
    assert words in reason(fields)


def test_control_characters_are_left_out_and_counted():
    article = parsed({"title": "A\x00B", "body": "x\x07y\x1b[31m", "other": ["\x08z"]})
    assert (article.title, article.body, article.metadata) == ("AB", "xy[31m", {"other": ["z"]})
    assert article.notes == ("4 control characters left out",)


def test_a_record_of_which_more_than_a_hundredth_is_control_characters_is_no_text():
    few = {"title": "A", "body": "word " * 2_000 + "\x01" * 100}
    assert parsed(few).notes == ("100 control characters left out",)
    assert reason({"title": "A", "body": "word " * 2_000 + "\x01" * 110}) == (
        "is not text: 110 of its 10111 characters are control characters"
    )


def test_a_file_is_known_by_its_place_which_the_key_does_not_tell():
    article = of_text("A\nx", "/home/somebody/secret/x.txt")
    assert article.keyed_by_path
    assert "somebody" not in article.source_key
    assert article.source_key == of_text("B\ny", "/home/somebody/secret/x.txt").source_key
    assert of_text("A\nx", "-").source_key == ""


def test_language_codes_are_put_in_their_usual_case():
    assert [language_code(text) for text in ("ID", "pt-br", "in", "zh-Hant")] == [
        "id", "pt-BR", "id", "zh-Hant",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="is not a language code"):
        language_code("english, mostly")
    article = parsed({"title": "A", "body": "x", "lang": "english, mostly"})
    assert article.language == ""
    assert "was detected instead" in article.notes[0]


@pytest.mark.parametrize("origin", sorted(ORIGINS))
def test_why_a_date_is_believed_is_said_in_indonesian_too(origin):
    record = SeedRecord("a", 1, {"title": "T", "body": "x", "date": "1998"}, origin=origin)
    note = parse(record, Defaults()).date.note
    assert note == f"The {origin} gives 1998."
    assert in_language(note, "id").endswith(" menyebut 1998.")


@pytest.mark.parametrize(
    ("title", "edtf"),
    [
        ("Peru: statement, 5th session (1950)", "1950"),
        ("Peru: statement, 5th session (1950), part 4 of 6", "1950"),
        ("Peru: pernyataan (1950), bagian 4 dari 6", "1950"),
        ("The crisis (1956) and after", ""),
        ("Resolution 1950", ""),
        ("Resolution (2250)", ""),
    ],
)
def test_a_year_in_brackets_at_the_end_of_a_title_is_its_date(title, edtf):
    article = parsed({"title": title, "body": "x"})
    assert (article.date.edtf, article.provenance.get("date_edtf")) == (
        edtf,
        (edtf and "text") or None,
    )
    assert article.date.note == (f"The title gives {edtf}." if edtf else "")
    assert in_language(article.date.note, "id") == (f"Judul menyebut {edtf}." if edtf else "")
    options = Defaults(date="1998")
    assert parsed({"title": title, "body": "x"}, options).date.edtf == (edtf or "1998")
    assert parsed({"title": title, "body": "x", "year": 1949}).date.edtf == "1949"
