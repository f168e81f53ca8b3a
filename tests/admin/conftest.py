"""People who log in, by their role, and forms as a browser would send them."""

import pytest
from django.contrib.auth.models import Group, User


def make_user(name, role=None):
    user = User.objects.create_user(name, is_staff=True)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def curator(db):
    return make_user("siti", "curator")


@pytest.fixture
def editor(db):
    return make_user("budi", "editor")


@pytest.fixture
def at_desk(client, curator):
    """A browser of somebody who is logged in as a curator."""
    client.force_login(curator)
    return client


@pytest.fixture
def editing(client, editor):
    """A browser of somebody who is logged in as an editor."""
    client.force_login(editor)
    return client


@pytest.fixture
def filled():
    """What a browser would send of the page's forms: every field as it stands."""

    def fill(response, **changes):
        data = {}
        context = response.context
        for form in forms_of(context):
            for bound in form:
                value = bound.value()
                if value is True:
                    data[bound.html_name] = "on"
                elif value is not None and value is not False:
                    data[bound.html_name] = str(value)
        return {**data, **changes}

    return fill


def forms_of(context):
    yield context["adminform"].form
    for inline in context["inline_admin_formsets"]:
        yield inline.formset.management_form
        yield from inline.formset.forms
