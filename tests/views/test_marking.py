"""Marks in a text: every word stays, nothing is read as markup, marks never overlap."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from archive.views.marking import Mark, mark_paragraphs

texts = st.text(
    alphabet=st.one_of(st.sampled_from("ab <>&\"'\n\t/"), st.characters(codec="utf-8")), max_size=80
)


class Words(HTMLParser):
    """Collects what a reader sees, and how many marks stand open at once."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.text, self.open, self.deepest = "", 0, 0

    def handle_starttag(self, tag, attrs):
        self.open += 1
        self.deepest = max(self.deepest, self.open)

    def handle_endtag(self, tag):
        self.open -= 1

    def handle_data(self, data):
        self.text += data


def read(html):
    words = Words()
    words.feed(html)
    words.close()
    return words


@st.composite
def marked_texts(draw):
    text = draw(texts)
    ends = st.integers(0, len(text) + 5)
    spans = draw(st.lists(st.tuples(ends, ends), max_size=8))
    return text, [
        Mark(a, b, draw(st.sampled_from(["", "person"])), "/x/?a=1&b=2") for a, b in spans
    ]


@given(marked_texts())
def test_the_words_of_a_text_never_change(marked):
    text, marks = marked
    for paragraph in mark_paragraphs(text, marks):
        words = read(paragraph.html)
        assert words.text == text[paragraph.start : paragraph.end]
        assert words.deepest <= 1
        assert words.open == 0


@given(texts)
def test_paragraphs_hold_all_that_is_not_white_space(text):
    paragraphs = mark_paragraphs(text, [])
    joined = "".join(text[paragraph.start : paragraph.end] for paragraph in paragraphs)
    assert "".join(joined.split()) == "".join(text.split())


def test_a_mark_becomes_a_link_with_its_class():
    [paragraph] = mark_paragraphs("Shoigu met them.", [Mark(0, 6, "person", "/people/shoigu/")])
    assert paragraph.html == '<a class="person" href="/people/shoigu/">Shoigu</a> met them.'


def test_a_mark_without_address_is_no_link():
    [paragraph] = mark_paragraphs("On Monday", [Mark(3, 9, "date")])
    assert paragraph.html == 'On <span class="date">Monday</span>'


def test_of_marks_that_begin_together_the_longer_stands():
    marks = [Mark(0, 4, "", "/short/"), Mark(0, 10, "", "/long/")]
    [paragraph] = mark_paragraphs("Iran Today", marks)
    assert "/long/" in paragraph.html
    assert "/short/" not in paragraph.html


def test_markup_in_a_text_is_shown_not_obeyed():
    [paragraph] = mark_paragraphs("<script>alert(1)</script>", [Mark(0, 8, "", "/x/")])
    assert "<script" not in paragraph.html


def test_a_mark_across_two_paragraphs_is_left_out():
    paragraphs = mark_paragraphs("one\n\ntwo", [Mark(2, 7, "", "/x/")])
    assert [paragraph.html for paragraph in paragraphs] == ["one", "two"]


def test_offsets_count_from_the_beginning_of_the_whole_text():
    text = "Title\n\nIran said so.\n \nNo more."
    first, second = mark_paragraphs(text, [Mark(0, 5, "", "/t/"), Mark(7, 11, "", "/i/")], start=7)
    assert first.html == '<a href="/i/">Iran</a> said so.'
    assert (second.number, second.anchor, second.html) == (2, "p2", "No more.")
