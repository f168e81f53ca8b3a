"""Markdown, pages, feeds and TEI: what each says of itself, and what is refused of it."""

import time
from datetime import date

import pytest
from lxml import etree

from archive.importing.encoding import NotText
from archive.importing.parsing import parse
from archive.importing.reading import read
from archive.importing.reading.feed import Feed
from archive.importing.reading.html_page import HtmlPage
from archive.importing.reading.markdown import plain
from archive.importing.reading.xml import refuse_entities
from archive.importing.values import Defaults, ParsedArticle, Rejected

FRUS = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0"
     xml:id="frus1951v05">
<teiHeader><fileDesc><titleStmt><title type="complete">Foreign Relations, 1951, Volume V</title>
</titleStmt></fileDesc></teiHeader>
<text><front><div type="section"><head>Preface</head><p>Not a document.</p></div></front><body>
<div type="chapter"><head>Iran</head>
<div type="document" xml:id="d1" n="1"><head>1. The Ambassador to the Secretary<note n="1">Not in
 the title.</note></head>
<dateline><placeName>Tehran</placeName>, <date when="1951-05-07T18:00:00">May 7, 1951</date>.
</dateline>
<p>The <persName>Prime Minister Mosadeq</persName> spoke<note n="2">A note, left out.</note> of
oil.</p>
<list><item>One.</item><item>Two.</item></list></div>
<div type="document" xml:id="d2" n="2"><head>2. Memorandum</head>
<dateline><date notBefore="1951-05-08" notAfter="1951-05-10">May 8 to 10</date></dateline>
<p>The second paper.</p></div>
</div></body></text></TEI>"""

RSS = """<?xml version="1.0"?>
<rss version="2.0"><channel><title>Harian Luar Negeri</title><language>id</language>
<item><title>Iran &amp; Rusia</title><link>https://example.org/1</link><guid>g1</guid>
<pubDate>Tue, 06 Aug 2024 23:30:00 -0700</pubDate><category>Diplomasi</category>
<description>&lt;p&gt;Shoigu tiba di &lt;b&gt;Teheran&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;Ia bertemu
Pezeshkian.&lt;/p&gt;&lt;script&gt;bad()&lt;/script&gt;</description></item>
<item><title>Tanpa teks</title><guid>g2</guid></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>
<author><name>A. Writer</name></author>
<entry><title>Talks</title><id>urn:1</id><link href="https://example.org/t"/>
<published>2024-08-06T01:00:00+07:00</published>
<content type="html">&lt;p&gt;In Tehran.&lt;/p&gt;</content></entry></feed>"""

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Talks in Tehran | Site</title>
<meta property="article:published_time" content="2024-08-06T23:50:00+03:30">
<meta property="og:site_name" content="The Site"><meta name="author" content="Jane Roe">
<link rel="canonical" href="https://example.org/2024/talks">
<script src="http://127.0.0.1:9/x.js"></script></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Talks in Tehran</h1>
<p>The secretary of the council arrived in Tehran on Monday and met the president for two hours.</p>
<p>They spoke about trade, about transport, and about the war that nobody there calls a war.</p>
<h2>What comes next</h2><ul><li>A visit to Moscow in the autumn of the year.</li></ul></article>
<footer>All rights reserved</footer></body></html>"""


@pytest.fixture
def parsed(write):
    """The articles of a file of this name and content; reasons where there are none."""

    def articles(name, content, **options):
        records = read([str(write(name, content))])
        found = [
            each if isinstance(each, Rejected) else parse(each, Defaults(**options))
            for each in records
        ]
        return [each.reason if isinstance(each, Rejected) else each for each in found]

    return articles


# --- Markdown ---------------------------------------------------------------------------------


def test_front_matter_says_what_a_text_in_markdown_is(parsed):
    [article] = parsed(
        "talks.md",
        "---\ntitle: Kerja sama\ndate: 2024-08\nauthors: [Siti, Budi]\nlang: id\nsource: Harian\n"
        "tags: [iran, rusia]\nlink: https://example.org/x\n---\n\n# Kerja sama\n\nDi **Teheran**,\n"
        "[Shoigu](https://example.org) bertemu *Pezeshkian*.\n\n- Satu\n- Dua `kode`\n\n"
        "> Kutipan.\n\n![gambar](x.png)\n",
    )
    assert article.title == "Kerja sama"
    assert article.paragraphs == (
        "Di Teheran, Shoigu bertemu Pezeshkian.", "Satu", "Dua kode", "Kutipan."
    )  # fmt: skip
    assert (article.date.edtf, article.language, article.source) == ("2024-08", "id", "Harian")
    assert (article.byline, article.url) == ("Siti, Budi", "https://example.org/x")
    assert article.metadata == {"tags": ["iran", "rusia"]}
    assert article.provenance["byline"] == "front matter"
    assert article.provenance["body"] == "text"


@pytest.mark.parametrize(
    "content",
    ["# Talks\n\nIn Tehran.", "Talks\n=====\n\nIn Tehran.\n", "\n## Talks ##\nIn Tehran."],
)
def test_without_front_matter_the_first_heading_is_the_title(parsed, content):
    [article] = parsed("x.md", content)
    assert (article.title, article.paragraphs) == ("Talks", ("In Tehran.",))
    assert article.provenance["title"] == "text"


def test_signs_that_are_no_marks_stay(parsed):
    [article] = parsed(
        "x.md", "# A\n\nsnake_case_name, 2 * 3 * 4, a\\*b, C# and (x) [y].\n\n    indented *x*\n"
    )
    assert article.paragraphs[0] == "snake_case_name, 2 * 3 * 4, a*b, C# and (x) [y]."


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("a: &x [1]\nb: [*x, *x]", "written with references"),
        ("a: [1", "not YAML"),
        ("a: " + "[" * 3000, "nested deeper"),
        ("a: 1\n" + "b" * 70_000 + ": 1", "longer than"),
        ("a: !!python/object/apply:os.system [ls]", "has no title"),
    ],
)
def test_front_matter_that_is_none_or_would_do_harm_is_refused(parsed, front, reason):
    [found] = parsed("x.md", f"---\n{front}\n---\n\nText.")
    assert reason in found


# --- Pages ------------------------------------------------------------------------------------


def test_a_page_is_its_article_without_menus(parsed):
    [article] = parsed("talks.html", PAGE)
    assert article.title == "Talks in Tehran"
    assert article.paragraphs[0].startswith("The secretary of the council arrived")
    assert article.paragraphs[2:] == (
        "What comes next", "A visit to Moscow in the autumn of the year."
    )  # fmt: skip
    assert "Home" not in article.body
    assert "All rights" not in article.body
    assert article.date.edtf == "2024-08-06"  # as it is written: no time zone shifts it
    assert (article.byline, article.source) == ("Jane Roe", "The Site")
    assert article.url == "https://example.org/2024/talks"
    assert article.provenance["date_edtf"] == article.provenance["title"] == "page"


def test_a_page_without_a_date_gets_none_and_a_year_stays_a_year(parsed):
    undated = PAGE.replace("article:published_time", "other").replace("2024/talks", "talks")
    assert parsed("x.html", undated)[0].date.edtf == ""
    assert (
        parsed("x.html", PAGE.replace("2024-08-06T23:50:00+03:30", "1998"))[0].date.edtf == "1998"
    )


def test_a_page_says_its_date_in_linked_data_too(parsed):
    data = '{"@graph": [{"@type": "NewsArticle", "datePublished": "2023-02-01T10:00:00Z"}]}'
    script = f'<script type="application/ld+json">{data}</script></head>'
    page = PAGE.replace("article:published_time", "other").replace("</head>", script)
    assert parsed("x.html", page)[0].date.edtf == "2023-02-01"


def test_a_page_in_an_old_encoding_is_read_as_it_declares(parsed):
    page = PAGE.replace("utf-8", "windows-1251").replace("Talks in Tehran", "Переговоры в Тегеране")
    [article] = parsed("x.html", page.encode("windows-1251"))
    assert article.title == "Переговоры в Тегеране"


def test_a_page_without_an_article_is_rejected(parsed):
    [reason] = parsed("x.html", "<!doctype html><html><body></body></html>")
    assert "no article was found on this page" in reason


# --- Feeds ------------------------------------------------------------------------------------


def test_entries_of_rss_are_articles_of_its_channel(parsed):
    first, second = parsed("x.xml", RSS)
    assert (first.title, first.source, first.language) == (
        "Iran & Rusia",
        "Harian Luar Negeri",
        "id",
    )
    assert first.paragraphs == ("Shoigu tiba di Teheran.", "Ia bertemu Pezeshkian.")
    assert (first.source_key, first.url) == ("g1", "https://example.org/1")
    assert first.date.edtf == "2024-08-06"  # the day as written there
    assert first.metadata == {"tags": ["Diplomasi"]}
    assert (first.line, first.provenance["title"]) == (3, "feed")
    assert second == "has a title and no text; add paragraphs after it"


def test_entries_of_atom_are_articles(parsed):
    [article] = parsed("feed", ATOM)
    assert (article.title, article.byline, article.source_key) == ("Talks", "A. Writer", "urn:1")
    assert (article.paragraphs, article.date.edtf) == (("In Tehran.",), "2024-08-06")


def test_a_feed_without_entries_is_rejected(parsed):
    [reason] = parsed("x.rss", "<rss><channel><title>T</title></channel></rss>")
    assert "holds no entries of a feed" in reason


# --- TEI --------------------------------------------------------------------------------------


def test_each_document_of_a_frus_volume_is_an_article(parsed):
    first, second = parsed("frus1951v05.xml", FRUS)
    assert first.title == "1. The Ambassador to the Secretary"
    assert first.paragraphs == (
        "Tehran, May 7, 1951.", "The Prime Minister Mosadeq spoke of oil.", "One.", "Two."
    )  # fmt: skip
    assert (first.source, first.source_key) == (
        "Foreign Relations, 1951, Volume V",
        "frus1951v05/d1",
    )
    assert first.date.edtf == "1951-05-07"
    assert first.metadata == {"persons": ["Prime Minister Mosadeq"], "places": ["Tehran"]}
    assert (first.line, first.provenance["date_edtf"]) == (8, "markup")
    assert second.date.edtf == "[1951-05-08..1951-05-10]"
    assert (second.date.earliest, second.date.latest) == (date(1951, 5, 8), date(1951, 5, 10))


@pytest.mark.parametrize(
    ("attributes", "edtf"),
    [
        ('from="1951-05-07" to="1951-05-09"', "1951-05-07/1951-05-09"),
        ('from="1951-05-07"', "1951-05-07"),
        ('when="1951"', "1951"),
        ('notBefore="1951-05-07"', ""),
        ('when="1951-02-31"', ""),
    ],
)
def test_tei_dates_are_what_they_say(parsed, attributes, edtf):
    text = FRUS.replace('when="1951-05-07T18:00:00"', attributes)
    assert parsed("x.xml", text)[0].date.edtf == edtf


def test_a_tei_file_without_documents_is_one_article(parsed):
    text = FRUS.replace('type="document"', 'type="x"')
    [article] = parsed("x.xml", text)
    assert article.title == "Foreign Relations, 1951, Volume V"
    assert "The second paper." in article.body
    assert article.keyed_by_path


def test_tei_that_is_broken_keeps_what_came_before(parsed):
    first, second, reason = parsed("x.xml", FRUS.replace("</div></body>", "</dov></body>"))
    assert isinstance(first, ParsedArticle)
    assert isinstance(second, ParsedArticle)
    assert reason.startswith("not well-formed XML")


@pytest.mark.parametrize("text", [FRUS, RSS, ATOM], ids=["tei", "rss", "atom"])
@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]>',
    ],
)
def test_xml_with_entities_is_refused(parsed, text, doctype):
    root = text.index("<", text.index("?>")) if text.startswith("<?") else 0
    attacked = text[:root] + doctype + text[root:].replace("oil", "&a;").replace("Tehran", "&a;")
    assert parsed("x.tei" if text is FRUS else "x.rss", attacked) == [
        "XML that declares entities is not read; write the letters themselves"
    ]


def test_a_long_volume_is_read_as_a_stream(write):
    """What was read is let go: the tree does not grow with the file."""
    start, end = FRUS.index('<div type="document"'), FRUS.index("</div></body>")
    pairs = [FRUS[start:end].replace('xml:id="d', f'xml:id="p{n}d') for n in range(200)]
    path = write("x.xml", FRUS[:start] + "".join(pairs) + FRUS[end:])
    alive = []
    for number, record in enumerate(read([str(path)])):
        assert not isinstance(record, Rejected)
        if number % 100 == 99:
            alive.append(sum(1 for each in gc_elements()))
    assert number == 399
    assert max(alive) - min(alive) < 100


def gc_elements():
    import gc

    return [each for each in gc.get_objects() if issubclass(type(each), etree._Element)]


@pytest.mark.parametrize("ending", ["plain", "<html>", "<rss version='2.0'>"])
def test_comments_before_the_root_are_passed_once(ending):
    """Hundreds of them end at once; each way of sharing them out was once tried in turn."""
    head = "<?xml version='1.0'?>\n" + "<!-- a -- b -->\n" * 300 + ending
    assert HtmlPage().recognises(head) is (ending == "<html>")
    assert Feed().recognises(head) is ending.startswith("<rss")


LONG_MARKS = {
    "comments": "<!--", "links": "[", "images": "![", "addresses": "[a](", "code": "`",
    "stars": "*", "quoted": "> ", "spaces": " ",
}  # fmt: skip


@pytest.mark.parametrize("mark", LONG_MARKS.values(), ids=LONG_MARKS)
def test_marks_that_do_not_end_take_twice_as_long_where_they_are_twice_as_many(mark):
    assert is_linear(lambda count: plain(f"# Title\n\n{mark * count}x"))


def test_headings_of_white_space_take_twice_as_long_where_they_are_twice_as_long():
    assert is_linear(lambda count: plain(f"# a{' ' * count}x"))
    assert is_linear(lambda count: plain(f"# a{' #' * count}x"))


def test_document_types_are_looked_through_once():
    assert is_linear(lambda count: refuse_entities("<!DOCTYPE[" * count))
    assert is_linear(lambda count: refuse_entities("<!DOCTYPE x" * count))
    with pytest.raises(NotText):
        refuse_entities("<!DOCTYPE x [<!ELEMENT x ANY><!ATTLIST x y CDATA 'z'>]><x/>")


def is_linear(work, count=20_000):
    """Whether twice as much takes about twice the processor's time: four times is a square."""

    def least(count):
        took = []
        for _ in range(3):
            begun = time.process_time()
            work(count)
            took.append(time.process_time() - begun)
        return min(took)

    return least(2 * count) < 3 * least(count) + 0.05


@pytest.mark.parametrize(
    ("written", "heading"),
    [
        ("# In C#", "In C#"),
        ("# Talks #", "Talks"),
        ("## Talks ##  ", "Talks"),
        ("# 5 > 3", "5 > 3"),
    ],
)
def test_signs_in_a_heading_that_are_no_marks_stay(written, heading):
    assert plain(f"{written}\n\na > b\n\n> > said <!-- not --> so <!-- open") == (
        heading, ["a > b", "said so <!-- open"]
    )  # fmt: skip
