"""Roles: each may do what the one before it may, and a little more."""

from itertools import pairwise
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User

from archive.admin import likely
from archive.models import EntityTag, ErrorReport
from tests.admin.conftest import make_user
from tests.factories import make_article, make_entity, make_tag, make_topic

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]
ROLES = ["reader", "curator", "editor", "administrator"]


def rights(role):
    return set(Group.objects.get(name=role).permissions.values_list("codename", flat=True))


def told(role):
    """The rights of a role as the table of the documents tells them."""
    names = {str(model._meta.verbose_name): model._meta.model_name for model in apps.get_models()}
    upto = ROLES.index(role) + 1
    found = set()
    for line in (ROOT / "docs" / "curation.md").read_text().splitlines():
        if not line.startswith("| ") or line.startswith("| rows"):
            continue
        name, *columns = (cell.strip() for cell in line.strip("|").split("|"))
        verbs = ", ".join(filter(None, columns[:upto])).split(", ")
        found |= {f"{verb}_{names[name]}" for verb in verbs if verb}
    return found


@pytest.mark.parametrize("role", ROLES)
def test_the_documents_tell_what_each_role_may(role):
    assert told(role) == rights(role)


def test_each_role_may_do_what_the_one_before_may():
    for lower, higher in pairwise(ROLES):
        assert rights(lower) < rights(higher)


def test_what_sets_them_apart():
    assert all(right.startswith("view_") for right in rights("reader"))
    assert {"change_article", "change_entitytag", "change_decision"} <= rights("curator")
    assert not {"change_entity", "publish_article"} & rights("curator")
    assert {"change_entity", "delete_entity", "add_article", "publish_article"} <= rights("editor")
    assert "add_user" not in rights("editor")
    assert {"add_user", "delete_article"} <= rights("administrator")


@pytest.fixture
def rows():
    iran, other = make_entity("Iran"), make_entity("Persia")
    article = make_article("A draft", status="draft", about=[iran])
    make_tag(article, make_topic("Trade"))
    ErrorReport.objects.create(article=article, message="Wrong.")
    return {
        "article": article.pk,
        "entity": iran.pk,
        "other": other.pk,
        "tag": EntityTag.objects.get().pk,
        "topic": article.topic_tags.get().topic_id,
    }


# What is done, the first role that may, and the address; GET unless data is given.
DEEDS = [
    ("see a draft", "reader", "article/{article}/preview/", None),
    ("see the history", "reader", "article/{article}/history/", None),
    ("see an entity", "reader", "entity/{entity}/change/", None),
    ("see decisions", "reader", "decision/", None),
    ("see reports", "reader", "errorreport/", None),
    ("confirm a tag", "curator", "entitytag/{tag}/confirm/now/", {}),
    ("review", "curator", "../review/", None),
    ("add an alias", "curator", "alias/add/", None),
    ("write an article", "editor", "article/add/", None),
    ("split an entity", "editor", "entity/{entity}/split/", None),
    ("merge entities", "editor", "entity/merge/?ids={entity},{other}", None),
    ("look for duplicates", "editor", "mergeproposal/look/", {}),
    ("move a topic", "editor", "topic/{topic}/move/", None),
    ("merge a topic", "editor", "topic/{topic}/merge/", None),
    ("add a topic", "editor", "topic/add/", None),
    ("add a redirect", "editor", "redirect/add/", None),
    ("delete an article", "administrator", "article/{article}/delete/", None),
    ("add a user", "administrator", "../auth/user/add/", None),
]


@pytest.fixture(autouse=True)
def nothing_started(monkeypatch):
    monkeypatch.setattr(likely, "start", lambda _arguments: None)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("deed", "first", "address", "data"), DEEDS, ids=[d[0] for d in DEEDS])
def test_who_may_do_what(client, rows, role, deed, first, address, data):
    client.force_login(make_user("somebody", role))
    address = f"/admin/archive/{address.format(**rows)}".replace("/archive/../", "/")

    answer = client.get(address) if data is None else client.post(address, data)

    allowed = ROLES.index(role) >= ROLES.index(first)
    assert (answer.status_code in {200, 302}) == allowed, (deed, answer.status_code)
    assert answer.status_code in {200, 302, 403}


@pytest.mark.parametrize("role", ROLES)
def test_nobody_without_a_role_sees_anything(client, rows, role):
    client.force_login(make_user("nobody"))

    assert client.get("/admin/archive/article/").status_code == 403


def test_an_administrator_makes_nobody_a_superuser_and_touches_none(client):
    own, above = make_user("ani", "administrator"), make_user("root")
    User.objects.filter(pk=above.pk).update(is_superuser=True)
    client.force_login(own)
    address = f"/admin/auth/user/{own.pk}/change/"
    fields = client.get(address).context["adminform"].form.fields
    assert not {"is_superuser", "user_permissions"} & set(fields)
    assert "groups" in fields
    data = {"username": "ani", "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    joined = {"date_joined_0": "2026-01-01", "date_joined_1": "00:00:00"}
    assert client.post(address, {**data, **joined}).status_code == 302
    own.refresh_from_db()
    assert not own.is_superuser
    for page in ("change", "password", "delete"):
        answer = client.post(f"/admin/auth/user/{above.pk}/{page}/", data)
        assert answer.status_code == 403
