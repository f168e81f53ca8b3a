"""Lines of a file of decisions against what was decided here."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from archive.curation.decide import confirm, reject
from archive.curation.records import write
from archive.curation.replay import replay
from archive.management.commands.import_curation import read_lines
from archive.models import EntityTag, Suppression
from tests.curation.test_decide import make_mention
from tests.factories import make_article, make_entity, make_tag

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
