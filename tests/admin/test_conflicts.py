"""Two edit one thing at once: the second is shown the difference, and loses nothing of the form."""

import pytest

from archive.curation.decide import confirm
from archive.curation.merge import absorb
from archive.models import Alias, Article, EntityTag, Topic, TopicRule
from tests.factories import make_article, make_entity, make_tag, make_topic

pytestmark = pytest.mark.django_db

SAID = "This was changed meanwhile."
SAID_OF_A_LINE = "This line was changed meanwhile."


@pytest.fixture
def iran(editor):
    entity = make_entity("Iran", note="A country.")
    Alias.objects.create(entity=entity, text="Persia", kind="variant")
    return entity


def address(row):
    return f"/admin/archive/{row._meta.model_name}/{row.pk}/change/"


def lines(page):
    for inline in page.context["inline_admin_formsets"]:
        yield from inline.formset.initial_forms


def test_a_text_changed_meanwhile_is_shown_word_by_word(at_desk, filled):
    article = make_article("Visit", "He came to Moscow.\n\nIt rained.")
    data = filled(
        at_desk.get(address(article)), body="He came to Tehran.\n\nIt rained.", byline="me"
    )
    article.revise("Visit", "She came to Moscow.\n\nIt rained.")

    page = at_desk.post(address(article), data)

    text = page.content.decode()
    assert SAID in text
    assert "<del>She</del> <ins>He</ins>" in text
    assert "<del>Moscow.</del> <ins>Tehran.</ins>" in text
    assert "<ins>me</ins>" in text
    assert page.context["adminform"].form["body"].value().startswith("He came to Tehran.")

    at_desk.post(address(article), filled(page))
    assert Article.objects.with_text().get().body.startswith("He came to Tehran.")


def test_a_tag_decided_meanwhile_is_not_decided_back_unseen(at_desk, filled, editor):
    article = make_article("Visit", "He came to Iran.")
    tag = make_tag(article, make_entity("Iran"))
    data = filled(at_desk.get(address(article)), byline="me")
    confirm([tag], editor)

    page = at_desk.post(address(article), data)

    assert SAID_OF_A_LINE in page.content.decode()
    assert "<del>confirmed</del> <ins>suggested</ins>" in page.content.decode().lower()
    tag.refresh_from_db()
    assert tag.state == "confirmed"


def test_a_tag_taken_away_meanwhile_leaves_the_rest_of_the_form(at_desk, filled):
    article = make_article("Visit", "He came to Iran.")
    first = make_tag(article, make_entity("Iran"))
    make_tag(article, make_entity("Oman"))
    data = filled(at_desk.get(address(article)), byline="me")
    first.delete()

    page = at_desk.post(address(article), data)
    assert "1 line was taken away meanwhile" in page.content.decode()

    at_desk.post(address(article), filled(page))
    article.refresh_from_db()
    assert article.byline == "me"
    assert EntityTag.objects.get().entity.name == "Oman"


def test_an_entity_changed_meanwhile_is_saved_only_when_the_difference_was_seen(
    editing, filled, iran
):
    data = filled(editing.get(address(iran)), note="A country of Asia.", names="id: Iran")
    iran.note = "A republic."
    iran.save()

    page = editing.post(address(iran), data)

    text = page.content.decode()
    assert SAID in text
    assert "<del>republic.</del> <ins>country of Asia.</ins>" in text
    assert "<ins>id: Iran</ins>" in text
    iran.refresh_from_db()
    assert (iran.note, iran.names) == ("A republic.", {})

    editing.post(address(iran), filled(page))
    iran.refresh_from_db()
    assert (iran.note, iran.names) == ("A country of Asia.", {"id": "Iran"})


def test_what_would_change_is_not_told_of_an_outdated_form(editing, filled, iran):
    data = filled(editing.get(address(iran)), name="Persia", _foresee="1")
    iran.note = "A republic."
    iran.save()

    page = editing.post(address(iran), data)

    assert SAID in page.content.decode()
    assert page.context["effect"] is None


def test_a_name_changed_meanwhile_is_said_so_on_its_line(editing, filled, iran):
    data = filled(editing.get(address(iran)), note="Another note.")
    iran.aliases.update(case_matters=True)

    page = editing.post(address(iran), data)

    assert SAID_OF_A_LINE in page.content.decode()
    assert "<del>yes</del> <ins>no</ins>" in page.content.decode()
    assert iran.aliases.get().case_matters

    editing.post(address(iran), filled(page))
    iran.refresh_from_db()
    assert iran.note == "Another note."
    assert not iran.aliases.get().case_matters


def test_a_name_deleted_meanwhile_is_said_so_and_added_anew(editing, filled, iran):
    Alias.objects.create(entity=iran, text="Parsa")
    data = filled(editing.get(address(iran)), **{"aliases-0-language": "id"})
    iran.aliases.get(text=data["aliases-0-text"]).delete()

    page = editing.post(address(iran), data)

    assert "This was deleted meanwhile" in page.content.decode()
    editing.post(address(iran), filled(page))
    assert sorted(iran.aliases.values_list("text", flat=True)) == ["Parsa", "Persia"]
    assert iran.aliases.get(text=data["aliases-0-text"]).language == "id"


def test_a_line_that_both_delete_is_gone(editing, filled, iran):
    data = filled(editing.get(address(iran)), note="New.", **{"aliases-0-DELETE": "on"})
    iran.aliases.all().delete()

    editing.post(address(iran), data)

    iran.refresh_from_db()
    assert iran.note == "New."
    assert not iran.aliases.exists()


def test_an_alias_has_a_form_of_its_own_that_is_watched_too(editing, filled, iran):
    alias = iran.aliases.get()
    data = filled(editing.get(address(alias)), text="Old Persia")
    iran.aliases.update(text="Parsa")

    page = editing.post(address(alias), data)

    assert "<del>Parsa</del> <ins>Old Persia</ins>" in page.content.decode()
    editing.post(address(alias), filled(page))
    assert iran.aliases.get().text == "Old Persia"


def test_a_topic_and_its_rules_are_watched(editing, filled):
    topic = Topic.objects.create(name="Trade", scope_note="Goods.")
    TopicRule.objects.create(topic=topic, language="en", phrase="free trade", weight=1)
    data = filled(editing.get(address(topic)), scope_note="Goods and tariffs.")
    Topic.objects.update(scope_note="Goods and services.")
    topic.rules.update(phrase="fair trade")

    page = editing.post(address(topic), data)

    text = page.content.decode()
    assert "<del>services.</del> <ins>tariffs.</ins>" in text
    assert "<del>fair</del> <ins>free</ins>" in text
    editing.post(address(topic), filled(page))
    topic.refresh_from_db()
    assert topic.scope_note == "Goods and tariffs."
    assert topic.rules.get().phrase == "free trade"


class TestWithoutAChange:
    @pytest.fixture(params=["article", "entity", "topic"])
    def row(self, request, iran):
        rows = {
            "article": lambda: make_article("Visit", "He came."),
            "entity": lambda: iran,
            "topic": lambda: Topic.objects.create(name="Trade"),
        }
        return rows[request.param]()

    def noted(self, row):
        """The field of it that says least."""
        return {"article": "byline", "entity": "note", "topic": "scope_note"}[row._meta.model_name]

    def test_a_form_saved_as_it_was_stands_in_nobodys_way(self, editing, filled, row):
        mine = filled(editing.get(address(row)), **{self.noted(row): "mine"})

        editing.post(address(row), filled(editing.get(address(row))))
        answer = editing.post(address(row), mine)

        assert answer.status_code == 302
        row.refresh_from_db()
        assert getattr(row, self.noted(row)) == "mine"

    def test_a_form_saved_as_it_was_does_not_take_back_what_another_saved(
        self, editing, filled, row
    ):
        mine = filled(editing.get(address(row)))
        type(row).objects.filter(pk=row.pk).update(**{self.noted(row): "theirs"})

        page = editing.post(address(row), mine)

        assert SAID in page.content.decode()
        row.refresh_from_db()
        assert getattr(row, self.noted(row)) == "theirs"

    def test_two_who_type_the_same_do_not_disagree(self, editing, filled, row):
        mine = filled(editing.get(address(row)), **{self.noted(row): "same"})
        type(row).objects.filter(pk=row.pk).update(**{self.noted(row): "same"})

        assert editing.post(address(row), mine).status_code == 302


# --- Rows that are gone, and versions ---------------------------------------------------------


def test_what_was_typed_for_an_entity_merged_meanwhile_is_shown(editing, editor, filled):
    kept, gone = make_entity("Sergei Shoigu", "person"), make_entity("Sergi Shoigo", "person")
    Alias.objects.create(entity=gone, text="Shoigo")
    address = f"/admin/archive/entity/{gone.pk}/change/"
    page = editing.get(address)
    absorb(kept, gone, editor)

    answer = editing.post(
        address, filled(page, note="A long note.", **{"aliases-0-text": "Szojgu"})
    )

    text = answer.content.decode()
    assert answer.status_code == 410
    assert "Sergi Shoigo was made one with Sergei Shoigu" in text
    assert f"/admin/archive/entity/{kept.pk}/change/" in text
    assert "A long note." in text
    assert "Szojgu" in text


def test_what_was_typed_for_an_alias_whose_entity_was_merged_is_shown(editing, editor, filled):
    """Both had the name: the duplicate's is one with that of the entity that is kept."""
    kept, gone = make_entity("Sergei Shoigu", "person"), make_entity("Sergi Shoigo", "person")
    kept.aliases.create(text="Shoigo")
    alias = gone.aliases.create(text="Shoigo")
    address = f"/admin/archive/alias/{alias.pk}/change/"
    page = editing.get(address)
    absorb(kept, gone, editor)

    answer = editing.post(address, filled(page, text="Szojgu"))

    text = answer.content.decode()
    assert answer.status_code == 410
    assert "Shoigo was of Sergi Shoigo, which was made one with Sergei Shoigu" in text
    assert f"/admin/archive/entity/{kept.pk}/change/" in text
    assert "Szojgu" in text


def test_an_office_of_a_person_who_was_merged_is_shown_too(editing, editor, filled):
    kept, gone = make_entity("Sergei Shoigu", "person"), make_entity("Sergi Shoigo", "person")
    kept.offices.create(post="Minister", start="2012")
    office = gone.offices.create(post="Minister", start="2012")
    address = f"/admin/archive/office/{office.pk}/change/"
    page = editing.get(address)
    absorb(kept, gone, editor)

    answer = editing.post(address, filled(page, reference="A newspaper."))

    assert answer.status_code == 410
    assert "Minister was of Sergi Shoigo, which was made one with" in answer.content.decode()
    assert "A newspaper." in answer.content.decode()


@pytest.mark.parametrize("model", ["alias", "office"])
def test_a_row_that_moved_with_a_merge_says_whose_it_is_now(editing, editor, filled, model):
    kept, gone = make_entity("Sergei Shoigu", "person"), make_entity("Sergi Shoigo", "person")
    row = (
        gone.aliases.create(text="Shoigo")
        if model == "alias"
        else gone.offices.create(post="Minister")
    )
    address = f"/admin/archive/{model}/{row.pk}/change/"
    page = editing.get(address)
    absorb(kept, gone, editor)

    answer = editing.post(address, filled(page, text="Szojgu", post="Premier"))

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Sergi Shoigo was made one with Sergei Shoigu meanwhile. Choose that one." in text
    assert ("Szojgu" if model == "alias" else "Premier") in text


def test_an_alias_that_was_deleted_meanwhile_leads_to_its_entity(editing, filled):
    iran = make_entity("Iran")
    alias = iran.aliases.create(text="Persia")
    address = f"/admin/archive/alias/{alias.pk}/change/"
    page = editing.get(address)
    alias.delete()

    text = editing.post(address, filled(page)).content.decode()

    assert "Persia was deleted while" in text
    assert f"/admin/archive/entity/{iran.pk}/change/" in text


def test_what_was_typed_for_a_topic_deleted_meanwhile_is_shown(editing, filled):
    topic = make_topic("Sanctions")
    address = f"/admin/archive/topic/{topic.pk}/change/"
    page = editing.get(address)
    topic.delete()

    answer = editing.post(address, filled(page, scope_note="All sorts."))

    assert "was deleted while" in answer.content.decode()
    assert "All sorts." in answer.content.decode()


def test_reverting_says_what_was_changed_since_the_version_was_opened(editing, editor):
    entity = make_entity("Sergei Shoigu", "person")
    entity.note = "First."
    entity.save()
    version = entity.history.last()
    address = f"/admin/archive/entity/{entity.pk}/history/{version.pk}/"
    page = editing.get(address)
    sent = {"kind": "person", "name": "Sergei Shoigu", "slug": "sergei-shoigu", "names": ""}
    sent["newest"] = str(page.context["newest"].pk)
    entity._history_user = editor
    entity.note = "Of somebody else."
    entity.save()

    answer = editing.post(address, sent)

    assert "This was changed while the version was open: by budi" in answer.content.decode()
    entity.refresh_from_db()
    assert entity.note == "Of somebody else."
    again = {**sent, "newest": str(answer.context["newest"].pk)}
    assert editing.post(address, again).status_code == 302
    entity.refresh_from_db()
    assert entity.note == ""


def test_a_choice_that_is_not_allowed_is_not_said_to_be_merged(editing, filled):
    person = make_entity("Sergei Shoigu", kind="person")
    body = make_entity("Ministry of Defence", kind="organization")
    address = f"/admin/archive/entity/{body.pk}/change/"

    answer = editing.post(address, filled(editing.get(address), country=person.pk))

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Select a valid choice" in text
    assert "was made one with" not in text
