from archive.extraction.pipeline import extract
from archive.extraction.topic_rules import TopicRule
from archive.extraction.topics import shipped_rules, topics


def slugs(body, language, title=""):
    return [topic.slug for topic in extract(title, body, language=language).topics]


def test_a_topic_shows_the_phrases_that_speak_for_it():
    body = "Para menteri membahas harga minyak dan ladang minyak. Harga minyak turun."
    (energy, *_) = extract("", body, language="id").topics
    assert energy.slug == "energy"
    assert energy.because == {"harga minyak": 2, "ladang minyak": 1}


def test_forms_of_a_word_count_alike():
    body = (
        "Mereka bertempur. Pertempuran dan peperangan menewaskan banyak orang; tentara menyerang."
    )
    assert "armed-conflict" in slugs(body, "id")


def test_one_weak_phrase_is_not_enough():
    assert slugs("Mereka bertemu di perbatasan. " * 1, "id") == []


def test_one_loud_phrase_in_the_title_is_enough():
    assert "sanctions" in slugs("They spoke at length.", "en", title="New sanctions against banks")


def test_sanctions_named_in_passing_are_no_topic():
    body = "The ministers discussed trade and exports, imports and investment. " * 30
    assert "sanctions" not in slugs(body + "Sanctions were named once.", "en")


def test_curators_rules_are_used_instead_of_the_shipped_ones():
    rules = [TopicRule("tea", "en", "green tea", 3.0), TopicRule("tea", "en", "teapot", 2.0)]
    found = extract("", "Green tea from a teapot.", language="en", topic_rules=rules)
    assert [topic.slug for topic in found.topics] == ["tea"]


def test_at_most_five_topics_are_kept():
    body = " ".join(rule.phrase for rule in shipped_rules() if rule.language == "en")
    assert len(slugs(body, "en")) == 5


def test_every_rule_has_its_topic_and_every_parent_comes_first():
    seen = set()
    for topic in topics():
        assert topic.parent == "" or topic.parent in seen
        assert topic.names["id"]
        assert topic.scope_note
        assert topic.scope_notes["id"]
        seen.add(topic.slug)
    assert {rule.topic for rule in shipped_rules()} <= seen
    assert {rule.language for rule in shipped_rules()} == {"id", "en"}
