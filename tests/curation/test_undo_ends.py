"""What was decided can be taken back for thirty days; then it is said that it no longer can."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from archive.curation.bulk import set_status_of
from archive.curation.decide import confirm
from archive.curation.merge import absorb
from archive.curation.split import split
from archive.curation.undo import TooLate, undo
from archive.models import Decision
from tests.admin.conftest import make_user
from tests.curation.test_decide import make_mention
from tests.factories import make_article, make_entity, make_tag

pytestmark = pytest.mark.django_db

DECIDED = datetime(2024, 8, 6, 12, tzinfo=ZoneInfo("UTC"))
LAST_DAY = DECIDED + timedelta(days=29, hours=23)
TOO_LATE = DECIDED + timedelta(days=30, minutes=1)
SAID = "of this one they ended on Sept. 5, 2024"
BUTTON = "Undo this decision"


@pytest.fixture
def editor():
    return make_user("budi", "editor")


def a_merge(by):
    return absorb(make_entity("Iran"), make_entity("Irann"), by)


def a_split(by):
    bush = make_entity("George Bush", "person")
    article = make_article("Visit", "Bush Jr came to Moscow.")
    make_mention(article, bush, "Bush Jr")
    make_tag(article, bush, evidence={"forms": {"Bush Jr": 1}})
    return split(bush, ["Bush Jr"], "George W. Bush", by)


def a_bulk_change(by):
    return set_status_of([make_article(status="draft")], "published", by, "")


def a_decision_on_a_tag(by):
    return confirm([make_tag(make_article(), make_entity("Iran"))], by)


@pytest.fixture(params=[a_merge, a_split, a_bulk_change, a_decision_on_a_tag])
def decision(request, editor):
    with time_machine.travel(DECIDED):
        request.param(editor)
    return Decision.objects.get()


def test_on_the_last_day_it_is_taken_back(client, editor, decision):
    page = reverse("admin:archive_decision_change", args=[decision.pk])
    with time_machine.travel(LAST_DAY):
        client.force_login(editor)
        assert BUTTON in client.get(page).content.decode()

        client.post(reverse("admin:archive_decision_undo", args=[decision.pk]))

        decision.refresh_from_db()
        assert decision.undone_at is not None
        assert BUTTON not in client.get(page).content.decode()


def test_afterwards_the_button_is_gone_and_the_address_says_why(client, editor, decision):
    page = reverse("admin:archive_decision_change", args=[decision.pk])
    with time_machine.travel(TOO_LATE):
        client.force_login(editor)
        text = client.get(page).content.decode()
        assert BUTTON not in text
        assert SAID in text

        answer = client.post(
            reverse("admin:archive_decision_undo", args=[decision.pk]), follow=True
        )
        assert SAID in answer.content.decode()
        chosen = {"action": "undo_selected", "_selected_action": [decision.pk]}
        listed = reverse("admin:archive_decision_changelist")
        assert SAID in client.post(listed, chosen, follow=True).content.decode()
        with pytest.raises(TooLate):
            undo(decision, editor)

    decision.refresh_from_db()
    assert decision.undone_at is None


def test_the_queue_offers_no_longer_what_it_would_refuse(client, editor):
    with time_machine.travel(DECIDED):
        a_decision_on_a_tag(editor)
    decision = Decision.objects.get()
    undoing = {"verb": "undo", "decision": decision.pk}

    with time_machine.travel(LAST_DAY):
        client.force_login(editor)
        assert 'value="undo"' in client.get("/admin/review/").content.decode()
    with time_machine.travel(TOO_LATE):
        client.force_login(editor)
        assert 'value="undo"' not in client.get("/admin/review/").content.decode()
        assert SAID in client.post("/admin/review/", undoing, follow=True).content.decode()
