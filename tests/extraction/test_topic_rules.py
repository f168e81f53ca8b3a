"""Kinds of topic rules: each finds its words in its own way."""

import pytest

from archive.extraction.pipeline import extract
from archive.extraction.topic_rules import TopicRule

FILLER = " Nothing else was said on that long day in the old town." * 3


def topics_of(text, *rules):
    found = extract("", text + FILLER, language="en", topic_rules=rules)
    return {topic.slug: dict(topic.because) for topic in found.topics}


def rule(phrase, kind, weight=5.0):
    return TopicRule("tea", "en", phrase, weight, kind)


CHINA = rule("porcelain", "phrase")


@pytest.mark.parametrize(
    ("given", "text", "holds"),
    [
        (rule("kettle samovar", "any"), "A samovar of porcelain.", True),
        (rule("kettle samovar", "any"), "A bowl of porcelain.", False),
        (rule("kettle samovar", "all"), "A kettle of porcelain." + FILLER + " A samovar.", True),
        (rule("kettle samovar", "all"), "A kettle of porcelain.", False),
        (rule("kettle samovar", "near"), "A kettle and a samovar of porcelain.", True),
        (rule("kettle samovar", "near"), "A kettle of porcelain." + FILLER + " Samovar.", False),
        (rule("green tea", "phrase"), "Green tea in porcelain.", True),
        (rule("green tea", "phrase"), "Tea, green, in porcelain.", False),
    ],
)
def test_words_are_found_as_the_kind_says(given, text, holds):
    assert ("tea" in topics_of(text, given, CHINA)) == holds


def test_a_phrase_that_speaks_against_a_topic_outweighs_all_others():
    rules = [rule("green tea", "phrase"), CHINA]
    text = "Green tea in porcelain at the Boston Tea Party."

    assert "tea" in topics_of(text, *rules)
    assert "tea" not in topics_of(text, *rules, rule("boston tea party", "not"))


def test_the_place_of_near_words_is_the_nearest_one():
    text = "A kettle." + FILLER + " The kettle beside the samovar, all of porcelain."

    assert topics_of(text, rule("samovar kettle", "near"), CHINA)["tea"] == {
        "samovar kettle": 1,
        "porcelain": 1,
    }
