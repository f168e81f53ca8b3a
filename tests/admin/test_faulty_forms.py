"""What is sent to the admin and cannot be: said beside its field, or not found; never a fault."""

import time

import pytest

from archive.admin import texts
from archive.admin.conflict import MOST_OF_PAGE, Effort, paragraphs, words
from archive.models import Alias, ArticleGroup, Suppression
from tests.factories import make_article, make_entity, make_tag, make_topic

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", ["alias", "entity", "topic"])
def test_what_is_no_key_is_not_found(editing, model):
    assert editing.post(f"/admin/archive/{model}/abc/change/", {}).status_code in {302, 404}


@pytest.mark.parametrize("key", ["1" * 5000, "9" * 30])
def test_keys_of_thousands_of_figures_are_nobodys(editing, key):
    topic, group = make_topic("Oil"), ArticleGroup.objects.create(reason="same")
    for address, data in [
        (f"topic/{topic.pk}/move/", {"parent": key}),
        (f"topic/{topic.pk}/merge/", {"kept": key}),
        (f"articlegroup/{group.pk}/out/", {"article": key}),
        (f"article/{make_article().pk}/texts/", {"revision": key}),
        ("entity/merge/", {"ids": key}),
    ]:
        assert editing.post(f"/admin/archive/{address}", data).status_code < 500
    assert editing.post("/admin/review/", {"verb": "confirm", "tag": f"entity-{key}"}).status_code


def test_nothing_is_a_country_of_itself(editing, filled):
    oman = make_entity("Oman")
    address = f"/admin/archive/entity/{oman.pk}/change/"
    page = editing.post(address, filled(editing.get(address), country=oman.pk))
    assert "Nothing is a country of itself." in page.content.decode()


def test_a_renamed_entity_may_get_its_old_name_as_an_alias_in_the_same_form(editing, filled):
    city = make_entity("Kyiv", "place")
    address = f"/admin/archive/entity/{city.pk}/change/"
    line = {"text": "Kyiv", "kind": "variant", "enabled": "on", "entity": city.pk}
    data = filled(editing.get(address), name="Kiev")
    data |= {f"aliases-0-{name}": value for name, value in line.items()}
    data["aliases-TOTAL_FORMS"] = "1"
    assert editing.post(address, data).status_code == 302
    city.refresh_from_db()
    assert city.name == "Kiev"
    assert Alias.objects.get().text == "Kyiv"


def test_a_suppression_is_kept_as_names_are_compared(editing):
    iran = make_entity("Iran")
    data = {"folded": "Pérsia", "entity": iran.pk, "article": ""}
    assert editing.post("/admin/archive/suppression/add/", data).status_code == 302
    assert Suppression.objects.get().folded == "persia"
    assert editing.post("/admin/archive/suppression/add/", data).status_code == 200


@pytest.mark.parametrize("name", ["a", ", ,", "Iraq"])
def test_always_makes_no_name_that_the_form_of_names_refuses(editing, name):
    iran, _iraq = make_entity("Iran"), make_entity("Iraq")
    tag = make_tag(make_article(), iran)
    data = {"verb": "always", "tag": f"entity-{tag.pk}", "name": name, "yes": "1"}
    assert editing.post("/admin/review/", data).status_code == 200
    assert not Alias.objects.exists()


def test_the_form_of_an_article_sends_long_texts_of_other_scripts_as_they_are(at_desk):
    page = at_desk.get(f"/admin/archive/article/{make_article().pk}/change/")
    assert 'enctype="multipart/form-data"' in page.content.decode()


def test_texts_of_one_word_a_thousand_times_are_compared_at_their_ends():
    begun = time.process_time()
    pieces = words("First " + "the " * 3000 + "end", "First " + "the x " * 3000 + "end", Effort())
    assert time.process_time() - begun < 5
    assert pieces[0].text.startswith("First")
    assert (pieces[0].kind, pieces[-1].kind, pieces[-1].text) == ("same", "same", "end")


def test_many_paragraphs_of_one_word_share_the_effort_of_their_page():
    effort = Effort()
    old = "\n\n".join(f"{n} " + "the " * 100 for n in range(40))
    new = "\n\n".join(f"{n} " + "the x " * 100 for n in range(40))

    pieces = paragraphs(old, new, effort)

    assert 0 <= effort.left < MOST_OF_PAGE
    compared = [piece for piece in pieces if piece.kind == "new" and piece.text == "x"]
    assert len(compared) == 100 * (MOST_OF_PAGE // (100**2 + 1))
    assert any(piece.kind == "gone" for piece in pieces)  # the last ones are shown whole


def test_the_page_of_texts_has_one_effort_for_all_of_them(at_desk, monkeypatch):
    given = []
    monkeypatch.setattr(texts, "paragraphs", lambda old, new, effort: given.append(effort) or ())
    article = make_article("Talks", "One.")
    article.revise("Talks", "Two.")

    at_desk.get(f"/admin/archive/article/{article.pk}/texts/")

    assert len(given) == 2
    assert given[0] is given[1]


def test_a_form_that_says_it_has_millions_of_lines_is_answered(editing, filled, monkeypatch):
    monkeypatch.setattr("django.forms.formsets.DEFAULT_MAX_NUM", 20)  # a thousand take their time
    address = f"/admin/archive/entity/{make_entity('Oman').pk}/change/"
    data = filled(editing.get(address))
    data |= {"aliases-TOTAL_FORMS": "9" * 8, "aliases-INITIAL_FORMS": "9" * 8}
    assert editing.post(address, data).status_code in {200, 302}


def test_texts_that_share_nothing_are_not_said_to_share_their_ends():
    told = paragraphs("a b\n\nc d\n\ne", "x y\n\nz q", Effort(left=-1))
    assert {piece.kind for piece in told} == {"gone", "new"}
