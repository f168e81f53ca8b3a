"""An archive with a few articles, copied for each test, for it to be harmed."""

from __future__ import annotations

import shutil

import pytest

from tests.running import Archive, record


@pytest.fixture(scope="session")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound") / "data"
    archive = Archive(folder).imported(*(record(number) for number in range(24)))
    archive.manage("collectstatic", "--no-input", "--verbosity", "0")
    return archive


@pytest.fixture
def archive(sound, tmp_path):
    shutil.copytree(sound.folder, tmp_path / "data")
    return Archive(tmp_path / "data")
