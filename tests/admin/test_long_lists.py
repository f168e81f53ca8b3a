"""Lists of any length are changed a part at a time, by a process of its own, and back again."""

import time
from contextlib import closing
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import OperationalError, connections, transaction
from django.utils import timezone

from archive.admin import bulk
from archive.admin import long_lists as pages
from archive.curation import long_lists
from archive.curation.decide import reject
from archive.curation.merge import absorb
from archive.curation.one_at_a_time import alone
from archive.curation.references import FROM_FILE
from archive.curation.seen import seen_now
from archive.curation.steps import STEPS
from archive.keeping.alone import InUse, serving
from archive.keeping.alone import alone as alone_at_work
from archive.models import (
    Article,
    BulkChange,
    BulkPart,
    Decision,
    EntityTag,
    IndexJob,
    Mention,
    TopicTag,
)
from tests.admin.conftest import make_user
from tests.databases import postgresql_only
from tests.factories import make_article, make_entity, make_tag, make_topic

pytestmark = pytest.mark.django_db

ARTICLES = "/admin/archive/article/"
TAGS = "/admin/archive/entitytag/"
CHANGES = "/admin/archive/bulkchange/"


@pytest.fixture(autouse=True)
def tiny(monkeypatch, settings, tmp_path):
    """Three rows are a long list, of which two are changed together."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    monkeypatch.setattr(long_lists, "PART", 2)
    monkeypatch.setattr(long_lists, "REST", 0)
    monkeypatch.setattr(long_lists, "WAITS", (0, 0))


@pytest.fixture
def started(monkeypatch):
    """The commands that pages start."""
    commands = []
    monkeypatch.setattr(bulk, "start", commands.append)
    monkeypatch.setattr(pages, "start", commands.append)
    return commands


@pytest.fixture
def drafts():
    return [make_article(f"Draft {number}", status="draft") for number in range(5)]


def whole(client, action, first, address=ARTICLES, **data):
    """Somebody looks at what a whole list would become, and says yes."""
    data = {"action": action, "_selected_action": [first.pk], "select_across": "1", **data}
    shown = client.post(address, data)
    agreed = {"seen": shown.context["seen"]}
    agreed["until"] = shown.context["chosen"].until
    return shown, lambda: client.post(address, {**data, **agreed, "yes": "1"}, follow=True)


def begin(client, *args, **data):
    return whole(client, *args, **data)[1]()


def lines_of(article):
    """What people's lines of its history say of its status, the last first."""
    lines = article.history.filter(history_user__isnull=False)
    return list(lines.values_list("status", flat=True))


def test_a_long_list_is_counted_and_changed_by_a_process_of_its_own(
    editing, editor, drafts, started, django_assert_max_num_queries
):
    with django_assert_max_num_queries(14):
        shown, say_yes = whole(editing, "publish_selected", drafts[0])
    page = shown.content.decode()
    assert "5 rows are chosen:" in page
    assert "changed in the background" in page
    assert 'name="shown"' not in page

    page = say_yes().content.decode()
    assert "The change has begun" in page
    assert "It is about to begin." in page
    assert "data-running" in page
    assert started == [["continue_changes"]]
    assert Article.objects.drafts().count() == 5  # not in the request

    call_command("continue_changes")
    change = BulkChange.objects.get()
    assert (change.done, change.changed, change.total) == (5, 5, 5)
    assert change.finished_at
    assert Article.objects.published().count() == 5
    for article in drafts:
        assert lines_of(article) == ["published"]
    page = editing.get(f"{CHANGES}{change.pk}/change/").content.decode()
    assert "5 of 5 rows done, 5 rows changed" in page
    assert "It is done." in page


def test_it_is_undone_as_a_whole(editing, editor, drafts, started):
    begin(editing, "withdraw_selected", drafts[0], reason="Asked for.")
    call_command("continue_changes")
    assert Article.objects.withdrawn().count() == 5
    IndexJob.objects.all().delete()
    change = BulkChange.objects.get()

    editing.post(f"{CHANGES}{change.pk}/undo/")
    assert started == [["continue_changes"]] * 2
    call_command("continue_changes")

    change.refresh_from_db()
    assert Article.objects.drafts().count() == 5
    assert (change.done, change.restored) == (0, 5)
    assert IndexJob.objects.count() == 5
    page = editing.get(f"{CHANGES}{change.pk}/change/").content.decode()
    assert "5 rows restored" in page
    assert "It was taken back." in page
    page = editing.post(f"{CHANGES}{change.pk}/undo/", follow=True).content.decode()
    assert "undone already" in page


def test_what_breaks_off_says_how_far_it_is_and_goes_on(editing, drafts, started, monkeypatch):
    begin(editing, "publish_selected", drafts[0])
    change = BulkChange.objects.get()
    carry_out, calls = long_lists.forth, []

    def breaks(given):
        calls.append(given)
        if len(calls) == 2:
            carry_out(given)
            raise KeyboardInterrupt  # as when the machine stops
        carry_out(given)

    monkeypatch.setattr(long_lists, "forth", breaks)
    with pytest.raises(KeyboardInterrupt):
        call_command("continue_changes")

    assert Article.objects.published().count() == 2  # the whole of one part, none of the other
    page = editing.get(f"{CHANGES}{change.pk}/change/").content.decode()
    assert "2 of 5 rows done" in page
    assert "It has stopped." in page
    assert "changes of long lists, not finished" in editing.get("/admin/").content.decode()
    assert editing.get(f"{CHANGES}?state=open").context["cl"].result_count == 1

    editing.post(f"{CHANGES}{change.pk}/on/")
    call_command("continue_changes")
    change.refresh_from_db()
    assert (change.done, change.changed) == (5, 5)
    assert all(lines_of(article) == ["published"] for article in drafts)
    assert editing.get(f"{CHANGES}?state=open").context["cl"].result_count == 0


def test_a_process_that_never_came_to_work_is_told(editing, drafts, started, monkeypatch):
    begin(editing, "publish_selected", drafts[0])
    monkeypatch.setattr("archive.curation.one_at_a_time.STARTING", 0)

    page = editing.get(f"{CHANGES}{BulkChange.objects.get().pk}/change/").content.decode()

    assert "It has stopped." in page
    assert "/on/" in page


def test_one_that_is_undone_while_it_runs_stops_and_goes_back(editing, editor, drafts, started):
    begin(editing, "publish_selected", drafts[0])
    change = BulkChange.objects.get()
    long_lists.next_part(change.pk)
    assert Article.objects.published().count() == 2

    editing.post(f"{CHANGES}{change.pk}/undo/")
    call_command("continue_changes")

    assert Article.objects.drafts().count() == 5
    assert lines_of(drafts[0]) == ["draft", "published"]
    assert lines_of(drafts[4]) == []


def test_a_row_that_somebody_changed_meanwhile_is_left_and_listed(at_desk, editor, started):
    tags = [make_tag(make_article(), make_entity(f"Land {number}")) for number in range(5)]
    _shown, say_yes = whole(at_desk, "confirm_selected", tags[0], TAGS)
    reject([tags[1]], editor)  # between the page that asks and the yes
    say_yes()
    reject([tags[4]], editor)  # and after it
    EntityTag.objects.filter(pk=tags[3].pk).delete()
    call_command("continue_changes")

    states = dict(EntityTag.objects.values_list("pk", "state"))
    kept = {tags[1].pk: "rejected", tags[4].pk: "rejected"}
    assert states == {tags[0].pk: "confirmed", tags[2].pk: "confirmed", **kept}
    page = at_desk.get(f"{CHANGES}{BulkChange.objects.get().pk}/change/").content.decode()
    assert "3 rows were changed by somebody meanwhile, and left" in page
    assert "Land 1" in page
    assert f"№ {tags[3].pk}" in page


def test_of_few_rows_such_a_one_is_left_too(at_desk, editor):
    tags = [make_tag(make_article(), make_entity(f"Land {number}")) for number in range(2)]
    _shown, say_yes = whole(at_desk, "confirm_selected", tags[0], TAGS)
    reject([tags[1]], editor)

    page = say_yes().content.decode()

    assert [tag.state for tag in EntityTag.objects.order_by("pk")] == ["confirmed", "rejected"]
    assert "1 row was changed by somebody meanwhile, and left as it is: Land 1" in page


@pytest.mark.parametrize("count", [2, 3])
def test_what_was_written_before_the_page_and_not_shown_by_it_is_left(
    at_desk, editor, started, count
):
    tags = [make_tag(make_article(), make_entity(f"Land {number}")) for number in range(count)]
    _shown, say_yes = whole(at_desk, "confirm_selected", tags[0], TAGS)
    reject([tags[1]], editor)
    hour_ago = timezone.now() - timedelta(hours=1)  # as of a transaction that stayed open
    EntityTag.history.filter(history_user=editor).update(history_date=hour_ago)
    say_yes()
    call_command("continue_changes")

    states = [tag.state for tag in EntityTag.objects.order_by("pk")]
    assert states == ["confirmed", "rejected", "confirmed"][:count]


@pytest.mark.parametrize("action", ["confirm_suggestions", "reject_suggestions"])
@pytest.mark.parametrize("count", [2, 3])
def test_a_suggestion_that_has_come_since_was_not_agreed_to(at_desk, started, action, count):
    articles = [make_article(f"Draft {number}", status="draft") for number in range(count)]
    for article in articles:
        make_tag(article, make_entity(f"Land {article.pk}"))
        make_tag(article, make_topic(f"Topic {article.pk}"))
    _shown, say_yes = whole(at_desk, action, articles[0])
    late = make_tag(articles[0], make_entity("Late")), make_tag(articles[1], make_topic("Late"))
    say_yes()
    call_command("continue_changes")

    assert EntityTag.objects.suggested().get() == late[0]
    assert TopicTag.objects.suggested().get() == late[1]


@postgresql_only
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["entitytag.confirm", "article.confirm"])
def test_a_row_that_somebody_holds_is_waited_for_and_then_left(step):
    siti, budi = User.objects.create_user("siti"), User.objects.create_user("budi")
    tag = make_tag(make_article(), make_entity("Iran"))
    keys, seen = [tag.pk if step.startswith("entitytag") else tag.article_id], seen_now()
    held = Event()

    def rejects():
        with closing(connections["default"]), transaction.atomic():
            reject([tag], budi)
            held.set()
            time.sleep(1)  # in which the other asks what has been changed

    other = Thread(target=rejects)
    other.start()
    assert held.wait(20)
    done = STEPS[step].carry_out(keys, [], siti, "", seen)
    other.join()

    tag.refresh_from_db()
    assert (tag.state, tag.decided_by) == ("rejected", budi)
    assert done.decision is None


def test_a_second_change_of_the_same_rows_says_that_the_first_comes_first(at_desk, started):
    tags = [make_tag(make_article(), make_entity(f"Land {number}")) for number in range(3)]
    hint = "Another long list is changed first."
    assert hint not in begin(at_desk, "confirm_selected", tags[0], TAGS).content.decode()
    assert hint in begin(at_desk, "reject_selected", tags[0], TAGS).content.decode()
    call_command("continue_changes")
    assert EntityTag.objects.confirmed().count() == 3

    assert hint not in begin(at_desk, "reject_selected", tags[0], TAGS).content.decode()
    call_command("continue_changes")
    assert EntityTag.objects.rejected().count() == 3


def test_what_has_come_since_was_not_agreed_to(editing, drafts, started):
    _shown, say_yes = whole(editing, "publish_selected", drafts[0])
    late = make_article("Late", status="draft")
    say_yes()
    call_command("continue_changes")

    assert Article.objects.drafts().get() == late


def test_undo_leaves_what_was_changed_since(at_desk, editor, started):
    tags = [make_tag(make_article(), make_entity(f"Land {number}")) for number in range(3)]
    begin(at_desk, "confirm_selected", tags[0], TAGS)
    call_command("continue_changes")
    reject([tags[2]], editor)
    change = BulkChange.objects.get()
    at_desk.post(f"{CHANGES}{change.pk}/undo/")
    call_command("continue_changes")

    states = [tag.state for tag in EntityTag.objects.order_by("pk")]
    assert states == ["suggested", "suggested", "rejected"]
    page = at_desk.get(f"{CHANGES}{change.pk}/change/").content.decode()
    assert "1 row had been changed since, and was not taken back" in page
    assert "Land 2" in page


@pytest.mark.parametrize("action", ["add_topic", "replace_topic", "confirm_suggestions"])
def test_every_step_goes_by_parts(at_desk, drafts, started, action):
    old, new = make_topic("Trade"), make_topic("Oil")
    for article in drafts:
        make_tag(article, old)
    begin(at_desk, action, drafts[0], to=new.pk, old=old.pk)
    call_command("continue_changes")

    subject = old if action == "confirm_suggestions" else new
    assert subject.tags.confirmed().count() == 5
    assert BulkPart.objects.count() == 3


def test_nothing_is_replaced_by_itself(at_desk, started):
    iran = make_entity("Iran")
    tags = [make_tag(make_article(), iran) for _number in range(3)]

    page = begin(at_desk, "replace_selected", tags[0], TAGS, to=iran.pk).content.decode()

    assert "Choose something else" in page
    assert not BulkChange.objects.exists()
    assert not started


def test_a_subject_that_was_merged_away_is_given_to_nothing(at_desk, editor, drafts, started):
    iran, persia = make_entity("Iran"), make_entity("Persia")
    begin(at_desk, "add_entity", drafts[0], to=persia.pk)
    absorb(iran, persia, editor)
    call_command("continue_changes")

    assert not EntityTag.objects.exists()
    page = at_desk.get(f"{CHANGES}{BulkChange.objects.get().pk}/change/").content.decode()
    assert "5 rows were changed by somebody meanwhile, and left" in page


def test_a_busy_database_is_tried_again(editing, drafts, started, monkeypatch):
    begin(editing, "publish_selected", drafts[0])
    forth, calls = long_lists.forth, []

    def busy(change):
        calls.append(change)
        if len(calls) < 3:
            raise OperationalError("database is locked")
        forth(change)

    monkeypatch.setattr(long_lists, "forth", busy)
    monkeypatch.setattr(long_lists.connection, "close", lambda: None)
    call_command("continue_changes")

    assert Article.objects.published().count() == 5


def test_a_fault_stops_it_and_is_told(editing, drafts, started, monkeypatch):
    begin(editing, "publish_selected", drafts[0])
    change = BulkChange.objects.get()
    with monkeypatch.context() as patched:
        patched.setattr(long_lists, "forth", lambda _change: 1 / 0)
        call_command("continue_changes")
    address = f"{CHANGES}{change.pk}/"
    assert "It has stopped: ZeroDivisionError" in editing.get(f"{address}change/").content.decode()

    editing.post(f"{address}on/")
    call_command("continue_changes")
    assert Article.objects.published().count() == 5


def test_an_asker_whose_account_is_gone_is_taken_over(editing, editor, drafts, started):
    begin(editing, "publish_selected", drafts[0])
    change = BulkChange.objects.get()
    BulkChange.objects.update(asked_by=None)
    call_command("continue_changes")
    assert not Article.objects.published().exists()

    editing.post(f"{CHANGES}{change.pk}/on/")
    call_command("continue_changes")
    assert {article.history.first().history_user for article in drafts} == {editor}


@pytest.mark.parametrize("loss", ["closed", "no role"])
def test_who_may_do_it_no_more_decides_nothing_more(client, editor, drafts, started, loss):
    client.force_login(editor)
    begin(client, "publish_selected", drafts[0])
    change = BulkChange.objects.get()
    long_lists.next_part(change.pk)
    if loss == "closed":
        User.objects.filter(pk=editor.pk).update(is_active=False)
    else:
        editor.groups.clear()
    call_command("continue_changes")
    assert Article.objects.published().count() == 2

    other = make_user("other", "editor")
    client.force_login(other)
    page = client.get(f"{CHANGES}{change.pk}/change/").content.decode()
    assert "It has stopped: the account of who asked for it is closed, or may not do this" in page
    page = client.get(f"/id{CHANGES}{change.pk}/change/").content.decode()
    assert "Terhenti: akun yang memintanya telah ditutup" in page
    client.post(f"{CHANGES}{change.pk}/on/")
    call_command("continue_changes")
    people = [article.history.first().history_user for article in drafts]
    assert people == [editor, editor, other, other, other]


def test_who_may_do_it_no_more_takes_nothing_more_back(editing, editor, drafts, started):
    begin(editing, "publish_selected", drafts[0])
    call_command("continue_changes")
    change = BulkChange.objects.get()
    editing.post(f"{CHANGES}{change.pk}/undo/")
    editor.groups.clear()
    call_command("continue_changes")
    assert Article.objects.published().count() == 5

    other = make_user("other", "editor")
    editing.force_login(other)
    editing.post(f"{CHANGES}{change.pk}/on/")
    call_command("continue_changes")
    assert Article.objects.drafts().count() == 5
    assert {article.history.first().history_user for article in drafts} == {other}


@pytest.mark.parametrize("how", ["deleted account", "other archive"])
def test_what_a_person_decided_whose_account_is_not_here_is_left(at_desk, started, how):
    tags = [make_tag(make_article(), make_entity(f"Land {number}")) for number in range(3)]
    _shown, say_yes = whole(at_desk, "confirm_selected", tags[0], TAGS)
    if how == "deleted account":
        other = make_user("other", "curator")
        reject([tags[1]], other)
        other.delete()
    else:
        tags[1].state, tags[1]._change_reason = "rejected", FROM_FILE
        tags[1].save()
    say_yes()
    call_command("continue_changes")

    states = [tag.state for tag in EntityTag.objects.order_by("pk")]
    assert states == ["confirmed", "rejected", "confirmed"]


def test_a_row_that_became_what_it_was_to_be_replaced_by_is_told_of(at_desk, started):
    old, new = make_entity("Old"), make_entity("New")
    tags = [make_tag(make_article(), old) for _number in range(3)]
    begin(at_desk, "replace_selected", tags[0], TAGS, to=new.pk)
    EntityTag.objects.update(entity=new)
    call_command("continue_changes")

    address = f"{CHANGES}{BulkChange.objects.get().pk}/change/"
    page = at_desk.get(address).content.decode()
    assert "It has stopped: some of the rows are by now what they were to be replaced by." in page


def test_what_is_restored_is_counted_as_what_was_changed(at_desk, started):
    tags = [make_tag(make_article(), make_entity(f"Land {number}")) for number in range(3)]
    for tag in tags:
        tag.article.revision.mentions.create(entity=tag.entity, start=0, end=7, surface="Article")
    begin(at_desk, "replace_selected", tags[0], TAGS, to=make_entity("New").pk)
    call_command("continue_changes")
    change = BulkChange.objects.get()
    assert Mention.objects.filter(entity__name="New").count() == 3  # the words went along
    at_desk.post(f"{CHANGES}{change.pk}/undo/")
    call_command("continue_changes")

    change.refresh_from_db()
    assert EntityTag.objects.suggested().count() == 3
    assert (change.changed, change.restored) == (6, 6)


def test_a_database_that_is_restarted_between_parts_is_waited_for(
    editing, drafts, started, monkeypatch
):
    begin(editing, "publish_selected", drafts[0])
    oldest, calls = long_lists.oldest, []

    def restarted():
        calls.append(None)
        if len(calls) == 2:
            raise OperationalError("server closed the connection")
        return oldest()

    monkeypatch.setattr(long_lists, "oldest", restarted)
    monkeypatch.setattr(long_lists.connection, "close", lambda: None)
    call_command("continue_changes")

    assert Article.objects.published().count() == 5


def test_there_is_one_such_process_at_a_time(editing, drafts, started, monkeypatch):
    monkeypatch.setattr("archive.curation.one_at_a_time.PATIENCE", 0)
    begin(editing, "publish_selected", drafts[0])
    with alone(long_lists.LOCK_FILE):
        with pytest.raises((SystemExit, CommandError)) as ended:
            call_command("continue_changes")
        page = editing.get(f"{CHANGES}{BulkChange.objects.get().pk}/change/").content.decode()
    assert ended.value.code == 75
    assert "It is being done." in page
    assert "Stop, and undo all of it" in page
    assert "/on/" not in page


def test_who_needs_the_archive_alone_is_told_that_a_change_is_at_work():
    told = "end `serve` and `continue_changes` first"
    with serving(), pytest.raises(InUse, match=told), alone_at_work():
        pass


def test_its_parts_are_not_in_the_list_of_decisions(at_desk, drafts, started):
    begin(at_desk, "add_topic", drafts[0], to=make_topic("Trade").pk)
    call_command("continue_changes")
    assert Decision.objects.count() == 3

    assert at_desk.get("/admin/archive/decision/").context["cl"].result_count == 0
    part = Decision.objects.first()
    page = at_desk.get(f"/admin/archive/decision/{part.pk}/change/").content.decode()
    assert f"{CHANGES}{BulkChange.objects.get().pk}/change/" in page


@pytest.mark.parametrize(
    ("role", "allowed"), [("reader", False), ("curator", False), ("editor", True)]
)
def test_who_may_not_publish_does_not_go_on_with_it_nor_undo_it(
    client, editor, drafts, started, role, allowed
):
    client.force_login(editor)
    begin(client, "publish_selected", drafts[0])
    address = f"{CHANGES}{BulkChange.objects.get().pk}/"
    client.force_login(make_user("somebody", role))

    assert client.get(f"{address}change/").status_code == 200
    for verb in ("on", "undo"):
        assert client.get(f"{address}{verb}/").status_code == 404
        assert client.post(f"{address}{verb}/").status_code == (302 if allowed else 403)


def test_after_thirty_days_it_stays(editing, drafts, started, monkeypatch):
    begin(editing, "publish_selected", drafts[0])
    call_command("continue_changes")
    monkeypatch.setattr(BulkChange, "is_final", True)
    address = f"{CHANGES}{BulkChange.objects.get().pk}/"

    assert "Undo all of it" not in editing.get(f"{address}change/").content.decode()
    page = editing.post(f"{address}undo/", follow=True).content.decode()
    assert "Decisions can be undone for 30 days" in page


def test_what_nobody_could_have_been_shown_is_no_error(editing, drafts):
    endless, before_all_time = ",".join(["9" * 40] * 5), "0001-01-01T00:00:00+14:00"
    for value in ("nonsense", "1,2", ",,,,", "9" * 40, endless, "-1,0,0,0,0", before_all_time):
        data = {"seen": value, "since": value, "until": value, "select_across": "1"}
        data |= {"action": "publish_selected", "_selected_action": [drafts[0].pk]}
        assert "5 rows are chosen" in editing.post(ARTICLES, data).content.decode()
