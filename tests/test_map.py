"""What is written about the archive is true: the map of the package, the README's tables."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

import archive

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def settings_read():
    """Names of the variables that settings.py reads, each once."""
    tree = ast.parse((ROOT / "archive" / "settings.py").read_text("utf-8"))
    return [
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and node.args
    ]


def settings_told():
    return re.findall(r"^\| `([A-Z_]+)`", README, re.MULTILINE)


def test_the_map_names_every_folder_of_the_package():
    folders = {path.parent.name for path in (ROOT / "archive").glob("*/__init__.py")}
    untold = {"migrations", "templatetags"}  # Django's own
    named = set(re.findall(r"(\w+)/ ", archive.__doc__))
    assert folders - untold == named


def test_the_readme_tells_every_setting_once_and_no_other():
    assert sorted(settings_told()) == sorted(settings_read())


def test_the_image_and_the_compose_file_set_known_settings_only():
    compose = (ROOT / "compose.yaml").read_text("utf-8")
    image = (ROOT / "Dockerfile").read_text("utf-8")
    assert set(re.findall(r"\$\{([A-Z_]+):-", compose)) <= set(settings_read())
    assert set(re.findall(r"\b([A-Z]+_(?:DIR|ROOT|URL))=", image)) <= set(settings_read())


@pytest.mark.parametrize("command", sorted(set(re.findall(r"manage\.py ([a-z_]+)", README))))
def test_commands_in_the_readme_exist(command):
    assert command in get_commands()


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`make ([a-z-]+)", README))))
def test_make_targets_in_the_readme_exist(target):
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(((?!http)[^)#]+)\)", README))))
def test_links_in_the_readme_lead_somewhere(path):
    assert (ROOT / path).exists()


@pytest.mark.parametrize("name", ["requirements", "tests/requirements"])
def test_requirements_are_pinned_with_hashes_and_name_no_address(name):
    wanted = (ROOT / f"{name}.in").read_text("utf-8")
    pinned = (ROOT / f"{name}.txt").read_text("utf-8")
    names = re.findall(r"^([A-Za-z0-9][A-Za-z0-9_.-]*)", wanted, re.MULTILINE)
    for package in (re.sub(r"[_.]", "-", name).lower() for name in names):
        assert re.search(rf"^{package}(\[[a-z,]+\])?==", pinned, re.MULTILINE), package
    entries = [line for line in pinned.splitlines() if line and line[0] not in " #"]
    assert all(re.search(r"==\S+( ; .+)? \\$", entry) for entry in entries)
    assert "://" not in pinned
    assert "find-links" not in pinned


def test_the_image_keeps_every_dictionary_that_stems_ask_for():
    stems = (ROOT / "archive" / "text" / "stems.py").read_text("utf-8")
    asked = set(re.findall(r'(?:get_lemma|lemmatize)\([^\n]*, "([a-z]+)"\)', stems))
    kept = set(re.findall(r"! -name (\w+)\.plzma", (ROOT / "Dockerfile").read_text("utf-8")))
    assert asked
    assert asked <= kept
