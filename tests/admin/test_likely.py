"""Duplicates, splits and groups of copies as pages."""

import pytest
from django.core.management import call_command

from archive.admin import likely
from archive.curation import looking
from archive.curation.looking import last_look
from archive.curation.propose import propose
from archive.models import ArticleGroup, Distinction, Entity, MergeProposal, TextBand
from tests.admin.conftest import make_user
from tests.curation.test_decide import make_mention
from tests.factories import make_article, make_entity, make_tag

pytestmark = pytest.mark.django_db

PROPOSALS = "/admin/archive/mergeproposal/"


@pytest.fixture
def pair():
    return make_entity("Sergei Shoigu", "person"), make_entity("Sergey Shoigu", "person")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Where a look is noted."""
    settings.DATA_DIR = tmp_path


def test_likely_duplicates_are_looked_for_in_a_process_of_its_own(editing, pair, monkeypatch):
    started = []
    monkeypatch.setattr(likely, "start", started.append)

    page = editing.post(f"{PROPOSALS}look/", follow=True).content.decode()
    assert "has begun" in page
    assert started == [["propose_merges"]]
    assert not MergeProposal.objects.exists()  # not in the request

    call_command("propose_merges")
    page = editing.get(PROPOSALS).content.decode()
    assert "Last looked for on" in page
    assert "1 new proposal." in page


def test_they_are_never_looked_for_twice_at_once(editing, pair, monkeypatch, capsys):
    seen = []

    def meanwhile(told):
        told(0.4)
        seen.append(last_look())
        seen.append(editing.get(PROPOSALS).content.decode())
        seen.append(editing.post(f"{PROPOSALS}look/", follow=True).content.decode())
        with pytest.raises(SystemExit) as ended:
            call_command("propose_merges")
        seen.append(ended.value.code)
        return 0

    monkeypatch.setattr(looking, "OFTEN", 0)
    monkeypatch.setattr(looking, "propose", meanwhile)
    monkeypatch.setattr(likely, "start", lambda _arguments: pytest.fail("started twice"))
    looking.look()

    state, page, message, code = seen
    assert state.running
    assert "40 % done" in page
    assert f"{PROPOSALS}look/" not in page
    assert "being looked for already" in message
    assert code == 75
    assert not last_look().running


def test_a_look_that_broke_off_is_said_to_have(editing, pair, monkeypatch):
    def broken(_told):
        raise RuntimeError

    monkeypatch.setattr(looking, "propose", broken)
    with pytest.raises(RuntimeError):
        looking.look()

    page = editing.get(PROPOSALS).content.decode()
    assert "did not end" in page
    assert f"{PROPOSALS}look/" in page  # it can be tried again


@pytest.mark.parametrize("noted", ["", "[]", "{}", '{"began": "yesterday"}', '{"when": 1}'])
def test_a_note_that_cannot_be_read_is_none(editing, tmp_path, noted):
    (tmp_path / looking.NOTE_FILE).write_text(noted)

    assert last_look() is None
    assert editing.get(PROPOSALS).status_code == 200


def test_proposals_are_shown_and_kept_apart(editing, pair):
    propose()
    page = editing.get(PROPOSALS).content.decode()
    assert "sergei shoigu · sergey shoigu" in page
    assert "perhaps" in page

    proposal = MergeProposal.objects.get()
    page = editing.post(f"{PROPOSALS}{proposal.pk}/apart/", follow=True).content.decode()

    assert "Sergei Shoigu and Sergey Shoigu stay two." in page
    assert Distinction.objects.exists()
    assert not MergeProposal.objects.exists()


def test_the_page_of_a_merge_says_no_for_good_too(editing, pair):
    address = f"/admin/archive/entity/merge/?ids={pair[0].pk},{pair[1].pk}"
    assert "They are not the same" in editing.get(address).content.decode()

    editing.post(address, {"keep": pair[0].pk, "apart": "1"})

    assert Distinction.objects.exists()
    assert Entity.objects.count() == 2


def test_curators_leave_merging_to_editors(at_desk, pair):
    MergeProposal.objects.create(first=pair[0], second=pair[1], score=0.9)
    proposal = MergeProposal.objects.get()

    assert at_desk.post(f"{PROPOSALS}look/").status_code == 403
    assert at_desk.post(f"{PROPOSALS}{proposal.pk}/apart/").status_code == 403
    assert at_desk.get(f"/admin/archive/entity/{pair[0].pk}/split/").status_code == 403


class TestSplit:
    @pytest.fixture
    def bush(self):
        bush = make_entity("George Bush", "person")
        article = make_article("Visit", "Bush Jr came to Moscow.")
        make_mention(article, bush, "Bush Jr")
        make_tag(article, bush, evidence={"forms": {"Bush Jr": 1}})
        return bush

    def address(self, bush):
        return f"/admin/archive/entity/{bush.pk}/split/"

    def test_what_would_move_is_shown_before(self, editing, bush):
        page = editing.get(self.address(bush)).content.decode()
        assert "Bush Jr" in page
        assert "Yes, split" not in page

        page = editing.post(self.address(bush), {"name": "Bush Jr"})
        assert page.context["parting"].whole == 1
        assert "Yes, split" in page.content.decode()
        assert Entity.objects.count() == 1

    def test_and_moves_on_yes(self, editing, bush):
        data = {"name": "Bush Jr", "to_name": "George W. Bush", "yes": "1"}

        page = editing.post(self.address(bush), data, follow=True).content.decode()

        assert "Bush Jr: now George W. Bush." in page
        assert Entity.objects.get(name="George W. Bush").tags.count() == 1

    def test_without_an_owner_it_is_refused_and_nothing_is_lost(self, editing, bush):
        page = editing.post(self.address(bush), {"name": "Bush Jr", "yes": "1"}).content.decode()

        assert "Say what the names are" in page
        assert 'value="Bush Jr" checked' in page


def test_articles_are_taken_out_of_their_group(at_desk):
    group = ArticleGroup.objects.create(reason="The same words.")
    copies = [make_article(group=group) for _ in range(3)]
    page = at_desk.get(f"/admin/archive/articlegroup/{group.pk}/change/").content.decode()
    assert all(article.title in page for article in copies)

    at_desk.post(f"/admin/archive/articlegroup/{group.pk}/out/", {"article": copies[0].pk})

    assert group.articles.count() == 2


def test_readers_take_nothing_out(client):
    group = ArticleGroup.objects.create(reason="The same words.")
    client.force_login(make_user("ani", "reader"))

    assert client.post(f"/admin/archive/articlegroup/{group.pk}/out/").status_code == 403


def test_who_stands_for_the_rest_is_found_by_later_texts(at_desk):
    body = " ".join(f"word{n} of the report" for n in range(60))
    group = ArticleGroup.objects.create(reason="The same words.")
    first, second, third = (make_article(body=body, group=group) for _ in range(3))
    ArticleGroup.objects.update(lead=first)

    at_desk.post(f"/admin/archive/articlegroup/{group.pk}/out/", {"article": first.pk})
    assert set(TextBand.objects.values_list("article_id", flat=True)) == {second.pk}

    at_desk.post(f"/admin/archive/articlegroup/{group.pk}/out/", {"article": second.pk})
    assert set(TextBand.objects.values_list("article_id", flat=True)) == {second.pk, third.pk}
