"""The page that explains the API: complete, in both languages, its examples live."""

import re
from html import unescape
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from archive.search.engine import EngineUnavailable
from archive.search.sync import drain

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("prefix", ["", "/id"])
def test_every_example_can_be_followed(client, world, prefix):
    page = client.get(f"{prefix}/api/")
    assert page.status_code == 200
    examples = re.findall(r'href="http://testserver(/api/v1/[^"]+)"', page.content.decode())

    assert len(examples) == len(page.context["endpoints"]) == 14
    for example in examples:
        answer = client.get(unescape(example))
        assert answer.status_code == 200, example
        assert answer.json().get("count") != 0, example


@pytest.mark.parametrize("prefix", ["", "/id"])
def test_every_example_of_the_first_seed_answers_with_something(client, engine, db, prefix):
    call_command("import_articles", str(settings.BASE_DIR / "seeds"), stdout=StringIO())
    drain(engine)
    page = client.get(f"{prefix}/api/").content.decode()
    examples = re.findall(r'href="http://testserver(/api/v1/[^"]+)"', page)

    assert len(examples) == 14
    for example in examples:
        answer = client.get(unescape(example)).json()
        listed = answer.get("results", answer.get("periods", answer.get("suggestions")))
        assert listed or (listed is None and (answer.get("title") or answer.get("count"))), example


def test_every_address_of_the_document_is_explained(client, world):
    document = client.get("/api/v1/openapi.json").json()
    explained = {f"/api/v1/{one.path}" for one in client.get("/api/").context["endpoints"]}

    assert explained == set(document["paths"])


def test_answers_are_those_of_this_archive(client, world):
    shown = {one.path: one.answer for one in client.get("/api/").context["endpoints"]}

    assert '"label": "Iran"' in shown["countries"]
    assert '"parameter": "colour"' in client.get("/api/").context["refused"]


def test_parameters_are_in_the_language_of_the_page(client, world):
    page = client.get("/id/api/").content.decode()

    assert "Jumlah hasil dalam satu jawaban." in page
    assert "Results in one answer." not in page


def test_an_empty_archive_explains_its_api_too(client, indexed):
    indexed()

    assert client.get("/api/").status_code == 200


def test_the_page_is_there_while_the_index_rests(client, world, monkeypatch, engine):
    def rest(*_arguments):
        raise EngineUnavailable("being built")

    monkeypatch.setattr(type(engine), "summary", rest)
    assert client.get("/api/").status_code == 200
