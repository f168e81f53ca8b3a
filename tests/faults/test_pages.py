"""F18 and F19: no page lacks a file or a translation, with no articles, with one, with many."""

import json
import re
from pathlib import Path

import django
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from archive.models import Kind
from tests.factories import make_article, make_entity, make_topic
from tests.running import ROOT
from tests.security.addresses import every_address

STATIC = re.compile(r"""\{%\s*static\s+['"]([^'"]+)['"]""")


@pytest.fixture(scope="module")
def manifest(tmp_path_factory):
    """The list of collected files, as the image has it; collecting fails where one is missing."""
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("static")
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    with override_settings(STATIC_ROOT=folder, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    return json.loads((folder / "staticfiles.json").read_text())["paths"]


@pytest.mark.slow
def test_every_file_that_a_template_names_is_collected(manifest):
    ours = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "archive").rglob("*.html")]
    theirs = (Path(django.__file__).parent / "contrib" / "admin").rglob("*.html")
    named = {
        (path.name, name)
        for path in [*ours, *theirs]
        for name in STATIC.findall(path.read_text("utf-8"))
    }
    assert len(named) > 10
    assert not [(template, name) for template, name in sorted(named) if name not in manifest]


def some(count):
    iran, russia = make_entity("Iran", code="IR"), make_entity("Russia", code="RU")
    person = make_entity("X", Kind.PERSON)
    topic = make_topic("Oil")
    for number in range(count):
        make_article(
            f"Oil {number}", "Iran sells oil.", about=[iran, russia, person], topics=[topic],
            edtf="1998-05-21" if number % 2 else "",
        )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 1, pytest.param(45, marks=pytest.mark.slow)])
@pytest.mark.parametrize("prefix", ["", "/id"])
def test_every_page_is_given_in_each_language_however_many_articles(client, indexed, count, prefix):
    if count:
        some(count)
    indexed()
    for address in every_address():
        response = client.get(address if address.startswith("/api") else prefix + address)
        assert response.status_code < 500, address
        b"".join(response)
    client.force_login(User.objects.create_superuser("root", password="x"))
    index = client.get(f"{prefix}/admin/")
    assert index.status_code == 200
    for address in sorted(set(re.findall(rf'href="({prefix}/admin/[a-z_/]+/)"', index.text))):
        assert client.get(address, follow=True).status_code < 500, address
