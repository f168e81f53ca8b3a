"""Copies of one text stand in a group; different texts on the same event do not."""

import random

import pytest

from archive.importing.copies import NEARLY, SAME_TEXT, settle
from archive.importing.fingerprint import are_copies, bands
from archive.models import Article, ArticleGroup
from tests.factories import make_article

pytestmark = pytest.mark.django_db

WIRE = (
    "Secretary of the Security Council Sergei Shoigu arrived in Tehran on Monday for talks with "
    "the president and the chief of the general staff. The visit had been announced only hours "
    "before. Both sides said that they would discuss bilateral ties, regional security and the "
    "transport corridor that is to link the Caspian Sea to the Gulf. Officials who spoke on "
    "condition of anonymity said that the delivery of air defence systems was on the agenda too. "
    "The two countries signed an agreement on cooperation in energy and trade last year, and "
    "parliament has yet to ratify it. Analysts expect no breakthrough, but note that the timing "
    "of the trip is itself a message to the region and beyond it. The delegation is to leave for "
    "Baku in the evening, where it will meet the foreign minister."
)
REPORT = (
    "Russia's former defence minister came to the Iranian capital at the start of the week. In "
    "the presidential palace he was received by Masoud Pezeshkian, who called Moscow a strategic "
    "partner. State television showed the two shaking hands before a map of the Middle East. "
    "Observers recall that he had been in Tehran before, then in uniform. What was agreed behind "
    "closed doors nobody would say, yet diplomats believe that arms were the main subject. The "
    "transport corridor that is to link the Caspian Sea to the Gulf was named in the communiqué. "
    "Prices of oil rose slightly after the news, and fell again when markets in Asia opened."
)


@pytest.fixture
def together(import_articles, write):
    """Imports texts, each with its own id, and returns who stands with whom."""

    def groups(*texts):
        records = [{"id": n, "title": f"T{n}", "body": text} for n, text in enumerate(texts)]
        assert import_articles(write("a.jsonl", records)).code == 0
        return [
            sorted(group.articles.values_list("source_key", flat=True))
            for group in ArticleGroup.objects.order_by("pk")
        ]

    return groups


def test_a_wire_copy_with_another_beginning_and_end_is_one(together):
    copy = "JAKARTA - " + WIRE.replace("Monday", "6 August") + " The agency contributed to this."
    assert together(WIRE, REPORT, copy) == [["0", "2"]]
    group = ArticleGroup.objects.get()
    assert group.reason == NEARLY
    assert group.lead.source_key == "0"


def test_a_copy_that_was_cut_short_is_one(together):
    assert together(WIRE, WIRE[: len(WIRE) * 2 // 3]) == [["0", "1"]]


def test_two_reports_of_one_event_are_no_copies(together):
    assert together(WIRE, REPORT) == []
    assert not are_copies(WIRE, REPORT)


def test_reports_of_two_days_that_differ_in_their_numbers_are_no_copies(together):
    day = WIRE + " The rate was {0}, oil cost {1} dollars, and gas {2} cents, after {3} before."
    assert together(day.format(15800, 81, 240, 15790), day.format(16200, 77, 251, 16050)) == []


def test_one_note_to_two_countries_is_no_copy(together):
    note = WIRE.replace("Tehran", "{0}").replace("Baku", "Vienna")
    note = "{0} celebrates its national day. " + note + " The message went to {0}."
    assert together(note.format("Mali"), note.format("Chad")) == []


def test_every_article_of_a_group_is_like_its_lead(together):
    """No chain of small changes makes one group of two different texts."""
    words = WIRE.split()
    half = len(words) // 2
    chance = random.Random(1)
    new = [f"new{chance.randrange(9999)}" for _ in words]
    middle = words[:half] + new[half:]
    first, second, third = WIRE, " ".join(words[: half + 35] + new[half + 35 :]), " ".join(middle)
    if are_copies(first, second) and are_copies(second, third):
        assert not are_copies(first, third)
    assert all("2" not in group or "0" not in group for group in together(first, second, third))


def test_the_same_text_is_a_group_of_its_own_reason(import_articles, write):
    import_articles(write("a.jsonl", [{"id": n, "title": "T", "body": WIRE} for n in (1, 2)]))
    assert ArticleGroup.objects.get().reason == SAME_TEXT
    import_articles(write("b.jsonl", [{"id": 3, "title": "Another", "body": WIRE}]))
    group = ArticleGroup.objects.get()
    assert (group.reason, group.articles.count()) == (NEARLY, 3)


def test_a_text_of_a_few_words_is_compared_word_for_word_only(together):
    assert bands("Peru and Chile signed.") == ()
    assert together("Peru and Chile signed.", "Peru and Chile signed it.") == []


def test_what_a_curator_took_out_of_a_group_stays_out(import_articles, write):
    first = {"id": 1, "title": "A", "body": WIRE}
    import_articles(write("a.jsonl", [first, {"id": 2, "title": "B", "body": WIRE + " More."}]))
    article = Article.objects.get(source_key="2")
    article.group, article.provenance["group"] = None, "curator"
    article.save()
    import_articles(write("a.jsonl", [first, {"id": 2, "title": "B", "body": WIRE + " End."}]))
    import_articles(write("b.jsonl", [{"id": 3, "title": "C", "body": WIRE + " End. "}]))
    article.refresh_from_db()
    assert article.body.endswith("End.")
    assert article.group is None
    assert Article.objects.get(source_key="3").group.lead.source_key == "1"


def test_a_text_that_changes_leaves_its_group_and_may_join_another(import_articles, write):
    records = [{"id": n, "title": f"T{n}", "body": WIRE} for n in (1, 2)]
    import_articles(write("a.jsonl", [*records, {"id": 3, "title": "T3", "body": REPORT}]))
    import_articles(write("a.jsonl", [records[0], records[1] | {"body": REPORT + " End."}]))
    assert Article.objects.get(source_key="1").group is None
    group = Article.objects.get(source_key="2").group
    assert group == Article.objects.get(source_key="3").group


def test_an_edited_text_shares_a_band_with_the_original():
    """Measured on texts of which a tenth is missing and a fortieth is other words."""
    chance = random.Random(7)
    shared = 0
    for _text in range(100):
        words = [f"w{chance.randrange(3000)}" for _ in range(400)]
        edited = words[:100] + words[140:]
        for _change in range(10):
            edited[chance.randrange(len(edited))] = "other"
        shared += bool(set(bands(" ".join(words))) & set(bands(" ".join(edited))))
    assert shared >= 95


def test_different_texts_share_no_band():
    chance = random.Random(7)
    seen = set()
    for _text in range(300):
        own = set(bands(" ".join(f"w{chance.randrange(3000)}" for _ in range(400))))
        assert not own & seen
        seen |= own


def test_a_lead_that_is_there_stays_the_lead():
    group = ArticleGroup.objects.create(reason=NEARLY)
    *_older, lead = (make_article(group=group) for _ in range(4))
    ArticleGroup.objects.update(lead=lead)
    Article.objects.order_by("pk").first().delete()
    settle([group.pk])
    assert ArticleGroup.objects.get().lead == lead
