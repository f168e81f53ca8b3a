"""Lines of a file of decisions against what was decided here."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from archive.curation.bulk import set_status_of
from archive.curation.correct import DATE_FIELDS, curated, mark_curated, set_date, set_status
from archive.curation.decide import confirm, reject
from archive.curation.records import write
from archive.curation.references import article_ref
from archive.curation.replay import replay
from archive.management.commands.import_curation import read_lines
from archive.models import (
    Article,
    Decision,
    EntityTag,
    Office,
    Source,
    Status,
    Suppression,
    TopicRule,
    TopicTag,
)
from tests.curation.test_decide import make_mention
from tests.factories import make_article, make_entity, make_source, make_tag, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return User.objects.create_user("siti")


@pytest.fixture
def tag():
    iran = make_entity("Iran", code="IR")
    article = make_article("Talks", "Iran spoke.")
    make_mention(article, iran, "Iran")
    return make_tag(article, iran)


def told():
    out = StringIO()
    write(out)
    return out.getvalue().split("\n")


def age():
    """What was decided so far is an hour old."""
    EntityTag.objects.update(decided_at=timezone.now() - timedelta(hours=1))


def test_line_ends_of_other_scripts_within_a_title_cut_no_record(tmp_path, curator):
    tag = make_tag(make_article("Line\u2028ends\u2029and\u0085more"), make_entity("Iran"))
    confirm([tag], curator)
    file = tmp_path / "curation.jsonl"
    file.write_text("\n".join(told()), encoding="utf-8")
    EntityTag.objects.all().delete()
    assert replay(read_lines(file)).faults == []
    assert EntityTag.objects.get().state == "confirmed"


def test_an_earlier_yes_of_a_file_gives_way_to_a_later_no_here(curator, tag):
    confirm([tag], curator)
    age()
    file = told()
    reject([tag], curator)
    assert replay(file).changed == 0
    tag.refresh_from_db()
    assert tag.state == "rejected"
    assert Suppression.objects.exists()


def test_an_earlier_no_of_a_file_gives_way_to_a_later_yes_here(curator, tag):
    reject([tag], curator)
    age()
    file = told()
    confirm([tag], curator)
    replay(file)
    tag.refresh_from_db()
    assert tag.state == "confirmed"
    assert not Suppression.objects.exists()


def test_a_later_yes_of_a_file_lifts_the_suppression_of_an_earlier_no_here(curator, tag):
    confirm([tag], curator)
    file = told()
    reject([tag], curator)
    age()
    assert replay(file).changed == 1
    tag.refresh_from_db()
    assert tag.state == "confirmed"
    assert not Suppression.objects.exists()


def test_an_entity_that_a_roll_back_took_away_is_nobodys_decision(curator):
    by_machine, by_person = make_entity("A B", "person"), make_entity("C D", "person")
    by_machine.delete()
    by_person._history_user = curator
    by_person.delete()
    assert [line for line in told() if "deleted" in line] == [
        '{"record": "entity", "entity": "person/c-d", "deleted": true}'
    ]


# --- Corrected keys, and articles -------------------------------------------------------------


def as_curator(row, curator, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row._history_user = curator
    row.save()


def test_a_corrected_office_is_not_put_beside_the_wrong_one(curator):
    person = make_entity("Ali Ahmadian", "person")
    office = Office.objects.create(person=person, post="Minister", start="2020")
    as_curator(office, curator, start="2021")
    file = told()
    office.delete()
    Office.objects.create(person=person, post="Minister", start="2020")

    assert replay(file).faults == []
    assert list(Office.objects.values_list("post", "start")) == [("Minister", "2021")]
    assert replay(file).changed == 0


def test_an_office_given_to_another_person_leaves_the_first(curator):
    one, other = make_entity("Ali Ahmadian", "person"), make_entity("Akbar Ahmadian", "person")
    office = Office.objects.create(person=one, post="Minister", start="2020")
    as_curator(office, curator, person=other)
    file = told()
    office.person = one
    office.save()

    replay(file)
    assert [each.person for each in Office.objects.all()] == [other]


def test_a_corrected_phrase_takes_the_place_of_the_wrong_one(curator):
    topic = make_topic("Banks")
    rule = TopicRule.objects.create(topic=topic, language="en", phrase="bank")
    as_curator(rule, curator, phrase="central bank")
    file = told()
    rule.delete()
    TopicRule.objects.create(topic=topic, language="en", phrase="bank")

    assert replay(file).faults == []
    assert list(TopicRule.objects.values_list("phrase", flat=True)) == ["central bank"]


def test_what_stands_under_a_former_key_today_is_another_row(curator):
    topic = make_topic("Banks")
    rule = TopicRule.objects.create(topic=topic, language="en", phrase="bank")
    as_curator(rule, curator, phrase="central bank")
    TopicRule.objects.create(topic=topic, language="en", phrase="bank")
    file = told()
    TopicRule.objects.all().delete()
    TopicRule.objects.create(topic=topic, language="en", phrase="bank")

    assert replay(file).faults == []
    assert set(TopicRule.objects.values_list("phrase", flat=True)) == {"bank", "central bank"}


def test_an_article_of_another_source_keeps_its_decisions(curator):
    article = make_article("Talks", "Iran spoke.", source=make_source("Old"), source_key="k1")
    tag = make_tag(article, make_entity("Iran", code="IR"))
    mark_curated(article, ["source"])
    as_curator(article, curator, source=make_source("New"))
    confirm([tag], curator)
    file = told()
    tag.delete()
    as_curator(article, None, source=Source.objects.get(slug="old"), provenance={})

    assert replay(file).faults == []
    article.refresh_from_db()
    assert (article.source.slug, article.source_key) == ("new", "k1")
    assert article.entity_tags.get().state == "confirmed"
    assert told() == file


def test_an_article_written_here_is_one_however_often_it_is_edited(curator):
    article = make_article("Mine", "Body one.")
    mark_curated(article, ["title", "body"])
    article.save()
    first = told()
    article.revise("Mine", "Body two.")
    second = told()
    article.revise("Mine", "Body three.")
    third = told()

    article.delete()
    for file in (second, third, first):
        assert replay(file).faults == []
        assert Article.objects.count() == 1
    article = Article.objects.get()
    assert article.body == "Body one."
    assert article_ref(article) == json.loads(first[0])["article"]


def dated(article, edtf, at):
    """A person has dated the article, then."""
    set_date(article, edtf)
    article.provenance = curated(article.provenance, dict.fromkeys(DATE_FIELDS, at))
    article.save()


@pytest.mark.parametrize(("here", "holds"), [("2026-01-03T", "2001"), ("2026-01-01T", "1998")])
def test_of_a_field_set_here_and_in_the_file_the_later_decision_holds(here, holds):
    article = make_article("Talks", "Iran spoke.")
    dated(article, "1998", "2026-01-02T10:00:00Z")
    file = told()
    dated(article, "2001", f"{here}10:00:00Z")
    before = told()

    assert replay(file).faults == []

    article.refresh_from_db()
    assert article.date_edtf == holds
    assert told() == (before if holds == "2001" else file)


def test_a_file_that_tells_no_time_leaves_what_was_set_here_at_a_known_one():
    article = make_article("Talks", "Iran spoke.")
    dated(article, "1998", None)
    file = told()
    dated(article, "2001", "2026-01-03T10:00:00Z")

    replay(file)

    article.refresh_from_db()
    assert article.date_edtf == "2001"


def test_an_article_that_was_given_a_key_here_is_made_elsewhere():
    article = make_article("Mine", "Body.", source_key="77")
    mark_curated(article, ["title", "body", "source_key"])
    article.save()
    file = told()
    ref = article_ref(article)
    article.delete()

    assert replay(file).faults == []
    assert article_ref(Article.objects.get()) == ref


def test_hundreds_of_articles_without_a_key_are_one_decision(curator):
    topic = make_topic("Trade")
    articles = [make_article(f"Number {number}", f"Text {number}.") for number in range(300)]
    for article in articles:
        make_tag(article, topic)
    confirm(TopicTag.objects.all(), curator)
    file = told()
    TopicTag.objects.all().delete()
    Decision.objects.all().delete()

    assert replay(file).faults == []
    assert TopicTag.objects.filter(state="confirmed").count() == 300
    assert Decision.objects.count() == 1


def test_a_field_decided_later_here_does_not_keep_the_others_of_the_file_out():
    article = make_article("Talks", "Iran spoke.")
    dated(article, "1998", "2026-01-02T10:00:00Z")
    article.byline = "M. Karimi"
    article.provenance = curated(article.provenance, {"byline": "2026-01-02T10:00:00Z"})
    article.save()
    file = told()
    article.byline, article.provenance = "", {}
    dated(article, "2001", "2026-01-03T10:00:00Z")

    replay(file)

    article.refresh_from_db()
    assert (article.date_edtf, article.byline) == ("2001", "M. Karimi")


def test_an_article_published_in_the_file_is_no_longer_withdrawn_here(curator):
    article = make_article("Talks", "Iran spoke.")
    set_status(article, "withdrawn")
    article.withdrawn_reason = "A mistake."
    article.provenance = curated({}, {"status": "2026-01-01T10:00:00Z"})
    article.save()
    earlier = Article.objects.get(pk=article.pk)
    set_status_of([article], Status.PUBLISHED, curator)
    file = told()
    earlier.save()

    replay(file)

    article.refresh_from_db()
    assert (article.status, article.withdrawn_on, article.withdrawn_reason) == (
        "published",
        None,
        "",
    )
