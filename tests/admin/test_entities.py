"""Names, offices and merging, as an editor does it."""

import pytest
from django.urls import reverse

from archive.models import Decision, Entity, EntityTag, Redirect, SearchMiss
from tests.factories import make_article, make_entity, make_tag, make_topic

pytestmark = pytest.mark.django_db


def address(entity):
    return reverse("admin:archive_entity_change", args=[entity.pk])


def results(client, term, field="entity", model="entitytag"):
    query = {"term": term, "app_label": "archive", "model_name": model, "field_name": field}
    found = client.get(reverse("admin:autocomplete"), query).json()["results"]
    return [each["text"] for each in found]


def test_names_are_written_one_on_each_line(editing, filled):
    iran = make_entity("Iran", names={"id": "Iran", "fa": "ایران"})
    page = editing.get(address(iran))
    assert "fa: ایران\nid: Iran" in page.content.decode()

    editing.post(address(iran), filled(page, names="fa: ایران\n\n ru: Иран \n"))

    iran.refresh_from_db()
    assert iran.names == {"fa": "ایران", "ru": "Иран"}


def test_a_line_that_is_no_name_is_explained_and_kept(editing, filled):
    iran = make_entity("Iran")

    answer = editing.post(
        address(iran), filled(editing.get(address(iran)), names="Persia is the old name")
    )

    [error] = answer.context["adminform"].form.errors["names"]
    assert "Persia is the old name" in error
    assert "Persia is the old name</textarea>" in answer.content.decode()


def test_a_new_slug_leads_on_from_the_old_one(editing, filled):
    shoigu = make_entity("Sergei Shoigu", "person")

    editing.post(address(shoigu), filled(editing.get(address(shoigu)), slug="shoigu"))

    moved = Redirect.objects.get()
    assert (moved.old_path, moved.new_path) == ("/people/sergei-shoigu/", "/people/shoigu/")


def test_a_name_is_found_in_any_spelling_and_namesakes_are_told_apart(editing):
    jordan = make_entity("Jordan")
    jordan.aliases.create(text="Yordania")
    make_entity("Jordan", "person")

    assert results(editing, "YORDÁNIA") == ["Jordan (country)"]
    assert sorted(results(editing, "jord")) == ["Jordan (country)", "Jordan (person)"]


def test_merging_shows_what_moves_and_then_moves_it(editing):
    shoigu, shoigo = make_entity("Shoigu", "person"), make_entity("Shoigo", "person")
    make_tag(make_article("First"), shoigu)
    both = make_article("Second")
    make_tag(both, shoigu, "confirmed")
    make_tag(both, shoigo, "rejected")

    chosen = editing.post(
        "/admin/archive/entity/",
        {"action": "merge_selected", "_selected_action": [shoigo.pk, shoigu.pk]},
        follow=True,
    )

    page = chosen.content.decode()
    assert "Shoigo becomes one with Shoigu" in page  # the one with more tags is kept
    assert "/people/shoigo/ → /people/shoigu/" in page
    assert "Second" in page
    assert Entity.objects.count() == 2

    done = editing.post(
        f"{reverse('admin:archive_entity_merge')}?ids={shoigo.pk},{shoigu.pk}",
        {"keep": shoigu.pk, "yes": "1"},
        follow=True,
    )
    assert done.redirect_chain[-1][0] == address(shoigu)
    assert Entity.objects.get() == shoigu
    assert EntityTag.objects.filter(entity=shoigu).count() == 2

    editing.post(reverse("admin:archive_decision_undo", args=[Decision.objects.get().pk]))
    assert Entity.objects.count() == 2
    assert EntityTag.objects.filter(entity=shoigo).get().state == "rejected"


def test_the_other_one_may_be_kept(editing):
    shoigu, shoigo = make_entity("Shoigu", "person"), make_entity("Shoigo", "person")
    page = editing.get(
        f"{reverse('admin:archive_entity_merge')}?ids={shoigu.pk}&and={shoigo.pk}&keep={shoigo.pk}"
    )

    assert "Shoigu becomes one with Shoigo" in page.content.decode()


def test_different_kinds_are_not_merged(editing):
    russia, shoigu = make_entity("Russia"), make_entity("Shoigu", "person")
    url = f"{reverse('admin:archive_entity_merge')}?ids={russia.pk},{shoigu.pk}"

    assert "Yes, merge them" not in editing.get(url).content.decode()
    answer = editing.post(url, {"keep": russia.pk, "yes": "1"}, follow=True)
    assert "Only entities of one kind" in answer.content.decode()
    assert Entity.objects.count() == 2


@pytest.mark.parametrize("ids", ["", "x", "1,,2", "99999999999999999999", "-1", "1,2'--"])
def test_any_address_of_the_merging_page_gives_a_page(editing, ids):
    answer = editing.get(reverse("admin:archive_entity_merge"), {"ids": ids, "keep": ids})

    assert answer.status_code == 200


def test_a_curator_does_not_merge(at_desk):
    assert at_desk.get(reverse("admin:archive_entity_merge")).status_code == 403


def test_what_articles_are_about_is_not_deleted(editing):
    iran, unused = make_entity("Iran"), make_entity("Atlantis")
    make_article(about=[iran])

    delete = "admin:archive_entity_delete"
    assert editing.get(reverse(delete, args=[iran.pk])).status_code == 403
    assert editing.get(reverse(delete, args=[unused.pk])).status_code == 200


def test_a_search_that_found_nothing_becomes_an_alias(editing):
    SearchMiss.objects.create(query="Persia & co")

    page = editing.get("/admin/archive/searchmiss/").content.decode()

    assert "/admin/archive/alias/add/?text=Persia+%26+co" in page
    form = editing.get("/admin/archive/alias/add/?text=Persia+%26+co")
    assert form.context["adminform"].form["text"].value() == "Persia & co"


def test_a_topic_is_not_part_of_what_is_part_of_it(editing, filled):
    trade = make_topic("Trade")
    sanctions = make_topic("Sanctions", parent=trade)
    url = reverse("admin:archive_topic_change", args=[trade.pk])

    answer = editing.post(url, filled(editing.get(url), parent=str(sanctions.pk)))

    assert "parent" in answer.context["adminform"].form.errors


def test_before_many_rows_move_it_is_said_that_saving_waits(editing, monkeypatch):
    iran, persia = make_entity("Iran"), make_entity("Persia")
    for _number in range(3):
        make_tag(make_article(), persia)
    page = f"{reverse('admin:archive_entity_merge')}?ids={iran.pk},{persia.pk}&keep={iran.pk}"
    assert "nobody else can save" not in editing.get(page).content.decode()

    monkeypatch.setattr("archive.admin.merging.LARGE", 3)
    monkeypatch.setattr("archive.admin.merging.PACE", 1)
    assert (
        "3 rows move in one step. While this is saved nobody else can save: about 3 seconds"
        in " ".join(editing.get(page).content.decode().split())
    )


def test_before_many_tags_of_a_topic_move_too(editing, monkeypatch):
    oil, trade = make_topic("Oil"), make_topic("Trade")
    make_tag(make_article(), oil)
    page = reverse("admin:archive_topic_merge", args=[oil.pk])
    monkeypatch.setattr("archive.admin.merging.LARGE", 1)

    shown = editing.post(page, {"kept": trade.pk, "look": "1"}).content.decode()

    assert "1 rows move in one step" in shown
