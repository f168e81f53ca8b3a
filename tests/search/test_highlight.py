"""Snippets show why an article was found, and cut nothing that belongs together."""

import re

import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search import highlight as highlighting
from archive.search.engine import Clause
from archive.search.highlight import WINDOW, Highlight, Naming
from archive.search.matching import Matcher
from archive.text.stems import stem, stems
from archive.text.tokens import tokenize

FILLER = " Kata lain yang panjang." * 40


def word(text, language="id", **fields):
    return Clause(text, stems=stems(text.lower(), (language,)), **fields)


def highlight(title, body, language, clauses, namings=()) -> Highlight:
    return highlighting.highlight(title, body, language, Matcher(clauses), namings)


def marks(html):
    return re.findall("<mark>(.*?)</mark>", html)


def plain(html):
    return re.sub("</?mark>", "", html)


def test_the_words_are_marked_in_title_and_text():
    lit = highlight("Kerja sama", "Mereka kerja sama lagi.", "id", [word("kerja"), word("sama")])
    assert marks(lit.title) == ["Kerja", "sama"]
    assert lit.snippets == ("Mereka <mark>kerja</mark> <mark>sama</mark> lagi.",)


def test_forms_that_share_a_stem_are_marked_and_named():
    lit = highlight("Berita", "Rusia memperkuat hubungan.", "id", [word("menguatkan")])
    assert marks(lit.snippets[0]) == ["memperkuat"]
    assert lit.forms == ("memperkuat",)


def test_no_form_is_named_where_the_word_itself_was_found():
    lit = highlight("Berita", "Kuat dan memperkuat.", "id", [word("kuat")])
    assert lit.forms == ()


def test_a_phrase_is_one_mark_and_only_side_by_side():
    lit = highlight("x", "sama kerja; kerja sama", "id", [Clause("kerja sama", "phrase")])
    assert marks(lit.snippets[0]) == ["kerja sama"]


def test_a_prefix_marks_whole_words():
    lit = highlight("x", "Sanksi dan sanksinya, bukan insanksi.", "id", [Clause("sank", "prefix")])
    assert marks(lit.snippets[0]) == ["Sanksi", "sanksinya"]


def test_entities_are_marked_where_they_are_named():
    title, body = "Rusia", "Moskow dan Federasi Rusia."
    text = f"{title}\n\n{body}"
    namings = [Naming(7, 0, 5), Naming(7, text.index("Federasi"), len(text) - 1), Naming(8, 7, 13)]
    lit = highlight(title, body, "id", [Clause("ロシア", entities=(7,))], namings)
    assert marks(lit.title) == ["Rusia"]
    assert marks(lit.snippets[0]) == ["Federasi Rusia"]
    assert lit.forms == ("Rusia", "Federasi Rusia")


def test_a_word_of_the_title_alone_is_not_marked_in_the_text():
    lit = highlight("Iran", "Iran lagi.", "id", [word("Iran", field="title")])
    assert marks(lit.title) == ["Iran"]
    assert marks(lit.snippets[0]) == []


def test_two_snippets_show_different_words():
    body = "Iran di awal." + FILLER + " Rusia di tengah." + FILLER + " Iran lagi." + FILLER
    lit = highlight("x", body, "id", [word("Iran"), word("Rusia")])
    assert [marks(snippet) for snippet in lit.snippets] == [["Iran"], ["Rusia"]]
    assert lit.snippets[1].startswith("… ")
    assert lit.snippets[1].endswith(" …")
    assert all(len(plain(snippet)) < WINDOW + 60 for snippet in lit.snippets)


def test_a_snippet_keeps_to_its_paragraph():
    lit = highlight("x", "Satu.\n\nIran dua.\n\nTiga.", "id", [word("Iran")])
    assert lit.snippets == ("<mark>Iran</mark> dua.",)


def test_without_words_the_beginning_is_shown():
    lit = highlight("x", "Awal." + FILLER, "id", [])
    assert len(lit.snippets) == 1
    assert lit.snippets[0].startswith("Awal. Kata")


def test_an_empty_text_has_no_snippet():
    assert highlight("Judul", "", "id", [word("judul")]).snippets == ()


def test_what_an_article_holds_is_never_markup():
    lit = highlight("<b>Iran</b> & co", "<script>Iran</script>", "id", [word("Iran")])
    assert lit.title == "&lt;b&gt;<mark>Iran</mark>&lt;/b&gt; &amp; co"
    assert lit.snippets[0] == "&lt;script&gt;<mark>Iran</mark>&lt;/script&gt;"


def test_scripts_without_spaces_are_cut_between_characters():
    body = "核兵器の開発。" * 60
    lit = highlight("x", body, "ja", [Clause("核兵器", "phrase")])
    assert "核兵器" in marks(lit.snippets[0])
    assert len(plain(lit.snippets[0])) <= WINDOW + 10


CHARACTERS = [
    "a",
    "b",
    "e\u0301",
    "न",
    "म",
    "स्ते",
    "👨\u200d👩",
    "👍\U0001f3fb",
    "한",
    "로",
    " ",
    "\n",
]
texts = st.lists(st.sampled_from(CHARACTERS), max_size=500).map("".join)


@settings(max_examples=80, deadline=None)
@given(texts, st.sampled_from(["a", "b", "नमस्ते", "한국"]))
def test_no_character_is_cut_in_two(body, wanted):
    whole = set(regex.findall(r"\X", " ".join(body.split())))
    for snippet in highlight("t", body, "en", [Clause(wanted)]).snippets:
        for piece in re.split("</?mark>", snippet.removeprefix("… ").removesuffix(" …")):
            assert set(regex.findall(r"\X", piece)) <= whole | {" "}


def test_a_search_marks_what_asking_every_word_would_mark():
    """Letters that are common to all words of a stem find them; no word is passed over."""
    body = "Kerjasama, pekerjaan dan bekerja; Erdoğan mengerjakan kerja. İzmir bekerja, kerjaan."
    clause = word("bekerja")
    matcher = Matcher([clause])
    found = {body[s.start : s.end] for s in matcher.spans(body, "id", title=False)}
    every = {
        token.text
        for token in tokenize(body)
        if stem(token.folded, "id") in clause.stems or token.folded == "bekerja"
    }
    assert {"pekerjaan", "bekerja", "mengerjakan", "kerja"} <= found
    assert found == every


def test_a_lone_character_is_marked_within_its_words():
    lit = highlight("中俄会谈", "关于俄罗斯。", "zh", [Clause("俄")])
    assert marks(lit.title) == ["俄"]
    assert lit.snippets == ("关于<mark>俄</mark>罗斯。",)


def test_where_nearly_every_word_is_found_few_places_are_weighed(monkeypatch):
    weighed = []
    window = highlighting._window
    monkeypatch.setattr(
        highlighting, "_window", lambda text, span: weighed.append(span) or window(text, span)
    )
    body = "\n\n".join("alpha beta gamma delta " * 25 for _ in range(300)) + "\n\nOne zebra."
    clauses = [word(letter, "en", kind="prefix") for letter in "abgdz"]
    found = highlight("Letters", body, "en", clauses)
    assert len(weighed) <= highlighting.MOST_WEIGHED
    assert any("zebra" in marks(snippet) for snippet in found.snippets)
