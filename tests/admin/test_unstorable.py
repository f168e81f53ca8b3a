"""What no PostgreSQL can hold: null characters, and names that are too long, folded too."""

import pytest

from archive.models import Alias, Article, Entity, Suppression
from tests.factories import make_article, make_entity, make_tag, make_topic

pytestmark = pytest.mark.django_db

SHARP = "ß" * 150  # within 200 letters, but 300 when folded
LONG = "n" * 300
ADDED = {"language": "", "kind": "variant", "enabled": "on"}


@pytest.fixture
def shoigu():
    entity = make_entity("Shoigu", "person")
    Alias.objects.create(entity=entity, text="Sergei")
    return entity


@pytest.fixture
def tag(shoigu):
    return make_tag(make_article("Visit", "Shoigu came."), shoigu)


@pytest.mark.parametrize("name", [LONG, SHARP])
@pytest.mark.parametrize("field", ["name", "to_name"])
def test_a_split_by_a_name_too_long_is_refused(editing, shoigu, name, field):
    given = {"name": "Sergei", "to_name": "Sergei Lavrov", "yes": "1", field: name}

    answer = editing.post(f"/admin/archive/entity/{shoigu.pk}/split/", given)

    assert "at most 200 letters" in answer.content.decode()
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("name", [LONG, SHARP])
@pytest.mark.parametrize("verb", ["always", "never"])
def test_a_rule_about_a_name_too_long_is_refused(at_desk, tag, name, verb):
    given = {"verb": verb, "tag": f"entity-{tag.pk}", "name": name, "yes": "1"}

    answer = at_desk.post("/admin/review/", given)

    assert "at most 200" in answer.content.decode()
    assert not Suppression.objects.exists()
    assert Alias.objects.count() == 1


def test_an_alias_that_folds_too_long_is_refused_beside_its_field(editing, shoigu):
    answer = editing.post(
        "/admin/archive/alias/add/", {"entity": shoigu.pk, "text": SHARP, **ADDED}
    )

    assert "at most 200 letters" in str(answer.context["adminform"].form.errors["text"])


def test_an_entity_that_folds_too_long_is_refused_beside_its_field(editing, filled):
    page = editing.get("/admin/archive/entity/add/")

    answer = editing.post(
        "/admin/archive/entity/add/", filled(page, kind="person", name=SHARP, names="")
    )

    assert "at most 200 letters" in str(answer.context["adminform"].form.errors["name"])


def test_null_characters_are_no_part_of_what_was_sent(editing, tag):
    topic_tag = make_tag(tag.article, make_topic("Arms"))

    def post(address, **given):
        assert editing.post(address, given).status_code in (200, 302)

    post("/admin/review/", verb="change", tag=f"topic-{topic_tag.pk}", to_name="a\0b")
    post("/admin/review/", verb="change", tag=f"entity-{tag.pk}", to_name="a\0b")
    split = f"/admin/archive/entity/{tag.entity_id}/split/"
    post(split, name="Sergei", to_name="Lav\0rov", yes="1")
    chosen = {"action": "withdraw_selected", "_selected_action": tag.article_id}
    post("/admin/archive/article/", **chosen, yes="1", reason="The source\0 asked.")

    assert Entity.objects.filter(name="Lavrov").exists()
    assert Article.objects.get(pk=tag.article_id).withdrawn_reason == "The source asked."


@pytest.mark.parametrize(
    "address",
    [
        "/admin/archive/article/?language=%00",
        "/admin/archive/article/?language=en%00",
        "/admin/archive/entitytag/?q=a%00b",
        "/admin/archive/decision/?decided_by__username=%00",
        "/admin/archive/article/%00/change/",
        "/admin/autocomplete/?app_label=archive&model_name=entitytag&field_name=entity&term=a%00b",
    ],
)
def test_null_characters_in_an_address_are_answered(editing, tag, address):
    assert editing.get(address).status_code < 500


@pytest.mark.parametrize(
    "query",
    ["q=a%00b", "language=%00", "source=a%00b", "country=%00iran", "topic=x%00", "date_from=%00"],
)
def test_null_characters_are_answered_on_the_public_pages(client, indexed, tag, query):
    indexed()
    for path in ("/search/", "/api/v1/articles"):
        assert client.get(f"{path}?{query}", follow=True).status_code in (200, 400)
