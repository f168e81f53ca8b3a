"""The Indonesian catalogue: complete, compiled, and no older than the texts it translates."""

import shutil
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ["id"]


def folder(language, base=ROOT):
    return base / "archive" / "locale" / language / "LC_MESSAGES"


def read(path, reader):
    with path.open("rb") as file:
        return reader(file)


def said(catalogue):
    """Message to translation, by context, without the header."""
    return {
        (context_of(message), *forms(message.id)): forms(message.string)
        for message in catalogue
        if message.id
    }


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def catalogue(language):
    return read(folder(language) / "django.po", read_po)


def test_every_text_is_translated(catalogue):
    missing = [m.id for m in catalogue if m.id and (m.fuzzy or not all(forms(m.string)))]
    assert not missing


def test_what_is_compiled_is_what_is_written(language, catalogue):
    assert said(read(folder(language) / "django.mo", read_mo)) == said(catalogue)


def test_placeholders_and_plurals_are_kept(catalogue):
    assert not [(message.id, faults) for message, faults in catalogue.check() if faults]


def test_every_text_of_the_sources_is_in_the_catalogue(
    language, catalogue, tmp_path, monkeypatch, settings
):
    if not shutil.which("xgettext"):
        pytest.skip("needs gettext (Debian: apt-get install gettext)")
    for name in ("archive", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    settings.LOCALE_PATHS = [tmp_path / "archive" / "locale"]
    call_command("makemessages", locale=[language], verbosity=0, no_location=True)
    found = read(folder(language, tmp_path) / "django.po", read_po)
    assert set(said(found)) == set(said(catalogue))


def context_of(message):
    """Babel gives the context of a compiled message as bytes."""
    return message.context.decode() if isinstance(message.context, bytes) else message.context


def forms(text):
    """Singular and plural, or the one form there is."""
    return list(text) if isinstance(text, list | tuple) else [text]
